"""Which days: some that are often wanted, or a calendar to tap, the first day and then the last."""

from __future__ import annotations

from datetime import date, timedelta

from conversations.shared.sheet import Sheet, month_said
from conversations.transactions.base import AT_FIRST, PRESETS, area, overview_of
from dialogs import Facts, Turn, View, go
from line.ledger import FARTHEST, MOST_DAYS, Period
from locales import Day, _


@area.screen
async def other_days(turn: Turn, sought: str = "") -> View:
    return View(
        _("Which days do you want to see?"),
        buttons=[
            *(go(label, overview_of(key, sought)) for key, label in PRESETS.items()),
            [go(_("Choose in a calendar"), first_day.at(sought))],
        ],
        back=overview_of(AT_FIRST, sought),
    )


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
        Facts(month_said(turn, sheet.month), {}),
        _("Tap the first day."),
        buttons=sheet.rows(turn),
        back=other_days.at(sought),
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
        Facts(month_said(turn, sheet.month), {}),
        _("From {day}: now tap the last day, or the same day again.", day=Day(begin)),
        buttons=sheet.rows(turn),
        back=first_day.at(sought, _written(begin)),
    )


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
