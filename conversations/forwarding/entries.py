"""The numbers of the follow-me list: how one is said, and every change of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from conversations.forwarding.base import NUMBERS, OVERVIEW, area
from conversations.forwarding.change import Change, Remark, ask_until, show
from conversations.forwarding.fields import Destination, goal_of, refuse_own
from conversations.shared.changes import Line
from conversations.shared.fields import Hours, Seconds
from dialogs import Choice, Listing, Result, Row, Step, Turn, View, ask, go, keep
from dialogs import Line as OneLine
from line.callflow import destination
from line.followme import bare
from line.forwarding import Step as Writing
from line.forwarding import moved, put_numbers
from line.periods import PRESETS, gaps_text, overlaps_text, period_text
from line.preview import Setup
from line.route import LIST_MODES, current
from locales import Text, _, _n
from portaswitch import Account
from portaswitch.records import FollowMeNumber, ForwardMode
from portaswitch.records import Sequence as Order

CALLER_SHOWN: Mapping[str, Text] = {
    "Y": _("The caller's"),
    "I": _("Caller, my name"),
    "N": _("Mine"),
}
GONE = _("That number is no longer in the list.")

Numbers = tuple[FollowMeNumber, ...]


def number_line(number: FollowMeNumber) -> Text:
    """One number in one line of a list."""
    goal = destination(number)
    where = _("{name}, {number}", name=number.name, number=goal) if number.name else goal
    said = _n(
        "{number}: {hours}, rings for {n} second",
        "{number}: {hours}, rings for {n} seconds",
        number.timeout,
        number=where,
        hours=period_text(number),
    )
    return said if number.active else _("{number} (paused)", number=said)


def warnings(setup: Setup) -> list[Text | None]:
    """Hours in which no number rings, or in which one waits for another."""
    found = setup.followme.numbers
    twice = overlaps_text(found) if setup.followme.sequence is Order.ORDER else None
    return [gaps_text(found), twice]


def find(line: Line, uid: int) -> FollowMeNumber | None:
    found = line.setup.followme.numbers
    return next((one for one in found if one.i_follow_me_number == uid), None)


def in_places(found: Numbers) -> Numbers:
    return tuple(sorted(found, key=lambda one: one.i_follow_order))


class OfOne(Change):
    """A change of one number of the list: what the list will be is all there is to say."""

    uid: int = keep()
    """Its `i_follow_me_number`; 0 for a new one."""

    async def opened(self, turn: Turn) -> Result:
        self.uid = int(self.uid or 0)
        return await super().opened(turn)

    async def misfit(self, turn: Turn, line: Line) -> Result:
        if line.mode not in LIST_MODES:
            return OVERVIEW
        if self.uid and find(line, self.uid) is None:
            return await show(turn, GONE)
        return None

    def changed(self, one: FollowMeNumber) -> FollowMeNumber:
        """The number as it will be."""
        return one

    def wanted(self, found: Numbers) -> Numbers:
        """The list as it will be. Done twice, it must not change any more."""
        return tuple(
            self.changed(one) if one.i_follow_me_number == self.uid else one for one in found
        )

    def after(self, line: Line) -> Setup:
        return line.setup.with_numbers(self.wanted(line.setup.followme.numbers))

    def steps(self, account: Account, line: Line) -> list[Writing]:
        return put_numbers(account, self.wanted(line.setup.followme.numbers))

    def remarks(self, line: Line) -> Sequence[Remark]:
        after = self.after(line)
        lines = [number_line(one) for one in in_places(after.followme.numbers)]
        return [Listing(lines, numbered=True), *warnings(after)]

    def saved(self) -> Step:
        return NUMBERS


@area.form
class Pause(OfOne):
    """A number that does not ring for a while, or rings again."""

    given = ("uid", "active", "until")
    active: str = keep()
    until: str | None = ask_until()

    def changed(self, one: FollowMeNumber) -> FollowMeNumber:
        return replace(one, active=self.active == "Y")

    def accept(self) -> Text:
        return _("Ring again") if self.active == "Y" else _("Pause")


@area.form
class Move(OfOne):
    """Another place in the list, counted from 1."""

    given = ("uid", "place")
    place: int = keep()
    until: str | None = ask_until()

    def wanted(self, found: Numbers) -> Numbers:
        ids = [one.i_follow_me_number for one in in_places(found)]
        if self.uid not in ids:
            return found
        return moved(found, self.uid, int(self.place) - 1 - ids.index(self.uid))


@area.form
class Delete(OfOne):
    """Gone for good; a pause is offered first."""

    given = ("uid",)
    until: str | None = ask_until()

    def wanted(self, found: Numbers) -> Numbers:
        left = [one for one in in_places(found) if one.i_follow_me_number != self.uid]
        return tuple(replace(one, i_follow_order=n) for n, one in enumerate(left, 1))

    def remarks(self, line: Line) -> Sequence[Remark]:
        found = find(line, self.uid)
        deleted = _("{number} is deleted.", number=destination(found)) if found else None
        return [deleted, *super().remarks(line)]

    def alternatives(self, line: Line) -> list[Row]:
        found = find(line, self.uid)
        if found is None or not found.active:
            return []
        return [go(_("Pause instead"), Pause.at(self.uid, "N"))]

    def accept(self) -> Text:
        return _("Delete")


# ---------------------------------------------------------------------- adding and editing


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
        OneLine(32),
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
