"""The chat and its messages: the four steps of an update, each one transaction.

`inbox.receive`, then `begin` (take the lease), `leave` (the revision, before any effect) and
`finish`. The fence that `begin` gives rises with every lease: whoever lost the lease finds the
fence changed and can neither leave nor finish.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, Final

from sqlalchemy import (
    Connection,
    Update,
    and_,
    bindparam,
    exists,
    literal_column,
    or_,
    select,
    true,
    update,
)

from store import inbox as inbox_
from store.columns import BATCH, columns_of, delete_some, for_each_dialect
from store.errors import Undo
from store.inbox import Incoming
from store.links import Link
from store.messages import (
    Message,
    forget_messages,
    get_message,
    get_token,
    kill_actions,
    prune_messages,
    prune_tokens,
    put_message,
    put_token,
)
from store.schema import chat, inbox, link, message, unfinished
from store.seal import Sealed

__all__ = [
    "KEEP",
    "Begun",
    "Busy",
    "Chat",
    "Done",
    "Keep",
    "Message",
    "begin",
    "finish",
    "forget_leases",
    "forget_messages",
    "get",
    "get_message",
    "get_token",
    "holds",
    "kill_actions",
    "leave",
    "prune",
    "prune_messages",
    "prune_tokens",
    "put_message",
    "put_token",
    "release",
    "renew",
    "set_reachable",
]


class Keep(Enum):
    """The draft stays as it is (None wipes it)."""

    KEEP = "keep"


KEEP: Final = Keep.KEEP


@dataclass(frozen=True, slots=True)
class Chat:
    """What we remember of a chat. `link_id` is the account that it is about now."""

    chat_id: int
    fence: int
    language: str | None
    link_id: int | None
    revision: str  # of the question that waits for a text; '' for none
    draft: Sealed | None
    live_message_id: int | None
    last_activity: datetime
    reachable: bool
    prefs: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Begun:
    """The lease is ours. `replayed`: its effect may have begun already, so only redraw."""

    fence: int
    replayed: bool
    attempts: int
    chat: Chat
    links: tuple[Link, ...]
    message: Message | None
    """The one that was asked for, else the chat's live one."""


@dataclass(frozen=True, slots=True)
class Busy:
    """Not now: another turn has the chat until `until`, or the update `behind` comes first."""

    until: datetime | None = None
    behind: int | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """The update was finished before (or so long ago that it is forgotten)."""


_CHAT = columns_of(chat, Chat)
_LINK = columns_of(link, Link)
_MESSAGE = columns_of(message, Message)

_free = or_(chat.c.lease_until.is_(None), chat.c.lease_until <= bindparam("now"))


@for_each_dialect
def _take_lease(insert: Any) -> Any:
    into = insert(chat).values(fence=1, revision="", reachable=True, prefs={})
    return into.on_conflict_do_update(
        index_elements=[chat.c.chat_id],
        set_={
            "fence": chat.c.fence + 1,
            "lease_owner": into.excluded.lease_owner,
            "lease_until": into.excluded.lease_until,
        },
        where=_free,
    ).returning(*_CHAT)


_earlier = inbox.alias("earlier")
_earlier_unfinished = and_(
    _earlier.c.chat_id == inbox.c.chat_id,
    _earlier.c.seq < inbox.c.seq,
    _earlier.c.state != literal_column("'done'"),
)

_ATTEMPT = (
    update(inbox)
    .where(
        inbox.c.update_id == bindparam("which"),
        unfinished,
        ~exists().where(_earlier_unfinished).correlate(inbox),
    )
    .values(attempts=inbox.c.attempts + 1)
    .returning(inbox.c.state, inbox.c.attempts)
)

# Links and message in one statement: each costs a round trip of the hot path.
_AROUND = (
    select(*_LINK, *_MESSAGE)
    .select_from(
        chat.outerjoin(
            link, and_(link.c.chat_id == chat.c.chat_id, link.c.state != "ended")
        ).outerjoin(
            message,
            and_(
                message.c.chat_id == chat.c.chat_id, message.c.message_id == bindparam("of_message")
            ),
        )
    )
    .where(chat.c.chat_id == bindparam("of_chat"))
    .order_by(link.c.id)
)

_STATE = select(inbox.c.state).where(inbox.c.update_id == bindparam("which"))
_LEASED_UNTIL = select(chat.c.lease_until).where(chat.c.chat_id == bindparam("of_chat"))
_FIRST = (
    select(inbox.c.update_id)
    .where(inbox.c.chat_id == bindparam("of_chat"), unfinished)
    .order_by(inbox.c.seq)
    .limit(1)
)


def begin(
    conn: Connection,
    chat_id: int,
    update_id: int,
    *,
    owner: str,
    now: datetime,
    lease_seconds: float,
    incoming: Incoming | None = None,
    message_id: int | None = None,
) -> Begun | Busy | Done:
    """Takes the chat for this update, if it is the chat's first unfinished one and nobody has it.

    A lease is for one update: even its owner gets it again only after it has expired.
    `incoming` is stored if the inbox does not have it (an update that came by another way).
    """
    row = conn.execute(
        _take_lease(conn),
        {
            "chat_id": chat_id,
            "lease_owner": owner,
            "lease_until": now + timedelta(seconds=lease_seconds),
            "last_activity": now,
            "now": now,
        },
    ).one_or_none()
    if row is None:
        raise Undo(_done_or_busy(conn, chat_id, update_id))
    begun = Chat(*row)
    entry = conn.execute(_ATTEMPT, {"which": update_id}).one_or_none()
    if entry is None and incoming is not None and inbox_.receive(conn, [incoming], now):
        entry = conn.execute(_ATTEMPT, {"which": update_id}).one_or_none()
    if entry is None:
        raise Undo(_done_or_busy(conn, chat_id, update_id, leased=False))
    state, attempts = entry
    around = conn.execute(
        _AROUND, {"of_chat": chat_id, "of_message": message_id or begun.live_message_id}
    ).all()
    width = len(_LINK)
    links = tuple(Link(*found[:width]) for found in around if found[0] is not None)
    shown = around[0][width:] if around and around[0][width] is not None else None
    return Begun(
        fence=begun.fence,
        replayed=state == "consumed",
        attempts=attempts,
        chat=begun,
        links=links,
        message=None if shown is None else Message(*shown),
    )


def _done_or_busy(
    conn: Connection, chat_id: int, update_id: int, *, leased: bool = True
) -> Busy | Done:
    state = conn.execute(_STATE, {"which": update_id}).scalar_one_or_none()
    if state == "done" or (state is None and not leased):
        return Done()
    if leased:
        return Busy(until=conn.execute(_LEASED_UNTIL, {"of_chat": chat_id}).scalar_one())
    return Busy(behind=conn.execute(_FIRST, {"of_chat": chat_id}).scalar_one())


_ours = and_(chat.c.chat_id == bindparam("of_chat"), chat.c.fence == bindparam("our_fence"))

_RENEW = (
    update(chat)
    .where(_ours, chat.c.lease_until.is_not(None))
    .values(lease_until=bindparam("until"))
)
_RELEASE = update(chat).where(_ours).values(lease_owner=None, lease_until=None)
_HOLDS = select(true()).where(_ours, chat.c.lease_until.is_not(None))


def renew(conn: Connection, chat_id: int, fence: int, now: datetime, lease_seconds: float) -> bool:
    """False: another turn has taken the chat; this one must stop."""
    until = now + timedelta(seconds=lease_seconds)
    return (
        conn.execute(_RENEW, {"of_chat": chat_id, "our_fence": fence, "until": until}).rowcount == 1
    )


def holds(conn: Connection, chat_id: int, fence: int) -> bool:
    """Is the fence still ours? To be asked before every outside write."""
    return conn.execute(_HOLDS, {"of_chat": chat_id, "our_fence": fence}).one_or_none() is not None


_UNCOUNT = (
    update(inbox)
    .where(inbox.c.update_id == bindparam("which"), unfinished, inbox.c.attempts > 0)
    .values(attempts=inbox.c.attempts - 1)
)


def release(conn: Connection, chat_id: int, fence: int, *, uncounted: int | None = None) -> None:
    """Gives the chat back after a failure; the update stays as it is and will be tried again.

    The attempt at the update `uncounted` does not count: the fault was not the update's.
    """
    if conn.execute(_RELEASE, {"of_chat": chat_id, "our_fence": fence}).rowcount and uncounted:
        conn.execute(_UNCOUNT, {"which": uncounted})


def forget_leases(conn: Connection) -> int:
    """At the start of the only process: the leases of its dead forerunner mean nothing."""
    return conn.execute(
        update(chat)
        .where(chat.c.lease_until.is_not(None))
        .values(lease_owner=None, lease_until=None)
    ).rowcount


_LEAVE_CHAT = update(chat).where(_ours)
_ANSWER_QUESTION = _LEAVE_CHAT.where(chat.c.revision == bindparam("answered"))
_LEAVE_MESSAGE = (
    update(message)
    .where(
        message.c.chat_id == bindparam("of_chat"),
        message.c.message_id == bindparam("of_message"),
        message.c.revision == bindparam("left"),
    )
    .values(revision="")
)
_CONSUME = (
    update(inbox)
    .where(inbox.c.update_id == bindparam("which"), inbox.c.state == "new")
    .values(state="consumed")
)


def leave(
    conn: Connection,
    chat_id: int,
    fence: int,
    update_id: int,
    *,
    message: tuple[int, str] | None = None,
    question: str | None = None,
    draft: Sealed | Keep | None = KEEP,
    next_question: str = "",
    now: datetime,
) -> bool:
    """First leave, then act: the one moment after which the effect may run, and only once.

    True: the fence was ours, the tapped `message` (its id and revision) is left or the chat's
    `question` (its revision) is answered, and the update is consumed. Else nothing has changed:
    a second tap, a replay or a chat that was taken over, and the caller only redraws.
    """
    if question == "" or (message is not None and message[1] == ""):
        return False  # '' says that there is nothing to leave
    changes: dict[str, Any] = {"revision": next_question, "last_activity": now}
    if draft is not KEEP:
        changes["draft"] = draft
    ours: dict[str, Any] = {"of_chat": chat_id, "our_fence": fence}
    statement = _LEAVE_CHAT
    if question is not None:
        statement, ours["answered"] = _ANSWER_QUESTION, question
    _one(conn, statement, changes | ours)
    if message is not None:
        _one(
            conn, _LEAVE_MESSAGE, {"of_chat": chat_id, "of_message": message[0], "left": message[1]}
        )
    _one(conn, _CONSUME, {"which": update_id})
    return True


def _one(conn: Connection, statement: Update, values: Mapping[str, Any]) -> None:
    """Changes exactly one row, or undoes the transaction with False."""
    if conn.execute(statement, values).rowcount != 1:
        raise Undo(False)


_CHANGEABLE = frozenset(
    (
        "language",
        "link_id",
        "revision",
        "draft",
        "live_message_id",
        "last_activity",
        "reachable",
        "prefs",
    )
)


_FINISH = (
    update(inbox)
    .where(inbox.c.update_id == bindparam("which"), unfinished)
    .values(state="done", payload=None, done_at=bindparam("now", type_=inbox.c.done_at.type))
)


def finish(
    conn: Connection,
    chat_id: int,
    fence: int,
    update_id: int,
    *,
    put: Sequence[Message] = (),
    forget: Sequence[int] = (),
    chat: Mapping[str, Any] | None = None,
    now: datetime,
) -> bool:
    """The update is done: what is shown now is stored, the lease given back.

    `chat` holds changed columns (of `language`, `link_id`, `revision`, `draft`,
    `live_message_id`, `last_activity`, `reachable`, `prefs`). False and no change: the chat was
    taken over.
    """
    changes = dict(chat or {})
    if not changes.keys() <= _CHANGEABLE:
        raise ValueError(f"Not a column that a turn changes: {changes.keys() - _CHANGEABLE}")
    _one(
        conn, _RELEASE, {"last_activity": now} | changes | {"of_chat": chat_id, "our_fence": fence}
    )
    _one(conn, _FINISH, {"which": update_id, "now": now})
    if forget:
        forget_messages(conn, chat_id, forget)
    for shown in put:
        put_message(conn, shown)
    return True


def get(conn: Connection, chat_id: int) -> Chat | None:
    row = conn.execute(select(*_CHAT).where(chat.c.chat_id == chat_id)).one_or_none()
    return None if row is None else Chat(*row)


def set_reachable(conn: Connection, chat_id: int, reachable: bool) -> None:
    """False after a 403, until the subscriber comes back: notices wait or expire meanwhile."""
    conn.execute(update(chat).where(chat.c.chat_id == chat_id).values(reachable=reachable))


_linked = exists().where(link.c.chat_id == chat.c.chat_id, link.c.state != "ended").correlate(chat)


def prune(conn: Connection, before: datetime, limit: int = BATCH) -> int:
    """Forgets chats without an account that have been silent since, and are not just now in a turn.

    Their messages, button tokens and notices are younger than that or gone.
    """
    silent = and_(chat.c.last_activity < before, chat.c.lease_until.is_(None), ~_linked)
    return delete_some(conn, chat, silent, limit)
