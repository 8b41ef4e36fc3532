"""The other side of a call or a message: how it is named, and how it is called back."""

from __future__ import annotations

from line.numbers import region_of
from locales import Phone, Text, _

WITHHELD = frozenset({"", "anonymous", "private", "restricted", "unavailable", "unknown"})
"""What stands in the place of a number that the caller does not show."""


def is_withheld(number: str) -> bool:
    return number.strip().lower() in WITHHELD


def named(number: str) -> Phone | Text:
    """A number as its country writes it, to stand alone: in a fact, on a button."""
    return _("withheld number") if is_withheld(number) else Phone(number)


def mentioned(number: str) -> Phone | Text:
    """The same inside a sentence: from …, to …"""
    return _("a withheld number") if is_withheld(number) else Phone(number)


def dialable(number: str) -> str:
    """The number as any phone can dial it: with its plus where it is an international one."""
    digits = number.strip().removeprefix("+")
    return f"+{digits}" if region_of(digits) else digits


def to_tap(number: str) -> Text | None:
    """A line whose number messengers turn into a link: no button of theirs can dial."""
    plain = dialable(number)
    return _("Tap to call: {number}", number=plain) if plain.startswith("+") else None
