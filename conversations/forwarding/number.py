"""A new number of the list, or one part of a number that is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from conversations.forwarding import asking
from conversations.forwarding.base import area
from conversations.forwarding.entries import Numbers, OfOne, find
from conversations.forwarding.fields import goal_of, refuse_own
from conversations.forwarding.wanted import Remark, ask_until
from conversations.shared.changes import Line
from conversations.shared.fields import Hours, Seconds
from dialogs import Choice, Result, Turn, ask, keep
from line.callflow import destination
from line.followme import bare
from line.route import current
from locales import Text, _
from portaswitch.records import FollowMeNumber


@area.form
class PutNumber(OfOne):
    """A new number, or one part of a number that is there."""

    given = ("uid", "part", "number", "hours", "seconds", "called", "caller", "until")
    part: str | None = keep()
    mode: str = keep()
    now: dict[str, Any] | None = keep()
    number: str = ask(asking.which, asking.Goal(), when=lambda form: form.part in (None, "number"))
    hours: str = ask(asking.when, Hours(), when=lambda form: form.part in (None, "hours"))
    seconds: str = ask(asking.how_long, Seconds(), when=lambda form: form.part in (None, "seconds"))
    called: str = ask(asking.its_name, asking.Name(32), when=lambda form: form.part == "called")
    caller: str = ask(
        asking.whose, Choice(asking.CALLER_SHOWN), when=lambda form: form.part == "caller"
    )
    until: str | None = ask_until()

    asks_for = "number"

    async def opened(self, turn: Turn) -> Result:
        self.mode = current(await turn.features()).value
        return await super().opened(turn)

    async def misfit(self, turn: Turn, line: Line) -> Result:
        self.now = asking.kept(find(line, self.uid)) if self.uid else None
        return await super().misfit(turn, line)

    async def answered(self, turn: Turn, name: str) -> Result:
        if name == "number":
            aliases = await turn.api.get_alias_list()
            refuse_own(self.number.removeprefix("+"), [alias.id for alias in aliases])
        return None

    def goal(self) -> FollowMeNumber | None:
        return goal_of(self.number) if self.number else None

    def changed(self, one: FollowMeNumber) -> FollowMeNumber:
        match self.part:
            case "hours":
                return replace(one, period=self.hours, period_description=self.hours)
            case "seconds":
                return replace(one, timeout=int(self.seconds))
            case "called":
                return replace(one, name=self.called)
            case "caller":
                return replace(one, keep_original_cli=self.caller)
            case "number":
                goal = goal_of(self.number)
                return replace(one, redirect_number=goal.redirect_number, domain=goal.domain)
        return one

    def wanted(self, found: Numbers) -> Numbers:
        if self.uid:
            return super().wanted(found)
        new = goal_of(
            self.number,
            timeout=int(self.seconds),
            i_follow_order=max((one.i_follow_order for one in found), default=0) + 1,
            period=self.hours,
            period_description=self.hours,
        )
        # Tried again after a silence, it may be there already.
        there = any(replace(bare(one), i_follow_order=0) == _unplaced(new) for one in found)
        return found if there else (*found, new)

    def remarks(self, line: Line) -> Sequence[Remark]:
        said, goal = super().remarks(line), self.goal()
        there = [destination(one) for one in line.setup.followme.numbers]
        if self.uid or goal is None or destination(goal) not in there:
            return said
        return [*said, _("{number} is in the list already.", number=destination(goal))]

    def accept(self) -> Text:
        return _("Save") if self.uid else _("Add")


def _unplaced(number: FollowMeNumber) -> FollowMeNumber:
    return replace(bare(number), i_follow_order=0)
