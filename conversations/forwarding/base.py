"""The area itself, and the address of its first screen."""

from __future__ import annotations

from dialogs import Area, Step
from locales import _

area = Area(
    "forwarding",
    _("Forwarding"),
    icon="↪",
    group="centrex",
    section="reached",
    command="forward",
    about=_("Where your calls go, and until when"),
    words=_(
        "forwarding, forward, redirect, divert, transfer, follow me, call flow, away, "
        "another phone, until"
    ),
)

OVERVIEW = Step(area.key)
NUMBERS = Step(area.key, "numbers")
"""The follow-me list."""
NEWEST = -1
"""In the place of a number's id: the one that was added last."""
UNDO = Step(area.key, "undo")
"""Takes back the last change."""


def numbers_with(uid: int) -> Step:
    """The page of the list that has this number."""
    return Step(area.key, "numbers", (0, uid))
