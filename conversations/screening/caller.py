"""One caller: blocked or not, with a tap to change it and a tap to take that back."""

from __future__ import annotations

from conversations.screening.base import LIST, START, area, is_on, may_edit, read
from dialogs import Result, Row, Step, Turn, View, do, go
from line import screening
from line.screening import FEATURE, mentioned, plain
from locales import _
from portaswitch import FeatureChange


@area.screen
async def caller(turn: Turn, number: str) -> Result:
    """What becomes of calls from one; what is in a button is not trusted."""
    number = plain(number)
    if not number:
        return LIST
    who, edit = mentioned(number), await may_edit(turn)
    if not await is_on(turn):
        turned_on = do(_("Switch on and block"), block.at(number, 1), primary=True)
        return View(
            _("Screening is off, so nobody is blocked. Once it is on, its other rules count too."),
            buttons=[turned_on] if edit else [],
            back=START,
        )
    known = await read(turn)
    if number in known.blocked() and known.is_blocked(number):
        undo: list[Row] = [do(_("Allow again"), allow.at(number))] if edit else []
        said = _("Calls from {caller} are rejected.", caller=who)
        return View(said, buttons=[*undo, go(_("Blocked callers"), LIST)], back=LIST)
    rule = known.decides(number)
    if known.is_blocked(number) and rule is not None:
        return View(
            _("Calls from {caller} are rejected by this rule:", caller=who),
            known.sentence(rule),
            buttons=[go(_("Rules"), START)],
            back=LIST,
        )
    blocking: list[Row] = [do(_("Block this caller"), block.at(number))] if edit else []
    return View(
        _("Calls from {caller} are not blocked.", caller=who),
        known.sentence(rule) if rule else None,
        buttons=[*blocking, go(_("Blocked callers"), LIST)],
        back=LIST,
    )


@area.action
async def block(turn: Turn, number: str, switch_on: int = 0) -> Step:
    number = plain(number)
    if not number or not await may_edit(turn):
        return LIST
    if not await is_on(turn):
        if not switch_on:
            return caller.at(number)
        await turn.api.update_service_features(FeatureChange(FEATURE, "Y"))
    known = await read(turn)
    if not known.is_blocked(number):
        title = turn.reader.say(_("Blocked callers"))
        await screening.block(turn.api, known, number, title, turn.took_back)
    return caller.at(number)


@area.action
async def allow(turn: Turn, number: str) -> Step:
    if await may_edit(turn):
        await screening.unblock(turn.api, await read(turn), plain(number))
    return caller.at(number)
