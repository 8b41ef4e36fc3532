"""Whoever waits sees that work goes on: the chat's status, then a line that says what is done."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from dialogs.messenger import Drawn, MessengerError, Overloaded, Paragraph, patience
from locales import Reader, Text, _
from store import StoreError, notices
from store.notices import NewNotice

if TYPE_CHECKING:
    from dialogs.engine import Engine

STATUS_AFTER = 1.0
"""Seconds after which the messenger shows its own status."""
TICK = 2.0
"""Seconds between two looks: the line is edited no oftener."""
LINE_AFTER = STATUS_AFTER + TICK
LONG_AFTER = 30.0
"""Seconds after which nobody looks at the chat any more: the answer then comes as a new message."""
KEPT = timedelta(minutes=10)
"""A killed process leaves its line behind: so long, at most, until it is deleted."""
PASSED = "passed"
"""A notice that is not told: its message has been read for long enough, and is deleted."""
STILL = _("This takes longer than usual. Send /cancel to stop waiting.")
LONG = _("This takes long: I write here as soon as it is done. Send /cancel to stop.")


class Progress:
    """Around the work for one update. `doing` names its present step, as a sentence."""

    def __init__(self, engine: Engine, chat_id: int, reader: Callable[[], Reader]) -> None:
        self.doing: Text | None = None
        self._engine = engine
        self._chat_id = chat_id
        self._reader = reader
        self._over = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._line = 0
        self._said: list[str] = []
        self._quiet_until = 0.0
        """Seconds waited before which the messenger wants to hear nothing more."""

    async def __aenter__(self) -> Progress:
        loop = asyncio.get_running_loop()
        self._began = loop.time()
        self._timer = loop.call_later(STATUS_AFTER, self._start)
        return self

    async def __aexit__(self, *_error: object) -> None:
        """A line that is on its way is waited for, since only then it can be deleted."""
        self._timer.cancel()
        self._over.set()
        if self._task is None:
            return
        await asyncio.wait({self._task})  # its failure is the loop's to log: the answer stands
        if self._line:
            with suppress(MessengerError):
                await self._engine.messenger.delete(self._chat_id, self._line)

    @property
    def long(self) -> bool:
        """Whether the answer was promised as a message of its own."""
        return self._waited() >= LONG_AFTER

    def _waited(self) -> float:
        return asyncio.get_running_loop().time() - self._began

    def _start(self) -> None:
        self._task = asyncio.ensure_future(self._show())

    async def _show(self) -> None:
        patience.set(0.0)  # a messenger that is overloaded is spared this
        tick = 0
        while not self._over.is_set():
            if self._waited() >= max(LINE_AFTER, self._quiet_until):
                await self._say()
            if tick % 2 == 0:  # the messenger shows it for five seconds
                await self._engine.messenger.busy(self._chat_id)
            tick += 1
            with suppress(TimeoutError):
                await asyncio.wait_for(self._over.wait(), TICK)

    async def _say(self) -> None:
        texts = [self.doing, LONG] if self.long else [self.doing or STILL]
        said = [self._reader().say(text) for text in texts if text is not None]
        if said == self._said:
            return
        blocks = tuple(Paragraph(text) for text in said)
        drawn = Drawn(title="", note="", blocks=blocks, keys=(), silent=True)
        try:
            if self._line:
                await self._engine.messenger.edit(self._chat_id, self._line, drawn, caption=False)
            else:
                self._line = await self._engine.messenger.send(self._chat_id, drawn)
                await self._remember()
            self._said = said
        except Overloaded as asked:
            self._quiet_until = self._waited() + asked.retry_after
        except MessengerError:
            pass  # the next tick tries again

    async def _remember(self) -> None:
        """So that it is deleted even if this process is not there to do it."""
        services = self._engine.services
        row = passes(None, self._chat_id, self._line, services.clock() + KEPT)
        with suppress(StoreError):
            await services.store.run(notices.add, [row], services.clock())


def passes(link_id: int | None, chat_id: int, message_id: int, due_at: datetime) -> NewNotice:
    """The row by which a message is deleted at its time, whatever happens until then."""
    return NewNotice(
        link_id=link_id,
        chat_id=chat_id,
        kind=PASSED,
        args={"message_id": message_id},
        dedupe_key=f"{PASSED}:{chat_id}:{message_id}",
        due_at=due_at,
    )
