"""How each language writes money, numbers, durations and dates: CLDR's rules, by Babel.

Each function takes a Babel `Locale`, and dates that are already in the reader's zone.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import ROUND_DOWN, Decimal
from functools import lru_cache
from typing import Literal

from babel import Locale
from babel.dates import format_timedelta, match_skeleton, parse_pattern
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, get_currency_precision
from babel.units import format_unit
from phonenumbers import (
    NumberParseException,
    PhoneNumberFormat,
    format_number,
    is_valid_number,
    parse,
)

CACHE = lru_cache(maxsize=4096)
SMALLEST_PRICE = Decimal("0.00001")
"""PortaBilling rates and charges with five decimals."""


@CACHE
def money(locale: Locale, amount: Decimal, currency: str) -> str:
    """An amount with its currency; a charge below the smallest coin keeps its decimals."""
    amount += 0  # -0.00 becomes 0.00
    coin = Decimal(1).scaleb(-get_currency_precision(currency))
    if 0 < abs(amount) < coin:
        pattern = locale.currency_formats["standard"]
        precise = amount.quantize(SMALLEST_PRICE).normalize()
        said = pattern.apply(
            precise, locale, currency=currency, currency_digits=False, decimal_quantization=False
        )
    else:
        said = format_currency(amount, currency, locale=locale)
    # CLDR sets a code off from the digits, Babel does not.
    return re.sub(rf"(?<={re.escape(currency)})(?=\d)", "\u00a0", str(said))


@CACHE
def number(locale: Locale, value: Decimal | int) -> str:
    return format_decimal(value, locale=locale, decimal_quantization=False)


@CACHE
def measure(
    locale: Locale, amount: Decimal | int, unit: str, length: Literal["long", "short", "narrow"]
) -> str:
    return format_unit(amount, unit, length=length, locale=locale)


def clock(seconds: Decimal) -> str:
    """1:05 or 1:02:03; parts of a second are dropped, as a player's clock does."""
    minutes, second = divmod(int(seconds.to_integral_value(ROUND_DOWN)), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


@CACHE
def duration(locale: Locale, seconds: Decimal, length: Literal["long", "short"]) -> str:
    """1 min 5 sec; parts that are nothing are left out."""
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    days, hour = divmod(hours, 24)
    parts = {"day": days, "hour": hour, "minute": minute, "second": second}
    said = [
        format_unit(amount, f"duration-{unit}", length=length, locale=locale)
        for unit, amount in parts.items()
        if amount
    ]
    return " ".join(said) or format_unit(0, "duration-second", length=length, locale=locale)


@CACHE
def phone(number: str) -> str:
    """The international format of an E.164 number, with or without its plus."""
    digits = number.removeprefix("+")
    if not (digits.isascii() and digits.isdigit()):
        return number
    try:
        parsed = parse(f"+{digits}")
    except NumberParseException:
        return number
    if not is_valid_number(parsed):
        return number
    return format_number(parsed, PhoneNumberFormat.INTERNATIONAL)


def joined(locale: Locale, items: tuple[str, ...], style: Literal["standard", "or"]) -> str:
    return format_list(items, style, locale=locale)


def ago(locale: Locale, distance: timedelta) -> str:
    return format_timedelta(distance, granularity="minute", add_direction=True, locale=locale)


def time_of_day(locale: Locale, at: datetime) -> str:
    """14:02: always by the 24-hour clock, so that nothing depends on am and pm."""
    return _by_skeleton("Hm", locale, at)


def day(locale: Locale, at: date, same_year: bool) -> str:
    return _by_skeleton("MMMd" if same_year else "yMMMd", locale, at)


def day_and_time(locale: Locale, at: datetime, same_year: bool) -> str:
    joint: str = locale.datetime_formats["medium"]
    return joint.replace("{1}", day(locale, at, same_year)).replace("{0}", time_of_day(locale, at))


def _by_skeleton(skeleton: str, locale: Locale, at: date) -> str:
    return parse_pattern(_skeleton_pattern(skeleton, locale)).apply(at, locale)


@lru_cache
def _skeleton_pattern(skeleton: str, locale: Locale) -> str:
    known = locale.datetime_skeletons
    nearest = skeleton if skeleton in known else match_skeleton(skeleton, known)
    return str(known[nearest or "yMd"].pattern)
