"""A week as the minutes in it, for hours that repeat every week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from locales import Joined, Text, _

DAY = 24 * 60
WEEK = 7 * DAY

DAY_NAMES = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch without a break: minutes from Monday 00:00, `start` up to but without `end`.

    `end` passes the end of the week where the stretch runs over Sunday midnight.
    """

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Week:
    """A set of minutes, one bit each, so that unions and gaps are single operations."""

    bits: int = 0

    @classmethod
    def of(cls, minutes: Iterable[int]) -> Week:
        marks = bytearray(WEEK)
        for minute in minutes:
            marks[minute] = 1
        return cls(int.from_bytes(marks, "little"))

    @classmethod
    def full(cls) -> Week:
        return cls(int.from_bytes(b"\x01" * WEEK, "little"))

    def __or__(self, other: Week) -> Week:
        return Week(self.bits | other.bits)

    def __and__(self, other: Week) -> Week:
        return Week(self.bits & other.bits)

    def rest(self) -> Week:
        """The minutes that are not in it."""
        return Week(Week.full().bits & ~self.bits)

    def minutes(self) -> frozenset[int]:
        marks = self.bits.to_bytes(WEEK, "little")
        return frozenset(minute for minute, mark in enumerate(marks) if mark)

    def runs(self) -> list[Run]:
        """Its stretches in order of their start; one over Sunday midnight stands last."""
        marks = self.bits.to_bytes(WEEK, "little")
        runs: list[Run] = []
        start = marks.find(1)
        while start >= 0:
            end = marks.find(0, start)
            runs.append(Run(start, WEEK if end < 0 else end))
            start = marks.find(1, end) if end >= 0 else -1
        if len(runs) > 1 and runs[0].start == 0 and runs[-1].end == WEEK:
            first, last = runs[0], runs[-1]
            return [*runs[1:-1], Run(last.start, WEEK + first.end)]
        return runs


def runs_text(week: Week) -> Text:
    """The hours in words: "weekdays 09:00–17:00", "weekend", "Fri 18:00 – Mon 08:00"."""
    runs = week.runs()
    if not runs:
        return _("never")
    if week == Week.full():
        return _("always")
    days_by_hours: dict[tuple[int, int], set[int]] = defaultdict(set)
    long_runs: list[Run] = []
    for run in runs:
        if run.start % DAY == 0 and run.end % DAY == 0:
            days_by_hours[0, DAY] |= {day % 7 for day in range(run.start // DAY, run.end // DAY)}
        elif run.end - run.start <= DAY:
            begin = run.start % DAY
            days_by_hours[begin, (begin + run.end - run.start) % DAY].add(run.start // DAY)
        else:
            long_runs.append(run)
    parts = [_days_and_hours(days, *hours) for hours, days in days_by_hours.items()]
    parts += [_from_to(run) for run in long_runs]
    text, *more = parts
    for part in more:
        text = _("{hours}; {more_hours}", hours=text, more_hours=part)
    return text


def _days_and_hours(days: set[int], start: int, end: int) -> Text:
    whole = (start, end) == (0, DAY)
    hours = f"{_clock(start)}–{_clock(end)}"
    if len(days) == 7:
        return _("every day {hours}", hours=hours)
    if days == set(range(5)):
        return _("weekdays") if whole else _("weekdays {hours}", hours=hours)
    if days == {5, 6}:
        return _("weekend") if whole else _("weekend {hours}", hours=hours)
    names = _day_names(sorted(days))
    return _("{days}", days=names) if whole else _("{days} {hours}", days=names, hours=hours)


def _day_names(days: list[int]) -> Text | Joined:
    """Days in words: "Mon", "Mon and Wed", "Mon–Thu"."""
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return _("{day}–{other_day}", day=DAY_NAMES[days[0]], other_day=DAY_NAMES[days[-1]])
    return Joined([DAY_NAMES[day] for day in days])


def _from_to(run: Run) -> Text:
    return _(
        "{day} {time} – {other_day} {other_time}",
        day=DAY_NAMES[run.start // DAY],
        time=_clock(run.start),
        other_day=DAY_NAMES[run.end // DAY % 7],
        other_time=_clock(run.end),
    )


def _clock(minute: int) -> str:
    hour, rest = divmod(minute % DAY, 60)
    return f"{hour:02}:{rest:02}"
