"""Hours as people type them become the provider's expressions."""

from __future__ import annotations

import pytest

from line.hours import parse_hours
from line.periods import ALWAYS, period_text
from portaswitch.records import FollowMeNumber

from .conftest import Say


@pytest.mark.row("S30")
@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("mon-fri 9:00-17:30", "weekdays 09:00–17:30"),
        ("Weekdays 9-18", "weekdays 09:00–18:00"),
        ("9am-5pm on weekdays", "weekdays 09:00–17:00"),
        ("22:00-06:00", "every day 22:00–06:00"),
        ("every day from 8 to 20", "every day 08:00–20:00"),
        ("sat, sun", "weekend"),
        ("saturday 10:00 - 24:00", "Sat 10:00–00:00"),
        ("fri-mon", "Mon, Fri, Sat, and Sun"),
        ("tue and thu 14-15", "Tue and Thu 14:00–15:00"),
        ("mon wed fri 8.15-8.45", "Mon, Wed, and Fri 08:15–08:45"),
        ("пн-пт 9:00-17:30", "weekdays 09:00–17:30"),
        ("будні з 9 до 18", "weekdays 09:00–18:00"),
        ("по вихідних", "weekend"),
        ("щодня 22:00–6:00", "every day 22:00–06:00"),
        ("понеділок та середа 10-12", "Mon and Wed 10:00–12:00"),
        ("always", "always"),
        ("Цілодобово", "always"),
    ],
)
def test_typed_hours_are_understood(typed: str, hours: str, say: Say) -> None:
    expression = parse_hours(typed)

    assert expression is not None
    number = FollowMeNumber("1", period=expression, period_description=expression)
    assert say(period_text(number)) == hours


@pytest.mark.parametrize(
    "typed",
    ["", "sometimes", "mon-fry-day 9-17", "9:75-10:00", "25-26", "mon 9", "13pm-14pm", "every day"],
)
def test_what_is_not_understood_is_not_guessed(typed: str) -> None:
    assert parse_hours(typed) is None


def test_always_is_the_providers_word() -> None:
    assert parse_hours("24/7") == ALWAYS
