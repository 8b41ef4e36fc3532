"""Notices: what the bot says unasked. A row first, delivered later; never rendered text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
    update,
)

from store.columns import (
    BATCH,
    EPOCH,
    columns_of,
    delete_some,
    for_each_dialect,
    microseconds,
)
from store.schema import bucket, chat, notice, waiting


@dataclass(frozen=True, slots=True)
class NewNotice:
    """`dedupe_key` makes it one notice, however often it is found (account, kind, event)."""

    link_id: int | None
    chat_id: int
    kind: str
    args: Mapping[str, Any]
    dedupe_key: str
    due_at: datetime
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    id: int
    link_id: int | None
    chat_id: int
    kind: str
    args: Mapping[str, Any] = field(repr=False)
    dedupe_key: str
    due_at: datetime
    state: str  # due, sending, sent, dropped
    attempts: int
    message_id: int | None
    created_at: datetime
    expires_at: datetime | None


_NOTICE = columns_of(notice, Notice)


@for_each_dialect
def _add(insert: Any) -> Any:
    return (
        insert(notice)
        .values(state="due", attempts=0)
        .on_conflict_do_nothing()
        .returning(notice.c.id)
    )


def add(conn: Connection, notices: Sequence[NewNotice], now: datetime) -> int:
    """Stores those whose key is new, and says how many these were."""
    if not notices:
        return 0
    rows = [
        {
            "link_id": new.link_id,
            "chat_id": new.chat_id,
            "kind": new.kind,
            "args": dict(new.args),
            "dedupe_key": new.dedupe_key,
            "due_at": new.due_at,
            "expires_at": new.expires_at,
            "created_at": now,
        }
        for new in notices
    ]
    return len(conn.execute(_add(conn), rows).all())


# Literal states, as in the partial indexes; the parameter `now` is the same moment throughout.
_due = notice.c.state == literal_column("'due'")
_sending = notice.c.state == literal_column("'sending'")
_abandoned = and_(_sending, notice.c.lease_until <= bindparam("now"))

_other = notice.alias("other")
_other_due = _other.c.state == literal_column("'due'")
_other_sending = _other.c.state == literal_column("'sending'")
_other_comes_first = and_(
    _other.c.chat_id == notice.c.chat_id,
    _other.c.id != notice.c.id,
    or_(
        and_(_other_sending, _other.c.lease_until > bindparam("now")),
        and_(
            or_(_other_due, _other_sending),
            _other.c.due_at <= bindparam("now"),
            or_(
                _other.c.due_at < notice.c.due_at,
                and_(_other.c.due_at == notice.c.due_at, _other.c.id < notice.c.id),
            ),
        ),
    ),
)
_unreachable = and_(chat.c.chat_id == notice.c.chat_id, chat.c.reachable.is_(False))

_EXPIRE = (
    update(notice)
    .where(or_(_due, _abandoned), notice.c.expires_at <= bindparam("now"))
    .values(state="dropped", why="expired")
)
_CHOOSE = (
    select(notice.c.id)
    .where(
        or_(_due, _abandoned),
        notice.c.due_at <= bindparam("now"),
        ~exists().where(_other_comes_first).correlate(notice),
        ~exists().where(_unreachable).correlate(notice),
    )
    .order_by(notice.c.due_at, notice.c.id)
    .limit(bindparam("most", type_=BigInteger))
    .with_for_update(of=notice, skip_locked=True)
)
_TAKE = (
    update(notice)
    .where(notice.c.id.in_(bindparam("chosen", expanding=True)))
    .values(
        state="sending",
        lease_until=bindparam("until", type_=notice.c.lease_until.type),
        attempts=notice.c.attempts + 1,
    )
    .returning(*_NOTICE)
)


def take(conn: Connection, *, limit: int, now: datetime, lease_seconds: float) -> list[Notice]:
    """The next notices to send, leased: those of a dead sender come back when its lease ends.

    One per chat, in order, and none while an earlier one of the chat is on its way; chats that
    cannot be reached wait. What has expired is dropped.
    """
    conn.execute(_EXPIRE, {"now": now})
    chosen = conn.execute(_CHOOSE, {"now": now, "most": limit}).scalars().all()
    if not chosen:
        return []
    until = now + timedelta(seconds=lease_seconds)
    rows = conn.execute(_TAKE, {"chosen": chosen, "until": until})
    return sorted((Notice(*row) for row in rows), key=lambda taken: (taken.due_at, taken.id))


_OPEN = update(notice).where(notice.c.id == bindparam("which"), waiting)


def sent(conn: Connection, notice_id: int, message_id: int | None, now: datetime) -> None:
    conn.execute(
        _OPEN.values(state="sent", lease_until=None, message_id=message_id, sent_at=now),
        {"which": notice_id},
    )


def back(conn: Connection, notice_id: int, due_at: datetime, *, attempted: bool = True) -> None:
    """Not now: Telegram said 429 or nothing, or it is night there.

    `attempted` is False where nothing was wrong with the notice: the attempt does not count.
    """
    values: dict[str, Any] = {"state": "due", "lease_until": None, "due_at": due_at}
    if not attempted:
        values["attempts"] = notice.c.attempts - 1
    conn.execute(_OPEN.values(values), {"which": notice_id})


def forget_leases(conn: Connection) -> int:
    """At the start of the only process: what its dead forerunner was sending is due again."""
    return conn.execute(
        update(notice).where(_sending).values(state="due", lease_until=None)
    ).rowcount


def drop(conn: Connection, notice_id: int, why: str) -> None:
    conn.execute(_OPEN.values(state="dropped", lease_until=None, why=why), {"which": notice_id})


def hold_for(conn: Connection, chat_id: int, until: datetime) -> None:
    """Nothing to this chat before `until`; the order stays."""
    conn.execute(
        update(notice)
        .where(notice.c.chat_id == chat_id, _due, notice.c.due_at < until)
        .values(due_at=until)
    )


_other_under_way = and_(_other.c.chat_id == notice.c.chat_id, _other_sending)
_NEXT_DUE = select(func.min(notice.c.due_at)).where(
    _due,
    ~exists().where(_other_under_way).correlate(notice),
    ~exists().where(_unreachable).correlate(notice),
)
_NEXT_LEASE = select(func.min(notice.c.lease_until)).where(_sending)


def next_due(conn: Connection) -> datetime | None:
    """When `take` may next find something: the sender sleeps until then. None: nothing waits."""
    moments = (conn.execute(query).scalar_one() for query in (_NEXT_DUE, _NEXT_LEASE))
    return min((moment for moment in moments if moment is not None), default=None)


def prune(conn: Connection, before: datetime, limit: int = BATCH) -> int:
    """Forgets what was sent or dropped. Its key may then come again: keep it for weeks."""
    old = and_(notice.c.state.in_(("sent", "dropped")), notice.c.created_at < before)
    return delete_some(conn, notice, old, limit)


LONGEST_PENALTY = timedelta(hours=1)
"""Nothing is sold out for longer; a bucket that says so is of a clock that was set back since."""
_sold_out_until = bindparam("now", type_=BigInteger) + LONGEST_PENALTY // timedelta(microseconds=1)

_later = case(
    (bucket.c.next_at > _sold_out_until, bindparam("now", type_=BigInteger)),
    (bucket.c.next_at > bindparam("now"), bucket.c.next_at),
    else_=bindparam("now", type_=BigInteger),
)


@for_each_dialect
def _buy(insert: Any) -> Any:
    return (
        insert(bucket)
        .on_conflict_do_update(
            index_elements=[bucket.c.name],
            set_={"next_at": _later + bindparam("length", type_=BigInteger)},
        )
        .returning(bucket.c.next_at)
    )


def buy(conn: Connection, name: str, n: int, rate_per_second: float, now: datetime) -> datetime:
    """Buys `n` slots of the bucket that all replicas share; gives the moment when they begin."""
    length = round(n * 1_000_000 / rate_per_second)
    at = microseconds(now)
    end = conn.execute(
        _buy(conn), {"name": name, "next_at": at + length, "now": at, "length": length}
    ).scalar_one()
    return EPOCH + timedelta(microseconds=end - length)


@for_each_dialect
def _penalize(insert: Any) -> Any:
    into = insert(bucket)
    return into.on_conflict_do_update(
        index_elements=[bucket.c.name],
        set_={"next_at": into.excluded.next_at},
        where=bucket.c.next_at < into.excluded.next_at,
    )


def penalize(conn: Connection, name: str, until: datetime) -> None:
    """Telegram said 429: nothing more is sold for before `until`."""
    conn.execute(_penalize(conn), {"name": name, "next_at": microseconds(until)})
