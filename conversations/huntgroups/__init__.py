"""Hunt groups: the numbers that several phones share, who else rings, and being in or out of them.

The account's own realm names the groups only. Who else is in them, and whether one is logged in,
the admin realm says, so without it that is left out.
"""

from conversations.huntgroups import groups  # noqa: F401 - registers its screens
from conversations.huntgroups.base import area

__all__ = ["area"]
