"""Voicemail: the inbox, and each message as a playable card that answers to its buttons."""

from conversations.voicemail import (
    inbox,  # noqa: F401 - registers its screen
    marks,  # noqa: F401 - registers its actions
    message,  # noqa: F401 - registers its screens
)
from conversations.voicemail.base import area

__all__ = ["area"]
