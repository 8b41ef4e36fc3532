"""What texts carry: money, numbers, durations, telephone numbers, lists.

All are frozen and hashable; `wire` stores them, `formats` writes them as CLDR says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from locales import formats
from locales.speech import Sayable, Speech

if TYPE_CHECKING:
    from locales.reader import Reader


@dataclass(frozen=True, slots=True)
class Money(Speech):
    """An amount in a currency (its ISO 4217 code)."""

    amount: Decimal
    currency: str

    def said_to(self, reader: Reader) -> str:
        return formats.money(reader.locale, self.amount, self.currency)


@dataclass(frozen=True, slots=True)
class Number(Speech):
    """A number with grouped digits and all its decimals."""

    value: Decimal | int

    def said_to(self, reader: Reader) -> str:
        return formats.number(reader.locale, self.value)


def money(amount: Decimal, currency: str | None) -> Money | Number:
    """A plain number where the switch tells no currency."""
    return Money(amount, currency) if currency else Number(amount)


@dataclass(frozen=True, slots=True)
class Measure(Speech):
    """An amount of a CLDR unit, fractions too: `Measure(Decimal("1.5"), "duration-minute")`."""

    amount: Decimal | int
    unit: str
    length: Literal["long", "short", "narrow"] = "long"

    def said_to(self, reader: Reader) -> str:
        return formats.measure(reader.locale, self.amount, self.unit, self.length)


@dataclass(frozen=True, slots=True)
class Span(Speech):
    """How long something lasts, in seconds: "clock" 1:05, "words" 1 min 5 sec, "long" 1 minute."""

    length: timedelta | Decimal | int
    style: Literal["clock", "words", "long"] = "clock"

    @property
    def seconds(self) -> Decimal:
        if isinstance(self.length, timedelta):
            microseconds = self.length // timedelta(microseconds=1)
            return Decimal(microseconds) / 1_000_000
        return Decimal(self.length)

    def said_to(self, reader: Reader) -> str:
        if self.style == "clock":
            return formats.clock(self.seconds)
        return formats.duration(
            reader.locale, self.seconds, "long" if self.style == "long" else "short"
        )


@dataclass(frozen=True, slots=True)
class Phone(Speech):
    """A telephone number as its country writes it; an extension or a name stays as it is."""

    number: str

    def said_to(self, reader: Reader) -> str:
        return reader.isolated(formats.phone(self.number))


@dataclass(frozen=True, slots=True)
class Country(Speech):
    """A country by its ISO 3166 code; one that is not known stays a code."""

    code: str

    def said_to(self, reader: Reader) -> str:
        return str(reader.locale.territories.get(self.code.upper(), self.code))


_OLD_NAMES = {
    "Europe/Kyiv": "Europe/Kiev",
    "Asia/Kathmandu": "Asia/Katmandu",
    "Asia/Kolkata": "Asia/Calcutta",
    "Asia/Yangon": "Asia/Rangoon",
    "Asia/Ho_Chi_Minh": "Asia/Saigon",
}
"""Zones that CLDR still knows by what they were called first: its ids never change."""


@dataclass(frozen=True, slots=True)
class City(Speech):
    """The city that a time zone is named after; one without a translation by its own name."""

    zone: str

    def said_to(self, reader: Reader) -> str:
        known = reader.locale.time_zones.get(_OLD_NAMES.get(self.zone, self.zone), {})
        return str(known.get("city") or self.zone.rpartition("/")[2].replace("_", " "))


@dataclass(frozen=True, slots=True)
class Joined(Speech):
    """A list in one phrase: "a, b and c", or with "or"."""

    items: Sequence[Sayable]
    style: Literal["standard", "or"] = "standard"

    def __post_init__(self) -> None:
        object.__setattr__(self, "items", tuple(self.items))

    def said_to(self, reader: Reader) -> str:
        return formats.joined(
            reader.locale, tuple(reader.embed(item) for item in self.items), self.style
        )
