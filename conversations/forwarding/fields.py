"""What the questions of forwarding accept: numbers, SIP addresses, ends, seconds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from conversations.shared.fields import NO_NUMBER, Seconds, called, number_in
from dialogs import Field, Invalid, Turn
from dialogs.events import SharedContact
from line.numbers import Kind, sip_uri
from line.until import parse_forward
from locales import Text, _, _n
from portaswitch.records import FollowMeNumber

AT_ONCE = "0"
DOMAIN_REFUSED = {
    f"Server.Account.{method}.domain_not_allowed": _(
        "The provider does not let calls go to this domain. Nothing was changed."
    )
    for method in ("add_followme_number", "update_followme_number")
}


def read_number(turn: Turn, text: str) -> str:
    """A typed number as the switch takes it. Raises Invalid, perhaps with what was meant."""
    read = number_in(turn, text)
    if read is None:
        raise _with_end(turn, text) or Invalid(NO_NUMBER)
    if read.kind is Kind.SHORT:
        raise Invalid(_("That is an emergency number. Calls cannot be forwarded there."))
    refuse_own(read.number, (turn.link.number,))
    return read.number


def refuse_own(number: str, own: Sequence[str]) -> None:
    """Raises Invalid for a number that rings this very line: its calls would go in circles."""
    if any(number == one.split("@")[0].removeprefix("ani") for one in own):
        raise Invalid(_("That is this line's own number. Send another one."))


def _with_end(turn: Turn, text: str) -> Invalid | None:
    """A whole request where only its number was asked for."""
    if not re.search(r"\d{2}", text):
        return None
    request = parse_forward(text, home=turn.link.number, zone=turn.reader.zone, now=turn.now)
    if request.suggestion is not None:
        return Invalid(request.suggestion.text, f"+{request.suggestion.number}")
    if request.number is None:
        return Invalid(request.problem) if request.problem is not None else None
    if len(request.number) < 7:
        return None
    return Invalid(_("I ask for the rest next. Is this the number?"), f"+{request.number}")


class Destination(Field):
    """A telephone number or an extension; with `addresses`, a SIP address too."""

    def __init__(self, *, addresses: bool = False) -> None:
        self.addresses = addresses

    async def parse(self, turn: Turn, text: str) -> str:
        if self.addresses and "@" in text:
            return read_address(text)
        return read_number(turn, await called(turn, text) or text)

    async def parse_contact(self, turn: Turn, contact: SharedContact) -> str:
        return read_number(turn, contact.phone)


class SipAddress(Field):
    """number@domain, with or without "sip:"."""

    async def parse(self, turn: Turn, text: str) -> str:
        return read_address(text)


def read_address(text: str) -> str:
    found = sip_uri(text)
    if found is None:
        raise Invalid(_("A SIP address has the form name@domain, such as 101@sip.example.com."))
    user, domain, port = found
    if port is not None:
        raise Invalid(_("Calls cannot be sent to a port. Is this the address?"), f"{user}@{domain}")
    return f"{user}@{domain}"


def goal_of(answer: str, **more: object) -> FollowMeNumber:
    """The destination of an answer, with or without its domain."""
    user, _at, domain = answer.partition("@")
    goal: Mapping[str, object] = {"redirect_number": user.removeprefix("+"), "domain": domain}
    return FollowMeNumber(**{**goal, **more})  # type: ignore[arg-type]  # fields by name


class RingFirst(Seconds):
    """How long the own phone rings before; AT_ONCE where it does not ring at all."""

    common = (15, 20, 30)

    async def options(self, turn: Turn) -> Sequence[tuple[str, Text | str]]:
        later = [(str(n), _n("After {n} second", "After {n} seconds", n)) for n in self.common]
        return [(AT_ONCE, _("Forward at once")), *later]

    async def parse(self, turn: Turn, text: str) -> str:
        return AT_ONCE if text.strip() == AT_ONCE else await super().parse(turn, text)
