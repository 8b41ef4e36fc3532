"""The messages with buttons, each with its own revision; and what does not fit into a button."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, select, update

from store.columns import BATCH, columns_of, delete_some, for_each_dialect
from store.schema import button_token, message, notice


@dataclass(frozen=True, slots=True)
class Message:
    """A message of ours with buttons: how to draw it again, and what its `do` buttons do."""

    chat_id: int
    message_id: int
    revision: str  # '' once it was left
    link_id: int | None
    screen: Any
    actions: Any
    created_at: datetime


_MESSAGE = columns_of(message, Message)
_BY_ID = select(*_MESSAGE).where(
    message.c.chat_id == bindparam("of_chat"), message.c.message_id == bindparam("of_message")
)


@for_each_dialect
def _put_message(insert: Any) -> Any:
    into = insert(message)
    changed = ("revision", "link_id", "screen", "actions", "created_at")
    return into.on_conflict_do_update(
        index_elements=[message.c.chat_id, message.c.message_id],
        set_={name: into.excluded[name] for name in changed},
    )


def put_message(conn: Connection, shown: Message) -> None:
    """Stores a message as it now is; by itself for pushes, which no update asked for."""
    conn.execute(_put_message(conn), _values(shown))


def _values(shown: Message) -> dict[str, Any]:
    return {name: getattr(shown, name) for name in Message.__slots__}


def get_message(conn: Connection, chat_id: int, message_id: int) -> Message | None:
    row = conn.execute(_BY_ID, {"of_chat": chat_id, "of_message": message_id}).one_or_none()
    return None if row is None else Message(*row)


def of_notice(conn: Connection, chat_id: int, dedupe_key: str) -> Message | None:
    """The message by which a notice was told; None when it was not, or is forgotten."""
    row = conn.execute(
        select(*_MESSAGE)
        .join(
            notice,
            and_(
                notice.c.chat_id == message.c.chat_id, notice.c.message_id == message.c.message_id
            ),
        )
        .where(notice.c.dedupe_key == dedupe_key, message.c.chat_id == chat_id)
    ).one_or_none()
    return None if row is None else Message(*row)


def forget_messages(conn: Connection, chat_id: int, message_ids: Sequence[int]) -> None:
    conn.execute(
        delete(message).where(message.c.chat_id == chat_id, message.c.message_id.in_(message_ids))
    )


def prune_messages(conn: Connection, before: datetime, limit: int = BATCH) -> int:
    """Old messages lose their `do` buttons with their row; `go` buttons need none."""
    return delete_some(conn, message, message.c.created_at < before, limit)


def kill_actions(conn: Connection, chat_id: int, link_id: int) -> list[int]:
    """The chat turns away from the account `link_id`: every `do` of *that* account dies.

    Gives the ids of the messages whose buttons died.
    """
    return sorted(
        conn.execute(
            update(message)
            .where(
                message.c.chat_id == chat_id, message.c.link_id == link_id, message.c.revision != ""
            )
            .values(revision="")
            .returning(message.c.message_id)
        ).scalars()
    )


@for_each_dialect
def _put_token(insert: Any) -> Any:
    return insert(button_token).on_conflict_do_nothing()


def put_token(conn: Connection, token: str, chat_id: int, payload: Any, now: datetime) -> None:
    """Keeps what does not fit into a button's 64 bytes. The same token means the same payload."""
    conn.execute(
        _put_token(conn),
        {"token": token, "chat_id": chat_id, "payload": payload, "created_at": now},
    )


def get_token(conn: Connection, token: str, chat_id: int) -> Any | None:
    """The payload, for the chat that it was made for; None when unknown or pruned."""
    return conn.execute(
        select(button_token.c.payload).where(
            button_token.c.token == token, button_token.c.chat_id == chat_id
        )
    ).scalar_one_or_none()


def prune_tokens(conn: Connection, before: datetime, limit: int = BATCH) -> int:
    return delete_some(conn, button_token, button_token.c.created_at < before, limit)
