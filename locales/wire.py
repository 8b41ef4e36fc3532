"""Typed values as JSON and back: the arguments of stored notices.

`{"$money": ["10.00", "USD"]}`; what JSON has itself stays as it is. A notice stored today is
rendered in the language and the zone that the subscriber has when it is delivered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from locales.text import Text
from locales.times import Age, Day, Moment
from locales.values import City, Country, Joined, Measure, Money, Number, Phone, Span


def encode(value: Any) -> Any:
    """The value as JSON types. Raises TypeError for a type that has no tag."""
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, list | tuple):
        return [encode(item) for item in value]
    if isinstance(value, dict):
        return _encode_dict(value)
    codec = _BY_TYPE.get(type(value))
    if codec is None:
        raise TypeError(f"cannot be stored: {value!r}")
    return {codec[0]: codec[1](value)}


def decode(stored: Any) -> Any:
    """What `encode` stored. Raises ValueError for a tag that is not known."""
    if isinstance(stored, list):
        return [decode(item) for item in stored]
    if not isinstance(stored, dict):
        return stored
    tag = next(iter(stored), "")
    if not tag.startswith("$"):
        return {key: decode(item) for key, item in stored.items()}
    if tag == "$dict":
        return {decode(key): decode(item) for key, item in stored[tag]}
    if tag not in _BY_TAG:
        raise ValueError(f"unknown tag {tag}")
    return _BY_TAG[tag][2](stored[tag])


def _encode_dict(value: dict[Any, Any]) -> dict[str, Any]:
    if all(isinstance(key, str) and not key.startswith("$") for key in value):
        return {key: encode(item) for key, item in value.items()}
    return {"$dict": [[encode(key), encode(item)] for key, item in value.items()]}


def _pack_text(text: Text) -> dict[str, Any]:
    packed = {
        "message": text.message,
        "plural": text.plural,
        "n": text.n,
        "context": text.context,
        "params": {name: encode(value) for name, value in text.params} or None,
    }
    return {key: value for key, value in packed.items() if value is not None}


def _unpack_text(packed: dict[str, Any]) -> Text:
    params = tuple((name, decode(value)) for name, value in packed.get("params", {}).items())
    return Text(
        packed["message"], params, packed.get("plural"), packed.get("n"), packed.get("context")
    )


Codec = tuple[str, Callable[[Any], Any], Callable[[Any], Any]]

_BY_TYPE: Mapping[type, Codec] = {
    Text: ("$text", _pack_text, _unpack_text),
    Money: (
        "$money",
        lambda money: [str(money.amount), money.currency],
        lambda packed: Money(Decimal(packed[0]), packed[1]),
    ),
    Number: (
        "$number",
        lambda number: encode(number.value),
        lambda packed: Number(decode(packed)),
    ),
    Measure: (
        "$measure",
        lambda measure: [encode(measure.amount), measure.unit, measure.length],
        lambda packed: Measure(decode(packed[0]), packed[1], packed[2]),
    ),
    Moment: (
        "$moment",
        lambda moment: [moment.at.isoformat(), moment.style],
        lambda packed: Moment(datetime.fromisoformat(packed[0]), packed[1]),
    ),
    Day: (
        "$day",
        lambda day: day.date.isoformat(),
        lambda packed: Day(date.fromisoformat(packed)),
    ),
    Age: (
        "$age",
        lambda age: age.at.isoformat(),
        lambda packed: Age(datetime.fromisoformat(packed)),
    ),
    Span: (
        "$span",
        lambda span: [encode(span.length), span.style],
        lambda packed: Span(decode(packed[0]), packed[1]),
    ),
    Phone: ("$phone", lambda phone: phone.number, Phone),
    City: ("$city", lambda city: city.zone, City),
    Country: ("$country", lambda country: country.code, Country),
    Joined: (
        "$joined",
        lambda joined: [encode(joined.items), joined.style],
        lambda packed: Joined(decode(packed[0]), packed[1]),
    ),
    Decimal: ("$decimal", str, Decimal),
    datetime: ("$datetime", datetime.isoformat, datetime.fromisoformat),
    date: ("$date", date.isoformat, date.fromisoformat),
    timedelta: (
        "$timedelta",
        lambda span: [span.days, span.seconds, span.microseconds],
        lambda packed: timedelta(*packed),
    ),
}
_BY_TAG: Mapping[str, Codec] = {codec[0]: codec for codec in _BY_TYPE.values()}
