"""A month as a sheet of a calendar, whose days are tapped."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import format_skeleton

from dialogs import Button, Row, Step, Turn, go
from dialogs.view import Said

OUTSIDE = "·"
"""A place of the grid without a day to tap: the messenger has no empty buttons."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A month to tap: what may be tapped in it, and where that leads."""

    month: date
    first: date
    last: date
    here: Step
    tap: Callable[[date], Step]
    turn_to: Callable[[date], Step]
    key: Callable[[Said, Step], Button] = go
    """How its keys lead there: `do` within a form."""

    def rows(self, turn: Turn) -> list[Row]:
        """The names of the days, a row for each week, and the months beside it."""
        begins = turn.reader.dates.first_week_day
        names = turn.reader.dates.days["stand-alone"]["narrow"]
        weeks = calendar.Calendar(begins).monthdatescalendar(self.month.year, self.month.month)
        heading = [self.key(names[(begins + n) % 7], self.here) for n in range(7)]
        beside: list[Button] = []
        before, after = self.month - timedelta(days=1), _next(self.month)
        if before >= self.first:
            beside.append(self.key(month_said(turn, before), self.turn_to(before)))
        if after <= self.last:
            beside.append(self.key(month_said(turn, after), self.turn_to(after)))
        grid = [[self._day(day) for day in week] for week in weeks if self._has_days(week)]
        return [heading, *grid, beside]

    def _has_days(self, week: Sequence[date]) -> bool:
        return any(self._is_open(day) for day in week)

    def _is_open(self, day: date) -> bool:
        return day.month == self.month.month and self.first <= day <= self.last

    def _day(self, day: date) -> Button:
        if not self._is_open(day):
            return self.key(OUTSIDE, self.here)
        return self.key(str(day.day), self.tap(day))


def month_said(turn: Turn, month: date) -> str:
    """ "November 2026", in the reader's language."""
    named: str = format_skeleton("yMMMM", month, locale=turn.reader.dates)
    return named


def _next(month: date) -> date:
    return (month.replace(day=1) + timedelta(days=31)).replace(day=1)
