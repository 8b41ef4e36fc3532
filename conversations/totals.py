"""Totals: what a month came to by kind, with the records behind each a tap away."""

from __future__ import annotations

from decimal import Decimal

from conversations.shared import records
from dialogs import Area, Button, Facts, Step, Turn, View, go
from line import ledger
from line.ledger import Kind, Period, Sought, Total
from line.shares import share_text
from line.statement import KINDS
from locales import Day, Sayable, Text, _, _n, money

area = Area(
    "totals",
    _("Totals"),
    icon="🧮",
    group="billing",
    command="totals",
    words=_("totals, spent, spending, costs, this month, last month, charges, payments, refunds"),
)

THIS, LAST = "month", "last"
"""As periods are written (`line.ledger`)."""

ORDER = (Kind.CALL, Kind.FEE, Kind.PAYMENT, Kind.REFUND)


@area.start
async def totals(turn: Turn, month: str = THIS) -> View:
    """This month or the last one, mostly from days that were read before."""
    month = LAST if month == LAST else THIS
    period = Period.read(month, turn.now.date())
    xdrs = await records.charged(turn, period)
    sums = ledger.by_kind(xdrs)
    spent = sum((sums[kind].amount for kind in (Kind.CALL, Kind.FEE) if kind in sums), Decimal())
    found = {kind: sums[kind] for kind in ORDER if kind in sums}
    other = go(_("Last month"), totals.at(LAST)) if month == THIS else go(_("This month"), area.key)
    return View(
        Facts(
            _heading(turn, month, period, spent),
            {KINDS[kind]: _total(turn, kind, one, spent) for kind, one in found.items()},
        ),
        None if found else _("Nothing was charged or paid in this time."),
        buttons=[*(_behind(kind, month) for kind in found), [other]],
    )


def _behind(kind: Kind, month: str) -> Button:
    """The records of one kind."""
    return go(
        KINDS[kind],
        Step("transactions", "records", (month, Sought(kind=kind).written(), 0, area.key)),
    )


def _heading(turn: Turn, month: str, period: Period, spent: Decimal) -> Text:
    words: dict[str, Sayable] = {
        "spent": money(spent, turn.link.currency),
        "start": Day(period.first),
    }
    if month == THIS:
        return _("You have spent {spent} since {start}.", **words)
    return _("You spent {spent} from {start} to {end}.", end=Day(period.last), **words)


def _total(turn: Turn, kind: Kind, total: Total, spent: Decimal) -> Text:
    """ "$3.10 for 12 calls, about a third of what you spent"."""
    amount, count = money(abs(total.amount), turn.link.currency), total.count
    match kind:
        case Kind.CALL:
            said = _n("{amount} for {n} call", "{amount} for {n} calls", count, amount=amount)
        case Kind.FEE:
            said = _n("{amount} in {n} charge", "{amount} in {n} charges", count, amount=amount)
        case Kind.PAYMENT:
            return _n("{amount} in {n} payment", "{amount} in {n} payments", count, amount=amount)
        case Kind.REFUND:
            return _n("{amount} in {n} refund", "{amount} in {n} refunds", count, amount=amount)
    if spent <= 0:
        return said
    return _("{amount}, {share}", amount=said, share=share_text(total.amount / spent))
