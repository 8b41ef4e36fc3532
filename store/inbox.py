"""The inbox: every update is stored here before Telegram is told that it arrived."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, select, update

from store.columns import BATCH, columns_of, delete_some, for_each_dialect
from store.schema import inbox, unfinished
from store.seal import Sealed


@dataclass(frozen=True, slots=True)
class Incoming:
    """An update as it arrived; the payload is Telegram's JSON, sealed."""

    update_id: int
    chat_id: int
    payload: Sealed


@dataclass(frozen=True, slots=True)
class Pending:
    """An update that is not done: `new`, or `consumed` when its effect may have begun."""

    seq: int
    update_id: int
    chat_id: int
    payload: Sealed | None
    state: str


@for_each_dialect
def _insert(insert: Any) -> Any:
    return insert(inbox).on_conflict_do_nothing().returning(inbox.c.update_id)


# Ordered by an expression, lest the planner walk the primary key through two days of done rows
# to save itself from sorting the few that are not done.
_PENDING = (
    select(*columns_of(inbox, Pending))
    .where(unfinished)
    .order_by(inbox.c.seq + 0)
    .limit(bindparam("most", type_=inbox.c.seq.type))
)

_GIVE_UP = (
    update(inbox)
    .where(inbox.c.update_id == bindparam("which"), unfinished)
    .values(state="done", payload=None, done_at=bindparam("now", type_=inbox.c.done_at.type))
)


def receive(conn: Connection, updates: Sequence[Incoming], now: datetime) -> list[int]:
    """Stores a batch; gives the ids that were not known before, in order of arrival."""
    rows = [
        {
            "update_id": update.update_id,
            "chat_id": update.chat_id,
            "payload": update.payload,
            "state": "new",
            "received_at": now,
            "attempts": 0,
        }
        for update in updates
    ]
    if not rows:
        return []
    new = set(conn.execute(_insert(conn), rows[0] if len(rows) == 1 else rows).scalars())
    return [
        update_id for update_id in dict.fromkeys(u.update_id for u in updates) if update_id in new
    ]


def pending(
    conn: Connection,
    *,
    limit: int,
    older_than: datetime | None = None,
    chat_id: int | None = None,
) -> list[Pending]:
    """What is not done, in order of arrival: at the start, and for the sweep of the forgotten."""
    query = _PENDING
    if older_than is not None:
        query = query.where(inbox.c.received_at < older_than)
    if chat_id is not None:
        query = query.where(inbox.c.chat_id == chat_id)
    return [Pending(*row) for row in conn.execute(query, {"most": limit})]


def left(conn: Connection, older_than: datetime, *, limit: int = 500) -> list[int]:
    """Chats with something that is not done and was received before that moment."""
    query = select(inbox.c.chat_id).where(unfinished, inbox.c.received_at < older_than)
    return list(conn.execute(query.distinct().limit(limit)).scalars())


def give_up(conn: Connection, update_id: int, now: datetime) -> None:
    """A poison update, after its last attempt: done without effect, so that the chat goes on."""
    conn.execute(_GIVE_UP, {"which": update_id, "now": now})


def prune(conn: Connection, before: datetime, limit: int = BATCH) -> int:
    """Forgets what is done. Telegram repeats an update for 24 hours: keep two days."""
    old = and_(inbox.c.state == "done", inbox.c.done_at < before)
    return delete_some(conn, inbox, old, limit)
