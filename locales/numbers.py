"""Numbers as subscribers type them."""

from __future__ import annotations

import re
from decimal import Decimal

from locales.catalogues import locale_of

_SPACES = re.compile(r"[\s\u00a0\u202f'’]")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?P<separator>\D)\d{3}(?:(?P=separator)\d{3})*", re.ASCII)
_PLAIN = re.compile(r"\d+(?:\.\d+)?|\.\d+", re.ASCII)


def parse_decimal(language: str, text: str) -> Decimal:
    """The number meant by "1,5", "1.5", "1 000,50" or "1,000.50".

    A comma and a point both mark decimals, because phones offer either; only where digits in
    threes follow the mark that the language groups with, it groups. Raises ValueError.
    """
    sign, digits = _signed(text)
    digits = _ungrouped(digits, _group_mark(language))
    if not _PLAIN.fullmatch(digits):
        raise ValueError(f"not a number: {text!r}")
    return sign * Decimal(digits)


def _signed(text: str) -> tuple[int, str]:
    text = text.strip()
    if text[:1] in ("-", "−"):
        return -1, _ascii(text[1:].lstrip())
    return 1, _ascii(text.removeprefix("+").lstrip())


def _ascii(text: str) -> str:
    """Digits of any script as 0 to 9."""
    return "".join(str(int(char)) if char.isdecimal() else char for char in text)


def _group_mark(language: str) -> str:
    symbols = locale_of(language).number_symbols
    return str(symbols.get("latn", symbols).get("group", " "))


def _ungrouped(digits: str, group_mark: str) -> str:
    """The digits with their groups joined and a point before the decimals."""
    whole, mark, decimals = _halves(_SPACES.sub(" ", digits), group_mark)
    if _GROUPED.fullmatch(whole):
        whole = re.sub(r"\D", "", whole)
    return f"{whole}.{decimals}" if mark else whole


def _halves(digits: str, group_mark: str) -> tuple[str, str, str]:
    """What stands before the decimal mark, the mark if there is one, and what follows."""
    marks = [char for char in digits if char in ",."]
    if not marks:
        return digits, "", ""
    last = marks[-1]
    one_kind = len(set(marks)) == 1
    groups = _GROUPED.fullmatch(digits)
    if one_kind and groups and (len(marks) > 1 or last == group_mark):
        return digits, "", ""
    whole, mark, decimals = digits.rpartition(last)
    return whole, mark, decimals
