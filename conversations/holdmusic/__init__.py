"""Music on hold: on or off, which one, and one's own from the chat.

`choice` shows what is set, `own` takes and deletes music of the line's own, `live` tells when it
plays.
"""

from conversations.holdmusic import choice, live, own
from conversations.holdmusic.base import area

__all__ = ["area", "choice", "live", "own"]
