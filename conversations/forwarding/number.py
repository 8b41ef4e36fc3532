"""A new number of the list, or one part of a number that is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from conversations.forwarding.base import area
from conversations.forwarding.entries import Numbers, OfOne
from conversations.forwarding.fields import Destination, goal_of, refuse_own
from conversations.forwarding.wanted import ask_until
from conversations.shared.fields import Hours, Seconds
from dialogs import Choice, Line, Listing, Result, Turn, View, ask, keep
from line.followme import bare
from line.periods import PRESETS, period_text
from line.route import current
from locales import Text, _
from portaswitch.records import FollowMeNumber, ForwardMode

CALLER_SHOWN: Mapping[str, Text] = {
    "Y": _("The caller's"),
    "I": _("Caller, my name"),
    "N": _("Mine"),
}


class Goal(Destination):
    """What the mode of the line takes: advanced lists take SIP addresses too."""

    async def parse(self, turn: Turn, text: str) -> str:
        advanced = turn.answers.get("mode") == ForwardMode.ADVANCED.value
        return await Destination(addresses=advanced).parse(turn, text)


async def _which_asked(form: PutNumber, turn: Turn) -> Text:
    if form.mode == ForwardMode.ADVANCED.value:
        return _("Which number should ring? Send a number, an extension or a SIP address.")
    return _("Which number should ring? Send a number or an extension.")


async def _when_asked(form: PutNumber, turn: Turn) -> View:
    return View(
        _("When should it ring? Choose, or type days and hours such as “mon-fri 9:00-17:30”."),
        Listing(
            [
                _("{name}: {hours}", name=one.title, hours=period_text(_at(one.expression)))
                for one in PRESETS
            ]
        ),
    )


def _at(expression: str) -> FollowMeNumber:
    return FollowMeNumber("", period=expression, period_description=expression)


@area.form
class PutNumber(OfOne):
    """A new number, or one part of a number that is there."""

    given = ("uid", "part", "number", "hours", "seconds", "called", "caller", "until")
    part: str | None = keep()
    mode: str = keep()
    number: str = ask(
        _which_asked,
        Goal(),
        when=lambda form: form.part in (None, "number"),
    )
    hours: str = ask(_when_asked, Hours(), when=lambda form: form.part in (None, "hours"))
    seconds: str = ask(
        _("How long should it ring? You can also type the seconds."),
        Seconds(),
        when=lambda form: form.part in (None, "seconds"),
    )
    called: str = ask(
        _("What should this number be called? For example Office."),
        Line(32),
        when=lambda form: form.part == "called",
    )
    caller: str = ask(
        _("Whose number should be shown there when a call comes?"),
        Choice(CALLER_SHOWN),
        when=lambda form: form.part == "caller",
    )
    until: str | None = ask_until()

    asks_for = "number"

    async def opened(self, turn: Turn) -> Result:
        self.mode = current(await turn.features()).value
        return await super().opened(turn)

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

    def accept(self) -> Text:
        return _("Save") if self.uid else _("Add")


def _unplaced(number: FollowMeNumber) -> FollowMeNumber:
    return replace(bare(number), i_follow_order=0)
