"""What becomes of a call now, and the settings that decide it."""

from __future__ import annotations

from conversations.answering import mode, unanswered
from conversations.answering.base import area
from conversations.shared import changes
from conversations.shared.fields import Seconds
from dialogs import Result, Row, Step, Turn, View, do, go
from dialogs.setting import OneOf, Panel, Setting, Typed
from locales import _, _n

settings = Panel(
    area,
    Setting(_("Calls"), mode.Mode(), OneOf(mode.choices, mode.events_of_choices)),
    Setting(
        _("It rings"),
        mode.RingTime(),
        Typed(
            _("How many seconds shall your phone ring before the next step?"),
            Seconds(),
            shown=lambda value: _n("{n} second", "{n} seconds", int(value)),
        ),
    ),
    Setting(
        _("No answer"),
        unanswered.NoAnswer(),
        OneOf(unanswered.choices, unanswered.events_of_choices),
    ),
)


@area.start
async def overview(turn: Turn) -> View:
    return await _draw(turn)


async def _draw(turn: Turn) -> View:
    line = await changes.read(turn)
    now = changes.sentence(turn, line.setup)
    quiet = go(_("Do not disturb"), "dnd")
    if (held := changes.held(line)) is not None:
        return View(now, held, buttons=[quiet])
    buttons: list[Row] = [do(_("Undo"), undo)] if line.undo is not None else []
    return await settings.view(
        turn,
        now,
        changes.until_text(line.ends),
        buttons=[*buttons, quiet, go(_("Forwarding"), "forwarding")],
    )


@area.action
async def undo(turn: Turn) -> Result:
    """Take back the last change of forwarding or of the answering mode."""
    line = await changes.read(turn)
    if line.quiet is None and not await changes.undo(turn, line):
        note = _("It has been changed since, so nothing was taken back.")
        return (await _draw(turn)).with_note(note)
    return Step(area.key)
