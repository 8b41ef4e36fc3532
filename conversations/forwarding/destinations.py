"""Forwarding to one destination: a number, or a SIP address."""

from __future__ import annotations

from collections.abc import Sequence

from conversations.forwarding.base import area
from conversations.forwarding.change import Change, Remark, ask_until
from conversations.forwarding.fields import (
    AT_ONCE,
    Destination,
    RingFirst,
    SipAddress,
    goal_of,
    read_number,
    refuse_own,
)
from conversations.shared.changes import Line
from dialogs import Choice, Invalid, Result, Turn, ask, keep
from line.forwarding import RING_AWAY, Step, forward_simple, forward_to_uri
from line.preview import Setup
from line.route import LIST_MODES
from line.until import parse_forward
from locales import Text, _, _n
from portaswitch import Account
from portaswitch.records import FollowMeNumber, ForwardMode

RING_FIRST = _("Should your own phone ring first? You can also type the seconds.")


class ToOne(Change):
    """What both have in common: the own phone may ring first, and other numbers are deleted."""

    ring: str

    @property
    def ring_first(self) -> int | None:
        return None if self.ring == AT_ONCE else int(self.ring)

    def after(self, line: Line) -> Setup:
        goal = self.goal()
        assert goal is not None
        return line.setup.forwarded(goal, ring_first=self.ring_first)

    def accept(self) -> Text:
        return _("Forward calls")

    def remarks(self, line: Line) -> Sequence[Remark]:
        """The list of follow-me numbers does not survive: said before, not after."""
        lost = len(line.setup.followme.numbers)
        # A list that was switched off may still be kept by the switch.
        is_list = line.mode in LIST_MODES or (line.mode is ForwardMode.NONE and lost > 1)
        if not lost or not is_list:
            return []
        return [
            _n(
                "It replaces your list of {n} number.",
                "It replaces your list of {n} numbers.",
                lost,
            )
        ]


@area.form
class Forward(ToOne):
    """Simple forwarding, asked step by step or said in one message."""

    given = ("said", "number", "ring", "until")
    said: str | None = keep()
    number: str = ask(
        _("Which number should your calls go to? Send a number or an extension."), Destination()
    )
    ring: str = ask(RING_FIRST, RingFirst())
    until: str | None = ask_until(always=True)

    async def opened(self, turn: Turn) -> Result:
        said = self.answers.pop("said", None)
        refused = await super().opened(turn)
        if refused is None and said:
            await self._understand(turn, said)
        return refused

    async def _understand(self, turn: Turn, said: str) -> None:
        """A whole request forwards at once; what it leaves out is asked."""
        zone = turn.reader.zone
        request = parse_forward(said, home=turn.link.number, zone=zone, now=turn.now)
        if request.until is not None:
            self.until = request.until.isoformat()
        if request.suggestion is not None:
            raise Invalid(request.suggestion.text, f"+{request.suggestion.number}")
        if request.problem is not None:
            raise Invalid(request.problem)
        if request.number is not None:
            self.ring = AT_ONCE
            await self._take(turn, request.number)

    async def _take(self, turn: Turn, number: str) -> None:
        aliases = await turn.api.get_alias_list()
        refuse_own(number, [alias.id for alias in aliases])
        extension = len(number) < 7
        self.number = read_number(turn, number if extension else f"+{number}")

    async def answered(self, turn: Turn, name: str) -> Result:
        if name == "number":
            await self._take(turn, self.number.removeprefix("+"))
        return None

    def kind(self) -> ForwardMode:
        return ForwardMode.SIMPLE

    def goal(self) -> FollowMeNumber:
        return goal_of(self.number, timeout=RING_AWAY)

    def steps(self, account: Account, line: Line) -> list[Step]:
        goal = self.goal()
        return forward_simple(account, goal.redirect_number, ring_first=self.ring_first)


@area.form
class ForwardToAddress(ToOne):
    """SIP URI forwarding."""

    given = ("address", "transport", "ring", "until")
    address: str = ask(
        _("Which SIP address should your calls go to? For example 101@sip.example.com."),
        SipAddress(),
    )
    transport: str = ask(
        _("How does that system take calls? If you do not know, choose UDP."),
        Choice({"UDP": _("UDP"), "TCP": _("TCP")}),
    )
    ring: str = ask(RING_FIRST, RingFirst())
    until: str | None = ask_until(always=True)

    asks_for = "address"

    def kind(self) -> ForwardMode:
        return ForwardMode.SIP_URI

    def goal(self) -> FollowMeNumber:
        return goal_of(self.address, use_tcp=self.transport == "TCP", timeout=RING_AWAY)

    def steps(self, account: Account, line: Line) -> list[Step]:
        goal = self.goal()
        return forward_to_uri(
            account,
            goal.redirect_number,
            goal.domain,
            use_tcp=bool(goal.use_tcp),
            ring_first=self.ring_first,
        )

    def remarks(self, line: Line) -> Sequence[Remark]:
        return [
            *super().remarks(line),
            _("To test it, call your number from another phone after saving."),
        ]
