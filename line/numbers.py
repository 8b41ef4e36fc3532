"""Telephone numbers as people type them, and the switch's way of writing them.

The switch takes E.164 without the plus. The country of the own number tells how to read national
ones.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from phonenumbers import (
    NumberParseException,
    PhoneNumber,
    PhoneNumberType,
    is_emergency_number,
    is_possible_number,
    is_valid_number,
    number_type,
    parse,
    region_code_for_number,
)

from locales import Phone, Text, _

LONGEST_EXTENSION = 6
SHORTEST_INTERNATIONAL = 7
EXPENSIVE = frozenset({PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST})

MOBILE = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})

_SPACING = re.compile(r"[\s().\-/‐‑‒–—\u00a0\u2060-\u2069\u200e\u200f]+")
_URI = re.compile(
    r"^(?:sips?:)?(?P<user>[\w.+\-*#!~]{1,64})@"
    r"(?P<domain>(?=[^:;?]{1,253}(?:[:;?]|$))[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
    r"(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+)"
    r"(?::(?P<port>\d{1,5}))?(?:[;?].*)?$",
    re.ASCII | re.IGNORECASE,
)


class Kind(StrEnum):
    """How the number was written, and what it reaches."""

    INTERNATIONAL = "international"
    NATIONAL = "national"
    EXTENSION = "extension"
    SHORT = "short"
    """An emergency number of the own country: nobody's calls should be forwarded there."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A number as the switch takes it: E.164 without plus, or an extension as it is."""

    number: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What was probably meant, to be confirmed by a tap; `text` asks."""

    number: str
    text: Text


def parse_number(text: str, *, home: str) -> Parsed | Suggestion | None:
    """Read a typed number; `home` is the own one, whose country counts. None: not a number."""
    typed = _compact(text)
    region = region_of(home)
    if not re.fullmatch(r"\+?[0-9]{2,18}", typed):
        return None
    digits = typed.removeprefix("+")
    if len(typed) <= LONGEST_EXTENSION and typed == digits:
        return _short(digits, region)
    found = _international(digits) if typed != digits else _without_plus(digits, region)
    if found is not None:
        return found
    for candidate in _corrections(digits, region):
        return Suggestion(candidate, _("Did you mean {number}?", number=Phone(candidate)))
    return None


def is_abroad(number: str, home: str) -> bool:
    """Whether calls to the number leave the own country; what has no country counts as abroad."""
    return _is_external(number) and region_of(number) != region_of(home)


def is_premium(number: str) -> bool:
    """Whether calling the number costs more than an ordinary call."""
    parsed = _parsed(f"+{number.removeprefix('+')}") if _is_external(number) else None
    return parsed is not None and number_type(parsed) in EXPENSIVE


def can_be_mobile(number: str) -> bool:
    """Whether phone credit may go there: in some countries mobile numbers look like all others."""
    parsed = _parsed(f"+{number.removeprefix('+')}") if _is_external(number) else None
    return parsed is not None and number_type(parsed) in MOBILE


def sip_uri(text: str) -> tuple[str, str, int | None] | None:
    """User, domain and port of a SIP address, with or without its "sip:"; None when it is none."""
    found = _URI.match(text.strip())
    if found is None:
        return None
    port = int(found["port"]) if found["port"] else None
    if port is not None and not 0 < port < 65536:
        return None
    return found["user"], found["domain"].lower(), port


@lru_cache(maxsize=4096)
def region_of(number: str) -> str | None:
    """The country of a number in E.164, as "UA"; None where it has none."""
    digits = number.split("@")[0].removeprefix("+")
    parsed = _parsed(f"+{digits}") if digits.isdecimal() else None
    return None if parsed is None else region_code_for_number(parsed)


def _compact(text: str) -> str:
    """Digits and plus only, where there is nothing but spacing around them."""
    plain = unicodedata.normalize("NFKC", text).strip().lower().removeprefix("tel:")
    return _SPACING.sub("", plain)


def _is_external(number: str) -> bool:
    digits = number.removeprefix("+")
    return digits.isdecimal() and len(digits) > LONGEST_EXTENSION


def _short(digits: str, region: str | None) -> Parsed:
    emergency = region is not None and is_emergency_number(digits, region)
    return Parsed(digits, Kind.SHORT if emergency else Kind.EXTENSION)


def _international(digits: str) -> Parsed | None:
    """With its plus: any possible number, as numbering plans grow faster than our data."""
    parsed = _parsed(f"+{digits}")
    if parsed is None or not is_possible_number(parsed):
        return None
    return Parsed(_e164(parsed), Kind.INTERNATIONAL)


def _without_plus(digits: str, region: str | None) -> Parsed | None:
    """The ways to read digits alone, the own country's first; only real numbers pass."""
    if region is not None:
        own = _valid(digits, region)
        if own is not None:
            typed_whole = own == digits or region_of(own) != region
            return Parsed(own, Kind.INTERNATIONAL if typed_whole else Kind.NATIONAL)
    whole = _valid(f"+{digits.removeprefix('00')}")
    return None if whole is None else Parsed(whole, Kind.INTERNATIONAL)


def _corrections(digits: str, region: str | None) -> Iterator[str]:
    """Numbers that differ from the typed one by a usual slip, the likeliest first."""
    bare = digits.lstrip("0")
    attempts: list[tuple[str, str | None]] = [(f"+{bare}", None)]
    if region is not None:
        attempts += [(digits, region), (bare, region)]
        if digits.startswith("8"):
            attempts.append((digits[1:], region))  # the trunk prefix of former days
    for attempt, country in attempts:
        number = _valid(attempt, country)
        if number is not None:
            yield number


def _valid(text: str, region: str | None = None) -> str | None:
    parsed = _parsed(text, region)
    return _e164(parsed) if parsed is not None and is_valid_number(parsed) else None


def _parsed(text: str, region: str | None = None) -> PhoneNumber | None:
    try:
        return parse(text, region)
    except NumberParseException:
        return None


def _e164(parsed: PhoneNumber) -> str:
    zeros = "0" * (parsed.number_of_leading_zeros or 1) if parsed.italian_leading_zero else ""
    return f"{parsed.country_code}{zeros}{parsed.national_number}"
