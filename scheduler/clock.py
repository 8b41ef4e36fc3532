"""The scheduler: its jobs, and the one replica that runs each tick of them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from dialogs.engine import Engine
from portaswitch.errors import ProviderError
from scheduler.balance import Balance
from scheduler.deliver import Deliverer
from scheduler.housekeeping import Housekeeping
from scheduler.missed import MissedCalls
from scheduler.observer import Observer
from scheduler.offline import Offline
from scheduler.reminders import EVERY, Reminders
from scheduler.settlements import Settlements
from scheduler.sweep import Sweeper
from scheduler.timed import TimedChanges
from scheduler.voicemail import Voicemail
from store import StoreError, notices, ticks, timed
from store.columns import EPOCH, MICROSECOND

log = structlog.get_logger(__name__)

SOON, LATER = 5.0, 15.0
"""Seconds between looks at what is due by its own time; shorter where polling is shorter."""
HOUSEKEEPING = 3600.0
GRACE = 30
"""Seconds that a tick may come late (a busy loop, a laptop that slept) and still be run."""
WATCH_SECONDS, SET_BACK_SECONDS = 10.0, 2.0
"""How often the machine's clock is looked at, and what it may be set back unnoticed."""
PARTING = 10.0
"""Seconds that deliveries under way get to end when the bot stops."""


@dataclass(frozen=True, slots=True)
class Job:
    """Work of every `seconds`; it is told the tick's ordinal number."""

    name: str
    seconds: float
    work: Callable[[int], Awaitable[None]]


class Scheduler:
    """APScheduler rings in every replica; the store decides which of them runs the tick."""

    def __init__(
        self, engine: Engine, *, poll_seconds: float, observer: Observer | None = None
    ) -> None:
        self._observer = observer = observer or Observer()
        services = engine.services
        self._services = services
        self._deliverer = Deliverer(engine, observer)
        self.wake = self._deliverer.wake
        sweeper = Sweeper(services, poll_seconds)
        self._balance = Balance(services, sweeper)
        soon = min(SOON, poll_seconds)
        self._jobs = (
            Job("voicemail", poll_seconds, Voicemail(services, sweeper).sweep),
            Job("missed", poll_seconds, MissedCalls(services, sweeper).sweep),
            Job("offline", poll_seconds, Offline(services, sweeper).sweep),
            Job("balance", poll_seconds, self._balance.sweep),
            Job("reminders", EVERY, Reminders(services, sweeper).sweep),
            Job("timed", soon, TimedChanges(services).put_back),
            Job("settlements", min(LATER, poll_seconds), Settlements(services, observer).settle),
            Job("housekeeping", HOUSEKEEPING, Housekeeping(services).tidy),
        )
        self._running: dict[str, asyncio.Task[None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._clock: AsyncIOScheduler | None = None

    async def start(self) -> None:
        """Ring from now on; a slot that was missed while nobody ran is made up for at once."""
        if self._services.store.embedded:
            await self._services.store.run(notices.forget_leases)
            await self._services.store.run(timed.forget_leases)
        self._clock = AsyncIOScheduler(
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": GRACE}
        )
        self._set_bells(self._clock)
        for job in self._jobs:
            await self._ring(job)
        self._spawn(self._deliverer.run())
        self._spawn(self._balance.follow_events())
        self._spawn(self._follow_clock(self._clock))
        self._clock.start()

    def _set_bells(self, bells: AsyncIOScheduler) -> None:
        """Each job's next tick, by the time it is now."""
        now = self._services.clock()
        for job in self._jobs:
            # A little after the slots begin: bells ring late, hardly early, and stay in their own.
            first = EPOCH + (self._ordinal(job) + 1.1) * timedelta(seconds=job.seconds)
            delay = (first - now).total_seconds()
            trigger = self._trigger(job.seconds, delay)
            bells.add_job(self._ring, trigger, [job], id=job.name, replace_existing=True)

    async def _follow_clock(self, bells: AsyncIOScheduler) -> None:
        """When the machine's clock is set back, bells would wait until it is as late again."""
        while True:
            before, began = datetime.now(UTC), monotonic()
            await asyncio.sleep(WATCH_SECONDS)
            passed = (datetime.now(UTC) - before).total_seconds()
            if passed < monotonic() - began - SET_BACK_SECONDS:
                log.warning("the clock was set back", seconds=round(monotonic() - began - passed))
                self._set_bells(bells)

    @staticmethod
    def _trigger(seconds: float, delay: float) -> IntervalTrigger:
        # APScheduler keeps the machine's time; only the distance to it comes from our clock.
        start = datetime.now(UTC) + timedelta(seconds=delay)
        return IntervalTrigger(seconds=seconds, start_date=start, timezone=UTC)

    async def stop(self) -> None:
        """Deliveries under way may end; what is cut off begins again at the next start."""
        if self._clock is not None:
            self._clock.shutdown(wait=False)
            self._clock = None
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._deliverer.stop(PARTING)

    async def event(self, kind: str, variables: Mapping[str, Any]) -> None:
        """Something changed at the provider. When this returns, it is not forgotten any more."""
        await self._balance.event(kind, variables)

    async def _ring(self, job: Job) -> None:
        """A tick has come; nothing happens where the last one is still under way here.

        Async, since APScheduler would call a plain function in a thread. A bell that was already
        on its way when the scheduler stopped begins nothing more.
        """
        if self._clock is not None and job.name not in self._running:
            task = self._running[job.name] = self._spawn(self._tick(job))
            task.add_done_callback(lambda _task: self._running.pop(job.name, None))

    async def _tick(self, job: Job) -> None:
        """One tick's work, unless another replica has it."""
        began, outcome = monotonic(), "failed"
        try:
            ordinal = self._ordinal(job)
            slot = EPOCH + ordinal * timedelta(seconds=job.seconds)
            period = timedelta(seconds=job.seconds)
            if not await self._services.store.run(ticks.claim, job.name, slot, period):
                return
            await job.work(ordinal)
            outcome = "done"
        except (StoreError, ProviderError) as error:
            log.warning("tick failed", job=job.name, error=type(error).__name__)
        except Exception:
            log.exception("tick broke", job=job.name)
        self._observer.tick(job.name, monotonic() - began, outcome)

    def _ordinal(self, job: Job) -> int:
        """Which slot it is now, counted from 1970 in the job's own period."""
        elapsed = (self._services.clock() - EPOCH) // MICROSECOND
        return elapsed // round(job.seconds * 1_000_000)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task
