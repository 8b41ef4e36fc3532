"""What all screens of "Recordings" share: the area, and where each of them is."""

from __future__ import annotations

from dialogs import Area, HasFeature, Step
from locales import _

area = Area(
    "recordings",
    _("Recordings"),
    icon="🎧",
    group="centrex",
    words=_("recordings, recorded calls, listen to a call, play a call, transcript"),
    needs=HasFeature("call_recording"),
)

GONE = _("The provider no longer lists this call.")


def at(page: int, steps: int) -> Step:
    """The list where somebody has left it."""
    return Step(area.key, "", (page, steps))
