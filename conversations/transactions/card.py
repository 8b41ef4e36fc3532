"""All that is known of one record."""

from __future__ import annotations

import asyncio

from conversations.shared import records as shared
from conversations.shared.saving import save_button
from conversations.transactions.base import area, statement
from dialogs import Facts, Row, Step, Turn, View, copy, go
from line import ledger
from line.ledger import Kind
from line.party import dialable, is_withheld, to_tap
from line.statement import ONE
from locales import _


@area.screen
async def card(
    turn: Turn,
    i_xdr: int,
    day: int,
    period: str = "",
    sought: str = "",
    page: int = 0,
    came: str = "",
) -> View:
    """One record; `day` is its UTC day as an ordinal: nothing is found by its id alone."""
    back = Step(area.key, "records", (period, sought, page, came))
    names, xdr = await asyncio.gather(shared.names(turn), shared.one(turn, i_xdr, day))
    if xdr is None:
        return View(_("The provider no longer lists this record."), back=back)
    kind = ledger.kind_of(xdr)
    buttons: list[Row] = []
    party = ledger.party_of(xdr, turn.link.number)
    if kind is Kind.CALL and not is_withheld(party):
        buttons.append(copy(_("Copy number"), dialable(party)))
        if not names.name(party):
            buttons.append(await save_button(turn, party))
    if xdr.recorded:
        buttons.append(go(_("Listen"), Step("recordings", "listen", (i_xdr, day))))
    return View(
        Facts(ONE[kind], statement(turn, names).facts(xdr)),
        to_tap(party) if kind is Kind.CALL else None,
        buttons=buttons,
        back=back,
    )
