"""Until when: an end from the usual ones, from a calendar, or typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from conversations.shared.sheet import Sheet, month_said
from dialogs import Field, Form, Invalid, Row, Step, TimeOfDay, Turn, View, ask, do
from line.until import on_day, parse_until, presets
from locales import Day, Text, _

NEVER = "never"
PASSED = _("That time has already passed.")

SHEET = "sheet"
"""Where a form keeps what its calendar shows: a month, a day of it, or "" for none."""
FARTHEST = timedelta(days=366)
HOURS = (time(9), time(12), time(18), time(21))


def ask_end(asked: Text, *, never: bool = True, when: Callable[[Any], bool] | None = None) -> Any:
    """The question for an end, which a form has as `until`; see `End` for its answers."""

    async def question(form: Form, turn: Turn) -> View:
        month, day = _shown(form.answers)
        if day is not None:
            return View(_("Until what time on {day}? You can also type it.", day=Day(day)))
        if month is not None:
            return View(asked, _("{month}. Tap the day.", month=month_said(turn, month)))
        return View(asked)

    return ask(question, End(never=never), when=when)


class End(Field):
    """Until when, kept in ISO format; NEVER, where that may be, if it stays until it is changed."""

    def __init__(self, *, never: bool = True) -> None:
        self.never = never

    async def options(self, turn: Turn) -> Sequence[tuple[str, Text | str]]:
        month, day = _shown(turn.answers)
        if day is not None:
            ends = [(at.strftime("%H:%M"), on_day(day, at, turn.reader.zone)) for at in HOURS]
            return [(end.isoformat(), label) for label, end in ends if end > turn.now]
        if month is not None:
            return ()
        choices = [
            (moment.isoformat(), label) for label, moment in presets(turn.reader.zone, turn.now)
        ]
        return [*choices, (NEVER, _("Until I change it"))] if self.never else choices

    async def beside(self, turn: Turn, put: Callable[[str, str], Step]) -> Sequence[Row]:
        """The days of a month to tap, and the way there and back."""
        month, day = _shown(turn.answers)
        today = turn.now.date()
        choose = do(_("Choose a day"), put(SHEET, (day or today).isoformat()[:7]))
        if month is None and day is None:
            return [choose]
        other = do(_("Other ways"), put(SHEET, ""))
        if month is None:
            return [choose, other]
        sheet = Sheet(
            month,
            today,
            today + FARTHEST,
            here=put(SHEET, month.isoformat()[:7]),
            tap=lambda one: put(SHEET, one.isoformat()),
            turn_to=lambda one: put(SHEET, one.isoformat()[:7]),
            key=do,
        )
        return [*sheet.rows(turn), other]

    async def parse(self, turn: Turn, text: str) -> str:
        _month, day = _shown(turn.answers)
        end = await _at(turn, day, text) if day is not None else None
        end = end or parse_until(text, turn.reader.zone, turn.now)
        if end is None:
            raise Invalid(
                _("This needs a time ahead, for example 18:00, tomorrow 9:00, or 2 hours.")
            )
        return end.isoformat()


async def _at(turn: Turn, day: date, text: str) -> datetime | None:
    """A time that was typed below a day; None where it is something else."""
    try:
        at = time.fromisoformat(await TimeOfDay().parse(turn, text))
    except Invalid:
        return None
    end = on_day(day, at, turn.reader.zone)
    if end <= turn.now:
        raise Invalid(PASSED)
    return end


def _shown(answers: dict[str, Any]) -> tuple[date | None, date | None]:
    """The month that the calendar shows, or the day that was tapped in it."""
    kept = str(answers.get(SHEET) or "")
    try:
        if len(kept) == len("2026-12"):
            return date.fromisoformat(f"{kept}-01"), None
        return None, date.fromisoformat(kept)
    except ValueError:
        return None, None


def end_of(answer: str | None) -> datetime | None:
    """The moment that an `End` means; None where it stays."""
    return None if answer in (None, "", NEVER) else datetime.fromisoformat(answer)


def end_ahead(form: Form, turn: Turn) -> datetime | None:
    """The end that a form has as `until`; None where it stays.

    Raises Invalid, and asks again, where it has passed while the subscriber was thinking.
    """
    end = end_of(form.answers.get("until"))
    if end is not None and end <= turn.now:
        del form.answers["until"]
        form.answers.pop(SHEET, None)
        raise Invalid(PASSED)
    return end
