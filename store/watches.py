"""Watches: what a sweep saw last of a link, so that it says only what is new."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select
from sqlalchemy import delete as delete_

from store.columns import for_each_dialect
from store.schema import watch

_GET_MANY = select(watch.c.link_id, watch.c.value).where(
    watch.c.link_id.in_(bindparam("links", expanding=True)), watch.c.kind == bindparam("of_kind")
)


@for_each_dialect
def _put(insert: Any) -> Any:
    into = insert(watch)
    return into.on_conflict_do_update(
        index_elements=[watch.c.link_id, watch.c.kind],
        set_={"value": into.excluded.value, "updated_at": into.excluded.updated_at},
    )


def get_many(conn: Connection, link_ids: Iterable[int], kind: str) -> dict[int, Any]:
    """The values by link; links without one are absent."""
    rows = conn.execute(_GET_MANY, {"links": list(link_ids), "of_kind": kind})
    return {row.link_id: row.value for row in rows}


def of_kind(conn: Connection, kind: str) -> list[int]:
    """The links that have one. It reads the whole table: for a start, not for a sweep."""
    return list(conn.execute(select(watch.c.link_id).where(watch.c.kind == kind)).scalars())


def put(conn: Connection, link_id: int, kind: str, value: Any, now: datetime) -> None:
    """Only when it has changed: a sweep that finds nothing new writes nothing."""
    conn.execute(_put(conn), {"link_id": link_id, "kind": kind, "value": value, "updated_at": now})


def delete(conn: Connection, link_id: int, kind: str | None = None) -> None:
    """One kind, or all of the link's."""
    query = delete_(watch).where(watch.c.link_id == link_id)
    conn.execute(query if kind is None else query.where(watch.c.kind == kind))
