"""What forwarding to a number and to a SIP address have in common."""

from __future__ import annotations

from collections.abc import Sequence

from conversations.forwarding.change import Change
from conversations.forwarding.fields import AT_ONCE
from conversations.forwarding.wanted import Remark
from conversations.shared.changes import Line
from line.preview import Setup
from line.route import LIST_MODES
from locales import Text, _, _n
from portaswitch.records import ForwardMode

RING_FIRST = _("Should your own phone ring first? You can also type the seconds.")


class ToOne(Change):
    """The own phone may ring first, and other numbers are deleted."""

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
                "It replaces the number of your list.",
                "It replaces your list of {n} numbers.",
                lost,
            )
        ]
