"""Order within a chat: updates of one chat run one after the other, other chats beside them.

A lane orders this process; the lease in the store orders the replicas.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic

from dialogs.giveup import GivingUp
from dialogs.services import Services
from store import StoreError
from store import dialogs as rows

MARGIN = 1 / 6
"""Of a lease's length: writing stops so long before another replica may take the chat."""
FRESH_SECONDS = 1.0
"""A proof from the store that the chat is ours is believed for so long."""


class LeaseLost(Exception):
    """Another replica may be working on this chat."""


class Lane:
    """One chat in this process."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.waiting = 0
        self.canceled = GivingUp()
        self.interrupted = False
        """Whether a turn was canceled while it waited, and its `/cancel` has not been answered."""
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

    def __init__(
        self, services: Services, chat_id: int, fence: int, lane: Lane, began: float
    ) -> None:
        """`began` is the monotonic moment before the store was asked for the lease."""
        self._services = services
        self._chat_id = chat_id
        self.fence = fence
        self.canceled = lane.canceled
        self.wrote = self.changed = False
        self.cut = False
        """Whether this turn ended because the subscriber gave up on it."""
        self._lane = lane
        self._granted = self._seen = began
        self._task: asyncio.Task[None] | None = None
        self._timer = self._renew_in_time()

    def take_interruption(self) -> tuple[bool, bool]:
        """For the `/cancel`: whether it has stopped a turn, and whether that had begun to write."""
        lane = self._lane
        found = lane.interrupted, lane.interrupted_writing
        lane.interrupted = lane.interrupted_writing = False
        return found

    async def check(self) -> None:
        """Raises LeaseLost once another replica could hold the chat.

        Our own clock says when the lease has run out, even to a process that was stopped in the
        middle. A clock may be wrong, so where the last proof is not fresh the store is asked too;
        if it cannot be, the clock alone must do.
        """
        self._check_clock()
        if (asked := monotonic()) < self._seen + FRESH_SECONDS:
            return
        try:
            ours = await self._services.store.run(rows.holds, self._chat_id, self.fence)
        except StoreError:
            ours = True
        else:
            self._seen = asked
        self._check_clock()
        if not ours:
            raise LeaseLost(self._chat_id)

    def _check_clock(self) -> None:
        if monotonic() >= self._granted + self._services.lease_seconds * (1 - MARGIN):
            raise LeaseLost(self._chat_id)

    def _renew_in_time(self) -> asyncio.TimerHandle:
        def renew() -> None:
            self._task = asyncio.ensure_future(self._renew())

        return asyncio.get_running_loop().call_later(self._services.lease_seconds / 3, renew)

    async def _renew(self) -> None:
        started, services = monotonic(), self._services
        try:
            renewed = await services.store.run(
                rows.renew, self._chat_id, self.fence, services.clock(), services.lease_seconds
            )
        except StoreError:
            renewed = False
        if renewed:
            self._granted = self._seen = started
        self._timer = self._renew_in_time()

    def close(self) -> None:
        if self.cut:
            self._lane.interrupted, self._lane.interrupted_writing = True, self.wrote
        self._timer.cancel()
        if self._task:
            self._task.cancel()
