"""The form under every change of forwarding: shown as it will be, saved, with an end if wanted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, ClassVar

from conversations.forwarding.base import OVERVIEW, area
from conversations.forwarding.fields import DOMAIN_REFUSED
from conversations.shared import changes
from conversations.shared.changes import Line, PuttingBack
from conversations.shared.fields import NEVER, End, end_ahead, end_of
from dialogs import Facts, Form, Invalid, Listing, Result, Row, Turn, View, ask, do, go, keep
from dialogs import Step as Place
from line.forwarding import Step, permitted
from line.numbers import is_abroad, is_premium
from line.preview import Setup
from locales import Text, _
from portaswitch import Account, Rejected, Unavailable
from portaswitch.records import FollowMeNumber, ForwardMode

Remark = Text | Facts | Listing | None

UNTIL = _("Until when? You can also type it, for example “tomorrow 9:00” or “for 2 hours”.")


def ask_until(*, always: bool = False) -> Any:
    """The last question of a change: `always`, or when the review's button asks for an end."""
    when: Callable[[Any], bool] | None = None if always else lambda form: form.timed is not None
    return ask(UNTIL, End(), when=when)


class Change(Form):
    """Subclasses say what is wanted (`after`), how it is written (`steps`), and what to add."""

    timed: str | None = keep()
    """Set by the review's button: then `until` is asked."""
    until: str | None

    asks_for: ClassVar[str] = ""
    """The question for the destination, where there is one."""
    undone = _("Canceled. Forwarding stays as it was.")

    async def opened(self, turn: Turn) -> Result:
        """What a button left open is asked; opened again, it may be too late for its end."""
        for name in self.given:
            if self.answers.get(name) == "":
                del self.answers[name]
        line = await changes.read(turn)
        if line.quiet is not None:
            return OVERVIEW
        may = permitted(line.setup.features, turn.options.forward_modes)
        if (self.kind() or line.mode) not in [mode.mode for mode in may.modes]:
            return await show(turn, _("Your provider does not let you change that here."))
        misfit = await self.misfit(turn, line)
        if misfit is None:
            self._still_ahead(turn)
        return misfit

    def _still_ahead(self, turn: Turn) -> None:
        """Raises Invalid where the end has passed while the subscriber was thinking."""
        try:
            end_ahead(self, turn)
        except Invalid:
            self.timed = "yes"
            raise

    def kind(self) -> ForwardMode | None:
        """The kind of forwarding that it needs; None for a change within the present one."""
        return None

    async def misfit(self, turn: Turn, line: Line) -> Result:
        """What to show where the line is not as this change needs it; None where it is."""
        return None

    def after(self, line: Line) -> Setup:
        """The line as it will be."""
        raise NotImplementedError

    def steps(self, account: Account, line: Line) -> list[Step]:
        """How it gets there; each step may be repeated."""
        raise NotImplementedError

    def again(self) -> Place:
        """This very change once more, from its review."""
        values = (self.answers.get(name) for name in self.given)
        return type(self).at(*("" if value is None else value for value in values))

    def saved(self) -> Place:
        """What is shown after it was saved."""
        return OVERVIEW

    def goal(self) -> FollowMeNumber | None:
        """A destination that is new with this change."""
        return None

    def remarks(self, line: Line) -> Sequence[Remark]:
        """What else there is to know before saving."""
        return []

    def accept(self) -> Text:
        return _("Save")

    def alternatives(self, line: Line) -> list[Row]:
        """Gentler ways than saving this."""
        return []

    def end(self, line: Line) -> datetime | None:
        """A change on top of a timed one ends with it, unless another end was chosen."""
        return line.ends if self.until is None else end_of(self.until)

    async def review(self, turn: Turn) -> View:
        line = await changes.read(turn)
        cost = _cost(turn, self.goal())
        return View(
            _("This is how it will be:"),
            changes.sentence(turn, self.after(line)),
            *self.remarks(line),
            _ending(self.end(line), line),
            cost[0] if cost else None,
            accept=cost[1] if cost else self.accept(),
            danger=cost is not None,
            buttons=[*self.alternatives(line), *self._other_ends(line)],
        )

    def _asked_again(self, refusal: Rejected) -> None:
        """Raises Invalid for a destination that the provider does not allow."""
        if refusal.faultcode in DOMAIN_REFUSED and self.asks_for in self.answers:
            del self.answers[self.asks_for]
            raise Invalid(DOMAIN_REFUSED[refusal.faultcode])

    def _other_ends(self, line: Line) -> list[Row]:
        if self.until is not None:
            return []
        choose = do(_("Only until …"), Place(area.key, "!answer", ("timed", "yes")))
        if line.pending is None:
            return [choose]
        stay = do(_("Keep it for good"), Place(area.key, "!answer", ("until", NEVER)))
        return [choose, stay]

    async def submit(self, turn: Turn) -> Result:
        self._still_ahead(turn)
        line = await changes.read(turn)
        if line.quiet is not None:
            return OVERVIEW
        if (misfit := await self.misfit(turn, line)) is not None:
            return misfit
        try:
            await changes.apply(
                turn, line, lambda account: self.steps(account, line), self.end(line)
            )
        except Rejected as refusal:
            self._asked_again(refusal)
            raise
        except PuttingBack as busy:
            return await show(turn, busy.reason, go(_("Try again"), self.again()))
        except Unavailable as silence:
            if not silence.sent:
                raise
            return await show(
                turn,
                _(
                    "The provider did not answer in time. This is what is set now; if it is not "
                    "what you wanted, try again."
                ),
                go(_("Try again"), self.again()),
            )
        return self.saved()


async def show(turn: Turn, note: Text, *buttons: Row) -> View:
    """The area's first screen under what just happened."""
    from conversations.forwarding import overview  # the two lead to each other

    return await overview.draw(turn, note=note, more=buttons)


def _cost(turn: Turn, goal: FollowMeNumber | None) -> tuple[Text, Text] | None:
    """Forwarding fraud is expensive: such destinations need a yes of their own (U19)."""
    if goal is None or goal.domain:
        return None
    number = goal.redirect_number
    if is_premium(number):
        warning = _("This is a premium number. You pay its price for each forwarded call.")
        return warning, _("Forward and pay")
    if is_abroad(number, turn.link.number):
        warning = _("This number is abroad. You pay for each forwarded call as for a call there.")
        return warning, _("Forward abroad")
    return None


def _ending(end: datetime | None, line: Line) -> Text | None:
    if end is None and line.ends is not None:
        return _("It stays for good: what was there before is not put back any more.")
    return changes.until_text(end)
