"""A reader sees money, times, numbers and lists as written in their language and zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from locales import (
    Age,
    Day,
    Joined,
    Measure,
    Moment,
    Money,
    Number,
    Phone,
    Reader,
    Sayable,
    Span,
    _,
)
from tests.locales.conftest import KYIV, NOON, Translate, reader


def said(language: str, value: Sayable) -> str:
    return reader(language).say(value)


@pytest.mark.parametrize(
    ("language", "amount", "currency", "words"),
    [
        ("en", "2.5", "USD", "$2.50"),
        ("en", "-2.5", "USD", "-$2.50"),
        ("en", "-0.00", "USD", "$0.00"),
        ("en", "1234567.891", "USD", "$1,234,567.89"),
        ("en", "5", "JPY", "¥5"),
        ("en", "-5", "UAH", "-UAH\u00a05.00"),
        ("uk", "2.5", "UAH", "2,50\u00a0₴"),
        ("uk", "-12345.6", "USD", "-12\u00a0345,60\u00a0USD"),
        ("en-XA", "2.5", "USD", "$2.50"),
        ("xx", "2.5", "USD", "$2.50"),
    ],
)
def test_money(language: str, amount: str, currency: str, words: str) -> None:
    assert said(language, Money(Decimal(amount), currency)) == words


@pytest.mark.parametrize(
    ("amount", "words"), [("0.0050", "$0.005"), ("-0.00125", "-$0.00125"), ("0.01", "$0.01")]
)
def test_a_charge_below_the_smallest_coin_is_not_rounded_to_nothing(
    amount: str, words: str
) -> None:
    assert said("en", Money(Decimal(amount), "USD")) == words


def at(day: int, hour: int, minute: int = 2, month: int = 11, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=KYIV)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (Moment(at(23, 14)), "today 14:02"),
        (Moment(at(22, 23, 59)), "yesterday 23:59"),
        (Moment(at(24, 0, 0)), "tomorrow 00:00"),
        (Moment(at(21, 14)), "21 Nov, 14:02"),
        (Moment(at(21, 14, year=2025)), "21 Nov 2025, 14:02"),
        (Moment(at(23, 14), "time"), "14:02"),
        (Moment(at(23, 14), "date"), "23 Nov"),
        (Moment(at(23, 14, year=2027), "date"), "23 Nov 2027"),
        (Moment(at(23, 14), "day_time"), "23 Nov, 14:02"),
        (Moment(at(22, 14), "relative_day"), "yesterday"),
        (Moment(at(1, 14), "relative_day"), "1 Nov"),
        (Day(date(2026, 11, 5)), "5 Nov"),
        (Day(date(2027, 1, 5)), "5 Jan 2027"),
    ],
)
def test_times_in_english(moment: Sayable, words: str) -> None:
    assert said("en", moment) == words


def test_times_in_ukrainian(translate: Translate) -> None:
    translate("uk", {"yesterday {time}": "вчора о {time}", "today": "сьогодні"})

    assert said("uk", Moment(at(22, 14))) == "вчора о 14:02"
    assert said("uk", Moment(at(23, 14), "relative_day")) == "сьогодні"
    assert said("uk", Moment(at(21, 9))) == "21 лист., 09:02"
    assert said("uk", Day(date(2025, 5, 1))) == "1 трав. 2025\u202fр."


def test_the_readers_zone_decides_which_day_it_is() -> None:
    night = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)

    assert said("en", Moment(night)) == "today 00:30"
    assert Reader("en", UTC, NOON).say(Moment(night)) == "yesterday 22:30"
    assert Reader("en", ZoneInfo("America/New_York"), NOON).say(Moment(night)) == "yesterday 17:30"


def test_the_present_may_be_a_running_clock() -> None:
    times = iter([NOON, NOON + timedelta(days=1)])
    moving = Reader("en", KYIV, lambda: next(times))

    assert [moving.say(Moment(NOON)) for __ in range(2)] == ["today 14:00", "yesterday 14:00"]


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        Moment(datetime(2026, 11, 23))  # noqa: DTZ001 - that it has no zone is the point


@pytest.mark.parametrize(
    ("language", "span", "words"),
    [
        ("en", Span(5), "0:05"),
        ("en", Span(65), "1:05"),
        ("en", Span(Decimal("65.9")), "1:05"),
        ("en", Span(timedelta(hours=1, minutes=2, seconds=3)), "1:02:03"),
        ("en", Span(65, "words"), "1 min 5 sec"),
        ("en", Span(0, "words"), "0 sec"),
        ("en", Span(timedelta(days=1, hours=2), "long"), "1 day 2 hours"),
        ("uk", Span(65, "words"), "1 хв 5 с"),
        ("uk", Span(22 * 60, "long"), "22 хвилини"),
        ("uk", Span(11 * 60, "long"), "11 хвилин"),
        ("uk", Span(Decimal("61.5"), "long"), "1 хвилина 1,5 секунди"),
    ],
)
def test_spans(language: str, span: Span, words: str) -> None:
    assert said(language, span) == words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("1", "1 хвилина"),
        ("21", "21 хвилина"),
        ("2", "2 хвилини"),
        ("5", "5 хвилин"),
        ("11", "11 хвилин"),
        ("112", "112 хвилин"),
        ("1.5", "1,5 хвилини"),
        ("0.5", "0,5 хвилини"),
        ("21.1", "21,1 хвилини"),
        ("5.25", "5,25 хвилини"),
    ],
)
def test_ukrainian_fractions_take_the_fourth_form(amount: str, words: str) -> None:
    assert said("uk", Measure(Decimal(amount), "duration-minute")) == words


@pytest.mark.parametrize(
    ("language", "ago", "words"),
    [
        ("en", timedelta(seconds=20), "just now"),
        ("en", timedelta(seconds=-20), "just now"),
        ("en", timedelta(minutes=2, seconds=10), "2 minutes ago"),
        ("en", timedelta(hours=-3), "in 3 hours"),
        ("uk", timedelta(minutes=5), "5 хвилин тому"),
        ("uk", timedelta(days=1), "1 день тому"),
    ],
)
def test_ages(language: str, ago: timedelta, words: str) -> None:
    assert said(language, Age(NOON - ago)) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("12065550100", "+1 206-555-0100"),
        ("+380441234567", "+380 44 123 4567"),
        ("1001", "1001"),
        ("anonymous", "anonymous"),
        ("12065550100x7", "12065550100x7"),
        ("99912345", "99912345"),
        ("", ""),
    ],
)
def test_phone_numbers_are_written_as_their_country_does(number: str, words: str) -> None:
    assert said("en", Phone(number)) == words


@pytest.mark.parametrize(
    ("language", "value", "words"),
    [
        ("en", Joined(["a", "b", "c"]), "a, b, and c"),
        ("en", Joined([Phone("1001"), Phone("1002")], "or"), "1001 or 1002"),
        ("uk", Joined(["а", "б", "в"]), "а, б і в"),
        ("uk", Joined(["а", "б"], "or"), "а або б"),
        ("en", Joined([]), ""),
        ("en", Number(1234567), "1,234,567"),
        ("uk", Number(1234567), "1\u00a0234\u00a0567"),
        ("en", Number(Decimal("0.12345")), "0.12345"),
        ("uk", Decimal("1.50"), "1,5"),
        ("en", 12065550100, "12065550100"),
        ("en", NOON, "today 14:00"),
        ("en", date(2026, 11, 5), "5 Nov"),
        ("en", timedelta(seconds=65), "1:05"),
        ("en", "plain <b>&amp;</b> {text}", "plain <b>&amp;</b> {text}"),
    ],
)
def test_lists_numbers_and_plain_values(language: str, value: Sayable, words: str) -> None:
    assert said(language, value) == words


@pytest.mark.parametrize("language", ["ar", "he", "fa"])
def test_in_a_right_to_left_line_numbers_and_names_keep_their_own_direction(language: str) -> None:
    hebrew = reader(language)

    assert hebrew.rtl
    assert hebrew.say(Phone("12065550100")) == "\u2068+1 206-555-0100\u2069"
    assert hebrew.say(_("Redeem …{tail}", tail="3399")) == "Redeem …\u20683399\u2069"
    assert hebrew.say("3399") == "3399"


@pytest.mark.parametrize("language", ["en", "uk"])
def test_a_left_to_right_line_has_no_isolates(language: str) -> None:
    assert not reader(language).rtl
    assert "\u2068" not in said(language, _("Call {number}", number=Phone("12065550100")))
