"""What was sent as a new message a moment ago: a second quick tap must not send it again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dialogs.turn import Turn

DOUBLE_TAP = timedelta(seconds=10)
"""Longer than a picture takes to be drawn: until then nothing is seen, and people tap again."""


class JustSent:
    """By chat and what it was.

    The same tap may send it again, when it did not arrive and the update is taken up once more.
    Only this process knows: at worst a chat gets something twice.
    """

    def __init__(self) -> None:
        self._by: dict[tuple[int, str], tuple[int, datetime]] = {}

    def by_another_tap(self, turn: Turn, what: str) -> bool:
        recent = {key: one for key, one in self._by.items() if turn.now < one[1] + DOUBLE_TAP}
        self._by = recent
        update_id, _at = recent.get((turn.chat.chat_id, what), (turn.update_id, turn.now))
        return update_id != turn.update_id

    def add(self, turn: Turn, what: str) -> None:
        self._by[turn.chat.chat_id, what] = turn.update_id, turn.now
