"""Exactly one of a kind over all replicas: the poller of a bot's token."""

import asyncio
import fcntl
import hashlib
import os
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import asyncpg
from sqlalchemy.engine import URL

# A cut cable gives no signal: ask often enough that two pollers overlap for seconds only.
HEARTBEAT_SECONDS = 5.0


class Leader:
    """Held until `release`, the end of the `async with` block, or the loss of the database."""

    def __init__(self) -> None:
        self._lost = asyncio.Event()

    @property
    def held(self) -> bool:
        return not self._lost.is_set()

    async def lost(self) -> None:
        """Returns when the leadership is over."""
        await self._lost.wait()

    async def release(self) -> None:
        self._lost.set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.release()


class _FileLeader(Leader):
    def __init__(self, descriptor: int | None) -> None:
        super().__init__()
        self._descriptor = descriptor

    async def release(self) -> None:
        await super().release()
        if self._descriptor is not None:
            os.close(self._descriptor)  # and with it the lock
            self._descriptor = None


def lead_by_file(database: Path | None, name: str) -> Leader | None:
    """A lock on a file beside the SQLite database; the kernel frees it when the process dies."""
    if database is None:  # in memory: nobody else can see it
        return _FileLeader(None)
    path = database.with_name(f"{database.name}.{_digest(name).hex()}.lock")
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return _FileLeader(descriptor)


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


async def lead_by_lock(url: URL, name: str) -> Leader | None:
    """An advisory lock of PostgreSQL on a connection of its own; freed when the connection ends."""
    _, options = url.get_dialect()().create_connect_args(url)
    conn = await asyncpg.connect(
        **options, timeout=10, server_settings={"application_name": f"selfcare-bot {name}"}
    )
    try:
        key = int.from_bytes(_digest(name), "big", signed=True)
        if await conn.fetchval("SELECT pg_try_advisory_lock($1)", key):
            return _LockLeader(conn)
    except BaseException:
        conn.terminate()
        raise
    await conn.close(timeout=2)
    return None


def _digest(name: str) -> bytes:
    return hashlib.sha256(name.encode()).digest()[:8]
