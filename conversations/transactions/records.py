"""The records themselves, eight a page."""

from __future__ import annotations

from functools import partial

from conversations.transactions.base import Found, area, find, overview_of
from conversations.transactions.card import card
from conversations.transactions.said import counted, period_said, sought_said
from dialogs import Listing, Turn, View, go, paged
from dialogs.paging import NEWEST_FIRST
from line import history
from locales import Text, _

PAGE = 8


@area.screen
async def records(turn: Turn, period: str, sought: str = "", page: int = 0) -> View:
    found = await find(turn, period, sought)
    shown = paged(found.xdrs, page, PAGE, partial(records.at, period, sought), NEWEST_FIRST)
    opening = [
        go(
            _("{number}: {who}", number=number, who=found.told.short(xdr)),
            card.at(xdr.i_xdr, history.utc_day(xdr), period, sought, shown.number),
        )
        for number, xdr in enumerate(shown.items, 1)
    ]
    return View(
        _heading(found, shown.number),
        sought_said(turn, found),
        Listing([found.told.line(xdr) for xdr in shown.items], numbered=True),
        buttons=[*opening, shown.turning],
        back=overview_of(period, sought),
    )


def _heading(found: Found, page: int) -> Text:
    if not found.xdrs:
        return _("There is no record here any more.")
    if len(found.xdrs) <= PAGE:
        return counted(found)
    return _(
        "{period}: records {first} to {last} of {count}",
        period=period_said(found.period),
        first=page * PAGE + 1,
        last=min((page + 1) * PAGE, len(found.xdrs)),
        count=len(found.xdrs),
    )
