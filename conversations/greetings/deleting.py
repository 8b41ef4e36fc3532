"""An own recording is deleted: asked first, and what callers hear then is said."""

from __future__ import annotations

from conversations.greetings.base import SCREEN, area, card, name_of, used_now
from conversations.shared.voicebox import vm_settings
from dialogs import Turn, View, do
from locales import _


@area.screen
async def deleting(turn: Turn, kind: str) -> View:
    used = (await vm_settings(turn)).greetings == kind
    return View.card(
        _("Delete your recording for good? {greeting}", greeting=name_of(kind)),
        _("It is in use: your provider then chooses what callers hear.") if used else None,
        buttons=[
            do(_("Keep it"), card(kind)),
            do(_("Delete for good"), delete.at(kind), danger=True),
        ],
        back=SCREEN,
    )


@area.action
async def delete(turn: Turn, kind: str) -> View:
    await turn.api.delete_vm_greeting(kind)
    used = (await vm_settings(turn)).greetings
    gone = _("{greeting}: the recording is deleted.", greeting=name_of(kind))
    return View.card(gone, used_now(used), back=SCREEN, redraw=card(kind))
