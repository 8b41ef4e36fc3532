"""The numbers under which a line is reached: its own, and the aliases that people dial."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from locales import Phone, Text, _
from portaswitch import Alias

CALLER = "ani"
"""What an alias begins with by which the switch knows a caller; nobody dials it (9)."""


@dataclass(frozen=True, slots=True)
class Reached:
    """A number that people dial."""

    number: str
    blocked: bool = False
    main: bool = False


def reached(own: str, aliases: Sequence[Alias]) -> list[Reached]:
    """The main one first."""
    dialed = [Reached(_plain(one.id), one.blocked) for one in aliases if not _knows_caller(one)]
    return [Reached(own, main=True), *dialed]


def known_callers(aliases: Sequence[Alias]) -> list[str]:
    """The numbers by which the provider knows who calls."""
    return [_plain(one.id.removeprefix(CALLER)) for one in aliases if _knows_caller(one)]


def in_list(one: Reached) -> Text:
    if one.main:
        return _("• {number}, your main number", number=Phone(one.number))
    if one.blocked:
        return _("• {number}, blocked", number=Phone(one.number))
    return _("• {number}", number=Phone(one.number))


def _knows_caller(alias: Alias) -> bool:
    return alias.id.startswith(CALLER)


def _plain(number: str) -> str:
    """Without what the switch adds after an @ (9)."""
    return number.partition("@")[0]
