"""The clock: what the bot does unasked."""

from __future__ import annotations

from dialogs.engine import Engine


class Scheduler:
    def __init__(self, engine: Engine, *, poll_seconds: float) -> None:
        self._engine = engine

    def wake(self) -> None:
        return None

    async def start(self) -> None:
        return None

    async def stop(self) -> None:
        return None
