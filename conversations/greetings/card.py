"""One greeting, as a card that plays it where there is a sound."""

from __future__ import annotations

import asyncio

from conversations.greetings.base import KINDS, SCREEN, area, can, card, used_now
from conversations.greetings.deleting import deleting
from conversations.greetings.recording import Record
from conversations.shared.sounds import playable
from conversations.shared.voicebox import can_change, change, vm_settings
from dialogs import Result, Row, Turn, View, do, go
from dialogs.view import Media
from locales import Text, _
from portaswitch.account.voicemail import Greeting
from portaswitch.errors import Rejected, TooLarge

NOT_RECORDED = _("There is no recording of it yet.")
NOT_HANDED_OUT = _(
    "Your provider does not hand out its sound. To hear it, call your line from another phone and "
    "do not answer."
)
UNHEARD = _("I cannot play it here.")
TOO_LARGE = _("It is too large to send here.")


@area.screen
async def listen(turn: Turn, kind: str) -> Result:
    if kind not in KINDS:
        return SCREEN
    sound, settings = await asyncio.gather(_sound(turn, kind), vm_settings(turn))
    name, about = KINDS[kind]
    used = settings.greetings == kind
    blocks = (
        _("{greeting}: {about}.", greeting=name, about=about),
        _("In use: this is what callers hear.") if used else used_now(settings.greetings),
    )
    buttons = _ways(turn, kind, used=used, recorded=sound is not NOT_RECORDED)
    if isinstance(sound, Text):
        return View(*blocks, sound, buttons=buttons, back=SCREEN)
    return View.card(*blocks, buttons=buttons, media=sound, back=SCREEN, redraw=card(kind))


async def _sound(turn: Turn, kind: str) -> Media:
    if not can(turn, "get_vm_greeting"):
        return UNHEARD
    try:
        return await turn.unless_canceled(playable(await turn.api.get_vm_greeting(kind)))
    except TooLarge:
        return TOO_LARGE
    except Rejected:
        return NOT_RECORDED if kind != Greeting.STANDARD else NOT_HANDED_OUT


def _ways(turn: Turn, kind: str, *, used: bool, recorded: bool) -> list[Row]:
    ways: list[Row] = []
    if recorded and not used and can_change(turn):
        ways.append(do(_("Use this one"), use.at(kind), primary=True))
    if kind == Greeting.STANDARD:
        return ways
    if can(turn, "set_vm_greeting"):
        ways.append(go(_("Record it anew") if recorded else _("Record it"), Record.at(kind)))
    if recorded and can(turn, "delete_vm_greeting"):
        ways.append(do(_("Delete"), deleting.at(kind)))
    return ways


@area.action
async def use(turn: Turn, kind: str) -> Result:
    """From the card that plays it."""
    if kind in KINDS:
        await change(turn, greetings=kind)
    return card(kind)
