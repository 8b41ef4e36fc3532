"""Money: an operation is claimed before the call, so that it is called once, whatever happens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, delete, insert, or_, select, update

from store import dialogs
from store.columns import BATCH, columns_of, delete_some, for_each_dialect
from store.errors import FenceLost
from store.schema import link, operation, operation_key
from store.schema import unsettled as _unsettled
from store.seal import Sealed


@dataclass(frozen=True, slots=True)
class Operation:
    """`note` says what it was, for people, without secrets; `result` is what came of it."""

    id: int
    link_id: int
    chat_id: int
    kind: str
    state: str  # claimed, done, refused, unknown
    result: Sealed | None
    note: Mapping[str, Any]
    claimed_at: datetime
    settled_at: datetime | None
    told: bool


@dataclass(frozen=True, slots=True)
class Claimed:
    """Ours: call the provider now, once, and settle it whatever comes."""

    id: int


@dataclass(frozen=True, slots=True)
class Existing:
    """It was claimed before: its state says what came of it, and nothing may be called."""

    operation: Operation


_OPERATION = columns_of(operation, Operation)


@for_each_dialect
def _add_keys(insert: Any) -> Any:
    return insert(operation_key).on_conflict_do_nothing().returning(operation_key.c.key)


def claim(
    conn: Connection,
    *,
    link_id: int,
    chat_id: int,
    kind: str,
    keys: Sequence[str],
    note: Mapping[str, Any],
    now: datetime,
    chat_fence: tuple[int, int] | None = None,
) -> Claimed | Existing:
    """Claims what the `keys` stand for: its fingerprints under every secret key.

    One that the provider refused is free again. With `chat_fence` (chat and fence), only while
    that chat is still ours, else `FenceLost`.
    """
    if chat_fence is not None and not dialogs.holds(conn, *chat_fence):
        raise FenceLost("Another turn has taken the chat.")
    found = conn.execute(_by_keys(keys).with_for_update(of=operation)).first()
    values = {
        "link_id": link_id,
        "chat_id": chat_id,
        "kind": kind,
        "state": "claimed",
        "result": None,
        "note": dict(note),
        "claimed_at": now,
        "settled_at": None,
        "told": False,
    }
    if found is not None:
        known = Operation(*found)
        if known.state != "refused":
            return Existing(known)
        conn.execute(update(operation).where(operation.c.id == known.id), values)
        _store_keys(conn, known.id, keys)
        return Claimed(known.id)
    new = conn.execute(insert(operation).returning(operation.c.id), values).scalar_one()
    if _store_keys(conn, new, keys):
        return Claimed(new)
    # Another replica was faster by a moment, and has committed: on SQLite this cannot happen.
    conn.execute(delete(operation).where(operation.c.id == new))
    return Existing(Operation(*conn.execute(_by_keys(keys)).one()))


def _store_keys(conn: Connection, operation_id: int, keys: Sequence[str]) -> bool:
    """Were all of them new? In one order everywhere, or two replicas could wait for each other."""
    rows = [{"key": key, "operation_id": operation_id} for key in sorted(set(keys))]
    return len(conn.execute(_add_keys(conn), rows).all()) == len(rows)


def _by_keys(keys: Sequence[str]) -> Select[Any]:
    return (
        select(*_OPERATION)
        .join(operation_key, operation_key.c.operation_id == operation.c.id)
        .where(operation_key.c.key.in_(keys))
        .order_by(operation.c.id.desc())
        .limit(1)
    )


def settle(
    conn: Connection, operation_id: int, state: str, result: Sealed | None, now: datetime
) -> bool:
    """Records what came of it: `done`, `refused` or `unknown`. False: it was settled before."""
    return (
        conn.execute(
            update(operation)
            .where(operation.c.id == operation_id, _unsettled)
            .values(state=state, result=result, settled_at=None if state == "unknown" else now)
        ).rowcount
        == 1
    )


def unsettled(
    conn: Connection, older_than: datetime, limit: int, *, newer_than: datetime | None = None
) -> list[Operation]:
    """Claimed by a turn that died, or unknown: to be settled by reading, oldest first."""
    query = select(*_OPERATION).where(_unsettled, operation.c.claimed_at < older_than)
    if newer_than is not None:
        query = query.where(operation.c.claimed_at >= newer_than)
    return _all(conn, query.order_by(operation.c.claimed_at).limit(limit))


def prune(conn: Connection, before: datetime, limit: int = BATCH) -> int:
    """Forgets operations with their keys: the same voucher could then be claimed again.

    An unknown one, too: nobody has asked about it for as long, and it would keep its link.
    """
    old = or_(
        operation.c.settled_at < before,
        and_(operation.c.settled_at.is_(None), operation.c.claimed_at < before),
    )
    return delete_some(conn, operation, old, limit)


def get(conn: Connection, operation_id: int) -> Operation | None:
    found = _all(conn, select(*_OPERATION).where(operation.c.id == operation_id))
    return found[0] if found else None


def of_link(conn: Connection, link_id: int, limit: int = 10) -> list[Operation]:
    """The link's latest operations, newest first."""
    return _all(
        conn,
        select(*_OPERATION)
        .where(operation.c.link_id == link_id)
        .order_by(operation.c.id.desc())
        .limit(limit),
    )


def of_account(conn: Connection, i_account: int, kind: str, since: datetime) -> list[Operation]:
    """All of one kind since then, from whichever chat of the account, newest first."""
    of_its_links = select(link.c.id).where(link.c.i_account == i_account)
    return _all(
        conn,
        select(*_OPERATION)
        .where(
            operation.c.link_id.in_(of_its_links),
            operation.c.kind == kind,
            operation.c.claimed_at >= since,
        )
        .order_by(operation.c.id.desc()),
    )


def tell(conn: Connection, operation_id: int) -> bool:
    """True only the first time: whoever gets it tells the subscriber."""
    return (
        conn.execute(
            update(operation)
            .where(operation.c.id == operation_id, operation.c.told.is_(False))
            .values(told=True)
        ).rowcount
        == 1
    )


def _all(conn: Connection, query: Select[Any]) -> list[Operation]:
    return [Operation(*row) for row in conn.execute(query)]
