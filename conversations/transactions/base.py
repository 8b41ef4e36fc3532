"""The area itself, and what its screens read."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from conversations.shared import records as shared
from dialogs import Area, Preference, Step, Turn
from line.ledger import Period, Sought
from line.names import Names
from line.statement import Statement
from locales import Text, _
from portaswitch import Xdr

area = Area(
    "transactions",
    _("Transactions"),
    icon="🧾",
    group="billing",
    command="transactions",
    words=_(
        "transactions, records, xDR, CDR, statement, history, charges, payments, refunds, fees, "
        "bill, invoice, CSV, Excel, download, spending, search calls"
    ),
)

PRESETS: Mapping[str, Text] = {
    "today": _("Today"),
    "week": _("Last 7 days"),
    "month": _("This month"),
    "last": _("Last month"),
}
AT_FIRST = "week"

MONTHLY = Preference("monthly_file", default=False)
"""Whether each month's file comes by itself."""


@dataclass(frozen=True, slots=True)
class Found:
    """The records of a period that are searched for, newest first, and what was read for them."""

    period: Period
    sought: Sought
    everything: tuple[Xdr, ...]
    xdrs: list[Xdr]
    told: Statement


async def find(turn: Turn, period: str, sought: str) -> Found:
    """`period` and `sought` as they are written in buttons."""
    days, wanted = Period.read(period, turn.now.date()), Sought.read(sought)
    names, xdrs = await asyncio.gather(shared.names(turn), shared.charged(turn, days))
    told = statement(turn, names)
    return Found(days, wanted, xdrs, wanted.keep(xdrs, told.own, names), told)


def statement(turn: Turn, names: Names) -> Statement:
    return Statement(turn.link.number, turn.link.currency, names, turn.reader)


def overview_of(period: str, sought: str) -> Step:
    return Step(area.key, "overview", (period, sought))
