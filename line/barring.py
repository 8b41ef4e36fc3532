"""Which barring class fits a number: its patterns are written as people dial, not as we keep them.

`011%` bars all calls abroad from America, `00%` from most of Europe, `411` one short number; a
number in E.164 is therefore held against each way to dial it from the own country.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from phonenumbers import (
    NumberParseException,
    PhoneNumberFormat,
    format_number,
    format_out_of_country_calling_number,
    parse,
    region_code_for_number,
)

from line.numbers import LONGEST_EXTENSION, region_of
from portaswitch.patterns import means

ABROAD = "00"
"""Dialed before numbers abroad where the own country is not known."""


def dialed(number: str, home: str) -> frozenset[str]:
    """The ways to dial a number from the country of `home`: digits alone."""
    digits = number.removeprefix("+")
    if len(digits) <= LONGEST_EXTENSION:
        return frozenset({digits})
    region = region_of(home)
    try:
        parsed = parse(f"+{digits}")
    except NumberParseException:
        return frozenset({digits, ABROAD + digits})
    if region is None:
        return frozenset({digits, ABROAD + digits})
    if region_code_for_number(parsed) == region:
        ways = [str(parsed.national_number), format_number(parsed, PhoneNumberFormat.NATIONAL)]
    else:
        ways = [format_out_of_country_calling_number(parsed, region)]
    return frozenset({digits, *(re.sub(r"\D", "", way) for way in ways)})


def fits(patterns: Iterable[str], number: str, home: str) -> bool:
    """Whether one of a class's patterns fits; `%` stands for any digits."""
    ways = dialed(number, home)
    return any(means(pattern.removeprefix("+"), way) for pattern in patterns for way in ways)
