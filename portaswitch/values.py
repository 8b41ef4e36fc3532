"""Scalars as PortaBilling writes them, read with tolerance.

Releases differ: a number may come as a string, a missing value as null, "" or no key at all. Every
function here takes whatever the JSON held and answers a value or its default, and never raises.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation
from enum import StrEnum

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

# IMAP's INTERNALDATE (RFC 3501): "21-Nov-2026 10:00:42 +0200", a one-digit day padded by a space.
IMAP_DATE = re.compile(
    r"(?P<day>\d{1,2})-(?P<month>[A-Za-z]{3})-(?P<year>\d{4})"
    r" (?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)"
    r"(?: (?P<sign>[+-])(?P<zone_hours>\d\d)(?P<zone_minutes>\d\d))?"
)

DIGITS = 30
"""More than any id or amount has. A short text may stand for a number with a billion of them,
which would take all memory to write out."""


def utcnow() -> datetime:
    return datetime.now(UTC)


def mapping(value: object) -> Mapping[str, object]:
    """An object; empty where there is none (an empty one may come as `[]`)."""
    return value if isinstance(value, Mapping) else {}


def items(value: object) -> list[object]:
    """A list; empty where there is none."""
    return value if isinstance(value, list) else []


def rows(value: object) -> Iterator[Mapping[str, object]]:
    """The objects of a list, which may be null; what is no object is passed over."""
    return (row for row in items(value) if isinstance(row, Mapping))


def text(value: object) -> str:
    if isinstance(value, str):
        return value.strip()
    if value is None or isinstance(value, bool | Mapping | list):
        return ""
    return str(value)


def decimal(value: object) -> Decimal | None:
    """Money and quantities. `str` of a float is its shortest form, so 0.021 stays 0.021."""
    if not isinstance(value, int | float | str) or isinstance(value, bool):
        return None
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def integer(value: object) -> int | None:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int):
        return value
    number = decimal(value)
    if number is None or number.adjusted() > DIGITS:
        return None
    return int(number)


def number_or(value: object, default: int) -> int:
    number = integer(value)
    return default if number is None else number


def flag(value: object) -> bool | None:
    """Y/N of entity fields and 1/0 of computed ones; None when the switch does not say."""
    word = text(int(value) if isinstance(value, bool) else value).upper()
    if word in ("Y", "1"):
        return True
    return False if word in ("N", "0") else None


def word(kind: type[StrEnum], value: object) -> str:
    """A member of the enum, or the switch's own word where it says more than we know."""
    said = text(value)
    try:
        return kind(said)
    except ValueError:
        return said


def strings(value: object) -> tuple[str, ...]:
    """A list of strings; nulls are dropped, a bare value counts as a list of one."""
    listed = value if isinstance(value, list) else [value]
    return tuple(text(item) for item in listed if item is not None)


def moment(value: object) -> datetime | None:
    """`YYYY-MM-DD HH:MM:SS` or a pure date, UTC if no zone is said (2.5); zero dates are none."""
    try:
        read = datetime.fromisoformat(text(value))
        return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def day(value: object) -> date | None:
    """The day of a date or of a moment in UTC."""
    at = moment(value)
    return at and at.date()


def epoch(value: object) -> datetime | None:
    """Seconds since 1970, as a number or a string; 0 means "never"."""
    seconds = decimal(value)
    if not seconds:
        return None
    try:
        return datetime.fromtimestamp(float(seconds), UTC)
    except (OverflowError, ValueError, OSError):
        return None


def imap_date(value: object) -> datetime | None:
    """Month names are always English here, so no locale and no `strptime`."""
    found = IMAP_DATE.match(text(value))
    if not found or found["month"].lower() not in MONTHS:
        return None
    offset = timedelta()
    if found["sign"]:
        offset = timedelta(hours=int(found["zone_hours"]), minutes=int(found["zone_minutes"]))
    try:
        local = datetime(
            int(found["year"]),
            MONTHS.index(found["month"].lower()) + 1,
            int(found["day"]),
            int(found["hour"]),
            int(found["minute"]),
            int(found["second"]),
            tzinfo=timezone(-offset if found["sign"] == "-" else offset),
        )
        return local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def wire_moment(value: datetime) -> str:
    """What the API takes: UTC, no zone, whole seconds."""
    return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")


def yes_no(value: bool) -> str:
    return "Y" if value else "N"
