"""What stands on home itself: the areas that a chat has chosen, or what most come for."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs import Turn
from dialogs.turn import USED

FAVORITES = "favorites"
USUAL = ("recharge", "forwarding", "voicemail", "calls")
MOST = 6
"""Three rows of home."""


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
