"""Where the money goes: this month, the pace, the last payment; and days kept beside days read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any, cast
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as some

from line.history import PAYMENTS, DayCache, Spending, days, spending
from portaswitch import Account, Direction, Outcome, Unavailable, Xdr, XdrPage

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
KYIV = ZoneInfo("Europe/Kyiv")


def xdr(at: datetime, amount: str = "0.10", i_service: int = 3) -> Xdr:
    return Xdr(
        i_xdr=int(at.timestamp()),
        cli="",
        cld="",
        bill_time=at,
        connect_time=at,
        charged_quantity=60,
        charged_amount=Decimal(amount),
        direction=Direction.OUTGOING,
        outcome=Outcome.ANSWERED,
        i_service=i_service,
        service_name="",
        description="",
        recorded=False,
    )


class Switch:
    """Answers as the switch does, and remembers the ranges that it was asked for."""

    def __init__(self, *xdrs: Xdr) -> None:
        self.xdrs = list(xdrs)
        self.asked: list[tuple[datetime, datetime]] = []
        self.silent = False

    async def get_xdr_list(self, from_date: datetime, to_date: datetime, **_: Any) -> XdrPage:
        if self.silent:
            raise Unavailable("Account/get_xdr_list", sent=True)
        self.asked.append((from_date, to_date))
        found = [one for one in self.xdrs if from_date <= one.bill_time < to_date]
        return XdrPage(tuple(sorted(found, key=lambda one: one.bill_time, reverse=True)), None)


async def read(
    switch: Switch, first: date, now: datetime = NOW, cache: DayCache | None = None, **more: Any
) -> tuple[Xdr, ...]:
    return await days(cast("Account", switch), 7, first, now, cache=cache or DayCache(), **more)


async def test_a_silence_keeps_nothing() -> None:
    switch, cache = Switch(xdr(NOW - timedelta(days=2))), DayCache()
    switch.silent = True
    try:
        await read(switch, date(2026, 11, 20), cache=cache)
    except Unavailable:
        switch.silent = False

    assert len(await read(switch, date(2026, 11, 20), cache=cache)) == 1


@given(
    ages=some.lists(some.integers(0, 40 * 24 * 60), max_size=30),
    first=some.integers(0, 40),
    later=some.lists(some.integers(0, 48), max_size=4),
)
async def test_whatever_is_kept_the_answer_is_that_of_the_switch(
    ages: Sequence[int], first: int, later: Sequence[int]
) -> None:
    switch, cache = Switch(*(xdr(NOW - timedelta(minutes=age)) for age in ages)), DayCache()
    begin = NOW.date() - timedelta(days=first)
    for hours in (0, *sorted(later)):
        now = NOW + timedelta(hours=hours)
        found = await read(switch, begin, now, cache)

        assert sorted(one.bill_time for one in found) == sorted(
            one.bill_time for one in switch.xdrs if one.bill_time.date() >= begin
        )
        assert all(one.bill_time >= other.bill_time for one, other in pairwise(found))
    assert all(end - start <= timedelta(days=7) for start, end in switch.asked)


async def seen(switch: Switch, now: datetime = NOW) -> Spending:
    return await spending(cast("Account", switch), 7, now, cache=DayCache())


async def test_the_month_begins_in_the_zone_of_the_line() -> None:
    first = datetime(2026, 11, 1, tzinfo=KYIV)
    switch = Switch(xdr(first - timedelta(minutes=1), "5"), xdr(first, "3"))

    assert (await seen(switch, NOW.astimezone(KYIV))).month == 3


async def test_payments_and_refunds_are_not_taken_off_the_charges() -> None:
    paid = xdr(NOW - timedelta(days=1), "-10", PAYMENTS)
    switch = Switch(paid, xdr(NOW - timedelta(hours=1), "-1", 1), xdr(NOW, "2.50"))

    found = await seen(switch)

    assert found.month == Decimal("2.50")
    assert found.last_payment == paid


async def test_the_pace_is_that_of_two_weeks_over_the_turn_of_a_month_too() -> None:
    turn = datetime(2026, 12, 2, 12, tzinfo=UTC)
    switch = Switch(*(xdr(turn - timedelta(days=day), "0.50") for day in range(14)))

    found = await seen(switch, turn)

    assert found.month == Decimal("1.00")
    assert found.daily == Decimal("0.50")
    assert found.days_left(Decimal("3.20")) == 6


def test_days_left_says_nothing_where_it_means_nothing() -> None:
    calm = Spending(Decimal(0), Decimal(0), None)
    busy = Spending(Decimal(5), Decimal("0.01"), None)

    assert calm.days_left(Decimal(5)) is None
    assert busy.days_left(None) is None
    assert busy.days_left(Decimal(0)) is None
    assert busy.days_left(Decimal(5)) is None
