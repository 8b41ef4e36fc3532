"""The xDR history of a line, day by day: closed days cannot change and are kept, today is read.

A wide range of xDRs is expensive for the switch (its storage is cut by weeks of `bill_time`, and a
range without bounds has taken web services down), so nothing is asked twice and no request spans
more than a week.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from portaswitch import Account, Xdr

WEEK = 7
CHARGES = None
"""Every service: calls, fees, payments."""
PAYMENTS = 2
"""`i_service` of payments and other transactions (5.1) [V]."""
LATELY = 14
"""Days whose charges make the pace."""
FORESIGHT = 60
"""Days; further ahead, a pace foretells nothing."""


class DayCache:
    """Closed days by (account, service type, day), the least used ones forgotten first."""

    def __init__(self, most: int = 20_000) -> None:
        self._days: OrderedDict[tuple[int, int | None, date], tuple[Xdr, ...]] = OrderedDict()
        self._most = most
        self._xdrs = 0

    def get(self, key: tuple[int, int | None, date]) -> tuple[Xdr, ...] | None:
        found = self._days.get(key)
        if found is not None:
            self._days.move_to_end(key)
        return found

    def put(self, key: tuple[int, int | None, date], xdrs: tuple[Xdr, ...]) -> None:
        if key in self._days:
            return
        self._days[key] = xdrs
        self._xdrs += len(xdrs) + 1
        while self._xdrs > self._most:
            _key, dropped = self._days.popitem(last=False)
            self._xdrs -= len(dropped) + 1


async def days(
    api: Account,
    i_account: int,
    first: date,
    now: datetime,
    *,
    cache: DayCache,
    last: date | None = None,
    i_service_type: int | None = CHARGES,
    reading: Callable[[int, int], None] | None = None,
) -> tuple[Xdr, ...]:
    """All xDRs from the start of `first` until the end of `last` (until now if None), newest first.

    Days are UTC, as billing keeps. One counts as closed an hour after its end: the switch may
    still write its last records. `reading` hears which request of how many is made.
    """
    end_day = last or now.astimezone(UTC).date()
    closed_until = (now.astimezone(UTC) - timedelta(hours=1)).date()
    found: list[Xdr] = []
    missing: list[date] = []
    day = first
    while day <= end_day:
        kept = cache.get((i_account, i_service_type, day)) if day < closed_until else None
        if kept is None:
            missing.append(day)
        else:
            found += kept
        day += timedelta(days=1)
    spans = _spans(missing)
    for n, (start, end) in enumerate(spans, start=1):
        if reading is not None:
            reading(n, len(spans))
        page = await api.get_xdr_list(
            _midnight(start),
            _midnight(end + timedelta(days=1)),
            i_service_type=i_service_type,
        )
        found += page.xdrs
        by_day: dict[date, list[Xdr]] = {}
        for xdr in page.xdrs:
            by_day.setdefault(xdr.bill_time.astimezone(UTC).date(), []).append(xdr)
        for one in missing:
            if start <= one <= end and one < closed_until:
                cache.put((i_account, i_service_type, one), tuple(by_day.get(one, ())))
    return tuple(sorted(found, key=lambda xdr: xdr.bill_time, reverse=True))


def utc_day(xdr: Xdr) -> int:
    """The day in which the history has it, as an ordinal."""
    return xdr.bill_time.astimezone(UTC).toordinal()


@dataclass(frozen=True, slots=True)
class Spending:
    """Where the money goes, in the account's currency. Credits are not taken off the charges."""

    month: Decimal
    """Charged since the month began, in the subscriber's zone."""
    daily: Decimal
    """What a day has cost on average lately."""
    last_payment: Xdr | None
    """The newest payment or voucher that these days hold."""

    def days_left(self, funds: Decimal | None) -> int | None:
        """How long the funds last at this pace; None where that says nothing."""
        if funds is None or funds <= 0 or self.daily <= 0:
            return None
        left = int(funds / self.daily)
        return left if left <= FORESIGHT else None


async def spending(api: Account, i_account: int, now: datetime, *, cache: DayCache) -> Spending:
    """This month's charges, the pace of the last two weeks, the last payment."""
    month = datetime.combine(now.date().replace(day=1), time(), now.tzinfo)
    lately = now - timedelta(days=LATELY)
    first = min(month, lately).astimezone(UTC).date()
    xdrs = await days(api, i_account, first, now, cache=cache)
    charges = [xdr for xdr in xdrs if xdr.charged_amount > 0]
    payments = (xdr for xdr in xdrs if xdr.i_service == PAYMENTS and xdr.charged_amount < 0)
    return Spending(
        month=_sum(xdr for xdr in charges if xdr.bill_time >= month),
        daily=_sum(xdr for xdr in charges if xdr.bill_time >= lately) / LATELY,
        last_payment=next(payments, None),
    )


def _sum(xdrs: Iterable[Xdr]) -> Decimal:
    return sum((xdr.charged_amount for xdr in xdrs), Decimal())


def _spans(days_: Sequence[date]) -> list[tuple[date, date]]:
    """Consecutive days together, at most a week at once."""
    spans: list[tuple[date, date]] = []
    for day in days_:
        if spans and day == spans[-1][1] + timedelta(days=1) and (day - spans[-1][0]).days < WEEK:
            spans[-1] = (spans[-1][0], day)
        else:
            spans.append((day, day))
    return spans


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
