"""When a follow-me number is active: the provider's time expressions, read, written and said.

The `period` of a number is `Always` or alternatives separated by commas; each alternative is a
run of blocks that must all hold: `hr{9-16}wd{mo tu we th fr}` is weekdays from 09:00 to 16:59
(section 7.3 of the API notes, after Perl's Time::Period). What is not understood is shown as it
stands and never rewritten.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from functools import reduce
from operator import or_
from types import MappingProxyType

from line.week import DAY, Week, runs_text
from locales import Text, _
from portaswitch.records import FollowMeNumber

ALWAYS = "Always"

WEEKDAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")

_NAMES: Mapping[str, Mapping[str, int]] = MappingProxyType(
    {"wd": {name: number for number, name in enumerate(WEEKDAYS)}}
)
_LIMITS = MappingProxyType(
    {"hr": (0, 23), "min": (0, 59), "wd": (0, 6), "md": (1, 31), "mo": (1, 12)}
)
_BLOCK = re.compile(r"\s*(?P<scale>[a-z]+)\s*\{\s*(?P<values>[a-z0-9\s-]*?)\s*\}+")


@dataclass(frozen=True, slots=True)
class Alternative:
    """Blocks that must all hold; None where a block is absent. Weekdays count from Monday, 0."""

    hours: frozenset[int] | None = None
    minutes: frozenset[int] | None = None
    weekdays: frozenset[int] | None = None
    month_days: frozenset[int] | None = None
    months: frozenset[int] | None = None

    def covers(self, moment: datetime) -> bool:
        return all(
            allowed is None or value in allowed
            for allowed, value in (
                (self.hours, moment.hour),
                (self.minutes, moment.minute),
                (self.weekdays, moment.weekday()),
                (self.month_days, moment.day),
                (self.months, moment.month),
            )
        )

    @property
    def weekly(self) -> bool:
        """Whether every week is alike."""
        return self.month_days is None and self.months is None


@dataclass(frozen=True, slots=True)
class Period:
    """Holds when any of its alternatives does; `always` has none."""

    always: bool
    alternatives: tuple[Alternative, ...] = ()

    def week(self) -> Week | None:
        """The minutes of a week that it covers; None where weeks differ."""
        if self.always:
            return Week.full()
        if not all(alternative.weekly for alternative in self.alternatives):
            return None
        return Week.of(minute for one in self.alternatives for minute in _minutes(one))


@dataclass(frozen=True, slots=True)
class Preset:
    """A period to choose by name."""

    key: str
    title: Text
    start: time
    end: time
    weekdays: frozenset[int] = field(default=frozenset(range(7)))

    @property
    def expression(self) -> str:
        return build(self.start, self.end, self.weekdays)


PRESETS = (
    Preset("work", _("Work hours"), time(9), time(18), frozenset(range(5))),
    Preset("evenings", _("Evenings"), time(18), time(22)),
    Preset("nights", _("Nights"), time(22), time(7)),
    Preset("weekend", _("Weekend"), time(0), time(0), frozenset({5, 6})),
)


def parse(expression: str) -> Period | None:
    """Read an expression; None when any part of it is not understood."""
    if not expression.strip() or expression.strip().lower() == ALWAYS.lower():
        return Period(always=True)
    alternatives = [_alternative(part) for part in expression.lower().split(",")]
    understood = tuple(one for one in alternatives if one is not None)
    if len(understood) < len(alternatives):
        return None
    return Period(always=False, alternatives=understood)


def build(start: time, end: time, weekdays: Collection[int]) -> str:
    """Write the hours from `start` up to but without `end`, on days numbered from Monday, 0.

    An end at or before the start lies on the next day: 22:00-06:00 on Friday ends on Saturday.

    >>> build(time(9), time(17), range(5))
    'hr{9-16}wd{mo tu we th fr}'
    """
    first, last = _minute(start), _minute(end)
    days = frozenset(weekdays)
    if not days:
        raise ValueError("a period needs a day")
    if last > first:
        parts = _span(first, last, days)
    else:
        next_days = frozenset((day + 1) % 7 for day in days)
        parts = _span(first, DAY, days)
        if last:
            parts += _span(0, last, next_days)
    return ALWAYS if parts == [""] else ",".join(parts)


def covers(period: Period | None, moment: datetime) -> bool | None:
    """Whether a number with this period is active; None when the period was not understood.

    `moment` is in the account's own time zone, in which the switch evaluates periods [I].
    """
    if period is None:
        return None
    return period.always or any(one.covers(moment) for one in period.alternatives)


def period_text(number: FollowMeNumber) -> Text:
    """When the number is active: "always", "weekdays 09:00–17:00", or the provider's own words."""
    period = parse(number.period)
    if period is not None and period.always:
        return _("always")
    own_words = number.period_description.strip()
    if own_words == number.period.strip():
        own_words = ""
    week = period.week() if period is not None else None
    if week is None:
        return _("by a rule of its own: {words}", words=own_words or number.period.strip())
    hours = runs_text(week)
    if own_words:
        # Other clients mean other end hours by the same expression (7.3): their words count too.
        return _("{hours} (“{words}”)", hours=hours, words=own_words)
    return hours


def gaps_text(numbers: Iterable[FollowMeNumber]) -> Text | None:
    """A warning of the hours in which no number is active; None where there are none.

    Also None where a number's weeks differ or its hours cannot be read: then nobody knows.
    """
    weeks = _weeks(numbers)
    if not weeks:
        return None
    gaps = reduce(or_, weeks).rest()
    if gaps == Week():
        return None
    return _("No number is active at these hours: {hours}.", hours=runs_text(gaps))


def overlaps_text(numbers: Iterable[FollowMeNumber]) -> Text | None:
    """A hint of the hours in which several numbers are active; None where there are none.

    Numbers that are always active are meant to overlap, so only those with hours count.
    """
    weeks = _weeks(number for number in numbers if parse(number.period) != Period(always=True))
    once, twice = Week(), Week()
    for week in weeks or ():
        once, twice = once | week, twice | (once & week)
    if twice == Week():
        return None
    return _("Several numbers are active at these hours: {hours}.", hours=runs_text(twice))


def _weeks(numbers: Iterable[FollowMeNumber]) -> list[Week] | None:
    """The weeks of the numbers that are not paused; None when one of them is not known."""
    weeks = []
    for number in numbers:
        if number.active:
            period = parse(number.period)
            week = period.week() if period is not None else None
            if week is None:
                return None
            weeks.append(week)
    return weeks


def _alternative(text: str) -> Alternative | None:
    found: dict[str, frozenset[int]] = {}
    position = 0
    while block := _BLOCK.match(text, position):
        values = _values(block["scale"], block["values"])
        if values is None or block["scale"] in found:
            return None
        found[block["scale"]] = values
        position = block.end()
    if not found or text[position:].strip():
        return None
    return Alternative(
        hours=found.get("hr"),
        minutes=found.get("min"),
        weekdays=found.get("wd"),
        month_days=found.get("md"),
        months=found.get("mo"),
    )


def _values(scale: str, listed: str) -> frozenset[int] | None:
    """The numbers of one block; ranges run over the end of the scale, as Time::Period's do."""
    if scale not in _LIMITS or not listed:
        return None
    if scale == "min" and listed.isdigit():
        return None  # one client writes a length here (7.3): a single minute is never meant
    values: set[int] = set()
    for item in re.sub(r"\s*-\s*", "-", listed).split():
        bounds = [_value(scale, word) for word in item.split("-")]
        if None in bounds or len(bounds) > 2:
            return None
        values.update(_range(scale, bounds[0], bounds[-1]))
    return frozenset(values)


def _value(scale: str, word: str) -> int | None:
    lowest, highest = _LIMITS[scale]
    if scale in _NAMES:
        return _NAMES[scale].get(word)
    if not word.isdigit() or not lowest <= int(word) <= highest:
        return None
    return int(word)


def _range(scale: str, first: int | None, last: int | None) -> Iterator[int]:
    assert first is not None
    assert last is not None
    lowest, highest = _LIMITS[scale]
    if first <= last:
        yield from range(first, last + 1)
    else:
        yield from range(first, highest + 1)
        yield from range(lowest, last + 1)


def _minutes(one: Alternative) -> Iterator[int]:
    """The minutes of a week, from Monday 00:00, that an alternative of hours and days covers."""
    for day in range(7) if one.weekdays is None else one.weekdays:
        for hour in range(24) if one.hours is None else one.hours:
            for minute in range(60) if one.minutes is None else one.minutes:
                yield day * DAY + hour * 60 + minute


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _span(first: int, end: int, days: frozenset[int]) -> list[str]:
    """Alternatives for one stretch of a day, minutes `first` up to but without `end`."""
    last = end - 1
    (from_hour, from_minute), (to_hour, to_minute) = divmod(first, 60), divmod(last, 60)
    wanted = _weekday_block(days)
    if from_hour == to_hour:
        whole = (from_minute, to_minute) == (0, 59)
        minutes = "" if whole else f"min{{{from_minute}-{to_minute}}}"
        return [f"hr{{{from_hour}}}{minutes}{wanted}"]
    parts = []
    if from_minute:
        parts.append(f"hr{{{from_hour}}}min{{{from_minute}-59}}{wanted}")
        from_hour += 1
    until = to_hour if to_minute == 59 else to_hour - 1
    if (from_hour, until) == (0, 23):
        parts.append(wanted)
    elif from_hour == until:
        parts.append(f"hr{{{from_hour}}}{wanted}")
    elif from_hour < until:
        parts.append(f"hr{{{from_hour}-{until}}}{wanted}")
    if to_minute < 59:
        parts.append(f"hr{{{to_hour}}}min{{0-{to_minute}}}{wanted}")
    return parts


def _weekday_block(days: frozenset[int]) -> str:
    if len(days) == 7:
        return ""
    return f"wd{{{' '.join(WEEKDAYS[day] for day in sorted(days))}}}"
