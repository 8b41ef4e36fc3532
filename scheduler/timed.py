"""Timed changes that are over: what was there before is put back, step by step.

Each step is stored, so that another process goes on where a killed one stopped. Before the first
step we look whether somebody else has changed the line since: then it is left alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from dialogs.services import Services
from line import disa
from line.forwarding import (
    Snapshot,
    answering_only,
    changed_meanwhile,
    equal,
    restore,
    take,
)
from portaswitch import Account
from portaswitch.errors import NotMapped, ProviderError, Rejected, SessionExpired
from store import SealBroken, Sealed, StoreError, links, notices, timed
from store.links import Link
from store.notices import NewNotice
from store.timed import DISA, DND, Timed

log = structlog.get_logger(__name__)

AT_ONCE = 10
LEASE_SECONDS = 90
"""Longer than any step with its retries; renewed after each."""
RESTORE_SECONDS = 300
TURN_SECONDS = 180
"""A turn that has not armed its change by then is dead."""
STUCK_AFTER = 5
"""Attempts (about a minute) before the subscriber hears that it could not be put back yet."""
LONGEST_PAUSE = 300.0
GIVE_UP_AFTER = 900
"""Attempts: three days."""
REFUSALS = 3
"""Attempts against a refusal: a switch that was refusing for a moment gets a second chance."""


class Lost(Exception):
    """Another worker has taken this change."""


class TimedChanges:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._store = services.store

    async def put_back(self, _tick: int) -> None:
        """Everything that is due, and what a dead turn has left half done."""
        now = self._services.clock()
        due = await self._store.run(timed.due, now=now, limit=AT_ONCE, lease_seconds=LEASE_SECONDS)
        before = now - timedelta(seconds=TURN_SECONDS)
        dead = await self._store.run(timed.abandoned, before=before, now=now, limit=AT_ONCE)
        await asyncio.gather(
            *(self._safely(self._end(row), row) for row in due),
            *(self._safely(self._resolve(row), row) for row in dead),
        )

    async def _safely(self, work: Awaitable[None], row: Timed) -> None:
        """One change's failure is no other's."""
        try:
            async with asyncio.timeout(RESTORE_SECONDS):
                await work
        except (Lost, StoreError, ProviderError, TimeoutError) as error:
            log.warning("timed change waits", timed=row.id, error=type(error).__name__)
        except Exception:
            log.exception("timed change broke", timed=row.id)

    # ------------------------------------------------------------------ its time is over

    async def _end(self, row: Timed) -> None:
        try:
            link = await self._store.run(links.get, row.link_id)
            if link is None or link.state == "ended":
                await self._close(row, "failed", None)
                return
            account = self._services.sessions.account(link)
            if row.what == DISA:
                await self._disa_off(row, account)
            else:
                await self._restore(row, account)
        except (Rejected, NotMapped, SealBroken) as error:
            await self._refused(row, error)
        except (SessionExpired, ProviderError, TimeoutError) as error:
            await self._later(row, error)

    async def _restore(self, row: Timed, account: Account) -> None:
        found = await take(account)
        before = self._remembered(row, row.snapshot, found)
        if row.wrote is not None:
            if changed_meanwhile(found, self._remembered(row, row.wrote, found)):
                await self._close(row, "changed", "changed")
                return
            self._ours(await self._store.run(timed.begin, row))

        async def progress(step: int) -> None:
            now = self._services.clock()
            self._ours(
                await self._store.run(
                    timed.advance, row, step, now=now, lease_seconds=LEASE_SECONDS
                )
            )

        if await restore(account, before, progress, row.step):
            await self._close(row, "done", "ended")
        else:
            # Somebody is changing it at this moment, or the switch keeps something else.
            await progress(0)
            await self._refused(row, None)

    async def _disa_off(self, row: Timed, account: Account) -> None:
        """Whoever has switched it off already needs no word about it."""
        if not await disa.is_on(account):
            await self._close(row, "done", None)
            return
        await disa.switch_off(account)
        if await disa.is_on(account):
            await self._refused(row, None)
        else:
            await self._close(row, "done", "ended")

    async def _refused(self, row: Timed, error: Exception | None) -> None:
        name = type(error).__name__ if error else "another state"
        if row.attempts < REFUSALS:
            await self._postpone(row)
            return
        log.error("timed change failed", timed=row.id, error=name)
        await self._close(row, "failed", "stuck")

    async def _later(self, row: Timed, error: Exception) -> None:
        """The provider is silent, or the session is over: nothing is lost, only late."""
        now = self._services.clock()
        if row.attempts >= GIVE_UP_AFTER:
            log.error("timed change given up", timed=row.id, error=type(error).__name__)
            await self._close(row, "failed", "stuck")
            return
        if row.attempts == STUCK_AFTER:
            await self._store.run(_tell, row, "stuck", now)
        await self._postpone(row)

    async def _postpone(self, row: Timed) -> None:
        pause = min(2.0 ** min(row.attempts, 10), LONGEST_PAUSE)
        until = self._services.clock() + timedelta(seconds=pause)
        self._ours(await self._store.run(timed.postpone, row, until))

    async def _close(self, row: Timed, state: str, outcome: str | None) -> None:
        now = self._services.clock()
        self._ours(await self._store.run(_close, row, state, outcome, now))
        self._services.wake()

    # ------------------------------------------------------------------ its turn has died

    async def _resolve(self, row: Timed) -> None:
        """Was anything written? If not, there is nothing to end; else it ends in its time."""
        link: Link | None = await self._store.run(links.get, row.link_id)
        if link is None or link.state != "active":
            return
        found = await take(self._services.sessions.account(link))
        if equal(found, self._remembered(row, row.snapshot, found)):
            await self._store.run(timed.cancel, row.id, self._services.clock())
        else:
            wrote = self._services.seal.seal(found.to_json())
            await self._store.run(timed.arm, row.id, wrote)

    def _remembered(self, row: Timed, sealed: Sealed, found: Snapshot) -> Snapshot:
        """A stored snapshot; do not disturb has to do with the answering mode only."""
        snapshot = Snapshot.from_json(self._services.seal.unseal(sealed).decode())
        return answering_only(snapshot, beside=found) if row.what == DND else snapshot

    @staticmethod
    def _ours(held: bool) -> None:
        if not held:
            raise Lost


def _close(conn: Connection, row: Timed, state: str, outcome: str | None, now: datetime) -> bool:
    """The end and its notice are one: neither is lost without the other."""
    if not timed.close(conn, row, state, now):
        return False
    if outcome is not None:
        _tell(conn, row, outcome, now)
    return True


def _tell(conn: Connection, row: Timed, outcome: str, now: datetime) -> None:
    kind = timed.notice_kind(row.what, outcome)
    notice = NewNotice(
        link_id=row.link_id,
        chat_id=row.chat_id,
        kind=kind,
        args={},
        dedupe_key=f"timed:{row.id}:{kind}",
        due_at=now,
        expires_at=now + timedelta(days=2),
    )
    notices.add(conn, [notice], now)
