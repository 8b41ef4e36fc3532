"""The arguments of notices survive their storage as JSON."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales import (
    Age,
    Day,
    Joined,
    Measure,
    Moment,
    Money,
    Number,
    Phone,
    Span,
    _,
    _c,
    _n,
    decode,
    encode,
)

AT = datetime(2026, 11, 23, 14, 2, 3, 4, tzinfo=timezone(timedelta(hours=2)))
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False)
PLAIN = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | DECIMALS
    | st.dates()
    | st.timedeltas()
    | st.datetimes(timezones=st.just(UTC))
)
VALUES = (
    PLAIN
    | st.builds(Money, DECIMALS, st.text())
    | st.builds(Number, DECIMALS | st.integers())
    | st.builds(Phone, st.text())
    | st.builds(Day, st.dates())
    | st.builds(Moment, st.datetimes(timezones=st.just(UTC)), st.sampled_from(["short", "time"]))
)


def stored(value: Any) -> Any:
    return decode(json.loads(json.dumps(encode(value))))


@pytest.mark.parametrize(
    "value",
    [
        _("Back"),
        _("{a}: {b}", a=Money(Decimal("10.00"), "USD"), b=_("off")),
        _n("{n} call", "{n} calls", 3),
        _c("month", "May"),
        Money(Decimal("10.00"), "USD"),
        Number(5),
        Number(Decimal("5.10")),
        Measure(Decimal("1.5"), "duration-minute", "short"),
        Moment(AT, "day_time"),
        Day(date(2026, 11, 23)),
        Age(AT),
        Span(65),
        Span(timedelta(seconds=65.5), "words"),
        Phone("12065550100"),
        Joined([Phone("1001"), "a", _("off")], "or"),
        {"amount": Money(Decimal(1), "EUR"), "list": [1, None, Decimal("0.1")]},
        {"$money": "a key like a tag", "other": 1},
        {1: "a key that is no string"},
    ],
    ids=repr,
)
def test_each_type_comes_back_equal(value: Any) -> None:
    again = stored(value)

    assert again == value
    assert type(again) is type(value)


def test_decimals_keep_their_digits() -> None:
    assert str(stored(Decimal("10.00"))) == "10.00"
    assert str(stored(Money(Decimal("10.00"), "USD")).amount) == "10.00"


def test_a_moment_keeps_its_offset() -> None:
    assert stored(AT).utcoffset() == timedelta(hours=2)


def test_the_stored_form_can_be_read_by_people() -> None:
    assert encode(Money(Decimal("10.00"), "USD")) == {"$money": ["10.00", "USD"]}
    assert encode(_("{n} left", n=2)) == {"$text": {"message": "{n} left", "params": {"n": 2}}}


@given(st.recursive(VALUES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_whatever_is_stored_comes_back(value: Any) -> None:
    assert stored(value) == value


def test_a_type_without_a_tag_is_refused() -> None:
    with pytest.raises(TypeError, match="cannot be stored"):
        encode(object())


def test_a_tag_that_is_not_known_is_refused() -> None:
    with pytest.raises(ValueError, match=r"\$coin"):
        decode({"$coin": 1})
