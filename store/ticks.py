"""The clock's ticks, each for one replica; and the provider's events, each once."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, select

from store.columns import BATCH, delete_some, for_each_dialect
from store.schema import event, tick

SET_BACK = timedelta(minutes=5)
"""Replicas' clocks differ by less; ticks that are further ahead are of a clock that was wrong."""


@for_each_dialect
def _claim(insert: Any) -> Any:
    return insert(tick).on_conflict_do_nothing()


@for_each_dialect
def _see(insert: Any) -> Any:
    return insert(event).on_conflict_do_nothing()


def claim(conn: Connection, job: str, slot: datetime, period: timedelta = timedelta()) -> bool:
    """True for one replica only; `slot` is the fire time cut to the job's `period`.

    The job's first writes belong into the same transaction: should it fail, the slot is free again.
    After a clock was set back, the slots that it had claimed are free again too, or the job would
    rest until it is as late once more.
    """
    of_job = tick.c.job == job
    if conn.execute(
        delete(tick).where(of_job, tick.c.slot > slot + SET_BACK + 2 * period)
    ).rowcount:
        conn.execute(delete(tick).where(of_job, tick.c.slot >= slot))
    return conn.execute(_claim(conn), {"job": job, "slot": slot}).rowcount == 1


def latest(conn: Connection, job: str) -> datetime | None:
    """The newest claimed slot, to see after a start whether one was missed."""
    newest: datetime | None = conn.execute(
        select(func.max(tick.c.slot)).where(tick.c.job == job)
    ).scalar_one()
    return newest


def event_seen(conn: Connection, i_event: int, now: datetime) -> bool:
    """Has this event come before? It is remembered, in the transaction that acts on it."""
    return conn.execute(_see(conn), {"i_event": i_event, "seen_at": now}).rowcount == 0


def prune(conn: Connection, before: datetime, limit: int = BATCH) -> int:
    """Forgets ticks and events, but each job's newest tick is worth keeping: prune by days."""
    return delete_some(conn, tick, tick.c.slot < before, limit) + delete_some(
        conn, event, event.c.seen_at < before, limit
    )
