"""The whole transcript, as many letters at a time as a message holds."""

from __future__ import annotations

from conversations.recordings.base import GONE, area
from conversations.shared import records
from dialogs import Turn, View, go
from line import recorded
from locales import _

SHEET = 3_000
"""Letters of a transcript on one screen."""
NO_TEXT = _("Nothing is written down for this call.")


@area.screen
async def read(turn: Turn, i_xdr: int, day: int, sheet: int = 0) -> View:
    call = await records.one(turn, i_xdr, day)
    text = await recorded.transcript(turn.api, call) if call else ""
    if call is None or not text:
        return View(NO_TEXT if call else GONE)
    last = (len(text) - 1) // SHEET
    sheet = min(max(sheet, 0), last)
    turning = [go(_("Before"), read.at(i_xdr, day, sheet - 1))] if sheet else []
    if sheet < last:
        turning.append(go(_("Go on"), read.at(i_xdr, day, sheet + 1)))
    words = text[sheet * SHEET : (sheet + 1) * SHEET]
    return View(_("What was said: {words}", words=words), buttons=[turning])
