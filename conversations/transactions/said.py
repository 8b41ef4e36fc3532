"""What was found, in words: how much, of which days, and what it was narrowed to."""

from __future__ import annotations

from decimal import Decimal

from conversations.transactions.base import Found
from dialogs import Facts, Turn
from line import ledger
from line.ledger import Period
from line.statement import KINDS, WAYS
from locales import Day, Sayable, Text, _, _n, money


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


def nothing(found: Found) -> Text:
    sought = found.sought
    if (
        sought.who
        and not found.told.names.called(sought.who)
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
