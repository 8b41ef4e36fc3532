"""A call in words: its outcome, its direction, who was on the other end, what it cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from line import ledger
from line.missed import unanswered
from line.names import Names
from line.party import mentioned, named
from locales import Moment, Sayable, Span, Text, _, money
from portaswitch import Xdr
from portaswitch.records import Direction, Outcome

INCOMING: Mapping[Outcome, Text] = {
    Outcome.ANSWERED: _("Answered"),
    Outcome.MISSED: _("Missed"),
    Outcome.DECLINED: _("Declined"),
    Outcome.ELSEWHERE: _("Answered elsewhere"),
    Outcome.FAILED: _("Failed"),
    Outcome.ERROR: _("Not connected"),
}
OUTGOING: Mapping[Outcome, Text] = {**INCOMING, Outcome.MISSED: _("No answer")}


@dataclass(frozen=True, slots=True)
class Call:
    """An xDR as the line `own` sees it; `names` are those of its phone book."""

    xdr: Xdr
    own: str
    names: Names

    @property
    def is_outgoing(self) -> bool:
        return ledger.is_outgoing(self.xdr, self.own)

    @property
    def party(self) -> str:
        """The number of the other end, as it is in the record."""
        return ledger.party_of(self.xdr, self.own)

    @property
    def is_missed(self) -> bool:
        return not self.is_outgoing and unanswered(self.xdr)

    @property
    def name(self) -> str:
        return self.names.name(self.party)

    @property
    def outcome(self) -> Text:
        if self._forwarded and self.xdr.outcome is Outcome.ANSWERED:
            return _("Forwarded")
        return (OUTGOING if self.is_outgoing else INCOMING)[self.xdr.outcome]

    @property
    def direction(self) -> Text:
        if self._forwarded:
            return _("incoming, forwarded")
        return _("outgoing") if self.is_outgoing else _("incoming")

    @property
    def _forwarded(self) -> bool:
        return self.xdr.direction is Direction.FORWARDED

    def short(self) -> Sayable:
        """The other end as a label."""
        return self.names.short(self.party) or named(self.party)

    def line(self) -> Text:
        """All of it in one line, the outcome first."""
        words: dict[str, Sayable] = {
            "outcome": self.outcome,
            "who": self.name or mentioned(self.party),
            "when": Moment(ledger.began(self.xdr)),
        }
        if self.xdr.outcome is not Outcome.ANSWERED:
            if self.is_outgoing:
                return _("{outcome}: to {who}, {when}", **words)
            return _("{outcome}: from {who}, {when}", **words)
        words["length"] = Span(self.xdr.charged_quantity)
        if self.is_outgoing:
            return _("{outcome}: to {who}, {when}, for {length}", **words)
        return _("{outcome}: from {who}, {when}, for {length}", **words)

    def facts(self, currency: str | None) -> dict[Text, Sayable]:
        facts: dict[Text, Sayable] = {_("Name"): self.name} if self.name else {}
        facts |= {
            _("Direction"): self.direction,
            _("From"): named(self.xdr.cli),
            _("To"): named(self.xdr.cld),
            _("When"): Moment(ledger.began(self.xdr)),
        }
        if self.xdr.outcome is Outcome.ANSWERED:
            facts[_("Length")] = Span(self.xdr.charged_quantity, "words")
        cost = self.xdr.charged_amount
        facts[_("Cost")] = money(cost, currency) if cost else _("free")
        return facts
