"""One caller: blocked or not, with a tap to change it and a tap to take that back."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from conversations.screening.base import LIST, START, area, is_on, may_edit, read
from conversations.shared.fields import PhoneNumber
from dialogs import Form, Listing, Result, Row, Step, Turn, View, ask, do, go, paged
from line import history, ledger, screening
from line.numbers import Parsed, parse_number
from line.party import is_withheld
from line.screening import FEATURE, WITHHELD, mentioned, party
from locales import Moment, Text, _
from portaswitch import FeatureChange, ProviderError
from portaswitch.account.history import VOICE_CALLS

PAGE = 6
DAYS = 7
PATIENCE = 3.0
"""Seconds that the list waits for when the blocked have called last."""


@area.screen
async def blocked(turn: Turn, page: int = 0) -> View:
    """Who is on the list, and when each has tried last."""
    known, tried = await asyncio.gather(read(turn), _tried(turn))
    found = known.blocked()
    shown = paged(found, page, PAGE, blocked.at)
    buttons: list[Row] = [
        *(go(party(one), caller.at(one)) for one in shown.items),
        shown.turning,
    ]
    if await may_edit(turn):
        end_of_rows: Row = []
        buttons += [end_of_rows, go(_("Block a number"), Block)]
        if WITHHELD not in found:
            buttons.append(do(_("Block withheld numbers"), block.at(WITHHELD)))
    return View(
        _("Calls from these are rejected:") if found else _("Nobody is blocked."),
        Listing([_line(one, tried) for one in shown.items]),
        buttons=buttons,
        back=START,
    )


def _line(pattern: str, tried: Mapping[str, datetime]) -> Text:
    if pattern in tried:
        return _("• {caller}, last tried {when}", caller=party(pattern),
                 when=Moment(tried[pattern]))  # fmt: skip
    return _("• {caller}", caller=party(pattern))


@area.screen
async def caller(turn: Turn, number: str) -> Result:
    """What becomes of calls from one; what is in a button is not trusted."""
    number = _plain(number)
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
    number = _plain(number)
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
        await screening.unblock(turn.api, await read(turn), _plain(number))
    return caller.at(number)


@area.form
class Block(Form):
    number: str = ask(
        _("Whose calls shall be rejected? Send a number, or share a contact."), PhoneNumber()
    )
    undone = _("Canceled. Nobody was blocked.")

    async def submit(self, turn: Turn) -> Result:
        return await block.function(turn, self.number)


_ASKS = re.compile(
    r"^\s*(?:please )?(?:block|blacklist|заблокуй(?:те|вати)?)(?: the)?(?: number| caller| calls "
    r"from| номер| дзвінки з| дзвінки від)?(?P<whom>\s.*|$)",
    re.IGNORECASE | re.DOTALL,
)


@area.hears
async def heard(turn: Turn, text: str) -> Step | None:
    """ "block +44 20 7946 0000" shows the caller; only a tap changes something."""
    found = _ASKS.match(text)
    if found is None:
        return None
    read_number = parse_number(found["whom"], home=turn.link.number)
    return caller.at(read_number.number) if isinstance(read_number, Parsed) else LIST


def _plain(number: str) -> str:
    """A caller as the rules name one; "" for what is none."""
    if number and is_withheld(number):
        return WITHHELD
    digits = number.removeprefix("+")
    return digits if re.fullmatch(r"[0-9*#]{2,20}%?", digits) else ""


async def _tried(turn: Turn) -> dict[str, datetime]:
    """When each caller of the last days has called last; nothing where that takes long."""
    cache, first = turn.services.shared(history.DayCache), turn.now - timedelta(days=DAYS - 1)
    try:
        async with asyncio.timeout(PATIENCE):
            calls = await history.days(
                turn.api,
                turn.link.i_account,
                first.date(),
                turn.now,
                cache=cache,
                i_service_type=VOICE_CALLS,
            )
    except (ProviderError, TimeoutError):
        return {}
    return {_plain(one.cli or WITHHELD): ledger.began(one) for one in reversed(calls)}
