"""The xDR history day by day: what is asked of the switch, and what is kept."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from line.history import DayCache, days, spending
from portaswitch import Account, Xdr
from sandbox.provider.server import Provider as Sandbox

ALICE = 1001


@pytest.fixture
def now(sandbox: Sandbox) -> datetime:
    """Noon of the switch's day, so that today and yesterday are far from their ends."""
    return sandbox.switch.clock.now().replace(hour=12, minute=0, second=0, microsecond=0)


def asked(sandbox: Sandbox) -> list[tuple[date, date]]:
    """The ranges that the switch received, as first day and last day."""
    return [
        (
            date.fromisoformat(call["params"]["from_date"][:10]),
            date.fromisoformat(call["params"]["to_date"][:10]) - timedelta(days=1),
        )
        for call in sandbox.switch.log
        if call["method"] == "get_xdr_list"
    ]


def ids(xdrs: tuple[Xdr, ...]) -> list[int]:
    return [xdr.i_xdr for xdr in xdrs]


async def test_closed_days_are_asked_once_and_today_each_time(
    account: Account, sandbox: Sandbox, now: datetime
) -> None:
    cache, today = DayCache(), now.date()
    first = today - timedelta(days=4)

    once = await days(account, ALICE, first, now, cache=cache)
    again = await days(account, ALICE, first, now, cache=cache)

    assert asked(sandbox) == [(first, today), (today, today)]
    assert ids(again) == ids(once)
    assert len(once) > 10


async def test_days_put_together_are_what_the_switch_has(
    account: Account, sandbox: Sandbox, now: datetime
) -> None:
    cache, tomorrow = DayCache(), now + timedelta(days=1)
    first = now.date() - timedelta(days=30)
    whole = await account.get_xdr_list(now - timedelta(days=31), tomorrow, i_service_type=None)

    for shorter in (2, 9, 30):
        await days(account, ALICE, now.date() - timedelta(days=shorter), now, cache=cache)

    since = datetime.combine(first, datetime.min.time(), UTC)
    expected = {xdr.i_xdr for xdr in whole.xdrs if xdr.bill_time >= since}
    found = await days(account, ALICE, first, now, cache=cache)
    assert set(ids(found)) == expected
    assert len(found) == len(expected)
    assert [xdr.bill_time for xdr in found] == sorted(
        (xdr.bill_time for xdr in found), reverse=True
    )


async def test_no_request_spans_more_than_a_week(
    account: Account, sandbox: Sandbox, now: datetime
) -> None:
    await days(account, ALICE, now.date() - timedelta(days=34), now, cache=DayCache())

    ranges = asked(sandbox)
    assert len(ranges) == 5
    assert all((end - start).days < 7 for start, end in ranges)


async def test_an_end_keeps_today_out(account: Account, sandbox: Sandbox, now: datetime) -> None:
    yesterday = now.date() - timedelta(days=1)

    found = await days(account, ALICE, yesterday, now, cache=DayCache(), last=yesterday)

    assert asked(sandbox) == [(yesterday, yesterday)]
    assert {xdr.bill_time.date() for xdr in found} <= {yesterday}


@pytest.mark.parametrize(("minutes", "kept"), [(30, False), (90, True)])
async def test_a_day_closes_an_hour_after_its_end(
    account: Account, sandbox: Sandbox, now: datetime, minutes: int, kept: bool
) -> None:
    """The switch may still be writing the last records of the day."""
    cache, today = DayCache(), now.date()
    after_midnight = now.replace(hour=0) + timedelta(days=1, minutes=minutes)

    await days(account, ALICE, today, after_midnight, cache=cache)
    await days(account, ALICE, today, after_midnight, cache=cache)

    tomorrow = today + timedelta(days=1)
    assert asked(sandbox) == [(today, tomorrow), (tomorrow if kept else today, tomorrow)]


async def test_services_and_accounts_are_kept_apart(
    account: Account, sandbox: Sandbox, now: datetime
) -> None:
    cache, first = DayCache(), now.date() - timedelta(days=6)

    everything = await days(account, ALICE, first, now, cache=cache)
    calls = await days(account, ALICE, first, now, cache=cache, i_service_type=3)
    await days(account, ALICE + 1, first, now, cache=cache, i_service_type=3)

    assert set(ids(calls)) < set(ids(everything))
    assert asked(sandbox) == [(first, now.date())] * 3


async def test_the_cache_forgets_the_days_least_used(
    account: Account, sandbox: Sandbox, now: datetime
) -> None:
    today = now.date()
    first = today - timedelta(days=6)
    cache = DayCache(most=3)

    await days(account, ALICE, first, now, cache=cache, i_service_type=99)
    await days(account, ALICE, first, now, cache=cache, i_service_type=99)

    assert asked(sandbox)[1:] == [(first, today - timedelta(days=4)), (today, today)]


async def test_spending_leaves_payments_out_and_names_the_last(
    account: Account, sandbox: Sandbox, now: datetime
) -> None:
    now = sandbox.switch.clock.now()

    told = await spending(account, ALICE, now, cache=DayCache())

    month = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    page = await account.get_xdr_list(month, now + timedelta(days=1), i_service_type=None)
    assert told.month == sum(xdr.charged_amount for xdr in page.xdrs if xdr.charged_amount > 0)
    assert told.last_payment is not None
    assert told.last_payment.charged_amount == -5
