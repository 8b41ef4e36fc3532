"""Time expressions: every minute of a week that is wished for, and no other."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from line.periods import (
    PRESETS,
    build,
    covers,
    gaps_text,
    overlaps_text,
    parse,
    period_text,
)
from line.week import DAY, WEEK, Week
from portaswitch.records import FollowMeNumber

from .conftest import NOW, Say

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
WORK_DAYS = range(5)

times = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))
days = st.sets(st.integers(0, 6), min_size=1)


def wished(start: time, end: time, weekdays: set[int]) -> frozenset[int]:
    """The minutes of a week, counted out one by one."""
    first, last = start.hour * 60 + start.minute, end.hour * 60 + end.minute
    length = (last - first) % DAY or DAY
    return frozenset(
        (day * DAY + first + minute) % WEEK for day in weekdays for minute in range(length)
    )


@pytest.mark.row("S30")
@given(times, times, days)
def test_what_is_built_covers_exactly_the_wished_minutes(
    start: time, end: time, weekdays: set[int]
) -> None:
    period = parse(build(start, end, weekdays))

    assert period is not None
    week = period.week()
    assert week is not None
    assert week.minutes() == wished(start, end, weekdays)


@given(times, times, days, st.integers(0, WEEK - 1))
def test_a_moment_is_covered_when_its_minute_is(
    start: time, end: time, weekdays: set[int], minute: int
) -> None:
    period = parse(build(start, end, weekdays))

    covered = covers(period, MONDAY + timedelta(minutes=minute, seconds=59))

    assert covered is (minute in wished(start, end, weekdays))


@given(st.sets(st.integers(0, WEEK - 1)))
def test_the_runs_of_a_week_hold_its_minutes(minutes: set[int]) -> None:
    runs = Week.of(minutes).runs()

    assert {minute % WEEK for run in runs for minute in range(run.start, run.end)} == minutes
    assert sum(run.end - run.start for run in runs) == len(minutes)


@pytest.mark.parametrize(
    ("start", "end", "weekdays", "expression"),
    [
        (time(9), time(17), WORK_DAYS, "hr{9-16}wd{mo tu we th fr}"),
        (time(9), time(10), range(7), "hr{9}"),
        (time(9), time(9), range(7), "hr{9-23},hr{0-8}"),
        (time(0), time(0), range(7), "Always"),
        (time(0), time(0), (5, 6), "wd{sa su}"),
        (time(22), time(6), (4,), "hr{22-23}wd{fr},hr{0-5}wd{sa}"),
        (time(22), time(0), (6,), "hr{22-23}wd{su}"),
        (time(9, 20), time(9, 40), range(7), "hr{9}min{20-39}"),
        (time(9, 20), time(9, 21), range(7), "hr{9}min{20-20}"),
        (time(8, 30), time(17, 15), (0,), "hr{8}min{30-59}wd{mo},hr{9-16}wd{mo},"
                                          "hr{17}min{0-14}wd{mo}"),
    ],
)  # fmt: skip
def test_hours_are_written_as_the_provider_reads_them(
    start: time, end: time, weekdays: range, expression: str
) -> None:
    assert build(start, end, weekdays) == expression


@pytest.mark.parametrize(
    ("expression", "same"),
    [
        ("hr{9-16 }wd{mo tu we th fr }", "hr{9-16}wd{mo tu we th fr}"),
        ("hr{9-16}}wd{mo-fr}}", "hr{9-16}wd{mo tu we th fr}"),
        ("HR{9 - 16} WD{Mo Tu We Th Fr}", "hr{9-16}wd{mo tu we th fr}"),
        ("hr{22-5}", "hr{22-23 0-5}"),
        ("wd{sa-mo}", "wd{sa su mo}"),
        ("hr{9 10 11}, hr{13-15}", "hr{9-11 13-15}"),
        ("always", "Always"),
        ("", "Always"),
    ],
)
def test_other_hands_write_the_same_in_other_ways(expression: str, same: str) -> None:
    read, other = parse(expression), parse(same)

    assert read is not None
    assert other is not None
    assert read.week() == other.week()


@pytest.mark.parametrize(
    "expression",
    ["Never", "hr{9-25}", "hr{9-16", "hr{}", "yr{2026}", "hr{9am-4pm}", "hr{9}min{20}",
     "hr{9}hr{10}", "wd{1-5}", "hr{1-2-3}", "hr{9-16} unless holiday", "md{0}", ",hr{9}",
     "hr{9}min{-}"],
)  # fmt: skip
def test_what_is_not_understood_is_not_read(expression: str) -> None:
    assert parse(expression) is None
    assert covers(parse(expression), NOW) is None


def test_days_and_months_are_read_too() -> None:
    christmas = parse("mo{12}md{24-26}")

    assert covers(christmas, datetime(2026, 12, 25, 12, tzinfo=UTC)) is True
    assert covers(christmas, datetime(2026, 12, 27, 12, tzinfo=UTC)) is False
    assert covers(christmas, datetime(2026, 11, 25, 12, tzinfo=UTC)) is False


@pytest.mark.row("S30")
@pytest.mark.parametrize(
    ("period", "description", "words"),
    [
        ("Always", "Always", "always"),
        ("hr{0-23}", "", "always"),
        ("hr{9-16}wd{mo tu we th fr}", "", "weekdays 09:00–17:00"),
        ("hr{9-16}wd{mo tu we th fr}", "hr{9-16}wd{mo tu we th fr}", "weekdays 09:00–17:00"),
        ("hr{9-17}wd{mo-fr}", "9 to 17", "weekdays 09:00–18:00 (“9 to 17”)"),
        ("hr{18-21}", "", "every day 18:00–22:00"),
        ("hr{22-23},hr{0-6}", "", "every day 22:00–07:00"),
        ("wd{sa su}", "", "weekend"),
        ("wd{mo tu we th fr}", "", "weekdays"),
        ("wd{mo we}", "", "Mon and Wed"),
        ("hr{8}min{30-59}wd{mo},hr{9-16}wd{mo}", "", "Mon 08:30–17:00"),
        ("hr{22-23}wd{fr},hr{0-5}wd{sa}", "", "Fri 22:00–06:00"),
        ("hr{22-23}wd{su},hr{0-5}wd{mo}", "", "Sun 22:00–06:00"),
        (
            "hr{18-23}wd{fr},wd{sa su},hr{0-7}wd{mo}",
            "",
            "Fri 18:00 – Mon 08:00",
        ),
        (
            "hr{9-16}wd{mo-fr},hr{10-12}wd{sa su}",
            "",
            "weekdays 09:00–17:00; weekend 10:00–13:00",
        ),
        ("md{1}", "first of the month", "by a rule of its own: first of the month"),
        ("md{1}", "", "by a rule of its own: md{1}"),
        ("first monday", "", "by a rule of its own: first monday"),
    ],
)
def test_hours_are_said_in_words(period: str, description: str, words: str, say: Say) -> None:
    number = FollowMeNumber("1", period=period, period_description=description)

    assert say(period_text(number)) == words


@pytest.mark.row("S30")
def test_presets_say_what_they_are_called(say: Say) -> None:
    said = {
        say(preset.title): say(period_text(FollowMeNumber("1", period=preset.expression)))
        for preset in PRESETS
    }

    assert said == {
        "Work hours": "weekdays 09:00–18:00",
        "Evenings": "every day 18:00–22:00",
        "Nights": "every day 22:00–07:00",
        "Weekend": "weekend",
    }


@pytest.mark.row("S30")
@pytest.mark.parametrize(
    ("periods", "words"),
    [
        (["Always"], None),
        (["hr{8-19}", "hr{20-23},hr{0-7}"], None),
        (["hr{9-16}wd{mo-fr}"],
         "No number is active at these hours: Mon–Thu 17:00–09:00; Fri 17:00 – Mon 09:00."),
        (["hr{8-19}", "wd{tu we th fr sa su}"],
         "No number is active at these hours: Mon 00:00–08:00; Mon 20:00–00:00."),
        (["md{1}"], None),
        ([], None),
    ],
)  # fmt: skip
def test_hours_without_a_number_are_warned_of(
    periods: list[str], words: str | None, say: Say
) -> None:
    numbers = [FollowMeNumber("1", period=period) for period in periods]

    text = gaps_text(numbers)

    assert (text and say(text)) == words


@pytest.mark.row("S30")
@pytest.mark.parametrize(
    ("periods", "words"),
    [
        (["hr{9-16}", "hr{17-20}"], None),
        (["hr{9-16}wd{mo-fr}", "hr{15-20}"],
         "Several numbers are active at these hours: weekdays 15:00–17:00."),
        (["Always", "hr{9-16}"], None),
        (["md{1}", "hr{9}", "hr{9}"], None),
    ],
)  # fmt: skip
def test_hours_with_several_numbers_are_hinted_at(
    periods: list[str], words: str | None, say: Say
) -> None:
    numbers = [FollowMeNumber("1", period=period) for period in periods]

    text = overlaps_text(numbers)

    assert (text and say(text)) == words


def test_a_paused_number_fills_no_gap(say: Say) -> None:
    numbers = [FollowMeNumber("1", active=False), FollowMeNumber("2", period="hr{0-22}")]

    text = gaps_text(numbers)

    assert text is not None
    assert say(text) == "No number is active at these hours: every day 23:00–00:00."
