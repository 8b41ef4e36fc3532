"""Reading the calls of this line: today first, further back only as far as is asked."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from conversations.shared import records
from dialogs import Turn
from line import history, ledger
from line.calls import Call
from line.names import Names
from portaswitch import Xdr
from portaswitch.account.history import VOICE_CALLS


@dataclass(frozen=True, slots=True)
class Past:
    """The calls since `since`, newest first, as far as they were read."""

    since: datetime
    calls: Sequence[Call]


async def past(turn: Turn, weeks: int, *, wanted: int, missed: bool = False) -> Past:
    """Today first; the days before only where today does not fill the page.

    `missed`: only those that nobody answered.
    """
    own = turn.link.number

    def counts(xdr: Xdr) -> bool:
        return not missed or Call(xdr, own, Names()).is_missed

    since = datetime.combine(
        turn.now.date() - timedelta(days=7 * weeks - 1), time(), turn.now.tzinfo
    )
    first, today = since.astimezone(UTC).date(), turn.now.astimezone(UTC).date()

    async def read() -> tuple[Xdr, ...]:
        calls = tuple(filter(counts, await _read(turn, today, None)))
        if len(calls) < wanted:
            calls += tuple(filter(counts, await _read(turn, first, today - timedelta(days=1))))
        return calls

    calls, names = await asyncio.gather(read(), records.names(turn))
    listed = sorted((call for call in calls if call.bill_time >= since), key=_latest)
    return Past(since, [Call(call, own, names) for call in listed])


async def around(turn: Turn, day: int) -> tuple[Xdr, ...]:
    """The calls of a UTC day and of the one after it, as far as they have happened."""
    first = date.fromordinal(day)
    return await _read(turn, first, first + timedelta(days=1))


async def one(turn: Turn, i_xdr: int, day: int) -> Call | None:
    """A call; `day` is its UTC day as an ordinal: no call is found by its id alone."""
    when = date.fromordinal(day)
    found, names = await asyncio.gather(_read(turn, when, when), records.names(turn))
    return next((Call(xdr, turn.link.number, names) for xdr in found if xdr.i_xdr == i_xdr), None)


def _latest(call: Xdr) -> tuple[int, float, int]:
    """By the day of the bill, as it was read, and within it by the start, as it is shown."""
    return -history.utc_day(call), -ledger.began(call).timestamp(), -call.i_xdr


async def _read(turn: Turn, first: date, last: date | None) -> tuple[Xdr, ...]:
    return await history.days(
        turn.api,
        turn.link.i_account,
        first,
        turn.now,
        cache=turn.services.shared(history.DayCache),
        last=last,
        i_service_type=VOICE_CALLS,
        reading=records.reading(turn),
    )
