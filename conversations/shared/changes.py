"""One change of how calls are answered: what was there is remembered, then it is written by steps.

A change with an end leaves a row in `store.timed` before its first call to the provider, so that
the scheduler puts back what was there even if we die in the middle. Forwarding has one such end
per line: a change on top of it keeps the first snapshot, so that its end leads to the original.
A change without an end can be undone while nobody has changed anything since.

Do not disturb is an end of its own, on top of whatever forwarding there is. It writes the answering
mode only, so only that is put back. Until then nothing below it may change.
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import orjson
from sqlalchemy import Connection

from dialogs import NotNow, Turn
from line.callflow import describe
from line.forwarding import (
    Snapshot,
    Step,
    answering_only,
    carry_out,
    changed_meanwhile,
    equal,
    restore,
    take,
)
from line.preview import Setup
from line.route import current
from line.snapshot import of
from locales import Moment, Text, _
from portaswitch import Account, ProviderError, Rejected, Unavailable
from portaswitch.records import ForwardMode
from store import SealBroken, Sealed, timed, watches
from store.timed import ANSWERING, DND, FORWARDING, Timed

UNDO = "forwarding.undo"
UNDO_LASTS = timedelta(hours=1)
LEASE_SECONDS = 60

Recipe = Callable[[Account], list[Step]]


class PuttingBack(NotNow):
    """The scheduler is putting back an earlier change right now: nothing else may be written."""

    def __init__(self) -> None:
        super().__init__(_("An earlier change is just being put back. Nothing else was changed."))


@dataclass(frozen=True, slots=True)
class Undo:
    """The way back from a change without an end; `kept` is the end that it ended, if any."""

    before: Snapshot
    wrote: Snapshot
    at: datetime
    kept: tuple[Snapshot, datetime] | None = None

    def to_json(self) -> bytes:
        kept = [self.kept[0].to_json(), self.kept[1].isoformat()] if self.kept else None
        return orjson.dumps([self.before.to_json(), self.wrote.to_json(), self.at, kept])

    @classmethod
    def from_json(cls, stored: bytes) -> Undo:
        before, wrote, at, kept = orjson.loads(stored)
        return cls(
            Snapshot.from_json(before),
            Snapshot.from_json(wrote),
            datetime.fromisoformat(at),
            (Snapshot.from_json(kept[0]), datetime.fromisoformat(kept[1])) if kept else None,
        )


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
        turn.run(_remembered, turn.link.id),
    )
    waiting = [row for row in rows if row.what == what]
    quiet = next((row for row in rows if row.what == DND), None)
    restoring = any(row.state == "restoring" for row in rows)
    line = Line(Setup(features, followme), waiting, quiet=quiet, what=what, restoring=restoring)
    return replace(line, undo=_undo(turn, remembered, line.snapshot))


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


async def apply(turn: Turn, line: Line, recipe: Recipe, until: datetime | None) -> None:
    """Write a change, for good or until a moment; on a refusal what was there is put back.

    Raises `PuttingBack`, and what the provider raises. After silence, what is found to be set now
    is what counts: it is armed, or can be undone, like a change that was answered.
    """
    if line.restoring:
        raise PuttingBack
    preparing = None
    if until is not None:
        snapshot = _sealed(turn, _first(turn, line) or line.snapshot)
        preparing = await turn.run(_prepare, turn, line.what, snapshot=snapshot, until=until)
    try:
        await carry_out(recipe(turn.api), _nothing)
    except Rejected as refusal:
        await _take_back(turn, line.snapshot, preparing, refusal)
        raise
    except Unavailable as silence:
        if not await _look(turn, line, preparing):
            raise Unavailable(silence.operation, sent=True) from silence
        raise
    await _remember(turn, line, await take(turn.api), preparing)


async def put_back(turn: Turn, timed_id: int) -> bool:
    """Put back what a timed change remembers, now; False when that is being done already.

    The row is leased as the scheduler leases it: if we die on the way, it goes on from our step.
    """
    taken = await turn.run(_take, timed_id, turn.link.id, turn.services.clock())
    if taken is None:
        return False

    async def progress(step: int) -> None:
        clock = turn.services.clock()
        await turn.run(timed.advance, taken, step, now=clock, lease_seconds=LEASE_SECONDS)

    before = opened(turn, taken.snapshot)
    if taken.what == DND:
        before = answering_only(before, beside=await take(turn.api))
    settled = await restore(turn.api, before, progress, taken.step)
    if settled:
        await turn.run(timed.close, taken, "done", turn.services.clock())
    else:
        await turn.run(
            timed.postpone, taken, turn.services.clock()
        )  # the scheduler tries and tells
    return True


async def undo(turn: Turn, line: Line) -> bool:
    """Take the last change back; False when there is none, or somebody has changed it since."""
    wanted = line.undo
    if wanted is None:
        return False
    # A row of its own, due at once: if we die on the way, the scheduler finishes it.
    snapshot = _sealed(turn, wanted.before)
    due = await turn.run(_prepare, turn, FORWARDING, snapshot=snapshot, until=turn.services.clock())
    await put_back(turn, due)
    await turn.run(watches.delete, turn.link.id, UNDO)
    if wanted.kept and wanted.kept[1] > turn.now:
        snapshot = _sealed(turn, wanted.kept[0])
        again = await turn.run(_prepare, turn, FORWARDING, snapshot=snapshot, until=wanted.kept[1])
        await turn.run(timed.arm, again, _sealed(turn, await take(turn.api)))
    return True


async def end_at(turn: Turn, pending: Timed, until: datetime | None) -> bool:
    """Another end for a timed change, or none: then it stays for good. False: too late."""
    if until is None:
        return await turn.run(timed.cancel, pending.id, turn.services.clock())
    return pending.state != "restoring" and await turn.run(timed.postpone, pending, until)


def opened(turn: Turn, sealed: Sealed) -> Snapshot:
    """A stored snapshot. Raises `SealBroken` when its key is gone."""
    return Snapshot.from_json(turn.services.seal.unseal(sealed).decode())


def _sealed(turn: Turn, snapshot: Snapshot) -> Sealed:
    return turn.services.seal.seal(snapshot.to_json())


def _first(turn: Turn, line: Line) -> Snapshot | None:
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


async def _remember(turn: Turn, line: Line, after: Snapshot, preparing: int | None) -> None:
    """The change was made: arm its end, or keep the way back; ends before it are over."""
    way_back = None
    if preparing is None and not equal(line.snapshot, after):
        first = _first(turn, line)
        kept = (first, line.waiting[0].until) if first is not None else None
        undo = Undo(line.snapshot, after, turn.services.clock(), kept)
        way_back = base64.b64encode(turn.services.seal.seal(undo.to_json())).decode()
    await turn.run(_settle, turn, line, preparing, _sealed(turn, after), way_back)


async def _take_back(
    turn: Turn, before: Snapshot, preparing: int | None, refusal: Rejected
) -> None:
    """A refusal in the middle: nothing of the change may stay. If that fails too, it is unknown."""
    try:
        if not equal(await take(turn.api), before):
            await restore(turn.api, before, _nothing)
    except (Rejected, Unavailable) as error:
        raise Unavailable(refusal.operation, sent=True) from error
    turn.took_back()
    if preparing is not None:
        await turn.run(timed.cancel, preparing, turn.services.clock())


async def _look(turn: Turn, line: Line, preparing: int | None) -> bool:
    """After silence: whether what is set now could be read. What was changed is remembered."""
    try:
        after = await take(turn.api)
    except ProviderError:
        return False
    if not equal(line.snapshot, after):
        await _remember(turn, line, after, preparing)
    elif preparing is not None:
        await turn.run(timed.cancel, preparing, turn.services.clock())
    return True


def _undo(turn: Turn, remembered: str | None, now: Snapshot) -> Undo | None:
    """The way back, as long as it is young and nobody has changed anything since."""
    if remembered is None:
        return None
    try:
        found = Undo.from_json(turn.services.seal.unseal(base64.b64decode(remembered)))
    except SealBroken:
        return None
    young = turn.now - found.at < UNDO_LASTS
    return found if young and not changed_meanwhile(now, found.wrote) else None


async def _nothing(step: int) -> None:
    return None


def _remembered(conn: Connection, link_id: int) -> tuple[Sequence[Timed], str | None]:
    waiting = [row for row in timed.active_of_link(conn, link_id) if row.what in ANSWERING]
    return waiting, watches.get_many(conn, [link_id], UNDO).get(link_id)


def _prepare(conn: Connection, turn: Turn, what: str, *, snapshot: Sealed, until: datetime) -> int:
    return timed.add(
        conn,
        link_id=turn.link.id,
        chat_id=turn.chat.chat_id,
        what=what,
        snapshot=snapshot,
        until=until,
        now=turn.services.clock(),
    )


def _take(conn: Connection, timed_id: int, link_id: int, now: datetime) -> Timed | None:
    """Put back whatever is there by now: the subscriber asks for it. None for another line's."""
    row = timed.get(conn, timed_id)
    if row is None or row.link_id != link_id:
        return None
    taken = timed.take(conn, timed_id, now=now, lease_seconds=LEASE_SECONDS)
    if taken is not None:
        timed.begin(conn, taken)
    return taken


def _settle(
    conn: Connection,
    turn: Turn,
    line: Line,
    preparing: int | None,
    wrote: Sealed,
    way_back: str | None,
) -> None:
    now = turn.services.clock()
    for row in line.waiting:
        timed.cancel(conn, row.id, now)
    if preparing is not None:
        timed.arm(conn, preparing, wrote)
    if way_back is not None:
        watches.put(conn, turn.link.id, UNDO, way_back, now)
    elif line.what == FORWARDING:  # do not disturb passes: what can be undone below it stays so
        watches.delete(conn, turn.link.id, UNDO)
