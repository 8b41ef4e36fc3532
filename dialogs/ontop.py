"""The balance on top of the chat: a card that is pinned, and drawn again as the money changes.

Its watch is `{"key": key of the card's notice, "shown": balance}`. A message of a bot cannot be
deleted once it is two days old, so a card that is no longer wanted is unpinned.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from dialogs.alerts import ON_TOP
from dialogs.present import redraws
from store import messages, notices, watches
from store.links import Link
from store.notices import NewNotice

UNPINNED = "unpinned"
"""A notice that is not told: the message in its arguments leaves the top of the chat."""


def put(conn: Connection, link: Link, now: datetime) -> int:
    """Send a card and pin it; the number of notices that come of it."""
    key = f"{ON_TOP}:{link.id}:{now.timestamp()}"
    watches.put(conn, link.id, ON_TOP, {"key": key, "shown": None}, now)
    return notices.add(conn, [NewNotice(link.id, link.chat_id, ON_TOP, {}, key, now)], now)


def take_away(conn: Connection, link: Link, now: datetime) -> None:
    watch = watches.get_many(conn, [link.id], ON_TOP).get(link.id)
    if watch is None:
        return
    watches.delete(conn, link.id, ON_TOP)
    message = messages.of_notice(conn, link.chat_id, watch["key"])
    if message is not None:
        args = {"message_id": message.message_id}
        key = f"{UNPINNED}:{watch['key']}"
        # Of no link: it is carried out after a sign-out, too.
        notices.add(conn, [NewNotice(None, link.chat_id, UNPINNED, args, key, now)], now)


def refresh(conn: Connection, link: Link, balance: str, now: datetime) -> int:
    """Draw the card again where the balance is another one; one of long ago is sent anew."""
    watch = watches.get_many(conn, [link.id], ON_TOP).get(link.id)
    if watch is None or watch["shown"] == balance:
        return 0
    if watch["shown"] is not None and not messages.of_notice(conn, link.chat_id, watch["key"]):
        return put(conn, link, now)
    watches.put(conn, link.id, ON_TOP, {**watch, "shown": balance}, now)
    return notices.add(conn, [redraws(link, watch["key"], now.timestamp(), now)], now)
