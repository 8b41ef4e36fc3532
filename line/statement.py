"""A statement: the records of a line in words, one a line, one with all its facts, one a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from line.ledger import Kind, Total, Way, began, is_outgoing, kind_of, party_of, service_of
from line.names import Names
from line.numbers import is_abroad, region_of
from line.party import mentioned, named
from line.tables import Row
from locales import Country, Moment, Number, Reader, Sayable, Span, Text, _, _c, money
from portaswitch import Xdr

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
WAYS: Mapping[str, Text] = {Way.OUT: _("outgoing"), Way.IN: _("incoming")}
FREE = _("free")
COLUMNS: tuple[Text, ...] = (
    _("Time"),
    _("Kind"),
    _("Direction"),
    _("From"),
    _("To"),
    _("Name"),
    _("Seconds"),
    _("Amount"),
    _("Currency"),
    _("Service"),
    _("Description"),
    _("Number of the record"),
)


@dataclass(frozen=True, slots=True)
class Statement:
    """Of which line, in which currency, who reads it, and the names for those it spoke to."""

    own: str
    currency: str | None
    names: Names
    reader: Reader

    def amount(self, xdr: Xdr) -> Sayable:
        """What a record cost, or what it brought: the word before it tells which."""
        return money(abs(xdr.charged_amount), self.currency) if xdr.charged_amount else FREE

    def party(self, xdr: Xdr) -> Sayable:
        """The other side of a call, by name where the phone book has one."""
        number = party_of(xdr, self.own)
        return self.names.name(number) or mentioned(number)

    def line(self, xdr: Xdr) -> Text:
        """In a list: the kind in words first, the money last."""
        kind = kind_of(xdr)
        words: dict[str, Sayable] = {
            "when": Moment(began(xdr)),
            "amount": self.amount(xdr),
        }
        if kind is Kind.CALL:
            words |= {"who": self.party(xdr), "length": Span(xdr.charged_quantity)}
            if is_outgoing(xdr, self.own):
                return _("Call to {who}, {when}, {length}: {amount}", **words)
            return _("Call from {who}, {when}, {length}: {amount}", **words)
        words |= {"kind": ONE[kind], "what": xdr.description or xdr.service_name}
        if words["what"] in ("", self.reader.say(ONE[kind])):
            return _("{kind}, {when}: {amount}", **words)
        return _("{kind}: {what}, {when}: {amount}", **words)

    def short(self, xdr: Xdr) -> Sayable:
        """On a button."""
        kind = kind_of(xdr)
        if kind is not Kind.CALL:
            return ONE[kind]
        number = party_of(xdr, self.own)
        return self.names.short(number) or named(number)

    def facts(self, xdr: Xdr) -> dict[Text, Sayable]:
        """All that is known of one record."""
        kind = kind_of(xdr)
        facts = self._of_call(xdr) if kind is Kind.CALL else _of_money(xdr)
        called = _("Cost") if kind in (Kind.CALL, Kind.FEE) else _("Amount")
        return {**facts, called: self.amount(xdr)}

    def _of_call(self, xdr: Xdr) -> dict[Text, Sayable]:
        party = party_of(xdr, self.own)
        facts: dict[Text, Sayable] = {}
        if name := self.names.name(party):
            facts[_("Name")] = name
        facts |= {
            _("Direction"): _("outgoing") if is_outgoing(xdr, self.own) else _("incoming"),
            _("From"): named(xdr.cli),
            _("To"): named(xdr.cld),
            _("When"): Moment(began(xdr)),
            _("Length"): Span(xdr.charged_quantity, "words"),
        }
        region = region_of(party)
        if region and is_abroad(party, self.own):
            facts[_("Country")] = Country(region)
        if xdr.description:
            facts[_("Description")] = xdr.description
        return facts

    def total(self, total: Total) -> Text:
        """What stands behind the name of a kind or a service."""
        words: dict[str, Sayable] = {
            "count": Number(total.count),
            "amount": money(abs(total.amount), self.currency),
            "length": Span(total.seconds, "words"),
        }
        if total.seconds and not total.amount:
            return _("{count}, {length} in all, free", **words)
        if total.seconds:
            return _("{count}, {length} and {amount} in all", **words)
        return _("{count}, {amount} in all", **words)

    def row(self, xdr: Xdr) -> Row:
        """In the order of COLUMNS. Credits are negative, so that a sum is what is to be paid."""
        kind = kind_of(xdr)
        call = kind is Kind.CALL
        way = WAYS[Way.OUT if is_outgoing(xdr, self.own) else Way.IN]
        return (
            began(xdr).astimezone(self.reader.zone).replace(tzinfo=None),
            self.reader.say(ONE[kind]),
            self.reader.say(way) if call else "",
            xdr.cli if call else "",
            xdr.cld if call else "",
            self.names.name(party_of(xdr, self.own)) if call else "",
            xdr.charged_quantity if call else None,
            xdr.charged_amount,
            self.currency or "",
            xdr.service_name,
            xdr.description,
            xdr.i_xdr,
        )


def _of_money(xdr: Xdr) -> dict[Text, Sayable]:
    facts: dict[Text, Sayable] = {}
    if xdr.description:
        facts[_("Description")] = xdr.description
    facts[_("Service")] = xdr.service_name or service_of(xdr)
    facts[_("When")] = Moment(xdr.bill_time)
    facts[_("Number of the record")] = xdr.i_xdr
    return facts
