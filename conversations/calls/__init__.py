"""Calls: who, when and how it ended, six a page; a card for each, and one for those missed."""

from conversations.calls import (
    card,  # noqa: F401 - registers its screen
    missed,  # noqa: F401 - registers its screen and its notice
)
from conversations.calls.recent import area

__all__ = ["area"]
