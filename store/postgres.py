"""PostgreSQL through asyncpg: a pool, one connection for each transaction."""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from store.errors import StoreError, Undo

T = TypeVar("T")

# Our transactions take milliseconds; what takes this long hangs, and must not hold a lock for ever.
TRANSACTION_SECONDS = 30


class PostgresRunner:
    """A canceled caller does not cut its transaction, which ends as a whole, one way or other."""

    def __init__(self, url: URL) -> None:
        self.url = _for_asyncpg(url)
        self._engine: AsyncEngine | None = None
        self._running: set[asyncio.Task[Any]] = set()

    async def open(self) -> None:
        self._engine = create_async_engine(
            self.url,
            pool_size=10,
            max_overflow=10,
            pool_timeout=10,
            pool_use_lifo=True,
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
        engine = create_async_engine(self.url, poolclass=NullPool)
        try:
            async with engine.begin() as conn:
                return await conn.run_sync(work)
        finally:
            await engine.dispose()

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

        def whole(conn: Connection) -> T:
            nonlocal committing
            try:
                result = work(conn)
            except Undo as undo:
                conn.rollback()
                return undo.answer  # type: ignore[no-any-return]  # an Undo answers for its own function
            committing = True
            conn.commit()
            return result

        try:
            async with engine.connect() as conn:
                return await conn.run_sync(whole)
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


def _for_asyncpg(url: URL) -> URL:
    """`sslmode`, which everybody's PostgreSQL address has, is `ssl` to asyncpg."""
    url = url.set(drivername="postgresql+asyncpg")
    if mode := url.query.get("sslmode"):
        url = url.difference_update_query(["sslmode"]).update_query_dict({"ssl": mode})
    return url
