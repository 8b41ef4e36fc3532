"""Numbers of the list that pause, move, or go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from conversations.forwarding.base import area
from conversations.forwarding.entries import Numbers, OfOne, find, in_places
from conversations.forwarding.wanted import Remark, ask_until
from conversations.shared.changes import Line
from dialogs import Row, go, keep
from line.callflow import destination
from line.forwarding import moved
from locales import Text, _
from portaswitch.records import FollowMeNumber


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
        deleted = _("{number} will be deleted.", number=destination(found)) if found else None
        return [deleted, *super().remarks(line)]

    def alternatives(self, line: Line) -> list[Row]:
        found = find(line, self.uid)
        if found is None or not found.active:
            return []
        return [go(_("Pause instead"), Pause.at(self.uid, "N"))]

    def accept(self) -> Text:
        return _("Delete")
