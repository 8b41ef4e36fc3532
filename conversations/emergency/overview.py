"""Where help is sent, and whether the subscriber says that this is right."""

from __future__ import annotations

from conversations.emergency.base import area, may_change, read
from conversations.shared.wishes import to_provider
from dialogs import Button, Facts, Step, Turn, View, do, go
from dialogs.setting import prefer, wished
from line.emergency import MISSING, concern, confirmed_at, lines, mark, remembered
from locales import Moment, Text, _
from portaswitch import EmergencyAddress, NotMapped

LOCKED = _("Locked: only your provider can change it.")


@area.start
async def emergency(turn: Turn) -> View:
    try:
        address = await read(turn)
    except NotMapped:
        return await _location(turn)
    changeable = await may_change(turn)
    locked = None if changeable else LOCKED
    said = _("Change the address") if address else _("Set the address")
    change = go(said, Step(area.key, "Address")) if changeable else _request(turn)
    if address is None:
        return View(MISSING, locked, buttons=[change])
    worry, confirmed = await _looked_at(turn, address)
    right = do(_("It is right"), confirm.at(mark(address)), primary=True)
    return View(
        _("If you call for help from this line, it is sent here:"),
        Facts(None, lines(address)),
        worry or confirmed,
        locked,
        buttons=[right, change] if worry else [change],
    )


async def _looked_at(turn: Turn, address: EmergencyAddress) -> tuple[Text | None, Text | None]:
    """Why somebody should look at it, and when somebody has."""
    wishes = await wished(turn)
    at = confirmed_at(address, wishes)
    said = _("You said on {day} that this is right.", day=Moment(at, "date")) if at else None
    return concern(address, wishes, turn.now), said


async def _location(turn: Turn) -> View:
    """A switch without the record may keep a location with the line's features."""
    feature = await turn.feature("voice_location")
    place = feature.value("primary_location") if feature else ""
    said = (
        Facts(None, {_("Where help is sent"): place})
        if place
        else _("Your provider does not show here where help is sent if you call for it.")
    )
    return View(said, LOCKED, buttons=[_request(turn)])


def _request(turn: Turn) -> Button:
    wish = _("Please check the emergency address of this line with me.")
    return go(_("Ask for a change"), to_provider(turn, wish, area))


@area.action
async def confirm(turn: Turn, shown: str) -> Step:
    """It is right; of an address that has changed since it was shown, nobody has said that."""
    address = await read(turn)
    if address is not None and mark(address) == shown:
        await turn.run(prefer, turn.link.id, remembered(address, turn.now))
    return Step(area.key)
