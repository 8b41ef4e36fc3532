"""A calendar of days to tap: the first, then the last."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import format_skeleton

from conversations.transactions.base import area, overview_of
from dialogs import Button, Row, Step, Turn, View, go
from line.ledger import FARTHEST, MOST_DAYS, Period
from locales import Day, _

OUTSIDE = "·"
"""A place of the grid without a day to tap: the messenger has no empty buttons."""


@area.screen
async def first_day(turn: Turn, sought: str = "", month: str = "") -> View:
    """A month has up to six weeks, so this screen may have more rows than others."""
    today = turn.now.date()
    sheet = Sheet(
        _month(month, today),
        today - timedelta(days=FARTHEST),
        today,
        here=first_day.at(sought, month),
        tap=lambda day: last_day.at(day.isoformat(), sought, _written(day)),
        turn_to=lambda other: first_day.at(sought, _written(other)),
    )
    return View(
        _("{month}. Tap the first day.", month=_named(turn, sheet.month)),
        buttons=sheet.rows(turn),
        back=Step(area.key, "other_days", (sought,)),
    )


@area.screen
async def last_day(turn: Turn, first: str, sought: str = "", month: str = "") -> View:
    today = turn.now.date()
    begin = _day(first, today)
    sheet = Sheet(
        _month(month, today),
        begin,
        min(today, begin + timedelta(days=MOST_DAYS - 1)),
        here=last_day.at(first, sought, month),
        tap=lambda day: overview_of(Period(begin, day).written(), sought),
        turn_to=lambda other: last_day.at(first, sought, _written(other)),
    )
    return View(
        _(
            "{month}. From {day}: now tap the last day, or the same day again.",
            month=_named(turn, sheet.month),
            day=Day(begin),
        ),
        buttons=sheet.rows(turn),
        back=first_day.at(sought, _written(begin)),
    )


@dataclass(frozen=True, slots=True)
class Sheet:
    """A month to tap: what may be tapped in it, and where that leads."""

    month: date
    first: date
    last: date
    here: Step
    tap: Callable[[date], Step]
    turn_to: Callable[[date], Step]

    def rows(self, turn: Turn) -> list[Row]:
        """The names of the days, a row for each week, and the months beside it."""
        begins = turn.reader.dates.first_week_day
        names = turn.reader.dates.days["stand-alone"]["narrow"]
        weeks = calendar.Calendar(begins).monthdatescalendar(self.month.year, self.month.month)
        heading = [go(names[(begins + n) % 7], self.here) for n in range(7)]
        beside: list[Button] = []
        before, after = self.month - timedelta(days=1), _next(self.month)
        if before >= self.first:
            beside.append(go(_named(turn, before), self.turn_to(before)))
        if after <= self.last:
            beside.append(go(_named(turn, after), self.turn_to(after)))
        grid = [[self._key(day) for day in week] for week in weeks if self._has_days(week)]
        return [heading, *grid, beside]

    def _has_days(self, week: Sequence[date]) -> bool:
        return any(self._is_open(day) for day in week)

    def _is_open(self, day: date) -> bool:
        return day.month == self.month.month and self.first <= day <= self.last

    def _key(self, day: date) -> Button:
        return go(str(day.day), self.tap(day)) if self._is_open(day) else go(OUTSIDE, self.here)


def _named(turn: Turn, month: date) -> str:
    """ "November 2026", in the reader's language."""
    named: str = format_skeleton("yMMMM", month, locale=turn.reader.dates)
    return named


def _next(month: date) -> date:
    return (month.replace(day=1) + timedelta(days=31)).replace(day=1)


def _day(text: str, today: date) -> date:
    """Buttons can be forged: what is no day is today."""
    try:
        return min(date.fromisoformat(text), today)
    except ValueError:
        return today


def _month(text: str, today: date) -> date:
    return _day(f"{text}-01", today).replace(day=1)


def _written(day: date) -> str:
    return day.isoformat()[:7]
