"""Forwarding requests and ends in one message, in English and Ukrainian."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from line.until import parse_forward, parse_until, presets

from .conftest import Say

KYIV = ZoneInfo("Europe/Kyiv")
HOME = "380441234567"
MONDAY_NOON = datetime(2026, 11, 23, 12, 0, tzinfo=KYIV)


def at(day: int, hour: int, minute: int = 0, month: int = 11, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=KYIV)


@pytest.mark.row("S33")
@pytest.mark.parametrize(
    ("text", "number", "until"),
    [
        ("forward to +380 44 765 43 21 until 18:00", "380447654321", at(23, 18)),
        ("Forward all my calls to +380447654321 till 6pm, please", "380447654321", at(23, 18)),
        ("+380447654321 до 18:00", "380447654321", at(23, 18)),
        ("0447654321 for 2 hours", "380447654321", at(23, 14)),
        ("forward to 0447654321 for an hour and a half", "380447654321", at(23, 13, 30)),
        ("(044) 765-43-21 на 2 години", "380447654321", at(23, 14)),
        ("переадресуй на 0447654321 на 2 години", "380447654321", at(23, 14)),
        (
            "Переадресуй, будь ласка, усі дзвінки на номер 044 765 43 21 до 18:30",
            "380447654321",
            at(23, 18, 30),
        ),
        ("переадресуй до 0447654321 на півгодини", "380447654321", at(23, 12, 30)),
        ("+380447654321 until tomorrow 9am", "380447654321", at(24, 9)),
        ("+380447654321 до завтра 9:00", "380447654321", at(24, 9)),
        ("until friday forward to +380447654321", "380447654321", at(27, 9)),
        ("+380447654321 до п'ятниці", "380447654321", at(27, 9)),
        ("+380447654321 до п’ятниці", "380447654321", at(27, 9)),
        ("+380447654321 tonight", "380447654321", at(24, 9)),
        ("+380447654321 на ніч", "380447654321", at(24, 9)),
        ("+380447654321 today", "380447654321", at(24, 0)),
        ("forward today to +380447654321 until 18:00", "380447654321", at(23, 18)),
        ("+380447654321 сьогодні ввечері до 20:00", "380447654321", at(23, 20)),
        ("+380447654321 на вихідні", "380447654321", at(30, 9)),
        ("0447654321 2 hours", "380447654321", at(23, 14)),
        ("044 765 43 21 2h", "380447654321", at(23, 14)),
        ("044 765 43 21 1h30m", "380447654321", at(23, 13, 30)),
        ("to 205 until 18", "205", at(23, 18)),
        ("на 205 до 18-ї", "205", at(23, 18)),
        ("forward to extension 205 for 45 minutes", "205", at(23, 12, 45)),
        ("forward to +44 20 7946 0000", "442079460000", None),
        ("+442079460000 forever", "442079460000", None),
        ("назавжди на +44 20 7946 0000", "442079460000", None),
        ("+380447654321 until 9:00", "380447654321", at(24, 9)),
        ("until 18:00", None, at(23, 18)),
        ("forward my calls", None, None),
        ("", None, None),
    ],
)
def test_a_request_is_read(text: str, number: str | None, until: datetime | None) -> None:
    request = parse_forward(text, home=HOME, zone=KYIV, now=MONDAY_NOON)

    assert request.problem is None
    assert (request.number, request.until) == (number, until)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("+380447654321 until the cows come home",
         "I did not understand “until cows come home”."),
        ("+380447654321 untl 18:00", "I did not understand “untl 18 00”."),
        ("+380447654321 18:00", "I did not understand “18 00”."),
        ("+380447654321 until 25:00", "I did not understand “until 25 00”."),
        ("+380447654321 tomorrow", "I did not understand “tomorrow”."),
        ("+380447654321 from 14:00 until 18:00", "I did not understand “from 14 00”."),
        ("+380447654321 до п'ятнеці", "I did not understand “до п'ятнеці”."),
        ("don't forward to +380447654321", "I did not understand “don't”."),
        ("не переадресовувати на +380447654321", "I did not understand “не”."),
        ("call +380447654321 back at 6", "I did not understand “back at 6”."),
        ("+380447654321 or +380501234567", "I did not understand “or”."),
        ("+380447654321, +380501234567", "There is more than one number. Send just one."),
        ("+380447654321 until today 9:00", "That time has already passed."),
        ("+380447654321 until 2025-01-01", "That time has already passed."),
        ("+380447654321 until 31 november", "That time has already passed."),
        ("to 999999999999999 until 18:00",
         "“999999999999999” is not a number that calls can go to."),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_said_and_not_guessed(text: str, problem: str, say: Say) -> None:
    request = parse_forward(text, home=HOME, zone=KYIV, now=MONDAY_NOON)

    assert request.number is None
    assert request.problem is not None
    assert say(request.problem).startswith(problem)


def test_a_slip_in_the_number_is_a_question(say: Say) -> None:
    text = "forward to +0 44 765 43 21 until 18:00"

    request = parse_forward(text, home=HOME, zone=KYIV, now=MONDAY_NOON)

    assert request.number is None
    assert request.until == at(23, 18)
    assert request.suggestion is not None
    assert request.suggestion.number == "380447654321"
    assert request.problem is not None
    assert say(request.problem) == "Did you mean +380 4476 54321?"


@pytest.mark.row("N01")
@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("18:00", at(23, 18)),
        ("18.30", at(23, 18, 30)),
        ("Until 18:00.", at(23, 18)),
        ("18", at(23, 18)),
        ("6", at(23, 18)),
        ("6pm", at(23, 18)),
        ("6 p.m.", at(23, 18)),
        ("6:30 pm", at(23, 18, 30)),
        ("6am", at(24, 6)),
        ("11:59", at(24, 11, 59)),
        ("12:00", at(24, 12)),
        ("12:01", at(23, 12, 1)),
        ("12", at(24, 0)),
        ("noon", at(24, 12)),
        ("midnight", at(24, 0)),
        ("24:00", at(24, 0)),
        ("12am", at(24, 0)),
        ("до 6 вечора", at(23, 18)),
        ("до 2 дня", at(23, 14)),
        ("до 2 ночі", at(24, 2)),
        ("до 9 ранку", at(24, 9)),
        ("до опівночі", at(24, 0)),
        ("до кінця дня", at(24, 0)),
        ("до 18 години", at(23, 18)),
        ("о 20:15", at(23, 20, 15)),
        ("till this evening", at(23, 18)),
        ("until tonight", at(23, 18)),
        ("tonight at 11pm", at(23, 23)),
        ("tonight at 9", at(23, 21)),
        ("tonight", at(24, 9)),
        ("this evening", at(24, 0)),
        ("today", at(24, 0)),
        ("до вечора", at(23, 18)),
        ("до ранку", at(24, 9)),
        ("tomorrow", at(24, 9)),
        ("tomorrow morning", at(24, 9)),
        ("tomorrow morning at 7", at(24, 7)),
        ("tomorrow evening", at(24, 18)),
        ("tomorrow at 7 in the evening", None),
        ("7 tomorrow evening", at(24, 19)),
        ("tomorrow noon", at(24, 12)),
        ("до завтра", at(24, 9)),
        ("до завтрашнього вечора", at(24, 18)),
        ("завтра о 9 ранку", at(24, 9)),
        ("the day after tomorrow 10:00", at(25, 10)),
        ("до післязавтра", at(25, 9)),
        ("friday", at(27, 9)),
        ("until this friday", at(27, 9)),
        ("until fri 18:00", at(27, 18)),
        ("18:00 on friday", at(27, 18)),
        ("next friday", at(4, 9, month=12)),
        ("monday", at(30, 9)),
        ("monday 18:00", at(23, 18)),
        ("до понеділка", at(30, 9)),
        ("до наступного понеділка", at(30, 9)),
        ("по п'ятницю", at(28, 0)),
        ("through friday", at(28, 0)),
        ("through friday 17:00", at(27, 17)),
        ("до нд", at(29, 9)),
        ("до середи 18:00", at(25, 18)),
        ("25 december", at(25, 9, month=12)),
        ("December 25th 18:00", at(25, 18, month=12)),
        ("до 25 грудня", at(25, 9, month=12)),
        ("до 1 березня 2027", at(1, 9, month=3, year=2027)),
        ("1 march", at(1, 9, month=3, year=2027)),
        ("25.12", at(25, 9, month=12)),
        ("25.12.2026 20:00", at(25, 20, month=12)),
        ("2026-12-25 20:00", at(25, 20, month=12)),
        ("29 february", at(29, 9, month=2, year=2028)),
        ("for 2 hours", at(23, 14)),
        ("2 години", at(23, 14)),
        ("на 2 години 30 хвилин", at(23, 14, 30)),
        ("2 години й 15 хв", at(23, 14, 15)),
        ("на годину", at(23, 13)),
        ("на пів години", at(23, 12, 30)),
        ("півгодини", at(23, 12, 30)),
        ("півтори години", at(23, 13, 30)),
        ("2 години з половиною", at(23, 14, 30)),
        ("1,5 години", at(23, 13, 30)),
        ("half an hour", at(23, 12, 30)),
        ("an hour", at(23, 13)),
        ("two hours and 15 minutes", at(23, 14, 15)),
        ("1h 30m", at(23, 13, 30)),
        ("90 min", at(23, 13, 30)),
        ("3 days", at(26, 12)),
        ("на три дні", at(26, 12)),
        ("на тиждень", at(30, 12)),
        ("a week", at(30, 12)),
        ("for the weekend", at(30, 9)),
        ("forward", None),
        ("soon", None),
        ("25:00", None),
        ("12:60", None),
        ("13pm", at(23, 13)),
        ("0 hours", None),
        ("99999 weeks", None),
        ("in 2 hours", at(23, 14)),
        ("Через 2 години", at(23, 14)),
        ("until until 18:00", None),
        ("30 february", None),
        ("32 грудня", None),
        ("", None),
    ],
)
def test_an_end_is_read(text: str, until: datetime | None) -> None:
    assert parse_until(text, KYIV, MONDAY_NOON) == until


def test_the_hours_of_a_length_are_real_ones_when_clocks_change() -> None:
    """In Kyiv clocks go back from 04:00 to 03:00 on 25 October 2026."""
    before = datetime(2026, 10, 25, 2, 30, tzinfo=KYIV)

    end = parse_until("2 hours", KYIV, before)

    assert end is not None
    assert end.astimezone(UTC) - before.astimezone(UTC) == timedelta(hours=2)
    assert (end.hour, end.minute) == (3, 30)


def test_days_keep_the_hour_on_the_wall_when_clocks_change() -> None:
    before = datetime(2026, 10, 24, 18, 0, tzinfo=KYIV)

    end = parse_until("1 day", KYIV, before)

    assert end == datetime(2026, 10, 25, 18, 0, tzinfo=KYIV)


def test_an_hour_that_clocks_skip_becomes_the_one_after() -> None:
    """In Kyiv clocks go from 03:00 to 04:00 on 28 March 2027."""
    end = parse_until("3:30", KYIV, datetime(2027, 3, 28, 1, 0, tzinfo=KYIV))

    assert end is not None
    assert end.isoformat() == "2027-03-28T04:30:00+03:00"


def test_an_hour_that_clocks_show_twice_is_the_next_one() -> None:
    first = datetime(2026, 10, 25, 3, 30, tzinfo=KYIV)

    from_before = parse_until("3:30", KYIV, datetime(2026, 10, 25, 1, 0, tzinfo=KYIV))
    in_between = parse_until("3:30", KYIV, first)

    assert from_before is not None
    assert from_before.isoformat() == "2026-10-25T03:30:00+03:00"
    assert in_between is not None
    assert in_between.isoformat() == "2026-10-25T03:30:00+02:00"


@given(
    st.text(alphabet=st.sampled_from("0123456789:. apmhдонгиу'until fordays"), max_size=40),
    st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: at(1, 0) + timedelta(minutes=minutes)),
)
def test_whatever_is_read_lies_ahead(text: str, now: datetime) -> None:
    end = parse_until(text, KYIV, now)
    assert end is None or end.astimezone(UTC) > now

    request = parse_forward(text, home=HOME, zone=KYIV, now=now)
    assert request.until is None or request.until.astimezone(UTC) > now


@pytest.mark.row("S33")
@pytest.mark.parametrize(
    ("now", "ends"),
    [
        (at(23, 12), [at(23, 13), at(23, 18), at(24, 9), at(30, 9)]),
        (at(23, 17, 30), [at(23, 18), at(23, 18, 30), at(24, 9), at(30, 9)]),
        (at(23, 18), [at(23, 19), at(24, 9), at(30, 9)]),
        (at(29, 12), [at(29, 13), at(29, 18), at(30, 9)]),
        (at(23, 23, 30), [at(24, 0, 30), at(24, 9), at(30, 9)]),
    ],
)
def test_presets_lie_ahead_in_order(now: datetime, ends: list[datetime], say: Say) -> None:
    choices = presets(KYIV, now)

    assert [end for _title, end in choices] == ends
    assert len({say(title) for title, _end in choices}) == len(choices)
