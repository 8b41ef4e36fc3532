"""What each service came to, with the records behind it a tap away."""

from __future__ import annotations

from dataclasses import replace

from conversations.transactions.base import Found, area, find, overview_of
from conversations.transactions.records import BY_SERVICE, records
from conversations.transactions.said import counted, nothing, sought_said
from dialogs import Facts, Turn, View, go
from line import ledger
from locales import Text, _

MOST_SERVICES = 8


@area.screen
async def by_service(turn: Turn, period: str, sought: str = "") -> View:
    """A tap on a service shows the records behind it."""
    found = await find(turn, period, sought)
    called = ledger.services(found.xdrs)
    totals = ledger.by_service(found.xdrs)
    facts = {called[key]: _service_said(found, total) for key, total in totals.items()}
    return View(
        Facts(counted(found), {}),
        sought_said(turn, found),
        Facts(None, facts) if facts else nothing(found),
        buttons=[
            go(
                called[key],
                records.at(period, replace(found.sought, service=key).written(), 0, BY_SERVICE),
            )
            for key in list(totals)[:MOST_SERVICES]
        ],
        back=overview_of(period, sought),
    )


def _service_said(found: Found, total: ledger.Total) -> Text:
    said = found.told.total(total)
    return _("{total}, in your favor", total=said) if total.amount < 0 else said
