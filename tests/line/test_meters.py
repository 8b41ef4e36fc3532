"""Discount meters in words, and their forecasts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from line.meters import (
    forecast,
    forecast_text,
    is_near,
    is_quota,
    level_text,
    meter_text,
    part_used,
    subject_text,
)
from locales import Reader
from portaswitch.account.discounts import DiscountCounter, counter

NOW = datetime(2026, 11, 16, tzinfo=UTC)
READER = Reader("en", UTC, NOW)


def made(**row: Any) -> DiscountCounter:
    usual = {"i_vd_dg": 1, "dg_name": "France", "service_name": "Voice Calls", "unit": "min"}
    return counter({**usual, **row})


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({}, "Calls to France"),
        ({"service_name": ""}, "Calls to France"),
        ({"service_name": "Data", "peak_level": 2}, "Data: France, in the second off-peak hours"),
        ({"peak_level": 0}, "Calls to France, in peak hours"),
        ({"peak_level": 7}, "Calls to France, at some hours"),
    ],
)
def test_what_counts_is_said_in_words(row: dict[str, Any], said: str) -> None:
    assert READER.say(subject_text(made(**row))) == said


@pytest.mark.parametrize(
    ("row", "meter", "level"),
    [
        (
            {"threshold": 500, "used": 340, "current_discount": 5, "next_discount": "12.5"},
            "340 of 500 min, 160 left",
            "Now 5% off, 12.5% off after 160 min more.",
        ),
        (
            {"threshold": 100, "used": "99.97", "current_discount": 100, "next_discount": 0},
            "100 of 100 min, 0 left",
            "Now free of charge, full price after 0 min more.",
        ),
        (
            {"threshold": 5, "used": 8, "next_discount": 10, "unit": "USD"},
            "$8.00 of $5.00, $0.00 left",
            "After $0.00 more: 10% off.",
        ),
        (
            {"threshold": 2, "used": 1, "current_discount": 0, "next_discount": 50, "unit": "GB"},
            "1 of 2 GB, 1 left",
            "Now full price, 50% off after 1 GB more.",
        ),
        (
            {"used": 700, "current_discount": 10, "unit": ""},
            "700 used",
            "Now 10% off, to stay.",
        ),
    ],
)
def test_a_meter_and_its_levels(row: dict[str, Any], meter: str, level: str) -> None:
    one = made(**row)

    said = level_text(one)

    assert READER.say(meter_text(one)) == meter
    assert said is not None
    assert READER.say(said) == level


def test_a_switch_that_tells_no_levels() -> None:
    assert level_text(made(threshold=5, used=1)) is None
    assert (part_used(made(used=1)), part_used(made(threshold=0, used=1))) == (None, None)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        # Half of the month is over.
        ({"used": 300, "threshold": 500}, "At this pace you reach 500 min around 26 Nov."),
        (
            {"used": 100, "threshold": 500},
            "At this pace it comes to about 200 min by 1 Dec, when it starts anew.",
        ),
        ({"used": 0, "threshold": 500}, "It starts anew on 1 Dec."),
        ({"used": 9, "reset_date": "2027-03-01"}, "It starts anew on 1 Mar 2027."),
        ({"used": 9, "reset_date": "2026-11-16"}, "It starts anew on 16 Nov."),
        ({"used": 9, "reset_date": "2026-12-16"}, "It starts anew on 16 Dec."),
    ],
)
def test_where_it_is_heading(row: dict[str, Any], said: str) -> None:
    text = forecast_text(made(**{"reset_date": "2026-12-01", **row}), NOW)

    assert text is not None
    assert READER.say(text) == said


def test_without_an_end_nothing_is_foretold() -> None:
    assert forecast_text(made(used=10, threshold=20), NOW) is None


def test_what_is_used_up_already_is_not_reached_again() -> None:
    ahead = forecast(made(used=600, threshold=500, reset_date=date(2026, 12, 1)), NOW)

    assert ahead is not None
    assert (ahead.at_end, ahead.reached) == (Decimal(1200), None)


def test_a_period_of_the_last_of_the_month() -> None:
    """31 March minus a month is the last of February."""
    ahead = forecast(
        made(used=31, threshold=500, reset_date="2026-03-31"), datetime(2026, 3, 1, tzinfo=UTC)
    )

    assert ahead is not None
    assert ahead.at_end == Decimal(961)


@pytest.mark.parametrize(("used", "near"), [(399, False), (400, True), (499, True), (500, False)])
def test_near_is_from_eighty_percent_on(used: int, near: bool) -> None:
    assert is_near(made(used=used, threshold=500)) is near


def test_a_quota_gets_dearer() -> None:
    assert is_quota(made(current_discount=100, next_discount=0))
    assert not is_quota(made(current_discount=5, next_discount=10))
    assert not is_quota(made(next_discount=10))
