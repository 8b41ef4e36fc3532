"""Whether it is on, until when, and the way on or off."""

from __future__ import annotations

from conversations.disa.base import FRAUD, area
from conversations.disa.ending import end_of
from conversations.shared.reauth import has_login
from conversations.shared.voicebox import can_change, vm_settings
from conversations.shared.wishes import to_provider
from dialogs import Row, Step, Turn, View, do, go
from locales import Moment, Text, _

WHAT = _(
    "With DISA you call an access number from any phone, type a PIN, and go on as if you called "
    "from your own phone. You pay for these calls as for your own."
)


@area.start
async def disa(turn: Turn) -> View:
    return await draw(turn)


async def draw(turn: Turn, note: Text | None = None) -> View:
    card_button = go(_("How to call"), Step(area.key, "card"))
    if not (await vm_settings(turn)).disa_enabled:
        return View(WHAT, _("DISA is off."), buttons=[await _way_on(turn), card_button], note=note)
    row = await end_of(turn)
    state = _("DISA is on. It stays on until you switch it off.")
    if row is not None:
        state = _("DISA is on until {moment}; then it goes off.", moment=Moment(row.until))
    buttons: list[Row] = []
    if can_change(turn):
        buttons = [
            do(_("Switch DISA off"), Step(area.key, "off"), primary=True),
            go(_("Another end") if row else _("Choose an end"), Step(area.key, "Until")),
            *([go(_("New PIN"), Step(area.key, "NewPin"))] if await has_login(turn) else []),
        ]
    return View(
        state,
        FRAUD,
        buttons=[*buttons, card_button],
        note=note,
    )


async def _way_on(turn: Turn) -> Row:
    if can_change(turn) and await has_login(turn):
        return go(_("Switch DISA on"), Step(area.key, "SwitchOn"))
    wish = _("Please switch DISA on for my line.")
    return go(_("Ask for a change"), to_provider(turn, wish, area))
