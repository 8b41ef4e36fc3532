"""A change is written by steps; what becomes of it is remembered whatever happens in the middle."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection

from conversations.shared.changes.line import Line, led_back_to
from conversations.shared.changes.remembered import UNDO, Undo, prepare, sealed, stored
from dialogs import NotNow, Turn
from line.forwarding import Snapshot, Step, carry_out, equal, restore, take
from locales import _
from portaswitch import Account, ProviderError, Rejected, Unavailable
from store import Sealed, timed, watches
from store.timed import FORWARDING

Recipe = Callable[[Account], list[Step]]


class PuttingBack(NotNow):
    """The scheduler is putting back an earlier change right now: nothing else may be written."""

    def __init__(self) -> None:
        super().__init__(_("An earlier change is just being put back. Nothing else was changed."))


async def apply(turn: Turn, line: Line, recipe: Recipe, until: datetime | None) -> None:
    """Write a change, for good or until a moment; on a refusal what was there is put back.

    Raises `PuttingBack`, and what the provider raises. After silence, what is found to be set now
    is what counts: it is armed, or can be undone, like a change that was answered.
    """
    if line.restoring:
        raise PuttingBack
    preparing = None
    if until is not None:
        snapshot = sealed(turn, led_back_to(turn, line) or line.snapshot)
        preparing = await turn.run(prepare, turn, line.what, snapshot=snapshot, until=until)
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


async def _remember(turn: Turn, line: Line, after: Snapshot, preparing: int | None) -> None:
    """The change was made: arm its end, or keep the way back; ends before it are over."""
    way_back = None
    if preparing is None and not equal(line.snapshot, after):
        first = led_back_to(turn, line)
        kept = (first, line.waiting[0].until) if first is not None else None
        undo = Undo(line.snapshot, after, turn.services.clock(), kept)
        way_back = stored(turn, undo)
    await turn.run(_settle, turn, line, preparing, sealed(turn, after), way_back)


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


async def _nothing(step: int) -> None:
    return None
