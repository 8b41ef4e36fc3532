"""What subscriptions cost, and when the next charge comes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from line.fees import charge_text, next_charge, price_text, soonest
from locales import Reader
from portaswitch.account.subscriptions import Subscription, subscription

TODAY = date(2026, 11, 18)
ZONE = ZoneInfo("America/New_York")
READER = Reader("en", ZONE, datetime(2026, 11, 18, 12, tzinfo=ZONE))


def made(**row: Any) -> Subscription:
    return subscription({"i_account_subscription": 1, "name": "Plan", "int_status": 1, **row})


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"billed_to": "2026-11-30", "monthly_fee": 5}, "$5.00 on 1 Dec"),
        (
            {
                "billed_to": "2026-11-30",
                "monthly_fee": 5,
                "effective_fees_info": {"next": {"amount": "2.25"}},
            },
            "$2.25 on 1 Dec",
        ),
        ({"billed_to": "2026-10-31", "monthly_fee": 5}, "$5.00, when your provider bills next"),
        ({"billed_to": "2026-11-30"}, "on 1 Dec"),
        ({}, "not told"),
        ({"int_status": 0, "start_date": "2026-11-20", "monthly_fee": 1}, "$1.00 on 20 Nov"),
    ],
)
def test_the_next_charge(row: dict[str, Any], said: str) -> None:
    charge = next_charge(made(**row), TODAY)

    assert charge is not None
    assert READER.say(charge_text(charge, "USD")) == said


@pytest.mark.parametrize(
    "row",
    [
        {"int_status": 2},
        {"is_finished": "Y"},
        {"finish_date": "2026-11-17", "billed_to": "2026-11-17"},
        {"finish_date": "2026-11-30", "billed_to": "2026-11-30"},
    ],
)
def test_nothing_more_is_charged_for_what_ends(row: dict[str, Any]) -> None:
    assert next_charge(made(**row), TODAY) is None
    assert soonest([made(**row)], TODAY) is None


def test_the_soonest_has_a_day() -> None:
    later, unknown = made(billed_to="2026-11-30"), made(monthly_fee=1)

    charge = soonest([unknown, later], TODAY)

    assert charge is not None
    assert charge.subscription is later


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({}, "price not told"),
        ({"monthly_fee": 5, "effective_fee": 5}, "$5.00 a month"),
        ({"monthly_fee": 5, "effective_fee": "4.50"}, "$4.50 a month instead of $5.00"),
        ({"monthly_fee": 0}, "free of charge"),
    ],
)
def test_a_price(row: dict[str, Any], said: str) -> None:
    assert READER.say(price_text(made(**row), "USD")) == said
