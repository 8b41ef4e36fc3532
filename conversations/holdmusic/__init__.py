"""Music on hold: on or off, which one, and one's own from the chat.

`choice` shows what is set, `own` takes music of the line's own, `live` tells when it plays.
"""

from conversations.holdmusic import (
    choice,  # noqa: F401 - registers its screen
    deleting,  # noqa: F401 - registers its steps
    own,  # noqa: F401 - registers its form
)
from conversations.holdmusic.base import area

__all__ = ["area"]
