"""The emergency address: where help is sent. Read back line by line, and confirmed once a year.

It is about lives, so it can be changed only where the operator has mapped the write: that the
switch lists a method of that name is not enough.
"""

from conversations.emergency import (
    change,  # noqa: F401 - registers its form
    overview,  # noqa: F401 - registers its screen
)
from conversations.emergency.base import area

__all__ = ["area"]
