"""PostgreSQL through asyncpg: a pool, one connection for each transaction."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

import asyncpg
from sqlalchemy import Connection
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool
from sqlalchemy.util import greenlet_spawn

from store.errors import StoreError, Undo
from store.leader import Leader, digest

T = TypeVar("T")

# Our transactions take milliseconds; what takes this long hangs, and must not hold a lock for ever.
TRANSACTION_SECONDS = 30
# A cut cable gives no signal: ask often enough that two leaders overlap for seconds only.
HEARTBEAT_SECONDS = 5.0


class PostgresRunner:
    """A canceled caller does not cut its transaction, which ends as a whole, one way or other."""

    outages = (DBAPIError, PoolTimeout, OSError, asyncpg.PostgresError, asyncpg.InterfaceError)

    def __init__(self, url: URL) -> None:
        self._url = _for_asyncpg(url)
        self._engine: AsyncEngine | None = None
        self._running: set[asyncio.Task[Any]] = set()

    async def open(self) -> None:
        self._engine = create_async_engine(
            self._url,
            pool_size=10,
            max_overflow=10,
            pool_timeout=10,
            pool_use_lifo=True,
            hide_parameters=True,  # errors are logged, and what we store is nobody's business
            connect_args={
                "timeout": 10,
                "command_timeout": TRANSACTION_SECONDS,
                "prepared_statement_cache_size": 500,
                "server_settings": {
                    "application_name": "selfcare-bot",
                    "jit": "off",
                    "idle_in_transaction_session_timeout": str(TRANSACTION_SECONDS * 1000),
                },
            },
        )

    async def close(self) -> None:
        """Waits for what is under way, then closes the connections."""
        if self._running:
            await asyncio.wait(self._running)
        if self._engine is not None:
            await self._engine.dispose()
            self._engine = None

    async def run(self, work: Callable[[Connection], T]) -> T:
        if self._engine is None:
            raise StoreError("The store is closed.")
        task = asyncio.create_task(self._transaction(self._engine, work))
        self._running.add(task)
        task.add_done_callback(self._forget)
        return await asyncio.shield(task)

    async def migrate(self, work: Callable[[Connection], T]) -> T:
        """As `run`, on a connection of its own and without a limit of time."""
        engine = create_async_engine(self._url, poolclass=NullPool, hide_parameters=True)
        try:
            async with engine.begin() as conn:
                return await conn.run_sync(work)
        finally:
            await engine.dispose()

    async def scrub(self) -> None:
        """Nothing to do: what was deleted cannot be asked for, and autovacuum takes the rest."""

    async def leader(self, name: str) -> Leader | None:
        """By an advisory lock on a connection of its own; freed when that connection ends."""
        _, options = self._url.get_dialect()().create_connect_args(self._url)
        conn = await asyncpg.connect(
            **options, timeout=10, server_settings={"application_name": f"selfcare-bot {name}"}
        )
        try:
            key = int.from_bytes(digest(name), "big", signed=True)
            if await conn.fetchval("SELECT pg_try_advisory_lock($1)", key):
                return _LockLeader(conn)
        except BaseException:
            conn.terminate()
            raise
        await conn.close(timeout=2)
        return None

    async def _transaction(self, engine: AsyncEngine, work: Callable[[Connection], T]) -> T:
        try:
            return await self._attempt(engine, work)
        except _LostBeforeCommit:
            # A pooled connection died while it lay idle (a restart of the server, a firewall).
            # SQLAlchemy has dropped its companions too; nothing was committed, so do it again.
            try:
                return await self._attempt(engine, work)
            except _LostBeforeCommit as lost:
                raise lost.error from None

    async def _attempt(self, engine: AsyncEngine, work: Callable[[Connection], T]) -> T:
        committing = False

        def whole() -> T:
            nonlocal committing
            with engine.sync_engine.connect() as conn:
                try:
                    result = work(conn)
                except Undo as undo:
                    conn.rollback()
                    return undo.answer  # type: ignore[no-any-return]  # for its own function
                committing = True
                conn.commit()
                return result

        try:
            # What AsyncConnection does for every step of its own, done once for the whole
            # transaction: a quarter less CPU.
            return await greenlet_spawn(whole)
        except DBAPIError as error:
            if error.connection_invalidated and not committing:
                raise _LostBeforeCommit(error) from error
            raise

    def _forget(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if not task.cancelled():
            task.exception()  # seen: whoever was canceled will not come back for it


class _LostBeforeCommit(Exception):
    def __init__(self, error: DBAPIError) -> None:
        super().__init__(error)
        self.error = error


class _LockLeader(Leader):
    def __init__(self, conn: asyncpg.Connection) -> None:
        super().__init__()
        self._conn = conn
        conn.add_termination_listener(lambda _: self._lost.set())
        self._heartbeat = asyncio.create_task(self._beat())

    async def _beat(self) -> None:
        try:
            while self.held:
                await asyncio.sleep(HEARTBEAT_SECONDS)
                await self._conn.fetchval("SELECT 1", timeout=HEARTBEAT_SECONDS)
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
            self._lost.set()

    async def release(self) -> None:
        silent = not self.held
        await super().release()
        self._heartbeat.cancel()
        if silent:
            self._conn.terminate()
            return
        with suppress(OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
            await self._conn.close(timeout=2)


def _for_asyncpg(url: URL) -> URL:
    """`sslmode`, which everybody's PostgreSQL address has, is `ssl` to asyncpg."""
    url = url.set(drivername="postgresql+asyncpg")
    if mode := url.query.get("sslmode"):
        url = url.difference_update_query(["sslmode"]).update_query_dict({"ssl": mode})
    return url
