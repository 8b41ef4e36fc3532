"""What is kept of a change, sealed: what was there before, what was written, the way back."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import orjson
from sqlalchemy import Connection

from dialogs import Turn
from line.forwarding import Snapshot, changed_meanwhile
from store import SealBroken, Sealed, timed, watches
from store.timed import ANSWERING, Timed

UNDO = "forwarding.undo"
UNDO_LASTS = timedelta(hours=1)


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


def sealed(turn: Turn, snapshot: Snapshot) -> Sealed:
    return turn.services.seal.seal(snapshot.to_json())


def opened(turn: Turn, kept: Sealed) -> Snapshot:
    """A stored snapshot. Raises `SealBroken` when its key is gone."""
    return Snapshot.from_json(turn.services.seal.unseal(kept).decode())


def stored(turn: Turn, undo: Undo) -> str:
    return base64.b64encode(turn.services.seal.seal(undo.to_json())).decode()


def still_possible(turn: Turn, remembered: str | None, now: Snapshot) -> Undo | None:
    """The way back, as long as it is young and nobody has changed anything since."""
    if remembered is None:
        return None
    try:
        found = Undo.from_json(turn.services.seal.unseal(base64.b64decode(remembered)))
    except SealBroken:
        return None
    young = turn.now - found.at < UNDO_LASTS
    return found if young and not changed_meanwhile(now, found.wrote) else None


def rows_and_undo(conn: Connection, link_id: int) -> tuple[Sequence[Timed], str | None]:
    """The timed changes that were not put back yet, and the way back that is stored."""
    waiting = [row for row in timed.active_of_link(conn, link_id) if row.what in ANSWERING]
    return waiting, watches.get_many(conn, [link_id], UNDO).get(link_id)


def prepare(conn: Connection, turn: Turn, what: str, *, snapshot: Sealed, until: datetime) -> int:
    """The row that leads back, before anything is written; it is armed when all is."""
    return timed.add(
        conn,
        link_id=turn.link.id,
        chat_id=turn.chat.chat_id,
        what=what,
        snapshot=snapshot,
        until=until,
        now=turn.services.clock(),
    )
