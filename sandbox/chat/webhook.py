"""Delivery by webhook: in order per chat, side by side across chats, repeated until taken."""

import asyncio
import ssl
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import aiohttp
import orjson

from sandbox.chat.config import Config

if TYPE_CHECKING:
    from sandbox.chat.updates import Updates

Json = dict[str, Any]
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name, no secret
# A repetition after this long is pointless: Telegram keeps updates for a day.
KEPT_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class Target:
    """Where updates go; no `url`, no webhook."""

    url: str = ""
    secret: str = ""
    connections: int = 40
    certificate: bytes = b""
    ip_address: str = ""


def trusting(certificate: bytes) -> ssl.SSLContext:
    """A context that knows a self-signed certificate; raises ssl.SSLError when it is none."""
    return ssl.create_default_context(cadata=certificate.decode("ascii", "ignore"))


@dataclass(slots=True)
class _Lane:
    """The updates of one chat; the first of `waiting` is being posted."""

    waiting: deque[tuple[Json, float]] = field(default_factory=deque)
    worker: asyncio.Task[None] | None = None


class Webhook:
    """Delivers to its target, if there is one."""

    def __init__(self, config: Config, updates: "Updates") -> None:
        self.config = config
        self.updates = updates
        self.target = Target()
        self.last_error: tuple[int, str] | None = None
        self.lanes: dict[int, _Lane] = {}
        self.places = asyncio.Semaphore(self.target.connections)
        self.session: aiohttp.ClientSession | None = None
        self.workers: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        """The address, '' while there is no webhook."""
        return self.target.url

    def put(self, update: Json, chat_id: int) -> None:
        """Queue an update behind the earlier ones of its chat."""
        lane = self.lanes.setdefault(chat_id, _Lane())
        lane.waiting.append((update, self.updates.now()))
        self._run(lane, chat_id)

    def _run(self, lane: _Lane, chat_id: int) -> None:
        if lane.worker is None:
            lane.worker = asyncio.get_running_loop().create_task(self._deliver(lane, chat_id))
            self.workers.add(lane.worker)
            lane.worker.add_done_callback(self.workers.discard)

    async def _deliver(self, lane: _Lane, chat_id: int) -> None:
        delay = self.config.webhook_retry
        while lane.waiting:
            update, born = lane.waiting[0]
            if self.updates.now() - born < KEPT_SECONDS and not await self._post(update, chat_id):
                await asyncio.sleep(delay)
                delay = min(2 * delay, self.config.webhook_retry_max)
                continue
            delay = self.config.webhook_retry
            # drop_pending_updates may have emptied the lane in the meantime.
            if lane.waiting and lane.waiting[0][0] is update:
                lane.waiting.popleft()
        lane.worker = None
        self.lanes.pop(chat_id, None)

    async def _post(self, update: Json, chat_id: int) -> bool:
        headers = {"Content-Type": "application/json"}
        if self.target.secret:
            headers[SECRET_HEADER] = self.target.secret
        async with self.places:
            self.updates.delivered(update, chat_id)
            try:
                async with self._client().post(
                    self.url, data=orjson.dumps(update), headers=headers, allow_redirects=False
                ) as answer:
                    await answer.read()
                    if 200 <= answer.status < 300:
                        return True
                    problem = f"Wrong response from the webhook: {answer.status} {answer.reason}"
            except TimeoutError:
                problem = "Read timeout expired"
            except aiohttp.ClientConnectorError:
                problem = "Connection refused"
            except aiohttp.ClientError:
                problem = "Connection closed"
        self.last_error = (int(self.updates.now()), problem)
        return False

    def _client(self) -> aiohttp.ClientSession:
        if self.session is None:
            tls = trusting(self.target.certificate) if self.target.certificate else True
            self.session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0, ssl=tls),
                timeout=aiohttp.ClientTimeout(total=self.config.webhook_timeout),
            )
        return self.session

    async def set(self, target: Target) -> None:
        """Point the webhook elsewhere, keeping what waits; an empty target removes it."""
        # First of all, so that what happens while the workers end already goes the new way.
        self.target = target
        await self.stop()
        self.places = asyncio.Semaphore(target.connections)
        self.last_error = None
        if target.url:
            for chat_id, lane in self.lanes.items():
                self._run(lane, chat_id)
            return
        left = [
            (update, chat_id, born)
            for chat_id, lane in self.lanes.items()
            for update, born in lane.waiting
        ]
        self.lanes.clear()
        self.updates.take_back(left)

    def drop(self) -> None:
        """Forget what waits; what is under way is not called back."""
        for lane in self.lanes.values():
            lane.waiting.clear()

    def count(self) -> int:
        """How many updates wait."""
        return sum(len(lane.waiting) for lane in self.lanes.values())

    async def stop(self) -> None:
        """End the workers and the connections."""
        workers = list(self.workers)
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
        for lane in self.lanes.values():
            if lane.worker in workers:
                lane.worker = None
        session, self.session = self.session, None
        if session is not None:
            await session.close()
