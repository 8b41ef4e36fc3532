"""Pictures of spending: by day and by destination; the words beside them say the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from textwrap import fill

from conversations.transactions.base import Found, area, find, overview_of
from conversations.transactions.said import period_said, sought_said
from dialogs import Fate, Listing, Result, Step, Turn, View, go
from dialogs.pictures import DRAWING, MOST_BARS, Bar, chart
from dialogs.sent import JustSent
from line import ledger
from locales import Country, Day, Sayable, Text, _, money

MOST_DESTINATIONS = 10
WEEK = 7
LABEL = 24
"""Letters of a line beside a bar."""


@area.screen
async def by_day(turn: Turn, period: str, sought: str = "", dark: int = 0) -> Result:
    found = await find(turn, period, sought)
    zone = turn.reader.zone
    step = 1 if found.period.days <= MOST_BARS else WEEK
    spent = ledger.spent_by_day(found.xdrs, zone, step)
    title = _("Spending by day") if step == 1 else _("Spending by week")
    said = {day: Day(max(day, found.period.first)) for day in _days(found, step)}
    amounts: dict[Sayable, Decimal] = {said[day]: spent.get(day, Decimal()) for day in said}
    return _drawn(turn, found, title, amounts, by_day.at(period, sought, 1 - dark), columns=True)


def _days(found: Found, step: int) -> list[date]:
    first = found.period.first
    begin = first - timedelta(days=first.toordinal() % step)
    return [begin + timedelta(days=n) for n in range(0, (found.period.last - begin).days + 1, step)]


@area.screen
async def by_destination(turn: Turn, period: str, sought: str = "", dark: int = 0) -> Result:
    found = await find(turn, period, sought)
    spent = ledger.spent_by_destination(found.xdrs, turn.link.number)
    first, rest = ledger.share(spent, MOST_DESTINATIONS)
    amounts: dict[Sayable, Decimal] = {
        Country(region) if region else _("Inside and other"): amount
        for region, amount in first.items()
    }
    if rest:
        amounts[_("All others")] = rest
    title = _("Calls by destination")
    return _drawn(turn, found, title, amounts, by_destination.at(period, sought, 1 - dark))


def _drawn(
    turn: Turn,
    found: Found,
    title: Text,
    amounts: Mapping[Sayable, Decimal],
    other: Step,
    *,
    columns: bool = False,
) -> Result:
    """A new message; a second quick tap sends no second one."""
    dark = not other.args[-1]
    back = overview_of(str(other.args[0]), str(other.args[1]))
    sent = turn.services.shared(JustSent)
    if sent.by_another_tap(turn, repr(other)):
        return back
    sent.add(turn, repr(other))
    turn.doing(DRAWING)
    rows = [
        Bar(
            fill(turn.reader.say(label), LABEL),
            float(amount),
            turn.reader.say(_money(turn, amount)),
        )
        for label, amount in amounts.items()
    ]
    told = {label: amount for label, amount in amounts.items() if amount}
    heading = _("{title}, {period}", title=title, period=period_said(found.period))
    return View(
        heading,
        sought_said(turn, found),
        Listing([_said(turn, label, amount) for label, amount in told.items()])
        if told
        else _("Nothing was spent on this."),
        buttons=[go(_("Light picture") if dark else _("Dark picture"), other)],
        media=partial(chart, turn.reader.say(heading), rows, dark=dark, columns=columns)
        if told
        else None,
        back=back,
        fate=Fate.RECEIPT,
    )


def _said(turn: Turn, label: Sayable, amount: Decimal) -> Text:
    return _("{label}: {amount}", label=label, amount=_money(turn, amount))


def _money(turn: Turn, amount: Decimal) -> Sayable:
    return money(amount, turn.link.currency)
