"""What a period came to: by kind, by service; and the ways to look closer."""

from __future__ import annotations

from collections.abc import Sequence

from conversations.transactions.base import AT_FIRST, Found, area, find, overview_of
from conversations.transactions.by_service import by_service
from conversations.transactions.days import other_days
from conversations.transactions.files import files
from conversations.transactions.pictures import by_day, by_destination
from conversations.transactions.records import records
from conversations.transactions.said import counted, nothing, sought_said
from conversations.transactions.search import narrow
from dialogs import Facts, Result, Row, Step, Turn, View, go
from line import ledger
from line.asked import parse_period, parse_search
from line.ledger import PERIODS
from line.statement import KINDS
from locales import Sayable, Text, _, money
from portaswitch import Xdr


@area.hears
async def heard(turn: Turn, text: str) -> Step | None:
    """ "calls to mum in May"."""
    asked = parse_search(text, turn.now.date())
    return overview_of(asked.period, asked.sought.written()) if asked else None


def _typed(turn: Turn, text: str) -> Step | None:
    """A search or a period: "calls to mum", "in May"."""
    today = turn.now.date()
    if asked := parse_search(text, today):
        return overview_of(asked.period, asked.sought.written())
    period = parse_period(text, today)
    return overview_of(period, "") if period else None


@area.start
async def overview(turn: Turn, period: str = AT_FIRST, sought: str = "") -> Result:
    """`period` as it is written in buttons; after /transactions, what was typed."""
    if period not in PERIODS and (step := _typed(turn, period)):
        return step
    found = await find(turn, period, sought)
    here = (period, sought)
    return View(
        Facts(counted(found), {}),
        sought_said(turn, found),
        Facts(None, _totals(found)) if found.xdrs else nothing(found),
        _spent(turn, found.xdrs),
        buttons=[
            *_ways_on(found, here),
            [go(_("Other days"), other_days.at(sought)), go(_("Search"), narrow.at(*here))],
        ],
    )


def _totals(found: Found) -> dict[Text, Sayable]:
    totals = ledger.by_kind(found.xdrs)
    return {KINDS[kind]: found.told.total(total) for kind, total in totals.items()}


def _spent(turn: Turn, xdrs: Sequence[Xdr]) -> Text | None:
    """Charges alone: what was paid in is no saving."""
    amount = ledger.total([xdr for xdr in xdrs if xdr.charged_amount > 0]).amount
    if not amount:
        return None
    return _("Spent in all: {amount}", amount=money(amount, turn.link.currency))


def _ways_on(found: Found, here: tuple[str, str]) -> list[Row]:
    if not found.xdrs:
        return []
    ways: list[Row] = [
        go(_("Show records"), records.at(*here)),
        go(_("Totals by service"), by_service.at(*here)),
    ]
    if any(xdr.charged_amount > 0 for xdr in found.xdrs):
        ways += [
            go(_("Spending by day"), by_day.at(*here)),
            go(_("By destination"), by_destination.at(*here)),
        ]
    return [*ways, [go(_("Download"), files.at(*here))]]
