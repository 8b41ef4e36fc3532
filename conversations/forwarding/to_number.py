"""Forwarding to one number, asked step by step or said in one message."""

from __future__ import annotations

from conversations.forwarding.base import area
from conversations.forwarding.fields import (
    AT_ONCE,
    Destination,
    RingFirst,
    goal_of,
    read_number,
    refuse_own,
)
from conversations.forwarding.to_one import RING_FIRST, ToOne
from conversations.forwarding.wanted import ask_until
from conversations.shared.changes import Line
from dialogs import Invalid, Result, Turn, ask, keep
from line.forwarding import RING_AWAY, Step, forward_simple
from line.until import parse_forward
from locales import _
from portaswitch import Account
from portaswitch.records import FollowMeNumber, ForwardMode


@area.form
class Forward(ToOne):
    """Simple forwarding."""

    given = ("said", "number", "ring", "until")
    said: str | None = keep()
    number: str = ask(
        _("Where should your calls go? Send a number or an extension, or share a contact."),
        Destination(),
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
