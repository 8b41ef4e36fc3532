"""A number by itself, typed or shared as a contact: what can be done with it."""

from __future__ import annotations

from conversations.shared import records
from conversations.shared.blocking import block_button
from conversations.shared.saving import save_button
from dialogs import Area, Result, Row, Step, Turn, View, go
from line.followme import FORWARD_MODE
from line.numbers import Kind, Parsed, parse_number
from line.party import dialable, to_tap
from locales import Phone, _

area = Area("number", _("A number"), listed=False)


@area.start
async def number(turn: Turn, found: str = "", bare: int = 0) -> Result:
    """Nothing is done to it before a tap says what. `bare`: it may be a voucher's as well."""
    if not found:
        return Step("home")
    name = (await records.names(turn)).name(found)
    buttons: list[Row] = []
    if await turn.feature(FORWARD_MODE) is not None:
        buttons.append(go(_("Forward to it"), Step("forwarding", "Forward", (dialable(found),))))
    if await turn.has("barring"):
        buttons.append(go(_("Can I call it?"), Step("barring", "answer", (found,))))
    if not name:
        buttons += await save_button(turn, found)
    buttons += await block_button(turn, found, Step(area.key, "number", (found,)))
    if bare and await turn.has("recharge"):
        buttons.append(go(_("It is a voucher"), "recharge"))
    phone = Phone(found)
    return View(
        _("{name}, {number}: what shall I do?", name=name, number=phone)
        if name
        else _("{number}: what shall I do with it?", number=phone),
        to_tap(found),
        buttons=buttons,
    )


@area.screen
async def emergency(turn: Turn, found: str) -> View:
    return View(
        _("I cannot call for help. If you need it now, dial {number} on a phone.", number=found),
        buttons=[go(_("Emergency address"), "emergency")] if await turn.has("emergency") else [],
    )


@area.hears
async def heard(turn: Turn, text: str) -> Step | None:
    """ "+44 20 7946 0000" alone; short ones are extensions, or what else has few digits."""
    read = parse_number(text, home=turn.link.number)
    if read is None or (isinstance(read, Parsed) and read.kind is Kind.EXTENSION):
        return None
    if isinstance(read, Parsed) and read.kind is Kind.SHORT:
        return Step(area.key, "emergency", (read.number,))
    return Step(area.key, "number", (read.number, int("+" not in text)))
