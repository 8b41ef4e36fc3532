"""What is in the history of a line: calls, payments, refunds and fees; how to find some of them.

A filter is applied here, to what was read: a switch may ignore those that it is sent (5.1), and
closed days are kept whole.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from line import history
from line.names import Names
from line.numbers import region_of
from line.party import is_withheld
from portaswitch import Account, Xdr
from portaswitch.account.history import VOICE_CALLS
from portaswitch.records import Direction

MOST_DAYS = 62
"""The longest period: the switch pays for each week that is read (2.10)."""
FARTHEST = 731
"""How many days back one may look."""


class Kind(StrEnum):
    CALL = "call"
    PAYMENT = "payment"
    REFUND = "refund"
    FEE = "fee"


class Way(StrEnum):
    OUT = "out"
    IN = "in"


def kind_of(xdr: Xdr) -> Kind:
    """Only the services of calls and payments have known ids; the sign tells the rest apart."""
    if xdr.i_service == history.PAYMENTS:
        return Kind.PAYMENT if xdr.charged_amount < 0 else Kind.REFUND
    if xdr.i_service == VOICE_CALLS or xdr.direction is not Direction.UNKNOWN:
        return Kind.CALL
    return Kind.REFUND if xdr.charged_amount < 0 else Kind.FEE


def is_outgoing(xdr: Xdr, own: str) -> bool:
    """Switches that send no `bit_flags` leave it to the own number."""
    if xdr.direction is Direction.UNKNOWN:
        return xdr.cli.removeprefix("+") == own
    return xdr.direction is Direction.OUTGOING


def party_of(xdr: Xdr, own: str) -> str:
    """The other side of a call."""
    return xdr.cld if is_outgoing(xdr, own) else xdr.cli


# ------------------------------------------------------------------ when

PERIODS = ("today", "week", "month", "last")
"""Presets: today, the last seven days, this month, the month before."""


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days of the subscriber's zone, both included."""

    first: date
    last: date

    @classmethod
    def read(cls, text: str, today: date) -> Period:
        """A preset or `2026-11-01.2026-11-23`, as `written`; buttons can be forged."""
        month = today.replace(day=1)
        match text:
            case "today":
                return cls(today, today)
            case "month":
                return cls(month, today)
            case "last":
                before = month - timedelta(days=1)
                return cls(before.replace(day=1), before)
        try:
            first, last = (date.fromisoformat(part) for part in text.split("."))
        except ValueError:
            return cls(today - timedelta(days=6), today)
        return cls.between(first, last, today)

    @classmethod
    def between(cls, first: date, last: date, today: date) -> Period:
        """These days, as far as one may look."""
        last = min(last, today)
        first = max(min(first, last), today - timedelta(days=FARTHEST))
        last = max(last, first)
        return cls(first, min(last, first + timedelta(days=MOST_DAYS - 1)))

    def written(self) -> str:
        return f"{self.first.isoformat()}.{self.last.isoformat()}"

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


async def charged(
    api: Account,
    i_account: int,
    period: Period,
    now: datetime,
    *,
    cache: history.DayCache,
    reading: Callable[[int, int], None] | None = None,
) -> tuple[Xdr, ...]:
    """Everything of a period but failed calls, newest first; `now` is in the subscriber's zone."""
    start = datetime.combine(period.first, time(), now.tzinfo)
    end = datetime.combine(period.last + timedelta(days=1), time(), now.tzinfo)
    last_day = (end - timedelta(microseconds=1)).astimezone(UTC).date()
    today = now.astimezone(UTC).date()
    found = await history.days(
        api,
        i_account,
        start.astimezone(UTC).date(),
        now,
        cache=cache,
        last=min(last_day, today),
        reading=reading,
    )
    kept = (xdr for xdr in found if not xdr.failed and start <= xdr.bill_time < end)
    return tuple(sorted(kept, key=lambda xdr: (began(xdr), xdr.i_xdr), reverse=True))


def began(xdr: Xdr) -> datetime:
    """When it happened, as it is told: a call is billed when it ends."""
    return xdr.connect_time or xdr.bill_time


async def one(
    api: Account, i_account: int, i_xdr: int, day: int, now: datetime, *, cache: history.DayCache
) -> Xdr | None:
    """A record by its id and its `history.utc_day`: none is found by its id alone."""
    when = date.fromordinal(day)
    found = await history.days(api, i_account, when, now, cache=cache, last=when)
    return next((xdr for xdr in found if xdr.i_xdr == i_xdr), None)


# ------------------------------------------------------------------ which

LETTERS = {"w": "who", "k": "kind", "d": "way", "s": "service", "l": "least"}
"""What the parts of a search are called in a button."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What to keep; what is "" filters nothing. It travels in buttons, so it is short when written.

    `who`: a number, a part of one, or a name of the phone book.
    """

    who: str = ""
    kind: str = ""
    way: str = ""
    service: str = ""
    least: str = ""

    @classmethod
    def read(cls, text: str) -> Sought:
        """As `written`; what makes no sense filters nothing, since buttons can be forged."""
        pairs = (part.split("=", 1) for part in text.split("&") if "=" in part)
        found = {LETTERS[key]: value for key, value in pairs if key in LETTERS}
        if found.get("kind") not in tuple(Kind):
            found.pop("kind", None)
        if found.get("way") not in tuple(Way):
            found.pop("way", None)
        if _decimal(found.get("least", "")) is None:
            found.pop("least", None)
        return cls(**found)

    def written(self) -> str:
        values = {key: getattr(self, name) for key, name in LETTERS.items()}
        kept = {key: re.sub(r"[&=]", " ", value) for key, value in values.items()}
        return "&".join(f"{key}={value}" for key, value in kept.items() if value)

    def keep(self, xdrs: Iterable[Xdr], own: str, names: Names) -> list[Xdr]:
        numbers = names.called(self.who) if self.who else frozenset()
        least = _decimal(self.least)
        return [
            xdr
            for xdr in xdrs
            if (not self.kind or kind_of(xdr) == self.kind)
            and (not self.service or service_of(xdr) == self.service)
            and (not self.way or self._goes(xdr, own))
            and (not self.who or self._is_with(xdr, own, numbers, names))
            and (least is None or abs(xdr.charged_amount) >= least)
        ]

    def _goes(self, xdr: Xdr, own: str) -> bool:
        if kind_of(xdr) is not Kind.CALL:
            return False
        return is_outgoing(xdr, own) is (self.way == Way.OUT)

    def _is_with(self, xdr: Xdr, own: str, numbers: frozenset[str], names: Names) -> bool:
        if kind_of(xdr) is not Kind.CALL:
            return False
        party = party_of(xdr, own)
        if is_withheld(party):
            return False
        digits = re.sub(r"\D", "", self.who)
        if digits and not re.search(r"[^\W\d_]", self.who):
            return digits.lstrip("0") in names.plain(party)
        return names.plain(party) in numbers


def service_of(xdr: Xdr) -> str:
    return str(xdr.i_service) if xdr.i_service is not None else xdr.service_name


def services(xdrs: Iterable[Xdr]) -> dict[str, str]:
    """The services among them by their keys: no list of the switch names one that has no record."""
    return {service_of(xdr): xdr.service_name or service_of(xdr) for xdr in xdrs}


def _decimal(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() and value >= 0 else None


# ------------------------------------------------------------------ what it comes to


@dataclass(frozen=True, slots=True)
class Total:
    """Several records together; `amount` is negative for credits, `seconds` only of calls."""

    count: int
    amount: Decimal
    seconds: int


def total(xdrs: Sequence[Xdr]) -> Total:
    return Total(
        len(xdrs),
        sum((xdr.charged_amount for xdr in xdrs), Decimal()),
        sum(xdr.charged_quantity for xdr in xdrs if kind_of(xdr) is Kind.CALL),
    )


def by_kind(xdrs: Iterable[Xdr]) -> dict[Kind, Total]:
    """In the order of `Kind`; what does not occur is left out."""
    groups: dict[Kind, list[Xdr]] = defaultdict(list)
    for xdr in xdrs:
        groups[kind_of(xdr)].append(xdr)
    return {kind: total(groups[kind]) for kind in Kind if kind in groups}


def by_service(xdrs: Iterable[Xdr]) -> dict[str, Total]:
    """By the key of the service, what costs most first."""
    groups: dict[str, list[Xdr]] = defaultdict(list)
    for xdr in xdrs:
        groups[service_of(xdr)].append(xdr)
    totals = {key: total(found) for key, found in groups.items()}
    return dict(sorted(totals.items(), key=lambda one: -abs(one[1].amount)))


def spent_by_day(xdrs: Iterable[Xdr], zone: tzinfo, step: int = 1) -> dict[date, Decimal]:
    """Charges, not credits, by the first of `step` days, the oldest first."""
    sums: dict[date, Decimal] = defaultdict(Decimal)
    for xdr in xdrs:
        if xdr.charged_amount > 0:
            day = xdr.bill_time.astimezone(zone).date().toordinal()
            sums[date.fromordinal(day - day % step)] += xdr.charged_amount
    return dict(sorted(sums.items()))


def spent_by_destination(xdrs: Iterable[Xdr], own: str) -> dict[str, Decimal]:
    """What calls to each country cost, the dearest first; "" for what has no country."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for xdr in xdrs:
        if kind_of(xdr) is Kind.CALL and xdr.charged_amount > 0:
            sums[region_of(party_of(xdr, own)) or ""] += xdr.charged_amount
    return dict(sorted(sums.items(), key=lambda one: -one[1]))


def share(amounts: Mapping[str, Decimal], most: int) -> tuple[dict[str, Decimal], Decimal]:
    """The first `most` of them, and the rest in one."""
    first = dict(list(amounts.items())[:most])
    return first, sum(amounts.values(), Decimal()) - sum(first.values(), Decimal())
