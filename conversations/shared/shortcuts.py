"""What stands on home and in its groups: the favorites of a chat, and all else on its shelves."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs import SECTIONS, Area, Turn
from dialogs.turn import USED
from locales import Text

FAVORITES = "favorites"
USUAL = ("recharge", "forwarding", "voicemail", "calls")
MOST = 6
"""Three rows of home."""
ONE_SCREEN = 10
"""Areas that stand side by side; more are put on shelves."""


def chosen(turn: Turn) -> tuple[str, ...]:
    """The keys of the chat's favorites, in its order; the rest is one tap away in its group."""
    return tuple(turn.prefs.get(FAVORITES, turn.chat.prefs.get(FAVORITES, USUAL)))


def choose(turn: Turn, keys: Sequence[str]) -> None:
    turn.prefs[FAVORITES] = list(dict.fromkeys(keys))[:MOST]


def most_used(turn: Turn, least: int = 3) -> list[str]:
    """The areas that were opened most, and at least so often, the most used one first."""
    used = turn.chat.prefs.get(USED, {})
    often = [key for key, times in used.items() if times >= least]
    return sorted(often, key=lambda key: -used[key])[:3]


def shelved(areas: Sequence[Area], section: str) -> tuple[dict[str, Text], list[Area]]:
    """The sections to choose from and the areas to show: all of them, or those of one section."""
    if section:
        return {}, [one for one in areas if one.section == section]
    if len(areas) <= ONE_SCREEN:
        return {}, list(areas)
    there = {one.section for one in areas}
    sections = {name: title for name, title in SECTIONS.items() if name in there}
    return sections, [one for one in areas if not one.section]
