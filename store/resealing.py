"""Rotation of the secret key: what lives long is sealed anew by the first key, page by page.

What lives for minutes (updates under way) is left out: it is gone before anybody drops a key.
"""

from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, select, true, update

from store.errors import SealBroken
from store.schema import chat, link, operation, timed, watch
from store.seal import Seal


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A column of sealed bytes, or of their base64 text; `key` tells its rows apart."""

    key: Column[Any]
    value: Column[Any]
    which: ColumnElement[bool]


LASTING = (
    Place(link.c.id, link.c.tokens, true()),
    Place(timed.c.id, timed.c.snapshot, true()),
    Place(timed.c.id, timed.c.wrote, true()),
    Place(operation.c.id, operation.c.result, true()),
    Place(chat.c.chat_id, chat.c.draft, true()),
)


def watched(kind: str) -> Place:
    """The watches of a kind whose values are sealed."""
    return Place(watch.c.link_id, watch.c.value, watch.c.kind == kind)


@dataclass(frozen=True, slots=True)
class Found:
    key: int
    value: bytes | str


@dataclass(frozen=True, slots=True)
class Resealed:
    """The rows that an older key had sealed, with their new values; `lost`: no key opens them."""

    changed: tuple[tuple[Found, bytes | str], ...]
    lost: int


def page(conn: Connection, place: Place, after: int | None, limit: int) -> list[Found]:
    """The next rows that hold something there, by key; None begins."""
    query = (
        select(place.key, place.value)
        .where(place.value.is_not(None), place.which)
        .order_by(place.key)
        .limit(limit)
    )
    if after is not None:
        query = query.where(place.key > after)
    return [Found(*row) for row in conn.execute(query)]


def reseal(seal: Seal, found: Sequence[Found]) -> Resealed:
    changed, lost = [], 0
    for row in found:
        try:
            new = seal.reseal(b64decode(row.value) if isinstance(row.value, str) else row.value)
        except (SealBroken, ValueError):
            lost += 1
            continue
        if new is not None:
            changed.append((row, b64encode(new).decode() if isinstance(row.value, str) else new))
    return Resealed(tuple(changed), lost)


def put(conn: Connection, place: Place, resealed: Resealed) -> int:
    """Stores them where nobody has written anything else meanwhile; how many these were."""
    return sum(
        conn.execute(
            update(place.value.table)
            .where(place.key == row.key, place.which, place.value == row.value)
            .values({place.value.name: new})
        ).rowcount
        for row, new in resealed.changed
    )
