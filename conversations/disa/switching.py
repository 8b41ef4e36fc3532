"""On, with the own password and an end; off; another end; another PIN."""

from __future__ import annotations

from conversations.disa.base import FRAUD, SCREEN, area
from conversations.disa.ending import end_at, replace_end
from conversations.disa.screen import draw
from conversations.shared.ends import ask_end, end_ahead
from conversations.shared.passing import shown_once
from conversations.shared.reauth import OwnPassword
from conversations.shared.voicebox import change, new_secret, vm_settings
from dialogs import Form, NotNow, Result, Turn, View
from locales import Moment, Text, _
from portaswitch import Rejected

PIN_LENGTH = 8
"""Machines try codes out, so this one is longer than what a person has to remember."""


class WithEnd(Form):
    until: str = ask_end(
        _("Until when do you need it? You can also type it, for example “Friday 18:00”.")
    )


@area.form
class SwitchOn(WithEnd, OwnPassword):
    reason = _("With DISA one can call at your cost, so I make sure that it is you.")
    undone = _("Canceled. DISA stays off.")

    async def opened(self, turn: Turn) -> Result:
        return SCREEN if (await vm_settings(turn)).disa_enabled else None

    async def review(self, turn: Turn) -> View:
        end = end_ahead(self, turn)
        return View(
            _("Switch DISA on?"),
            FRAUD,
            _("It switches itself off: {moment}.", moment=Moment(end)) if end else None,
            accept=_("Switch DISA on"),
            danger=True,
        )

    async def submit(self, turn: Turn) -> Result:
        # Its end is stored first: whatever happens now, DISA does not stay on by accident.
        await end_at(turn, end_ahead(self, turn))
        try:
            return await _set_pin(turn, _("DISA is on. Its PIN:"), disa_enabled=True)
        except Rejected:
            await end_at(turn, None)
            raise


@area.form
class Until(WithEnd):
    undone = _("Canceled. DISA stays as it was.")

    async def submit(self, turn: Turn) -> Result:
        end = end_ahead(self, turn)
        if (await vm_settings(turn)).disa_enabled:
            await end_at(turn, end)
        return SCREEN


@area.action
async def off(turn: Turn) -> Result:
    await change(turn, disa_enabled=False)
    await turn.run(replace_end, turn, None)
    return SCREEN


@area.form
class NewPin(OwnPassword):
    reason = _(
        "I set a new PIN of {n} digits and show it to you for a minute. "
        "The old one stops working at once.",
        n=PIN_LENGTH,
    )
    undone = _("Canceled. The PIN stays as it was.")

    async def submit(self, turn: Turn) -> Result:
        return await _set_pin(turn, _("The new PIN of DISA:"))


async def _set_pin(turn: Turn, said: Text, **others: bool) -> Result:
    try:
        code = await new_secret(turn, "disa_password", PIN_LENGTH, **others)
    except NotNow as unknown:
        return await draw(turn, unknown.reason)
    return shown_once(said, code, SCREEN)
