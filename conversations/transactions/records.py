"""The records themselves, eight a page."""

from __future__ import annotations

from dataclasses import replace

from conversations.transactions.base import Found, area, find, overview_of
from conversations.transactions.card import card
from conversations.transactions.said import counted, period_said, sought_said
from dialogs import Listing, Step, Turn, View, go, paged
from dialogs.paging import NEWEST_FIRST
from line import history
from locales import Text, _

PAGE = 8
BY_SERVICE = "by_service"


@area.screen
async def records(turn: Turn, period: str, sought: str = "", page: int = 0, came: str = "") -> View:
    """`came` says from where, if not from the overview: Back leads there."""
    found = await find(turn, period, sought)

    def at(page: int) -> Step:
        return records.at(period, sought, page, came)

    shown = paged(found.xdrs, page, PAGE, at, NEWEST_FIRST)
    opening = [
        go(
            _("{number}: {who}", number=number, who=found.told.short(xdr)),
            card.at(xdr.i_xdr, history.utc_day(xdr), period, sought, shown.number, came),
        )
        for number, xdr in enumerate(shown.items, 1)
    ]
    return View(
        _heading(found, shown.number),
        sought_said(turn, found),
        Listing([found.told.line(xdr) for xdr in shown.items], numbered=True),
        buttons=[*opening, shown.turning],
        back=_back(found, period, sought, came),
    )


def _back(found: Found, period: str, sought: str, came: str) -> Step:
    if came == BY_SERVICE:
        return Step(area.key, BY_SERVICE, (period, replace(found.sought, service="").written()))
    return Step(came, came, (period,)) if came == "totals" else overview_of(period, sought)


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
