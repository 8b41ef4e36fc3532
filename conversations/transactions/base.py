"""The area itself, what its screens read, and the words for a record."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from conversations.shared import records as shared
from dialogs import Area, Facts, Preference, Step, Turn
from line import ledger
from line.amounts import money
from line.ledger import Kind, Period, Sought, Way
from line.names import Names
from line.party import mentioned
from locales import Day, Number, Sayable, Span, Text, _, _c, _n
from portaswitch import Xdr

area = Area(
    "transactions",
    _("Transactions"),
    icon="🧾",
    group="billing",
    command="transactions",
    words=_(
        "transactions, records, xDR, CDR, statement, history, charges, payments, refunds, fees, "
        "bill, CSV, Excel, download, spending, search calls"
    ),
)

KINDS: Mapping[str, Text] = {
    Kind.CALL: _("Calls"),
    Kind.PAYMENT: _("Payments"),
    Kind.REFUND: _("Refunds"),
    Kind.FEE: _("Fees"),
}
ONE: Mapping[Kind, Text] = {
    Kind.CALL: _("Call"),
    Kind.PAYMENT: _("Payment"),
    Kind.REFUND: _("Refund"),
    Kind.FEE: _c("record", "Fee"),
}
PRESETS: Mapping[str, Text] = {
    "today": _("Today"),
    "week": _("Last 7 days"),
    "month": _("This month"),
    "last": _("Last month"),
}


MONTHLY = Preference("monthly_file", default=False)
"""Whether each month's file comes by itself."""


@dataclass(frozen=True, slots=True)
class Found:
    """The records of a period that are searched for, newest first, and what was read for them."""

    period: Period
    sought: Sought
    everything: tuple[Xdr, ...]
    xdrs: list[Xdr]
    names: Names


async def find(turn: Turn, period: str, sought: str) -> Found:
    """`period` and `sought` as they are written in buttons."""
    days, wanted = Period.read(period, turn.now.date()), Sought.read(sought)
    names, xdrs = await asyncio.gather(shared.names(turn), shared.charged(turn, days))
    return Found(days, wanted, xdrs, wanted.keep(xdrs, turn.link.number, names), names)


def overview_of(period: str, sought: str) -> Step:
    return Step(area.key, "overview", (period, sought))


def period_said(period: Period) -> Sayable:
    if period.first == period.last:
        return Day(period.first)
    return _("{first} to {last}", first=Day(period.first), last=Day(period.last))


def counted(found: Found) -> Text:
    if not found.xdrs:
        return _("{period}: no records", period=period_said(found.period))
    return _n(
        "{period}: {n} record",
        "{period}: {n} records",
        len(found.xdrs),
        period=period_said(found.period),
    )


def sought_said(turn: Turn, found: Found) -> Facts | None:
    """What the records are narrowed to."""
    sought = found.sought
    said: dict[Text, Sayable] = {}
    if sought.kind:
        said[_("Only")] = KINDS[sought.kind]
    if sought.way:
        said[_("Direction")] = WAYS[sought.way]
    if sought.who:
        said[_("With")] = sought.who
    if sought.service:
        said[_("Service")] = ledger.services(found.everything).get(sought.service, sought.service)
    if sought.least:
        said[_("At least")] = money(Decimal(sought.least), turn.link.currency)
    return Facts(None, said) if said else None


FREE = _("free")
WAYS: Mapping[str, Text] = {Way.OUT: _("outgoing"), Way.IN: _("incoming")}


def amount_of(turn: Turn, xdr: Xdr) -> Sayable:
    """What a record cost, or what it brought: the word before it tells which."""
    return money(abs(xdr.charged_amount), turn.link.currency) if xdr.charged_amount else FREE


def total_said(turn: Turn, total: ledger.Total) -> Text:
    """What stands behind the name of a kind or a service."""
    words: dict[str, Sayable] = {
        "count": Number(total.count),
        "amount": money(abs(total.amount), turn.link.currency),
        "length": Span(total.seconds, "words"),
    }
    if total.seconds and not total.amount:
        return _("{count}, {length} in all, free", **words)
    if total.seconds:
        return _("{count}, {length} and {amount} in all", **words)
    return _("{count}, {amount} in all", **words)


def party_said(turn: Turn, found: Found, xdr: Xdr) -> Sayable:
    """The other side of a call, by name where the phone book has one."""
    number = ledger.party_of(xdr, turn.link.number)
    return found.names.name(number) or mentioned(number)
