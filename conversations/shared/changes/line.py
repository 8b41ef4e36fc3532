"""How calls are answered now: the provider's answer, and what we remember beside it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from conversations.shared.changes.remembered import Undo, opened, rows_and_undo, still_possible
from dialogs import Turn
from line.callflow import describe
from line.forwarding import Snapshot, answering_only, changed_meanwhile
from line.preview import Setup
from line.route import current
from line.snapshot import of
from locales import Moment, Text, _
from portaswitch.records import ForwardMode
from store.timed import DND, FORWARDING, Timed


@dataclass(frozen=True, slots=True)
class Line:
    """Forwarding as it is now: the provider's answer, and what we remember beside it."""

    setup: Setup
    waiting: Sequence[Timed] = ()
    """Timed changes that were not put back yet; more than one only if we died in between."""
    undo: Undo | None = None
    quiet: Timed | None = None
    """Do not disturb, while it is on."""
    what: str = FORWARDING
    """Whose changes `waiting` are."""
    restoring: bool = False
    """Whether anything is being put back at this moment."""

    @property
    def snapshot(self) -> Snapshot:
        return of(self.setup.features, self.setup.followme)

    @property
    def pending(self) -> Timed | None:
        return self.waiting[0] if self.waiting else None

    @property
    def mode(self) -> ForwardMode:
        return current(self.setup.features)

    @property
    def ends(self) -> datetime | None:
        return self.pending.until if self.pending else None


async def read(turn: Turn, what: str = FORWARDING) -> Line:
    """As the provider has it now; `turn.features` forgets what it read as soon as we write."""
    features, followme, (rows, remembered) = await asyncio.gather(
        turn.features(),
        turn.api.get_account_followme(),
        turn.run(rows_and_undo, turn.link.id),
    )
    waiting = [row for row in rows if row.what == what]
    quiet = next((row for row in rows if row.what == DND), None)
    restoring = any(row.state == "restoring" for row in rows)
    line = Line(Setup(features, followme), waiting, quiet=quiet, what=what, restoring=restoring)
    return replace(line, undo=still_possible(turn, remembered, line.snapshot))


def held(line: Line) -> Text | None:
    """Why nothing may be changed below do not disturb; None where it is off."""
    if line.quiet is None:
        return None
    return _(
        "Do not disturb is on until {moment}. To change this now, end it first.",
        moment=Moment(line.quiet.until),
    )


def until_text(end: datetime | None) -> Text | None:
    """What happens at the end of a timed change; None where there is none."""
    if end is None:
        return None
    return _("Until {moment}. Then what was there before is put back.", moment=Moment(end))


def sentence(turn: Turn, setup: Setup, *, brief: bool = False) -> Text:
    """What happens if someone calls."""
    return describe(setup.features, setup.followme, at=turn.now, zone=turn.reader.zone, brief=brief)


def led_back_to(turn: Turn, line: Line) -> Snapshot | None:
    """What the changes that wait for their end will lead back to; None where there are none.

    Where somebody has changed the line since, the end would leave it alone: so that is over.
    """
    if not line.waiting:
        return None
    oldest = min(line.waiting, key=lambda row: row.id)
    newest = max(line.waiting, key=lambda row: row.id)
    wrote, before = newest.wrote and opened(turn, newest.wrote), opened(turn, oldest.snapshot)
    if line.what == DND:
        wrote = wrote and answering_only(wrote, beside=line.snapshot)
        before = answering_only(before, beside=line.snapshot)
    return None if wrote and changed_meanwhile(line.snapshot, wrote) else before
