"""Recent calls: who, when and how it ended, six a page; a card for each."""

from conversations.calls import card  # noqa: F401 - registers its screen
from conversations.calls.recent import area

__all__ = ["area"]
