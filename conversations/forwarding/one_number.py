"""One number of the list, with all that can be done with it."""

from __future__ import annotations

from conversations.forwarding.asking import CALLER_SHOWN
from conversations.forwarding.base import area, numbers_with
from conversations.forwarding.change import show
from conversations.forwarding.entries import GONE, find, list_title
from conversations.forwarding.moves import Delete, Move, Pause
from conversations.forwarding.number import PutNumber
from conversations.shared import changes
from dialogs import Facts, Result, Row, Turn, View, go
from line.callflow import destination
from line.periods import period_text
from line.route import in_order
from locales import Text, _, _n
from portaswitch.records import FollowMeNumber, ForwardMode


@area.screen
async def number(turn: Turn, uid: int) -> Result:
    """One number with all that can be done with it."""
    line = await changes.read(turn)
    found = find(line, uid)
    if found is None:
        return await show(turn, GONE)
    ordered = in_order(line.mode, line.setup.followme)
    place = ordered.index(found) + 1
    buttons: list[Row] = [
        go(_("Pause"), Pause.at(uid, "N"))
        if found.active
        else go(_("Ring again"), Pause.at(uid, "Y")),
        go(_("Change hours"), PutNumber.at(uid, "hours")),
        go(_("Change seconds"), PutNumber.at(uid, "seconds")),
        go(_("Change number"), PutNumber.at(uid, "number")),
        go(_("Name it"), PutNumber.at(uid, "called")),
    ]
    if line.mode is ForwardMode.ADVANCED:
        buttons.append(go(_("Number shown"), PutNumber.at(uid, "caller")))
    if place > 1:
        buttons.append(go(_("Move up"), Move.at(uid, place - 1)))
    if place < len(ordered):
        buttons.append(go(_("Move down"), Move.at(uid, place + 1)))
    return View(
        Facts(found.name or None, _facts(line.mode, found, place)),
        buttons=[*buttons, go(_("Delete"), Delete.at(uid))],
        back=numbers_with(uid),
        title=list_title(line),
    )


def _facts(mode: ForwardMode, found: FollowMeNumber, place: int) -> dict[Text, object]:
    facts: dict[Text, object] = {
        _("Number"): destination(found),
        _("When"): period_text(found),
        _("It rings for"): _n("{n} second", "{n} seconds", found.timeout),
        _("Place in the list"): place,
        _("Paused"): _("no") if found.active else _("yes"),
    }
    if mode is ForwardMode.ADVANCED:
        shown = CALLER_SHOWN.get(found.keep_original_cli, found.keep_original_cli)
        facts[_("Number shown there")] = shown
    return facts
