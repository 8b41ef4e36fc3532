"""The phone behind the line: which one is registered, and what an app needs to be it."""

from conversations.softphone import (
    app,  # noqa: F401 - registers its form
    away,  # noqa: F401 - registers its card
    phone,  # noqa: F401 - registers its screens
)
from conversations.softphone.base import area

__all__ = ["area"]
