"""The way to a message to the provider, for every area that meets what only the provider can do."""

from __future__ import annotations

from dialogs import Area, Step, Turn
from locales import Text


def to_provider(turn: Turn, wish: Text, area: Area) -> Step:
    """A message with this wish, ready to be sent; Back leads to the area."""
    return Step("help", "request", (turn.reader.say(wish), area.key))
