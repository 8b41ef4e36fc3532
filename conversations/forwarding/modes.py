"""Another kind of forwarding, or none."""

from __future__ import annotations

from collections.abc import Sequence

from conversations.forwarding.base import NUMBERS, OVERVIEW, area
from conversations.forwarding.change import Change, show
from conversations.forwarding.overview import before
from conversations.forwarding.wanted import Remark, ask_until
from conversations.shared import changes
from conversations.shared.changes import Line
from dialogs import Result, Step, Turn, View, do, go, keep
from line.forwarding import MODES, same_family, set_mode
from line.forwarding import Step as Writing
from line.preview import Setup
from line.route import LIST_MODES
from locales import Moment, Text, _, _n
from portaswitch import Account
from portaswitch.records import ForwardMode


@area.screen
async def stop(turn: Turn) -> Result:
    """Switching off; where it ends by itself, the choice to put back instead."""
    line = await changes.read(turn)
    if line.quiet is not None:
        return OVERVIEW
    if line.pending is None:
        return ChangeMode.at(ForwardMode.NONE.value)
    return View(
        _("This ends by itself: {moment}.", moment=Moment(line.pending.until)),
        before(changes.opened(turn, line.pending.snapshot)),
        _("You can put that back now, or switch forwarding off for good."),
        buttons=[
            do(_("Put back now"), Step(area.key, "put_back", (line.pending.id,)), primary=True),
            go(_("Off for good"), ChangeMode.at(ForwardMode.NONE.value, "never")),
        ],
    )


@area.form
class ChangeMode(Change):
    """Another kind of forwarding, or none."""

    given = ("mode", "until")
    mode: str = keep()
    until: str | None = ask_until()

    def kind(self) -> ForwardMode:
        return ForwardMode(self.mode)

    async def misfit(self, turn: Turn, line: Line) -> Result:
        if line.mode is self.kind() is ForwardMode.NONE and line.pending is None:
            return await show(turn, _("Forwarding is off already."))
        return None

    def saved(self) -> Step:
        return NUMBERS if self.kind() in LIST_MODES else OVERVIEW

    def after(self, line: Line) -> Setup:
        return line.setup.in_mode(self.kind())

    def steps(self, account: Account, line: Line) -> list[Writing]:
        return set_mode(account, self.kind(), before=line.mode)

    def accept(self) -> Text:
        return _("Switch off") if self.kind() is ForwardMode.NONE else _("Save")

    def remarks(self, line: Line) -> Sequence[Remark]:
        count = len(line.setup.followme.numbers)
        if self.kind() is ForwardMode.NONE:
            return []
        if count and not same_family(line.mode, self.kind()):
            return [
                MODES[self.kind()].meaning,
                _n(
                    "The number that is set now is deleted: it cannot be used there.",
                    "The {n} numbers that are set now are deleted: they cannot be used there.",
                    count,
                ),
            ]
        if not count:
            return [MODES[self.kind()].meaning, _("You add the first number in the next step.")]
        return [MODES[self.kind()].meaning]
