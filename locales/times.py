"""Points in time and days, as they look from the reader's own day and zone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from locales import formats
from locales.speech import Speech
from locales.text import Text, _

if TYPE_CHECKING:
    from locales.reader import Reader

JUST_NOW = timedelta(minutes=1)

_NEAR_DAYS: Mapping[int, Text] = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
_NEAR_MOMENTS: Mapping[int, Callable[[str], Text]] = {
    -1: lambda time: _("yesterday {time}", time=time),
    0: lambda time: _("today {time}", time=time),
    1: lambda time: _("tomorrow {time}", time=time),
}


@dataclass(frozen=True, slots=True)
class Moment(Speech):
    """A point in time, shown in the reader's zone.

    "short": today 14:02 · yesterday 14:02 · tomorrow 14:02 · 21 Nov, 14:02 · 21 Nov 2025, 14:02
    "time": 14:02
    "date": 21 Nov, with the year where it is not this one
    "day_time": 21 Nov, 14:02 - today as well
    "relative_day": today · yesterday · tomorrow · 21 Nov
    """

    at: datetime
    style: Literal["short", "time", "date", "day_time", "relative_day"] = "short"

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError(f"a moment needs its time zone: {self.at}")

    def said_to(self, reader: Reader) -> str:
        at = self.at.astimezone(reader.zone)
        if self.style == "time":
            return formats.time_of_day(reader.dates, at)
        now = reader.now
        distance = (at.date() - now.date()).days
        same_year = at.year == now.year
        if self.style == "relative_day" and distance in _NEAR_DAYS:
            return reader.say(_NEAR_DAYS[distance])
        if self.style == "short" and distance in _NEAR_MOMENTS:
            return reader.say(_NEAR_MOMENTS[distance](formats.time_of_day(reader.dates, at)))
        if self.style in ("short", "day_time"):
            return formats.day_and_time(reader.dates, at, same_year)
        return formats.day(reader.dates, at, same_year)


@dataclass(frozen=True, slots=True)
class Day(Speech):
    """A calendar day: 21 Nov, with the year where it is not this one."""

    date: date

    def said_to(self, reader: Reader) -> str:
        return formats.day(reader.dates, self.date, self.date.year == reader.now.year)


@dataclass(frozen=True, slots=True)
class Age(Speech):
    """How long ago something was: just now · 2 minutes ago · in 3 hours."""

    at: datetime

    def said_to(self, reader: Reader) -> str:
        distance = self.at - reader.now
        if abs(distance) < JUST_NOW:
            return reader.say(_("just now"))
        return formats.ago(reader.locale, distance)
