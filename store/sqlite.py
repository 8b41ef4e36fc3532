"""SQLite: one file, one connection, one thread that does all transactions, one hop for each."""

import asyncio
import os
import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from store.errors import StoreError, Undo
from store.leader import Leader, lead_by_file

T = TypeVar("T")

_PRAGMAS = (
    # First, since the others may have to wait for another process already.
    "busy_timeout = 10000",
    # Readers (a backup, an operator's shell) never block the writer. NORMAL survives a killed
    # process; only a power cut may lose the last commits.
    "journal_mode = WAL",
    "synchronous = NORMAL",
    "foreign_keys = ON",
    "temp_store = MEMORY",
)


SCRUB_SECONDS = 10.0
"""How long VACUUM waits for others' transactions."""


class _Job(NamedTuple):
    work: Callable[[Connection], Any]
    future: asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop


class SqliteRunner:
    """Hands transactions to the writer's thread, in order of arrival.

    The caller may be canceled: its transaction still ends, committed or rolled back as a whole.
    """

    outages = (DBAPIError, OSError, sqlite3.Error)

    def __init__(self, url: URL) -> None:
        self._url = url
        self._path = None if url.database in (None, "", ":memory:") else Path(str(url.database))
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._thread: threading.Thread | None = None

    async def open(self) -> None:
        if self._path is not None:
            _create_private(self._path)
        opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._thread = threading.Thread(
            target=self._write, args=(opened, opened.get_loop()), name="store-writer", daemon=True
        )
        self._thread.start()
        await opened

    async def close(self) -> None:
        """Does what is queued, then closes the file."""
        if self._thread is not None:
            self._jobs.put(None)
            await asyncio.to_thread(self._thread.join)
            self._thread = None

    async def run(self, work: Callable[[Connection], T]) -> T:
        if self._thread is None:
            raise StoreError("The store is closed.")
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._jobs.put(_Job(work, future, loop))
        return await future

    async def migrate(self, work: Callable[[Connection], T]) -> T:
        """As `run`; where the store is not open, it is for as long as it takes."""
        if self._thread is not None:
            return await self.run(work)
        await self.open()
        try:
            return await self.run(work)
        finally:
            await self.close()

    async def scrub(self) -> None:
        """Leaves nothing of what was deleted in the file or its WAL.

        VACUUM, for it writes the whole file anew: the pragma `secure_delete` would slow down every
        turn, and still leaves copies behind that moved between pages before they were deleted.
        """
        if self._path is not None:
            await asyncio.to_thread(_scrub, self._path)

    async def leader(self, name: str) -> Leader | None:
        return lead_by_file(self._path, name)

    def _write(self, opened: asyncio.Future[None], loop: asyncio.AbstractEventLoop) -> None:
        engine = _engine(self._url)
        try:
            conn = engine.connect()
        except BaseException as error:  # raised where it is awaited
            _settle(opened, loop, None, error)
            return
        _settle(opened, loop, None, None)
        while (job := self._jobs.get()) is not None:
            result, failure = None, None
            try:
                result = _transaction(conn, job.work)
            except BaseException as error:  # raised where it is awaited
                failure = error
                # After a BEGIN that failed, SQLAlchemy's connection would never begin again.
                conn.close()
                conn = engine.connect()
            _settle(job.future, job.loop, result, failure)
            # Held until the next job otherwise, with all that it refers to.
            del job, result, failure
        conn.close()
        engine.dispose()


def _transaction(conn: Connection, work: Callable[[Connection], T]) -> T:
    try:
        result = work(conn)
        conn.commit()
    except BaseException as error:
        conn.rollback()
        if isinstance(error, Undo):
            return error.answer  # type: ignore[no-any-return]  # for its own function
        raise
    return result


def _settle(
    future: asyncio.Future[Any],
    loop: asyncio.AbstractEventLoop,
    result: Any,
    error: BaseException | None,
) -> None:
    def tell() -> None:
        if future.done():  # canceled meanwhile
            return
        if error is None:
            future.set_result(result)
        else:
            future.set_exception(error)

    with suppress(RuntimeError):  # the loop is closed, nobody waits any more
        loop.call_soon_threadsafe(tell)


def _engine(url: URL) -> Engine:
    engine = create_engine(
        url.set(drivername="sqlite+pysqlite"), poolclass=StaticPool, hide_parameters=True
    )

    @event.listens_for(engine, "connect")
    def prepare(dbapi: Any, _record: Any) -> None:
        # The driver's own BEGIN comes late and is not IMMEDIATE: we begin ourselves, below.
        dbapi.isolation_level = None
        for pragma in _PRAGMAS:
            dbapi.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def begin(conn: Connection) -> None:
        # Takes the write lock at once: a transaction that reads first and writes later could
        # otherwise fail with "database is locked" half way, and no timeout would help it.
        conn.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _create_private(path: Path) -> None:
    """The database and its WAL, which takes the file's mode, are for our eyes only.

    Those that are there already (a restored copy) become so, as far as they are ours.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    for beside in ("", "-wal", "-shm"):
        with suppress(FileNotFoundError, PermissionError):
            path.with_name(path.name + beside).chmod(0o600)


def _scrub(path: Path) -> None:
    """In a connection of its own, since VACUUM knows no transaction; a running bot waits for it."""
    conn = sqlite3.connect(path, timeout=SCRUB_SECONDS, isolation_level=None)
    try:
        conn.execute("VACUUM")
        # What was there before still stands in the WAL until its pages are back in the file.
        busy, *_pages = conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        conn.close()
    if busy:
        raise StoreError("the write-ahead log is in use")
