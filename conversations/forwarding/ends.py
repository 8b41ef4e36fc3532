"""The end of a change that ends by itself: another one, before its time, or taken back."""

from __future__ import annotations

from conversations.forwarding.base import OVERVIEW, area
from conversations.forwarding.overview import draw
from conversations.shared import changes
from conversations.shared.ends import ask_end, end_ahead
from dialogs import Form, Result, Turn
from locales import _

TOO_LATE = _("That has already been put back. This is what is set now.")


@area.form
class ChangeEnd(Form):
    """Another end for a change that ends by itself."""

    until: str = ask_end(_("Until when should it stay as it is now?"))
    undone = _("Canceled. The end stays as it was.")

    async def submit(self, turn: Turn) -> Result:
        end = end_ahead(self, turn)
        line = await changes.read(turn)
        if line.pending is None or not await changes.end_at(turn, line.pending, end):
            return await draw(turn, note=TOO_LATE)
        return OVERVIEW


@area.action
async def put_back(turn: Turn, timed_id: int) -> Result:
    """End a timed change before its time."""
    if (await changes.read(turn)).quiet is not None:
        return OVERVIEW
    if not await changes.put_back(turn, timed_id):
        return await draw(turn, note=TOO_LATE)
    return OVERVIEW


@area.action
async def undo(turn: Turn) -> Result:
    """Take back the last change that has no end of its own."""
    line = await changes.read(turn)
    if line.quiet is not None:
        return OVERVIEW
    if not await changes.undo(turn, line):
        return await draw(
            turn, note=_("Forwarding has been changed since, so nothing was taken back.")
        )
    return OVERVIEW
