"""Housekeeping: what nobody asks for any more is forgotten, and old keys are got rid of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from conversations.shared.changes import UNDO
from dialogs.services import Services
from store import (
    dialogs,
    inbox,
    links,
    messages,
    notices,
    operations,
    resealing,
    signin,
    ticks,
    timed,
)
from store.columns import BATCH
from store.resealing import Place

log = structlog.get_logger(__name__)

Prune = Callable[[Connection, datetime, int], int]

KEPT: tuple[tuple[Prune, timedelta], ...] = (
    (inbox.prune, timedelta(days=2)),  # Telegram repeats an update for 24 hours
    (notices.prune, timedelta(days=30)),
    (messages.prune_messages, timedelta(days=90)),
    (messages.prune_tokens, timedelta(days=90)),
    (signin.prune, timedelta(days=1)),
    (ticks.prune, timedelta(days=2)),
    (timed.prune, timedelta(days=90)),
    # With their fingerprints: a voucher that comes once more so late is the provider's to refuse.
    (operations.prune, timedelta(days=400)),
    (links.prune, timedelta(days=30)),  # those that were signed out, and after what refers to them
    (dialogs.prune, timedelta(days=400)),
)
"""How long each kind of row is kept; docs/operators.md tells it to operators."""

SEALED = (*resealing.LASTING, resealing.watched(UNDO))
PAGE = 100
"""Rows opened at once: some milliseconds, in which nobody else has the loop."""


class Housekeeping:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._store = services.store

    async def tidy(self, _tick: int) -> None:
        now = self._services.clock()
        for prune, kept in KEPT:
            forgotten = await self._forget(prune, now - kept)
            if forgotten:
                log.info("forgotten", rows=forgotten, of=prune.__module__)
        if self._services.seal.rotates:
            await self._reseal()

    async def _forget(self, prune: Prune, before: datetime) -> int:
        """Batch by batch, each a transaction of its own."""
        rows = 0
        while True:
            batch = await self._store.run(prune, before, BATCH)
            rows += batch
            if batch < BATCH:
                return rows

    async def _reseal(self) -> None:
        """`rows=0` says that nothing is left of an older key, which may then be dropped."""
        rows = lost = 0
        for place in SEALED:
            resealed, unopened = await self._reseal_place(place)
            rows, lost = rows + resealed, lost + unopened
        log.info("resealed", rows=rows, lost=lost)

    async def _reseal_place(self, place: Place) -> tuple[int, int]:
        """How many rows of an older key there were, and how many no key opens."""
        rows = lost = 0
        after: int | None = None
        while True:
            found = await self._store.run(resealing.page, place, after, PAGE)
            resealed = resealing.reseal(self._services.seal, found)
            if resealed.changed:
                await self._store.run(resealing.put, place, resealed)
            rows, lost = rows + len(resealed.changed), lost + resealed.lost
            if len(found) < PAGE:
                return rows, lost
            after = found[-1].key
