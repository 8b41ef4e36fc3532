"""Timed changes: set now, put back at a moment, step by step, across restarts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Update,
    and_,
    bindparam,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate

from store.columns import BATCH, columns_of, delete_some
from store.schema import running, timed
from store.seal import Sealed


@dataclass(frozen=True, slots=True)
class Timed:
    """`snapshot` is what was there before; `wrote` what we left, None if we died before knowing.

    `attempts` counts the leases, so it also tells whose lease is the newest.
    """

    id: int
    link_id: int
    chat_id: int
    what: str
    snapshot: Sealed
    wrote: Sealed | None
    until: datetime
    state: str  # preparing, armed, restoring, done, changed, failed, canceled
    step: int
    created_at: datetime
    attempts: int


FORWARDING, DND, DISA = "forwarding", "dnd", "disa"
ANSWERING = (FORWARDING, DND)
"""Changes of how calls are answered: one lies on top of the other."""
_TOLD_AS = {FORWARDING: "forward", DND: "dnd", DISA: "disa"}


def notice_kind(what: str, outcome: str) -> str:
    """The notice for the end of a timed change: ended, changed or stuck."""
    return f"{_TOLD_AS[what]}_{outcome}"


_TIMED = columns_of(timed, Timed)
_WAITING = ("preparing", "armed")


def add(
    conn: Connection,
    *,
    link_id: int,
    chat_id: int,
    what: str,
    snapshot: Sealed,
    until: datetime,
    now: datetime,
) -> int:
    """Before the first call to the provider: `preparing`, with what is there now. Gives its id."""
    new: int = conn.execute(
        insert(timed).returning(timed.c.id),
        {
            "link_id": link_id,
            "chat_id": chat_id,
            "what": what,
            "snapshot": snapshot,
            "until": until,
            "state": "preparing",
            "step": 0,
            "created_at": now,
            "attempts": 0,
        },
    ).scalar_one()
    return new


def arm(conn: Connection, timed_id: int, wrote: Sealed) -> bool:
    """After the last call: this is what we left. False: it was canceled, or its time has come."""
    return _changed(
        conn,
        update(timed)
        .where(timed.c.id == timed_id, timed.c.state == "preparing")
        .values(state="armed", wrote=wrote),
    )


_other = timed.alias("other")
_on_top = exists().where(
    _other.c.link_id == timed.c.link_id,
    _other.c.id > timed.c.id,
    _other.c.what != timed.c.what,
    _other.c.what.in_(ANSWERING),
    timed.c.what.in_(ANSWERING),
    _other.c.state.in_(("preparing", "armed", "restoring")),
)
"""A later change of another kind that is not put back yet: changes end in the reverse order."""

_CHOOSE = (
    select(timed.c.id)
    .where(
        running,
        ~_on_top.correlate(timed),
        timed.c.until <= bindparam("now"),
        or_(timed.c.lease_until.is_(None), timed.c.lease_until <= bindparam("now")),
    )
    .order_by(timed.c.until, timed.c.id)
    .limit(bindparam("most", type_=BigInteger))
    .with_for_update(skip_locked=True)
)


def due(conn: Connection, *, now: datetime, limit: int, lease_seconds: float) -> list[Timed]:
    """Those to put back now, leased and `restoring`; a dead worker's come back at their `step`.

    One that never was armed comes too: its change was cut off in the middle.
    """
    chosen = conn.execute(_CHOOSE, {"now": now, "most": limit}).scalars().all()
    if not chosen:
        return []
    rows = conn.execute(_leased(timed.c.id.in_(chosen), now, lease_seconds))
    return sorted((Timed(*row) for row in rows), key=lambda taken: (taken.until, taken.id))


def take(conn: Connection, timed_id: int, *, now: datetime, lease_seconds: float) -> Timed | None:
    """This one before its time, leased as `due` does it; None while another worker has it."""
    free = or_(timed.c.lease_until.is_(None), timed.c.lease_until <= now)
    mine = and_(timed.c.id == timed_id, running, free, ~_on_top.correlate(timed))
    found = _leased(mine, now, lease_seconds)
    row = conn.execute(found).one_or_none()
    return None if row is None else Timed(*row)


def abandoned(conn: Connection, *, before: datetime, now: datetime, limit: int) -> list[Timed]:
    """Begun before that moment and never armed, though not due yet: its turn has died."""
    rows = conn.execute(
        select(*_TIMED)
        .where(timed.c.state == "preparing", running, timed.c.created_at < before)
        .where(timed.c.until > now)
        .order_by(timed.c.id)
        .limit(limit)
    )
    return [Timed(*row) for row in rows]


def forget_leases(conn: Connection) -> int:
    """At the start of the only process: what its dead forerunner was restoring goes on at once."""
    return conn.execute(
        update(timed).where(running, timed.c.lease_until.is_not(None)).values(lease_until=None)
    ).rowcount


def begin(conn: Connection, taken: Timed) -> bool:
    """Nobody else has changed it: from here on we do, so what we left is never compared again.

    False: another worker has taken it.
    """
    return _changed(conn, _held(taken).values(wrote=None))


def advance(
    conn: Connection, taken: Timed, step: int, *, now: datetime, lease_seconds: float
) -> bool:
    """The steps below `step` are done; the lease goes on. False: another worker has taken it."""
    return _changed(
        conn,
        _held(taken).values(step=step, lease_until=now + timedelta(seconds=lease_seconds)),
    )


def close(conn: Connection, taken: Timed, state: str, now: datetime) -> bool:
    """The end: `done`, `changed` (by somebody else meanwhile, so left alone) or `failed`."""
    return _changed(conn, _held(taken).values(state=state, closed_at=now, lease_until=None))


def postpone(conn: Connection, taken: Timed, until: datetime) -> bool:
    """The provider is silent, or the subscriber wants it longer: try again at `until`."""
    return _changed(conn, _held(taken).values(until=until, lease_until=None))


def cancel(conn: Connection, timed_id: int, now: datetime) -> bool:
    """It stays as it is now. False: too late, it is being put back or was."""
    return _changed(
        conn,
        update(timed)
        .where(timed.c.id == timed_id, timed.c.state.in_(_WAITING))
        .values(state="canceled", closed_at=now),
    )


def give_up(conn: Connection, timed_id: int, now: datetime) -> bool:
    """What was there before cannot be read any more: `failed`. False: it was over already."""
    return _changed(
        conn,
        update(timed)
        .where(timed.c.id == timed_id, running)
        .values(state="failed", closed_at=now, lease_until=None),
    )


def prune(conn: Connection, before: datetime, limit: int = BATCH) -> int:
    """Forgets what is over. One that ended with its link's sign-out counts from its own end."""
    old = and_(~running, func.coalesce(timed.c.closed_at, timed.c.until) < before)
    return delete_some(conn, timed, old, limit)


_OF_LINK = (
    select(*_TIMED).where(timed.c.link_id == bindparam("of_link"), running).order_by(timed.c.until)
)


def active_of_link(conn: Connection, link_id: int, what: str | None = None) -> Sequence[Timed]:
    """Those that will still be put back, the next one first."""
    rows = (Timed(*row) for row in conn.execute(_OF_LINK, {"of_link": link_id}))
    return [one for one in rows if what in (None, one.what)]


def get(conn: Connection, timed_id: int) -> Timed | None:
    row = conn.execute(select(*_TIMED).where(timed.c.id == timed_id)).one_or_none()
    return None if row is None else Timed(*row)


def _leased(which: ColumnElement[bool], now: datetime, seconds: float) -> ReturningUpdate[Any]:
    """Taken for putting back: the lease, and one attempt more."""
    return (
        update(timed)
        .where(which)
        .values(
            state="restoring",
            lease_until=now + timedelta(seconds=seconds),
            attempts=timed.c.attempts + 1,
        )
        .returning(*_TIMED)
    )


def _held(taken: Timed) -> Update:
    return update(timed).where(timed.c.id == taken.id, timed.c.attempts == taken.attempts, running)


def _changed(conn: Connection, statement: Any) -> bool:
    return bool(conn.execute(statement).rowcount == 1)
