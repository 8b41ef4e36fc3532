"""Walking all links: page by page, a bounded number of them at the provider at once."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Connection

from dialogs.services import Services
from portaswitch.errors import ProviderError, SessionExpired, Unavailable
from store import StoreError, links, notices, watches
from store.links import Link
from store.notices import NewNotice

log = structlog.get_logger(__name__)

PAGE = 200
AT_ONCE = 20
"""Requests to the provider at once, over all sweeps of this process."""
LOOK_SECONDS = 30
FAILURES = 5
"""So many in a row without an answer, and the provider is down: the rest is not even asked."""
LIVELY = timedelta(days=3)
"""A line whose subscriber was here so recently is asked at every tick."""
OTHERS_EVERY = 3
"""Ticks between two looks at the others."""
LONGEST_REST = timedelta(minutes=1)
LONGEST_JITTER = 2.0

Look = Callable[[Link, Any], Awaitable[None]]
Choice = Callable[[Link, Any], bool]


def takes_its_turn(link: Link, tick: int, now: datetime) -> bool:
    """Whether a line is asked at this tick: quiet ones are, at every few of them."""
    return now - link.last_active < LIVELY or link.id % OTHERS_EVERY == tick % OTHERS_EVERY


class Sweeper:
    """Shared by the sweeps, so that together they stay within what a provider bears.

    A sweep that takes longer than its interval does not pile up: each process has one of a kind
    under way, and what two replicas find is one notice.
    """

    def __init__(self, services: Services, poll_seconds: float) -> None:
        self.services = services
        self._poll = timedelta(seconds=poll_seconds)
        # Installations of one provider must not all ask in the same instant; always the same
        # delay, though, so that two looks at a line stay one interval apart.
        longest = min(poll_seconds / 10, LONGEST_JITTER)
        self._delay = random.uniform(0, longest)  # noqa: S311 - only spreads load
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._failures = 0
        self._rests = 0
        self._resting_until: datetime | None = None

    async def walk(self, kind: str, chosen: Choice, look: Look) -> None:
        """Give every `chosen` link with its watch of this kind (None: it has none) to `look`."""
        now = self.services.clock()
        if self._resting_until is not None and now < self._resting_until:
            return
        await asyncio.sleep(self._delay)
        self._failures = 0
        async with asyncio.TaskGroup() as group:
            async for link, watch in self._links(kind):
                if self._failures >= FAILURES:
                    break
                if chosen(link, watch):
                    await self._slots.acquire()
                    group.create_task(self._look(look, link, watch))
        self._rest(kind)

    async def _links(self, kind: str) -> AsyncIterator[tuple[Link, Any]]:
        """Only one page is held in memory, however many links there are."""
        after = 0
        while True:
            try:
                page = await self.services.store.run(_page, after, kind)
            except StoreError as error:
                log.warning("sweep cut", kind=kind, error=str(error))
                return
            for link, watch in page:
                yield link, watch
            if len(page) < PAGE:
                return
            after = page[-1][0].id

    async def _look(self, look: Look, link: Link, watch: Any) -> None:
        """One link; its failure is no other's."""
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                await look(link, watch)
            self._failures = 0
        except (Unavailable, TimeoutError):
            self._failures += 1
        except SessionExpired:
            pass  # `Sessions` has told the subscriber; the link is active no more
        except (ProviderError, StoreError) as error:
            log.warning("link not looked at", link=link.id, error=type(error).__name__)
        except Exception:
            log.exception("look broke", link=link.id)
        finally:
            self._slots.release()

    def _rest(self, kind: str) -> None:
        """After a sweep without answers, let the provider recover, up to a minute."""
        if self._failures < FAILURES:
            self._rests, self._resting_until = 0, None
            return
        rest = min(self._poll * 2 ** min(self._rests, 10), LONGEST_REST)
        self._rests += 1
        self._resting_until = self.services.clock() + rest
        log.warning("provider does not answer", sweep=kind, seconds=rest.total_seconds())


def _page(conn: Connection, after: int, kind: str) -> list[tuple[Link, Any]]:
    page = links.page(conn, after, PAGE)
    seen = watches.get_many(conn, [link.id for link in page], kind)
    return [(link, seen.get(link.id)) for link in page]


def put_news(
    conn: Connection, link: Link, kind: str, watch: Any, news: Sequence[NewNotice], now: datetime
) -> int:
    """What is known of a link and what follows from it are stored together, or not at all.

    Gives the number of notices that were new.
    """
    current = links.get(conn, link.id)
    if current is None or current.state != "active":
        return 0  # signed out while we were asking
    watches.put(conn, link.id, kind, watch, now)
    return notices.add(conn, news, now)
