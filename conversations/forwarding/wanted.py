"""What every change of forwarding says of itself: what is wanted, and how it gets there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, ClassVar

from conversations.forwarding.base import OVERVIEW
from conversations.shared.changes import Line
from conversations.shared.ends import ask_end, end_of
from dialogs import Facts, Form, Listing, Result, Row, Turn, keep
from dialogs import Step as Place
from line.forwarding import Step
from line.preview import Setup
from locales import Text, _
from portaswitch import Account
from portaswitch.records import FollowMeNumber, ForwardMode

Remark = Text | Facts | Listing | None

UNTIL = _("Until when? You can also type it, for example “tomorrow 9:00” or “for 2 hours”.")


def ask_until(*, always: bool = False) -> Any:
    """The last question of a change: `always`, or when the review's button asks for an end."""
    when: Callable[[Any], bool] | None = None if always else lambda form: form.timed is not None
    return ask_end(UNTIL, when=when)


class Wanted(Form):
    """Subclasses say what is wanted (`after`), how it is written (`steps`), and what to add."""

    timed: str | None = keep()
    """Set by the review's button: then `until` is asked."""
    until: str | None

    asks_for: ClassVar[str] = ""
    """The question for the destination, where there is one."""
    undone = _("Canceled. Forwarding stays as it was.")

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
