"""Greetings: what callers hear before they leave a message, played before it is chosen.

`overview` lists them, `card` plays one, `recording` and `deleting` are what can be done to it.
"""

from conversations.greetings import card  # noqa: F401 - registers its steps, and all it leads to
from conversations.greetings.base import area

__all__ = ["area"]
