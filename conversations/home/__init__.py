"""Home: the line at a glance, and the way to everything else.

`overview` is home itself, `readings` what it asks the provider for, `groups` the menu below it,
`pinned` the balance on top of the chat.
"""

from conversations.home import (
    overview,  # noqa: F401 - registers all screens
    pinned,  # noqa: F401 - registers the card on top
)
from conversations.home.base import area

__all__ = ["area"]
