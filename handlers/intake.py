"""Every update is stored before Telegram hears that it arrived, then handled.

Two ways lead in, our own long poll and our own webhook route; both go through the inbox. A third
loop looks for what was left: by a crash, by a dead replica, or by a messenger that did not take an
answer.
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import orjson
import structlog
from aiohttp import web
from telegram import Update
from telegram.error import Conflict, RetryAfter, TelegramError
from telegram.ext import Application

from dialogs.services import Services
from handlers.dispatch import stored
from store import Leader, SealBroken, StoreError, inbox

log = structlog.get_logger(__name__)

ALLOWED = ("message", "callback_query", "my_chat_member")
LONG_POLL_SECONDS = 25
SWEEP_SECONDS = 2.0
LEFT_AFTER = timedelta(seconds=5)
"""What lies unfinished for so long is taken up again; while it runs, its lease refuses."""
MOST_AT_ONCE = 500


class Intake:
    """Stores updates and hands them to PTB's `process_update`, all chats side by side."""

    def __init__(self, application: Application, services: Services) -> None:  # type: ignore[type-arg]  # as in dispatch
        self._application = application
        self._services = services
        self._tasks: set[asyncio.Task[None]] = set()
        self._running: set[int] = set()
        self.last_fetch: datetime | None = None
        self.allowed = ALLOWED

    @property
    def busy(self) -> bool:
        return bool(self._running)

    async def take(self, updates: Sequence[dict[str, Any]]) -> None:
        """Store a batch, then start on it. Raises StoreError: then nothing may be confirmed."""
        known = []
        for update in updates:
            chat_id = _private_chat(update)
            if chat_id is None:
                self._start(update)  # groups keep no state: they are only told where to write
            else:
                sealed = self._services.seal.seal(orjson.dumps(update))
                known.append((inbox.Incoming(update["update_id"], chat_id, sealed), update))
        if not known:
            return
        batch = [incoming for incoming, _update in known]
        new = set(await self._services.store.run(inbox.receive, batch, self._services.clock()))
        for incoming, update in known:
            if incoming.update_id in new:
                self._start(update)

    def _start(self, raw: dict[str, Any]) -> None:
        update_id = raw["update_id"]
        if update_id in self._running:
            return
        self._running.add(update_id)
        task = asyncio.ensure_future(self._process(raw))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _process(self, raw: dict[str, Any]) -> None:
        stored.set(True)
        try:
            update = Update.de_json(raw, self._application.bot)
            await self._application.process_update(update)
        except Exception as error:  # one update's failure is no other's
            log.error("update failed", update=raw["update_id"], error=type(error).__name__)  # noqa: TRY400 - a traceback could quote the update
        finally:
            self._running.discard(raw["update_id"])

    # ------------------------------------------------------------------ what was left

    async def sweep(self) -> None:
        """For ever: take up what nobody has finished, the first time at once."""
        older_than: datetime | None = self._services.clock()
        while True:
            try:
                await self._take_up(older_than)
            except StoreError as error:
                log.warning("inbox not read", error=str(error))
            await asyncio.sleep(SWEEP_SECONDS)
            older_than = self._services.clock() - LEFT_AFTER

    async def _take_up(self, older_than: datetime | None) -> None:
        left = await self._services.store.run(
            inbox.pending, limit=MOST_AT_ONCE, older_than=older_than
        )
        for one in left:
            if one.payload is None or one.update_id in self._running:
                continue
            try:
                self._start(orjson.loads(self._services.seal.unseal(one.payload)))
            except SealBroken:
                log.warning("update of a dropped secret key given up", update=one.update_id)
                now = self._services.clock()
                await self._services.store.run(inbox.give_up, one.update_id, now)

    async def drain(self, seconds: float) -> None:
        """Let running turns end; what does not end in time is taken up after the next start."""
        if self._tasks:
            await asyncio.wait(set(self._tasks), timeout=seconds)
        for task in list(self._tasks):
            task.cancel()

    # ------------------------------------------------------------------ long poll

    async def poll(self) -> None:
        """For ever: fetch, store, and only then move the offset. One poller a token."""
        while True:
            leader = await self._lead()
            async with leader:
                await self._application.bot.delete_webhook(drop_pending_updates=False)
                self.last_fetch = self._services.clock()
                offset = 0
                while leader.held:
                    offset = await self._poll_once(offset)
                self.last_fetch = None

    async def _lead(self) -> Leader:
        while True:
            try:
                if leader := await self._services.store.leader("poller"):
                    return leader
            except StoreError as error:
                log.warning("not the poller", error=str(error))
            await asyncio.sleep(5)

    async def _poll_once(self, offset: int) -> int:
        bot = self._application.bot
        allowed = orjson.dumps(ALLOWED).decode()
        url = (
            f"{bot.base_url}/getUpdates?timeout={LONG_POLL_SECONDS}&offset={offset}"
            f"&limit=100&allowed_updates={allowed}"
        )
        try:
            # Raw answers: the store keeps them as they came, and parsing them twice costs.
            updates: Any = await bot.request.post(url, read_timeout=LONG_POLL_SECONDS + 10)
            await self.take(updates)
        except RetryAfter as error:
            seconds = error.retry_after
            await asyncio.sleep(
                seconds.total_seconds() if isinstance(seconds, timedelta) else seconds
            )
        except (TelegramError, StoreError) as error:
            # The offset stays: Telegram gives the same updates again.
            log.warning("no updates", error=type(error).__name__)
            await asyncio.sleep(5 if isinstance(error, Conflict) else 1)
        else:
            self.last_fetch = self._services.clock()
            return max((update["update_id"] + 1 for update in updates), default=offset)
        return offset

    # ------------------------------------------------------------------ webhook

    def route(self, path: str, secret: str) -> web.RouteDef:
        """The webhook: 200 only after the update is stored."""

        async def receive(request: web.Request) -> web.Response:
            given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
            if not hmac.compare_digest(given.encode(), secret.encode()):
                return web.Response(status=403)
            try:
                update = orjson.loads(await request.read())
                if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
                    raise TypeError(type(update))
            except (ValueError, TypeError):
                return web.Response(status=400)
            try:
                await self.take([update])
            except StoreError:
                return web.Response(status=503)  # Telegram sends it again
            self.last_fetch = self._services.clock()
            return web.Response()

        return web.post(path, receive)


def _private_chat(update: dict[str, Any]) -> int | None:
    """The private chat of an update; None for groups and for what has no chat of its own."""
    for kind in ALLOWED:
        if (content := update.get(kind)) is not None:
            chat = (content.get("message") or content).get("chat") or {}
            if chat.get("type", "private") == "private":
                sender: int = content["from"]["id"]
                return sender
    return None
