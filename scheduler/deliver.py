"""The deliverer: stored notices, drawn freshly and sent at a pace that Telegram bears.

At least once: a row is marked sent after Telegram's answer, so a process that is killed between
the two sends it again. Telegram knows no idempotency key, and a voicemail told twice is better
than one never told. What must happen once only (money) happens elsewhere; here it is only told.
"""

from __future__ import annotations

import asyncio
import random
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from dialogs.alerts import Alerts
from dialogs.engine import Engine
from dialogs.messenger import MessengerError, Overloaded, Refused, Unreachable, patience
from dialogs.turn import zone_of
from portaswitch.errors import SessionExpired, Unavailable
from scheduler.observer import Observer
from store import StoreError, Undo, dialogs, links, notices
from store.notices import Notice

log = structlog.get_logger(__name__)

BUCKET = "telegram"
RATE = 25
"""Messages a second over all replicas: about 30 are allowed, the rest is left for replies."""
AT_ONCE = 8
CHAT_PAUSE = timedelta(seconds=1)
DELIVERY_SECONDS = 50
"""Fetching a recording, making a voice note of it and sending it: never longer than the lease."""
LEASE_SECONDS = 60
LONGEST_SLEEP = 2.0
"""Seconds: rows that another replica stored for later are found at the latest then."""
LONGEST_QUEUE = timedelta(seconds=2)
"""Slots that begin later are not bought: the rows would only wait under a running lease."""

ATTEMPTS = 8
FIRST_PAUSE, PAUSE_GROWS, LONGEST_PAUSE = 5.0, 4.0, 3600.0
"""Seconds: 5, 20, 80 … an hour. Eight attempts outlast a failure of two hours and a half."""
SIGNED_OUT_PAUSE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Batch:
    """Notices to send, `RATE` a second from `begin` on; `again` is when to ask for more."""

    notices: list[Notice]
    begin: datetime
    again: datetime | None


class Deliverer:
    """Sends a few notices at once, each to a chat of its own."""

    def __init__(self, engine: Engine, observer: Observer) -> None:
        self._engine = engine
        self._store = engine.services.store
        self._clock = engine.services.clock
        self._observer = observer
        self._awake = asyncio.Event()
        self._under_way: set[asyncio.Task[None]] = set()

    def wake(self) -> None:
        """Something is due now."""
        self._awake.set()

    async def run(self) -> None:
        """Until canceled."""
        while True:
            self._awake.clear()
            try:
                pause = await self._take()
            except StoreError as error:
                log.warning("notices not taken", error=str(error))
                pause = LONGEST_SLEEP
            except Exception:  # nobody's notices may end with one that breaks
                log.exception("notices not taken")
                pause = LONGEST_SLEEP
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._awake.wait()

    async def stop(self, seconds: float) -> None:
        """Let what is under way end; what does not is sent again when its lease is over."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=seconds)
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _take(self) -> float:
        """Start what is due, and say how many seconds to sleep."""
        free = AT_ONCE - len(self._under_way)
        if not free:
            return LONGEST_SLEEP  # the next one that ends wakes us
        now = self._clock()
        low_balance = self._engine.services.options.low_balance
        batch = await self._store.run(_take, free, now, low_balance, self._engine.urgent)
        for place, notice in enumerate(batch.notices):
            start = (batch.begin - now).total_seconds() + place / RATE
            task = asyncio.create_task(self._deliver(notice, start))
            self._under_way.add(task)
            task.add_done_callback(self._ended)
        if batch.again is None:
            return LONGEST_SLEEP
        return min(max((batch.again - now).total_seconds(), 0.02), LONGEST_SLEEP)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        self._awake.set()
        if not task.cancelled() and (error := task.exception()) is not None:
            # Its row stays leased, so it is tried again when the lease is over.
            log.error("delivery broke", error=repr(error))

    async def _deliver(self, notice: Notice, start: float) -> None:
        patience.set(0)
        await asyncio.sleep(start)
        try:
            async with asyncio.timeout(DELIVERY_SECONDS):
                message_id = await self._engine.announce(notice)
        except StoreError:
            raise
        except Exception as error:
            await self._failed(notice, error)
            return
        await self._store.run(_done, notice, message_id, self._clock())
        self._told(notice, "dropped" if message_id is None else "sent")

    async def _failed(self, notice: Notice, error: Exception) -> None:
        now = self._clock()
        match error:
            case Unreachable():
                await self._store.run(_unreachable, notice, now)
                self._told(notice, "unreachable")
            case Overloaded(retry_after=seconds):
                spread = random.uniform(0, 1)  # noqa: S311 - only spreads retries
                until = now + min(timedelta(seconds=seconds), notices.LONGEST_PENALTY)
                await self._store.run(_overloaded, notice, until, spread)
                self._told(notice, "overloaded")
            case SessionExpired():
                await self._store.run(_wait, notice, now + SIGNED_OUT_PAUSE)
            case Refused():
                await self._give_up(notice, error)
            case MessengerError() | Unavailable() | TimeoutError():
                await self._again(notice, error, ATTEMPTS)
            case _:  # the provider's refusal, or our own mistake: hardly better next time
                await self._again(notice, error, 2)

    async def _again(self, notice: Notice, error: Exception, attempts: int) -> None:
        if notice.attempts >= attempts:
            await self._give_up(notice, error)
            return
        pause = min(FIRST_PAUSE * PAUSE_GROWS ** (notice.attempts - 1), LONGEST_PAUSE)
        pause *= random.uniform(0.8, 1.2)  # noqa: S311 - only spreads retries
        due = self._clock() + timedelta(seconds=pause)
        await self._store.run(notices.back, notice.id, due)
        log.warning("notice later", notice=notice.id, error=type(error).__name__)
        self._told(notice, "later")

    async def _give_up(self, notice: Notice, error: Exception) -> None:
        name = type(error).__name__
        await self._store.run(notices.drop, notice.id, name)
        log.error("notice dropped", notice=notice.id, kind=notice.kind, error=name)
        self._told(notice, "dropped")

    def _told(self, notice: Notice, outcome: str) -> None:
        self._observer.notice(notice.kind, outcome)


def _take(
    conn: Connection, most: int, now: datetime, low_balance: str, urgent: frozenset[str]
) -> Batch:
    """The next notices with the slots to send them in; those that must wait are put back."""
    ready = []
    for notice in notices.take(conn, limit=most, now=now, lease_seconds=LEASE_SECONDS):
        link = links.get(conn, notice.link_id) if notice.link_id else None
        alerts = Alerts.from_json(link.alerts if link else {}, low_balance)
        if getattr(alerts, notice.kind, True) is False:
            notices.drop(conn, notice.id, "switched off")
        elif (
            notice.kind not in urgent
            and (morning := alerts.quiet_until(now.astimezone(zone_of(link)))) is not None
        ):
            notices.back(conn, notice.id, morning, attempted=False)
        else:
            ready.append(notice)
    begin = notices.buy(conn, BUCKET, len(ready), RATE, now) if ready else now
    if begin - now > LONGEST_QUEUE:
        raise Undo(Batch([], begin, begin))
    return Batch(ready, begin, notices.next_due(conn))


def _done(conn: Connection, notice: Notice, message_id: int | None, now: datetime) -> None:
    if message_id is None:
        notices.drop(conn, notice.id, "no longer true")
        return
    notices.sent(conn, notice.id, message_id, now)
    notices.hold_for(conn, notice.chat_id, now + CHAT_PAUSE)


def _unreachable(conn: Connection, notice: Notice, now: datetime) -> None:
    """Nothing goes there until the subscriber comes back; what does not expire waits for that."""
    dialogs.set_reachable(conn, notice.chat_id, False)
    notices.back(conn, notice.id, now, attempted=False)


def _overloaded(conn: Connection, notice: Notice, until: datetime, spread: float) -> None:
    notices.penalize(conn, BUCKET, until)
    notices.back(conn, notice.id, until + timedelta(seconds=spread), attempted=False)


def _wait(conn: Connection, notice: Notice, until: datetime) -> None:
    notices.back(conn, notice.id, until, attempted=False)
