"""One call: what is known of it, and what can be done about its caller."""

from __future__ import annotations

from conversations.calls.past import one
from conversations.calls.recent import area, recent
from conversations.shared.blocking import block_button
from conversations.shared.saving import save_button
from dialogs import Step, Turn, View, copy, go
from dialogs.view import Facts, Row
from line.party import dialable, is_withheld, to_tap
from locales import _


@area.screen
async def card(
    turn: Turn, i_xdr: int, day: int, page: int = 0, weeks: int = 1, missed: int = 0
) -> View:
    back = recent.at(page, weeks, missed)
    call = await one(turn, i_xdr, day)
    if call is None:
        return View(_("The provider no longer lists this call."), back=back)
    withheld = is_withheld(call.party)
    buttons: list[Row] = [] if withheld else [copy(_("Copy number"), dialable(call.party))]
    if call.xdr.recorded:
        buttons.append(go(_("Listen"), Step("recordings", "listen", (i_xdr, day))))
    if not call.is_outgoing:
        buttons += await block_button(turn, call.xdr.cli, card.at(i_xdr, day, page, weeks, missed))
    if not call.name:
        buttons += await save_button(turn, call.party)
    return View(
        Facts(call.outcome, call.facts(turn.link.currency)),
        call.xdr.description or None,
        None if withheld else to_tap(call.party),
        buttons=buttons,
        back=back,
    )
