"""Exactly one of a kind over all replicas: the poller of a bot's token."""

import asyncio
import fcntl
import hashlib
import os
from pathlib import Path
from typing import Self


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

    async def __aexit__(self, *_error: object) -> None:
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
    path = database.with_name(f"{database.name}.{digest(name).hex()}.lock")
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return _FileLeader(descriptor)


def digest(name: str) -> bytes:
    """Eight bytes that stand for the name wherever it may not be written out."""
    return hashlib.sha256(name.encode()).digest()[:8]
