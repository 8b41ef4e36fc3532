"""The area, the address as it is now, and whether it may be changed from here."""

from __future__ import annotations

from dialogs import Area, HasFeature, Turn
from locales import _
from portaswitch import EmergencyAddress

area = Area(
    "emergency",
    _("Emergency address"),
    icon="🚑",
    group="centrex",
    section="calling",
    words=_("emergency address, emergency calls, location, ambulance, fire, police, e911"),
    needs=HasFeature("emergency", on=True),
)

WRITE = "update_e911_address"


async def read(turn: Turn) -> EmergencyAddress | None:
    address: EmergencyAddress | None = await turn.read("get_e911_address")
    return address


async def may_change(turn: Turn) -> bool:
    provider = turn.services.provider
    feature = await turn.feature("emergency")
    mapped = provider.operations[WRITE].confirmed is True and provider.contract.has(WRITE)
    return mapped and feature is not None and not feature.locked
