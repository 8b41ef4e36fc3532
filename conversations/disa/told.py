"""What is told when its end has come."""

from __future__ import annotations

from conversations.disa.base import area
from conversations.shared.voicebox import vm_settings
from dialogs import Row, Turn, View, go
from locales import _


@area.notice("disa_ended")
async def ended(turn: Turn, **_found: object) -> View:
    return View.card(_("DISA has switched itself off, as you wanted."), buttons=[_open()])


@area.notice("disa_stuck", urgent=True)
async def stuck(turn: Turn, **_found: object) -> View | None:
    if not (await vm_settings(turn)).disa_enabled:
        return None
    return View.card(
        _(
            "DISA should be off by now, but I cannot switch it off: the provider refuses it or "
            "does not answer. Whoever has the PIN can still call at your cost."
        ),
        buttons=[_open(), go(_("Talk to a person"), "help")],
    )


def _open() -> Row:
    return go(area.title, area.key)
