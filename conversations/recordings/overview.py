"""The calls of the last weeks that were recorded."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from conversations.recordings.base import area, at
from conversations.recordings.listening import listen
from conversations.shared import records
from dialogs import Listing, Turn, View, go, paged
from dialogs.paging import NEWEST_FIRST
from line import history, ledger
from line.ledger import Period
from line.names import Names
from line.party import mentioned, named
from locales import Day, Moment, Sayable, Span, Text, _
from portaswitch import Xdr

PAGE = 6
DAYS = 14
MOST_STEPS = 4
"""Two weeks at a time, eight at most: the switch pays for every week that is read (2.10)."""


@area.start
async def recordings(turn: Turn, page: int = 0, steps: int = 1) -> View:
    """The calls of the last two weeks that were recorded; "Further back" adds two more."""
    steps = min(max(steps, 1), MOST_STEPS)
    today = turn.now.date()
    period = Period(today - timedelta(days=steps * DAYS - 1), today)
    names, found = await asyncio.gather(records.names(turn), records.charged(turn, period))
    calls = [xdr for xdr in found if xdr.recorded]
    shown = paged(calls, page, PAGE, lambda number: at(number, steps), NEWEST_FIRST)
    page, turning = shown.number, [*shown.turning]
    if len(calls) <= (page + 1) * PAGE and steps < MOST_STEPS:
        turning.append(go(_("Further back"), at(page, steps + 1)))
    return View(
        _heading(calls, period),
        Listing([_line(turn, names, call) for call in shown.items], numbered=True),
        buttons=[
            *(
                go(
                    _("{number}: {who}", number=number, who=_who(turn, names, call)),
                    listen.at(call.i_xdr, history.utc_day(call), 0, page, steps),
                )
                for number, call in enumerate(shown.items, 1)
            ),
            turning,
            [go(_("What is recorded"), "recording")],
        ],
    )


def _heading(calls: Sequence[Xdr], period: Period) -> Text:
    if calls:
        return _("Recorded calls since {day}. Tap one to hear it.", day=Day(period.first))
    return _(
        "No recorded calls since {day}. A recording appears here some minutes after the call.",
        day=Day(period.first),
    )


def _line(turn: Turn, names: Names, call: Xdr) -> Text:
    number = ledger.party_of(call, turn.link.number)
    words: dict[str, Sayable] = {
        "who": names.name(number) or mentioned(number),
        "when": Moment(ledger.began(call)),
        "length": Span(call.charged_quantity),
    }
    if ledger.is_outgoing(call, turn.link.number):
        return _("To {who}, {when}, {length}", **words)
    return _("From {who}, {when}, {length}", **words)


def _who(turn: Turn, names: Names, call: Xdr) -> Sayable:
    number = ledger.party_of(call, turn.link.number)
    return names.short(number) or named(number)
