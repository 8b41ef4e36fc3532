"""Totals: what a month came to by kind, and the records behind each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

from dialogs import Area, Button, Facts, Listing, Row, Turn, View, go
from line import history
from line.amounts import money
from line.party import mentioned
from locales import Moment, Sayable, Text, _, _n
from portaswitch import Xdr
from portaswitch.account.history import VOICE_CALLS

area = Area(
    "totals",
    _("Totals"),
    icon="🧮",
    group="billing",
    command="totals",
    words=_("totals, spent, spending, costs, this month, last month, charges, payments, refunds"),
)

PAGE = 8
MONTHS = 3
"""How far back: the switch pays for every week that is read, if only once (2.10)."""

CALLS, FEES, PAYMENTS, REFUNDS = "calls", "fees", "payments", "refunds"
KINDS: Mapping[str, Text] = {
    CALLS: _("Calls"),
    FEES: _("Fees and the like"),
    PAYMENTS: _("Payments"),
    REFUNDS: _("Refunds"),
}
SHARES: Sequence[tuple[Decimal, Text]] = (
    (Decimal(1), _("all of what you spent")),
    (Decimal("0.95"), _("nearly all of what you spent")),
    (Decimal("0.8"), _("most of what you spent")),
    (Decimal("0.7"), _("about three quarters of what you spent")),
    (Decimal("0.58"), _("about two thirds of what you spent")),
    (Decimal("0.42"), _("about half of what you spent")),
    (Decimal("0.29"), _("about a third of what you spent")),
    (Decimal("0.18"), _("about a quarter of what you spent")),
    (Decimal("0.05"), _("a small part of what you spent")),
    (Decimal(0), _("hardly any of what you spent")),
)


@dataclass(frozen=True, slots=True)
class Month:
    """What was charged and credited in it, newest first, by kind."""

    start: datetime
    end: datetime
    xdrs: Mapping[str, Sequence[Xdr]]

    def of(self, kind: str) -> Decimal:
        """The sum of a kind; of money that came in too, above zero."""
        amount = sum((xdr.charged_amount for xdr in self.xdrs[kind]), Decimal())
        return amount if kind in (CALLS, FEES) else -amount

    @property
    def spent(self) -> Decimal:
        return self.of(CALLS) + self.of(FEES)


@area.start
async def totals(turn: Turn, back: int = 0) -> View:
    """This month, or one of those before it."""
    back = min(max(back, 0), MONTHS - 1)
    month = await _read(turn, back)
    kinds = [kind for kind, xdrs in month.xdrs.items() if xdrs]
    turning = [go(_("Month before"), totals.at(back + 1))] if back < MONTHS - 1 else []
    if back:
        turning.append(go(_("Month after"), totals.at(back - 1)))
    more = [go(one.title, one.key) for one in await turn.areas() if one.key == "transactions"]
    return View(
        Facts(_heading(turn, month), {KINDS[kind]: _total(turn, month, kind) for kind in kinds}),
        None if kinds else _("Nothing was charged or paid in this time."),
        buttons=[
            *(go(KINDS[kind], behind.at(kind, back)) for kind in kinds),
            turning,
            more,
        ],
    )


def _heading(turn: Turn, month: Month) -> Text:
    words: dict[str, Sayable] = {
        "spent": money(month.spent, turn.link.currency),
        "start": Moment(month.start, "date"),
    }
    if month.end > turn.now:
        return _("You have spent {spent} since {start}.", **words)
    last = Moment(month.end - timedelta(hours=12), "date")
    return _("You spent {spent} from {start} to {end}.", end=last, **words)


def _total(turn: Turn, month: Month, kind: str) -> Text:
    """ "$3.10 for 12 calls, about a third of what you spent"."""
    amount, count = money(month.of(kind), turn.link.currency), len(month.xdrs[kind])
    match kind:
        case "calls":
            said = _n("{amount} for {n} call", "{amount} for {n} calls", count, amount=amount)
        case "fees":
            said = _n("{amount} in {n} charge", "{amount} in {n} charges", count, amount=amount)
        case "payments":
            return _n("{amount} in {n} payment", "{amount} in {n} payments", count, amount=amount)
        case _:
            return _n("{amount} in {n} refund", "{amount} in {n} refunds", count, amount=amount)
    if month.spent <= 0:
        return said
    part = month.of(kind) / month.spent
    share = next(words for least, words in SHARES if part >= least)
    return _("{amount}, {share}", amount=said, share=share)


@area.screen
async def behind(turn: Turn, kind: str, back: int = 0, page: int = 0) -> View:
    """The records of one kind."""
    month = await _read(turn, min(max(back, 0), MONTHS - 1))
    xdrs = month.xdrs.get(kind, ())
    page = min(max(page, 0), max(len(xdrs) - 1, 0) // PAGE)
    turning: list[Button] = [go(_("Newer"), behind.at(kind, back, page - 1))] if page else []
    if len(xdrs) > (page + 1) * PAGE:
        turning.append(go(_("Older"), behind.at(kind, back, page + 1)))
    rows: list[Row] = [turning]
    return View(
        KINDS.get(kind, area.title),
        Listing([_line(turn, xdr) for xdr in xdrs[page * PAGE : (page + 1) * PAGE]]),
        None if xdrs else _("Nothing was charged or paid in this time."),
        buttons=rows,
        back=totals.at(back),
    )


def _line(turn: Turn, xdr: Xdr) -> Text:
    words: dict[str, Sayable] = {
        "when": Moment(xdr.connect_time or xdr.bill_time),
        "amount": money(abs(xdr.charged_amount), turn.link.currency),
    }
    if xdr.i_service != VOICE_CALLS or not xdr.cld:
        return _("{when}: {what}, {amount}", what=xdr.description or xdr.service_name, **words)
    if not xdr.charged_amount:
        words["amount"] = _("free of charge")
    if xdr.cld.removeprefix("+") == turn.link.number:
        return _("{when}: from {who}, {amount}", who=mentioned(xdr.cli), **words)
    return _("{when}: to {who}, {amount}", who=mentioned(xdr.cld), **words)


async def _read(turn: Turn, back: int) -> Month:
    """A month of the subscriber's zone; its closed days were read already, as a rule."""
    end = start = turn.now.date().replace(day=1)
    for _month in range(back):
        end, start = start, (start - timedelta(days=1)).replace(day=1)
    if not back:
        end = (start + timedelta(days=32)).replace(day=1)
    first, last = (datetime.combine(day, time(), turn.now.tzinfo) for day in (start, end))
    xdrs = await history.days(
        turn.api,
        turn.link.i_account,
        first.astimezone(UTC).date(),
        turn.now,
        cache=turn.services.shared(history.DayCache),
        last=min(last, turn.now).astimezone(UTC).date(),
    )
    kinds: dict[str, list[Xdr]] = {kind: [] for kind in KINDS}
    for xdr in xdrs:
        if first <= xdr.bill_time < last and not xdr.failed:
            kinds[_kind(xdr)].append(xdr)
    return Month(first, last, kinds)


def _kind(xdr: Xdr) -> str:
    """The ids of payments and calls are known, the others are an installation's own (5.1)."""
    if xdr.i_service == history.PAYMENTS:
        return PAYMENTS
    if xdr.charged_amount < 0:
        return REFUNDS  # credits are negative [I]
    return CALLS if xdr.i_service == VOICE_CALLS else FEES
