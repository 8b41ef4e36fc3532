"""Erasing a subscriber: everything that is known of a number, in all chats, at once."""

from sqlalchemy import ColumnElement, Connection, Table, delete, exists, or_, select, update

from store.links import Link, get
from store.schema import (
    button_token,
    chat,
    inbox,
    link,
    message,
    notice,
    operation,
    operation_key,
    signin_token,
    timed,
    watch,
)


def of_number(conn: Connection, number: str) -> list[Link]:
    """The links of a number in all chats, those that were signed out too."""
    ids = conn.execute(select(link.c.id).where(link.c.number == number).order_by(link.c.id))
    return [found for one in ids.scalars().all() if (found := get(conn, one)) is not None]


def erase(conn: Connection, number: str) -> dict[str, int]:
    """Deletes it all, and says how many rows of what that was; kinds without a row are left out.

    A chat whose only account it was goes with it. Of another chat, what may have been written for
    this account goes: its own messages, the draft, and what buttons keep outside of themselves.
    """
    ids = list(conn.execute(select(link.c.id).where(link.c.number == number)).scalars())
    shared = set(conn.execute(select(link.c.chat_id).where(link.c.id.in_(ids))).scalars())
    other = exists().where(link.c.chat_id == chat.c.chat_id, link.c.id.not_in(ids)).correlate(chat)
    query = select(chat.c.chat_id).where(chat.c.chat_id.in_(shared), ~other)
    # A chat whose row was never written has none to delete either.
    own = list(conn.execute(query).scalars())

    its_operations = select(operation.c.id).where(operation.c.link_id.in_(ids))
    in_shared = update(chat).where(chat.c.chat_id.in_(shared))
    conn.execute(in_shared.values(draft=None, revision=""))
    conn.execute(in_shared.where(chat.c.link_id.in_(ids)).values(link_id=None))
    steps: tuple[tuple[Table, ColumnElement[bool]], ...] = (
        (operation_key, operation_key.c.operation_id.in_(its_operations)),
        (operation, operation.c.link_id.in_(ids)),
        (timed, timed.c.link_id.in_(ids)),
        (watch, watch.c.link_id.in_(ids)),
        (notice, or_(notice.c.link_id.in_(ids), notice.c.chat_id.in_(own))),
        (message, or_(message.c.link_id.in_(ids), message.c.chat_id.in_(own))),
        (button_token, button_token.c.chat_id.in_(shared)),
        (inbox, inbox.c.chat_id.in_(own)),
        (signin_token, signin_token.c.number == number),
        (link, link.c.id.in_(ids)),
        (chat, chat.c.chat_id.in_(own)),
    )
    deleted = {
        table.name: conn.execute(delete(table).where(which)).rowcount for table, which in steps
    }
    return {name: rows for name, rows in deleted.items() if rows}
