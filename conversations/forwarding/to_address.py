"""Forwarding to a SIP address: another telephone system takes the calls."""

from __future__ import annotations

from conversations.forwarding.base import area
from conversations.forwarding.fields import RingFirst, SipAddress, goal_of
from conversations.forwarding.to_one import RING_FIRST, ToOne
from conversations.forwarding.wanted import ask_until
from conversations.shared.changes import Line
from dialogs import Choice, Turn, View, ask
from line.forwarding import RING_AWAY, Step, forward_to_uri
from locales import Phone, _
from portaswitch import Account
from portaswitch.records import FollowMeNumber, ForwardMode


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

    async def review(self, turn: Turn) -> View:
        test = _(
            "To test it, call {number} from another phone after saving.",
            number=Phone(turn.link.number),
        )
        return (await super().review(turn)).with_blocks(test)
