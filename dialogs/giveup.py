"""`/cancel` while a turn waits for the provider: the read is ended, and the chat is free again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

R = TypeVar("R")


class Canceled(Exception):
    """The subscriber gave up while the turn was waiting for the provider."""


class GivingUp:
    """One chat's wish to stop waiting, and the reads that it would end."""

    def __init__(self) -> None:
        self._wished = False
        self._reading: set[asyncio.Task[object]] = set()

    def set(self) -> None:
        self._wished = True
        for task in self._reading:
            task.cancel()

    def clear(self) -> None:
        self._wished = False

    def is_set(self) -> bool:
        return self._wished

    async def ends(self, reading: Awaitable[R]) -> R:
        """The read's answer, or Canceled as soon as the subscriber gives up.

        The task that reads is interrupted and takes the interruption back: a task of its own for
        each read would cost more than the rest of it.
        """
        task = asyncio.current_task()
        assert task is not None
        self._reading.add(task)
        try:
            return await reading
        except asyncio.CancelledError:
            if self._wished and task.uncancel() == 0:
                raise Canceled from None
            raise
        finally:
            self._reading.discard(task)
