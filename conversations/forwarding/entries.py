"""The numbers of the follow-me list: how one is said, and what all changes of one share."""

from __future__ import annotations

from collections.abc import Sequence

from conversations.forwarding.base import NEWEST, OVERVIEW, area, numbers_with
from conversations.forwarding.change import Change, show
from conversations.forwarding.wanted import Remark
from conversations.shared.changes import Line
from dialogs import Listing, Result, Step, Turn, keep
from line.callflow import destination
from line.forwarding import MODES, put_numbers
from line.forwarding import Step as Writing
from line.periods import gaps_text, overlaps_text, period_text
from line.preview import Setup
from line.route import LIST_MODES
from locales import Text, _, _n
from portaswitch import Account
from portaswitch.records import FollowMeNumber
from portaswitch.records import Sequence as Order

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


def list_title(line: Line) -> Text:
    return _("{area} · {screen}", area=area.title, screen=MODES[line.mode].title)


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
        return numbers_with(self.uid or NEWEST)
