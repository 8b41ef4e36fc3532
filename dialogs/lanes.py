"""Order within a chat: updates of one chat run one after the other, other chats beside them.

A lane orders this process; the lease in the store orders the replicas.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic

from dialogs.services import Clock
from store import Store, StoreError
from store import dialogs as rows

LEASE_SECONDS = 30
MARGIN = 5
"""Writing stops this long before another replica may take the chat."""


class LeaseLost(Exception):
    """Another replica may be working on this chat."""


class Lane:
    """One chat in this process."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.waiting = 0
        self.canceled = asyncio.Event()
        self.interrupted = False
        """Whether the turn before this one was canceled while it waited for the provider."""
        self.interrupted_writing = False
        """Whether it had begun to change something."""


class Lanes:
    def __init__(self) -> None:
        self._lanes: dict[int, Lane] = {}

    @asynccontextmanager
    async def enter(self, chat_id: int) -> AsyncIterator[Lane]:
        """Wait for the chat's turn; first come, first served."""
        lane = self._lanes.setdefault(chat_id, Lane())
        lane.waiting += 1
        try:
            async with lane.lock:
                lane.canceled.clear()
                yield lane
        finally:
            lane.waiting -= 1
            if not lane.waiting:
                self._lanes.pop(chat_id, None)

    def cancel(self, chat_id: int) -> None:
        """Tell the running turn of a chat that the subscriber has given up on it."""
        if lane := self._lanes.get(chat_id):
            lane.canceled.set()

    def waiting(self, chat_id: int) -> int:
        lane = self._lanes.get(chat_id)
        return lane.waiting if lane else 0

    @property
    def busy(self) -> int:
        return len(self._lanes)


class Lease:
    """The right to write for one chat, renewed while a long turn lasts."""

    def __init__(self, store: Store, clock: Clock, chat_id: int, fence: int, lane: Lane) -> None:
        self._store = store
        self._clock = clock
        self._chat_id = chat_id
        self.fence = fence
        self.canceled = lane.canceled
        self.wrote = False
        self.cut = False
        """Whether this turn ended because the subscriber gave up on it."""
        self._lane = lane
        self.interrupted = lane.interrupted
        self.interrupted_writing = lane.interrupted_writing
        lane.interrupted = lane.interrupted_writing = False
        self._until = monotonic() + LEASE_SECONDS - MARGIN
        self._timer = asyncio.get_running_loop().call_later(LEASE_SECONDS / 3, self._renew_later)
        self._task: asyncio.Task[None] | None = None

    async def check(self) -> None:
        """Raises LeaseLost once another replica could hold the chat.

        The lease's end is known to us, and nobody takes it before: the clock alone proves that it
        is ours, without asking the database at each write.
        """
        if monotonic() >= self._until:
            raise LeaseLost(self._chat_id)

    def _renew_later(self) -> None:
        self._task = asyncio.ensure_future(self._renew())

    async def _renew(self) -> None:
        started = monotonic()
        try:
            renewed = await self._store.run(
                rows.renew, self._chat_id, self.fence, self._clock(), LEASE_SECONDS
            )
        except StoreError:
            renewed = False
        if renewed:
            self._until = started + LEASE_SECONDS - MARGIN
        self._timer = asyncio.get_running_loop().call_later(LEASE_SECONDS / 3, self._renew_later)

    def close(self) -> None:
        if self.cut:
            self._lane.interrupted, self._lane.interrupted_writing = True, self.wrote
        self._timer.cancel()
        if self._task:
            self._task.cancel()
