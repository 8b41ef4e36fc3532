"""Missed calls: what counts as one, and which of them one card tells together.

A call may leave several records: a hunt group rings many phones, a forward has two legs. They
belong together by the call's id, and one that anybody answered was not missed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from line import ledger
from line.party import dialable, is_withheld, named
from locales import Moment, Sayable, Text, _
from portaswitch import Xdr
from portaswitch.records import Outcome

TOGETHER = timedelta(minutes=10)
"""Calls of one caller within this time are one card."""
NOT_REACHED = frozenset({17, 18, 20})
"""Q.850: the line was busy, the phone did not respond, it was not registered."""
TAKEN = (Outcome.ANSWERED, Outcome.ELSEWHERE)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One call with somebody, whatever number of records it has left."""

    xdr: Xdr
    """The first of them."""
    ids: frozenset[int]
    """Of all of them."""
    caller: str
    outgoing: bool
    taken: bool
    """Somebody spoke: here, on a colleague's phone, where it was forwarded to."""
    missed: bool

    @property
    def at(self) -> datetime:
        return ledger.began(self.xdr)

    @property
    def key(self) -> str:
        return call_key(self.xdr)


def call_key(xdr: Xdr) -> str:
    """What the records of one call have in common; a switch may leave it out (5.1)."""
    return xdr.h323_conf_id or xdr.call_id or str(xdr.i_xdr)


def same_caller(one: str, other: str) -> bool:
    if is_withheld(one) or is_withheld(other):
        return is_withheld(one) and is_withheld(other)
    return dialable(one) == dialable(other)


def attempts(xdrs: Iterable[Xdr], own: str) -> list[Attempt]:
    """The calls among these records, the oldest first."""
    calls: dict[str, list[Xdr]] = {}
    for xdr in sorted(xdrs, key=lambda one: (ledger.began(one), one.i_xdr)):
        calls.setdefault(call_key(xdr), []).append(xdr)
    return [_attempt(legs, own) for legs in calls.values()]


def _attempt(legs: Sequence[Xdr], own: str) -> Attempt:
    outgoing = ledger.is_outgoing(legs[0], own)
    taken = any(one.outcome in TAKEN for one in legs)
    return Attempt(
        legs[0],
        frozenset(one.i_xdr for one in legs),
        ledger.party_of(legs[0], own),
        outgoing,
        taken,
        missed=not outgoing and not taken and any(unanswered(one) for one in legs),
    )


def unanswered(xdr: Xdr) -> bool:
    """Declined is not missed: the subscriber has seen who it was."""
    if xdr.outcome is Outcome.MISSED:
        return True
    return xdr.failed and xdr.disconnect_cause in NOT_REACHED


@dataclass(frozen=True, slots=True)
class Missed:
    """What one card tells: the calls of a caller that nobody took, the oldest first."""

    own: str
    """The number of this line."""
    calls: Sequence[Attempt]
    spoke: Attempt | None
    """The call by which it was settled: the subscriber called back, or the caller got through."""

    @property
    def caller(self) -> str:
        return self.calls[0].caller

    def facts(self, name: str) -> dict[Text, Sayable]:
        """`name` is the caller's in the phone book. A hunt group's number is told, not the own."""
        first, last = self.calls[0], self.calls[-1]
        facts: dict[Text, Sayable] = {_("Name"): name} if name else {}
        facts[_("From")] = named(self.caller)
        if first.xdr.cld.removeprefix("+") not in ("", self.own):
            facts[_("To")] = named(first.xdr.cld)
        facts[_("When")] = Moment(first.at)
        if last is not first:
            facts[_("Last tried")] = Moment(last.at)
        return facts

    @property
    def settled(self) -> Text | None:
        """How it ended, where the line knows."""
        if self.spoke is None:
            return None
        at = Moment(self.spoke.at)
        if self.spoke.outgoing:
            return _("You called back: {when}.", when=at)
        return _("They called again and got through: {when}.", when=at)


def told_by(xdrs: Iterable[Xdr], own: str, i_xdr: int) -> Missed | None:
    """The card that begins with this record's call; None when it is gone, or was not missed."""
    listed = attempts(xdrs, own)
    first = next((one for one in listed if i_xdr in one.ids), None)
    if first is None or not first.missed:
        return None
    later = [one for one in listed if one.at >= first.at and same_caller(one.caller, first.caller)]
    spoke = next((one for one in later if one.taken), None)
    calls = [
        one
        for one in later
        if one.missed and one.at <= first.at + TOGETHER and (spoke is None or one.at < spoke.at)
    ]
    return Missed(own, calls, spoke)
