"""The way back: at the end of a timed change, or because the subscriber takes it back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from conversations.shared.changes.line import Line
from conversations.shared.changes.remembered import UNDO, opened, prepare, sealed
from dialogs import Turn
from line.forwarding import answering_only, restore, take
from store import Sealed, timed, watches
from store.timed import DND, FORWARDING, Timed

LEASE_SECONDS = 60


async def put_back(turn: Turn, timed_id: int) -> bool:
    """Put back what a timed change remembers, now; False when that is being done already.

    The row is leased as the scheduler leases it: if we die on the way, it goes on from our step.
    """
    taken = await turn.run(_take, timed_id, turn.link.id, turn.services.clock())
    if taken is None:
        return False
    await _restored(turn, taken)
    return True


async def _restored(turn: Turn, taken: Timed) -> None:
    async def progress(step: int) -> None:
        clock = turn.services.clock()
        await turn.run(timed.advance, taken, step, now=clock, lease_seconds=LEASE_SECONDS)

    before = opened(turn, taken.snapshot)
    if taken.what == DND:
        before = answering_only(before, beside=await take(turn.api))
    settled = await restore(turn.api, before, progress, taken.step)
    if settled:
        await turn.run(timed.close, taken, "done", turn.services.clock())
    else:  # the scheduler tries again, and tells
        await turn.run(timed.postpone, taken, turn.services.clock())


async def undo(turn: Turn, line: Line) -> bool:
    """Take the last change back; False when there is none, or somebody has changed it since."""
    wanted = line.undo
    if wanted is None or line.quiet is not None:
        return False
    await _restored(turn, await turn.run(_at_once, turn, sealed(turn, wanted.before)))
    await turn.run(watches.delete, turn.link.id, UNDO)
    if wanted.kept and wanted.kept[1] > turn.now:
        snapshot = sealed(turn, wanted.kept[0])
        again = await turn.run(prepare, turn, FORWARDING, snapshot=snapshot, until=wanted.kept[1])
        await turn.run(timed.arm, again, sealed(turn, await take(turn.api)))
    return True


async def end_at(turn: Turn, pending: Timed, until: datetime | None) -> bool:
    """Another end for a timed change, or none: then it stays for good. False: too late."""
    if until is None:
        return await turn.run(timed.cancel, pending.id, turn.services.clock())
    return pending.state != "restoring" and await turn.run(timed.postpone, pending, until)


def _at_once(conn: Connection, turn: Turn, snapshot: Sealed) -> Timed:
    """A row of its own, and ours from the start: the scheduler has it only if we die on the way."""
    now = turn.services.clock()
    due = prepare(conn, turn, FORWARDING, snapshot=snapshot, until=now)
    taken = _take(conn, due, turn.link.id, now)
    assert taken is not None, "nothing is on top of it, and nobody else has seen it"
    return taken


def _take(conn: Connection, timed_id: int, link_id: int, now: datetime) -> Timed | None:
    """Put back whatever is there by now: the subscriber asks for it. None for another line's."""
    row = timed.get(conn, timed_id)
    if row is None or row.link_id != link_id:
        return None
    taken = timed.take(conn, timed_id, now=now, lease_seconds=LEASE_SECONDS)
    if taken is not None:
        timed.begin(conn, taken)
    return taken
