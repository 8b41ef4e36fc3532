"""Column types and small helpers that both databases share."""

from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Executable,
    Integer,
    Table,
    Text,
    delete,
    select,
    tuple_,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

BATCH = 500
"""Rows that housekeeping deletes in one transaction: nobody's turn waits for it long."""

Id = BigInteger().with_variant(Integer, "sqlite")
"""A primary key that the database numbers: SQLite does that for INTEGER only."""


class Instant(TypeDecorator[datetime]):
    """An aware datetime, kept as microseconds since 1970 UTC: exact, and the same on both sides."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else microseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else EPOCH + timedelta(microseconds=value)


class Json(TypeDecorator[Any]):
    """JSON in a text column, through orjson."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else orjson.dumps(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else orjson.loads(value)


def microseconds(value: datetime) -> int:
    """Since 1970 UTC. A naive datetime is a bug and raises TypeError."""
    return (value - EPOCH) // MICROSECOND


def columns_of(table: Table, record: type) -> list[Column[Any]]:
    """The table's columns in the order of the record's fields: ``record(*row)`` is then right."""
    return [table.c[field.name] for field in fields(record)]


def for_each_dialect(build: Callable[[Any], Executable]) -> Callable[[Connection], Executable]:
    """Prebuilds a statement for both databases, since only their own `insert` knows ON CONFLICT.

    `build` is given a dialect's `insert`; the decorated name then takes a connection and gives
    the statement for it.
    """
    statements = {"sqlite": build(sqlite.insert), "postgresql": build(postgresql.insert)}
    return lambda conn: statements[conn.dialect.name]


def delete_some(conn: Connection, table: Table, which: ColumnElement[bool], limit: int) -> int:
    """At most `limit` of these rows; how many it were. Fewer than `limit`: none is left."""
    key = list(table.primary_key.columns)
    chosen = select(*key).where(which).limit(limit).correlate(None)
    return conn.execute(
        delete(table).where((key[0] if len(key) == 1 else tuple_(*key)).in_(chosen))
    ).rowcount
