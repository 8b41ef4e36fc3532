"""The records themselves, eight a page, and all that is known of one."""

from __future__ import annotations

import asyncio
from functools import partial

from conversations.shared import records as shared
from conversations.transactions.base import (
    ONE,
    Found,
    amount_of,
    area,
    counted,
    find,
    overview_of,
    party_said,
    period_said,
    sought_said,
)
from dialogs import Facts, Listing, Row, Step, Turn, View, copy, go, paged
from dialogs.paging import NEWEST_FIRST
from line import history, ledger
from line.ledger import Kind
from line.names import Names
from line.numbers import is_abroad, region_of
from line.party import dialable, is_withheld, named, to_tap
from locales import Country, Moment, Sayable, Span, Text, _
from portaswitch import Xdr

PAGE = 8


@area.screen
async def records(turn: Turn, period: str, sought: str = "", page: int = 0) -> View:
    found = await find(turn, period, sought)
    shown = paged(found.xdrs, page, PAGE, partial(records.at, period, sought), NEWEST_FIRST)
    opening = [
        go(
            _("{number}: {who}", number=number, who=_short(turn, found, xdr)),
            card.at(xdr.i_xdr, history.utc_day(xdr), period, sought, shown.number),
        )
        for number, xdr in enumerate(shown.items, 1)
    ]
    return View(
        _heading(found, shown.number),
        sought_said(turn, found),
        Listing([_line(turn, found, xdr) for xdr in shown.items], numbered=True),
        buttons=[*opening, shown.turning],
        back=overview_of(period, sought),
    )


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


def _line(turn: Turn, found: Found, xdr: Xdr) -> Text:
    """The kind in words first, the money last."""
    kind = ledger.kind_of(xdr)
    words: dict[str, Sayable] = {
        "when": Moment(ledger.began(xdr)),
        "amount": amount_of(turn, xdr),
    }
    if kind is Kind.CALL:
        words |= {"who": party_said(turn, found, xdr), "length": Span(xdr.charged_quantity)}
        if ledger.is_outgoing(xdr, turn.link.number):
            return _("Call to {who}, {when}, {length}: {amount}", **words)
        return _("Call from {who}, {when}, {length}: {amount}", **words)
    words |= {"kind": ONE[kind], "what": xdr.description or xdr.service_name}
    if words["what"] in ("", turn.reader.say(ONE[kind])):
        return _("{kind}, {when}: {amount}", **words)
    return _("{kind}: {what}, {when}: {amount}", **words)


def _short(turn: Turn, found: Found, xdr: Xdr) -> Sayable:
    kind = ledger.kind_of(xdr)
    if kind is not Kind.CALL:
        return ONE[kind]
    number = ledger.party_of(xdr, turn.link.number)
    return found.names.short(number) or named(number)


@area.screen
async def card(
    turn: Turn, i_xdr: int, day: int, period: str = "", sought: str = "", page: int = 0
) -> View:
    """One record; `day` is its UTC day as an ordinal: nothing is found by its id alone."""
    back = records.at(period, sought, page)
    names, xdr = await asyncio.gather(shared.names(turn), shared.one(turn, i_xdr, day))
    if xdr is None:
        return View(_("The provider no longer lists this record."), back=back)
    kind = ledger.kind_of(xdr)
    buttons: list[Row] = []
    party = ledger.party_of(xdr, turn.link.number)
    if kind is Kind.CALL and not is_withheld(party):
        buttons.append(copy(_("Copy number"), dialable(party)))
    if xdr.recorded:
        buttons.append(go(_("Listen"), Step("recordings", "listen", (i_xdr, day))))
    facts = _of_call(turn, names, xdr) if kind is Kind.CALL else _of_money(xdr)
    return View(
        Facts(ONE[kind], {**facts, _amount_called(kind): amount_of(turn, xdr)}),
        to_tap(party) if kind is Kind.CALL else None,
        buttons=buttons,
        back=back,
    )


def _amount_called(kind: Kind) -> Text:
    return _("Cost") if kind in (Kind.CALL, Kind.FEE) else _("Amount")


def _of_call(turn: Turn, names: Names, xdr: Xdr) -> dict[Text, Sayable]:
    own = turn.link.number
    party = ledger.party_of(xdr, own)
    facts: dict[Text, Sayable] = {}
    if name := names.name(party):
        facts[_("Name")] = name
    facts |= {
        _("Direction"): _("outgoing") if ledger.is_outgoing(xdr, own) else _("incoming"),
        _("From"): named(xdr.cli),
        _("To"): named(xdr.cld),
        _("When"): Moment(ledger.began(xdr)),
        _("Length"): Span(xdr.charged_quantity, "words"),
    }
    region = region_of(party)
    if region and is_abroad(party, own):
        facts[_("Country")] = Country(region)
    if xdr.description:
        facts[_("Description")] = xdr.description
    return facts


def _of_money(xdr: Xdr) -> dict[Text, Sayable]:
    facts: dict[Text, Sayable] = {}
    if xdr.description:
        facts[_("Description")] = xdr.description
    facts[_("Service")] = xdr.service_name or ledger.service_of(xdr)
    facts[_("When")] = Moment(xdr.bill_time)
    facts[_("Number of the record")] = xdr.i_xdr
    return facts
