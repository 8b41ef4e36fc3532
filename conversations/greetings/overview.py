"""Which greetings there are, and which one callers hear."""

from __future__ import annotations

from conversations.greetings.base import KINDS, SCREEN, area, card, used_now
from conversations.shared.voicebox import can_change, change, vm_settings
from dialogs import Listing, Row, Step, Turn, View, do, go
from locales import Text, _


@area.start
async def greetings(turn: Turn) -> View:
    return await overview(turn)


async def overview(turn: Turn, note: Text | None = None, offered: str = "") -> View:
    """With `offered`, the greeting that was just recorded can be put to use at once."""
    used = (await vm_settings(turn)).greetings
    buttons: list[Row] = []
    if offered and offered != used and can_change(turn):
        buttons.append([do(_("Use it now"), choose.at(offered), primary=True)])
    buttons += [
        go(_("{greeting}, in use", greeting=name) if kind == used else name, card(kind))
        for kind, (name, _about) in KINDS.items()
    ]
    return View(
        used_now(used),
        Listing(
            [_("• {greeting}: {about}", greeting=one, about=why) for one, why in KINDS.values()]
        ),
        _("Tap one to hear it."),
        buttons=buttons,
        note=note,
    )


@area.action
async def choose(turn: Turn, kind: str) -> Step:
    """From the list, right after it was recorded."""
    if kind in KINDS:
        await change(turn, greetings=kind)
    return SCREEN
