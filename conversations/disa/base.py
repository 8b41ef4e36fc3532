"""The area, and what is warned of wherever it is switched on."""

from __future__ import annotations

from conversations.shared.voicebox import has_mailbox, vm_settings
from dialogs import Area, Step, Turn
from locales import _


async def _has_disa(turn: Turn) -> bool:
    return await has_mailbox(turn) and (await vm_settings(turn)).disa_enabled is not None


area = Area(
    "disa",
    _("Calls from elsewhere"),
    icon="🧳",
    group="centrex",
    section="calling",
    command="disa",
    words=_(
        "DISA, calls from elsewhere, travel, roaming, abroad, hotel phone, access number, "
        "business trip, call through my line"
    ),
    needs=_has_disa,
)

SCREEN = Step(area.key)

FRAUD = _(
    "Whoever has the access number and the PIN can call anywhere in the world at your cost. "
    "Machines try out PINs, and such bills can be very high. Tell nobody the PIN, and keep DISA "
    "off while you do not travel."
)
