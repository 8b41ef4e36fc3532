"""What a period came to: by kind, by service; and the ways to look closer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from conversations.transactions.base import (
    KINDS,
    PRESETS,
    Found,
    area,
    counted,
    find,
    overview_of,
    sought_said,
    total_said,
)
from conversations.transactions.days import first_day
from conversations.transactions.files import files
from conversations.transactions.pictures import by_day, by_destination
from conversations.transactions.records import records
from conversations.transactions.search import narrow
from dialogs import Facts, Result, Row, Step, Turn, View, go
from line import ledger
from line.amounts import money
from line.asked import parse_period, parse_search
from line.ledger import PERIODS
from locales import Text, _
from portaswitch import Xdr

AT_FIRST = "week"
MOST_SERVICES = 8


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
        Facts(None, _totals(turn, found.xdrs)) if found.xdrs else _nothing(found),
        _spent(turn, found.xdrs),
        buttons=[
            *_ways_on(found, here),
            [go(_("Other days"), other_days.at(sought)), go(_("Search"), narrow.at(*here))],
        ],
    )


def _totals(turn: Turn, xdrs: Sequence[Xdr]) -> dict[Text, object]:
    return {KINDS[kind]: total_said(turn, total) for kind, total in ledger.by_kind(xdrs).items()}


def _spent(turn: Turn, xdrs: Sequence[Xdr]) -> Text | None:
    """Charges alone: what was paid in is no saving."""
    amount = ledger.total([xdr for xdr in xdrs if xdr.charged_amount > 0]).amount
    if not amount:
        return None
    return _("Spent in all: {amount}", amount=money(amount, turn.link.currency))


def _nothing(found: Found) -> Text:
    sought = found.sought
    if (
        sought.who
        and not found.names.called(sought.who)
        and not sought.who.strip("+ -()").isdigit()
    ):
        return _(
            "Nobody in your phone book is called “{who}”. Try another name, or a part of the "
            "number.",
            who=sought.who,
        )
    if found.everything:
        return _("Nothing here fits the search. Widen it, or choose other days.")
    return _("Nothing was charged or paid on these days. Choose other days to look further back.")


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


@area.screen
async def by_service(turn: Turn, period: str, sought: str = "") -> View:
    """A tap on a service shows the records behind it."""
    found = await find(turn, period, sought)
    called = ledger.services(found.xdrs)
    totals = ledger.by_service(found.xdrs)
    facts = {called[key]: _service_said(turn, total) for key, total in totals.items()}
    return View(
        Facts(counted(found), {}),
        sought_said(turn, found),
        Facts(None, facts) if facts else _nothing(found),
        buttons=[
            go(
                called[key],
                records.at(period, replace(found.sought, service=key).written()),
            )
            for key in list(totals)[:MOST_SERVICES]
        ],
        back=overview.at(period, sought),
    )


def _service_said(turn: Turn, total: ledger.Total) -> Text:
    said = total_said(turn, total)
    return _("{total}, in your favor", total=said) if total.amount < 0 else said


@area.screen
async def other_days(turn: Turn, sought: str = "") -> View:
    return View(
        _("Which days do you want to see?"),
        buttons=[
            *(go(label, overview.at(key, sought)) for key, label in PRESETS.items()),
            [go(_("Choose in a calendar"), first_day.at(sought))],
        ],
        back=overview.at(AT_FIRST, sought),
    )
