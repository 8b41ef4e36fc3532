"""One caller: blocked or not, with a tap to change it and a tap to take that back."""

from __future__ import annotations

from conversations.screening.base import LIST, START, area, may_edit
from conversations.shared.blocking import is_on, step_of
from conversations.shared.blocking import rules as read
from dialogs import Result, Row, Step, Turn, View, do, go
from line import screening
from line.screening import FEATURE, mentioned, plain
from locales import _
from portaswitch import FeatureChange


@area.screen
async def caller(turn: Turn, number: str, back: str = "") -> Result:
    """What becomes of calls from one; what is in a button is not trusted.

    `back` is where it was asked from, as `written` writes it.
    """
    number, origin = plain(number), step_of(back, LIST)
    if not number:
        return LIST
    who, edit = mentioned(number), await may_edit(turn)
    if not await is_on(turn):
        turned_on = do(_("Switch on and block"), block.at(number, 1, back), primary=True)
        return View(
            _("Screening is off, so nobody is blocked. Once it is on, its other rules count too."),
            buttons=[turned_on] if edit else [],
            back=step_of(back, START),
        )
    known = await read(turn)
    if number in known.blocked() and known.is_blocked(number):
        undo: list[Row] = [do(_("Allow again"), allow.at(number, back))] if edit else []
        said = _("Calls from {caller} are rejected.", caller=who)
        return View(said, buttons=[*undo, go(_("Blocked callers"), LIST)], back=origin)
    rule = known.decides(number)
    if known.is_blocked(number) and rule is not None:
        return View(
            _("Calls from {caller} are rejected by this rule:", caller=who),
            known.sentence(rule),
            buttons=[go(_("Rules"), START)],
            back=origin,
        )
    blocking: list[Row] = [do(_("Block this caller"), block.at(number, 0, back))] if edit else []
    return View(
        _("Calls from {caller} are not blocked.", caller=who),
        known.sentence(rule) if rule else None,
        buttons=[*blocking, go(_("Blocked callers"), LIST)],
        back=origin,
    )


@area.action
async def block(turn: Turn, number: str, switch_on: int = 0, back: str = "") -> Step:
    number = plain(number)
    if not number or not await may_edit(turn):
        return LIST
    if not await is_on(turn):
        if not switch_on:
            return caller.at(number, back)
        await turn.api.update_service_features(FeatureChange(FEATURE, "Y"))
    known = await read(turn)
    if not known.is_blocked(number):
        title = turn.reader.say(_("Blocked callers"))
        await screening.block(turn.api, known, number, title, turn.took_back)
    return caller.at(number, back)


@area.action
async def allow(turn: Turn, number: str, back: str = "") -> Step:
    if await may_edit(turn):
        await screening.unblock(turn.api, await read(turn), plain(number))
    return caller.at(number, back)
