"""Housekeeping: what nobody asks for any more is forgotten."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from dialogs.services import Services
from store import inbox, messages, notices, signin, ticks

log = structlog.get_logger(__name__)

Prune = Callable[[Connection, datetime], int]

KEPT: tuple[tuple[Prune, timedelta], ...] = (
    (inbox.prune, timedelta(days=2)),  # Telegram repeats an update for 24 hours
    (notices.prune, timedelta(days=90)),
    (messages.prune_messages, timedelta(days=90)),
    (messages.prune_tokens, timedelta(days=90)),
    (signin.prune, timedelta(days=1)),
    (ticks.prune, timedelta(days=2)),
)
"""How long each kind of row is kept."""


class Housekeeping:
    def __init__(self, services: Services) -> None:
        self._services = services

    async def tidy(self, _tick: int) -> None:
        now = self._services.clock()
        for prune, kept in KEPT:
            forgotten = await self._services.store.run(prune, now - kept)
            if forgotten:
                log.info("forgotten", rows=forgotten, of=prune.__module__)
