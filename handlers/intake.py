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
from logging import ERROR, WARNING
from time import monotonic
from typing import Any

import orjson
import structlog
from aiohttp import web
from telegram import Update
from telegram.error import Conflict, RetryAfter, TelegramError
from telegram.ext import Application

from dialogs.engine import MAX_WAITING
from dialogs.services import Services
from handlers.dispatch import Ticket, stored
from handlers.messenger import seconds_of
from handlers.transport import brief
from store import Leader, SealBroken, StoreError, inbox

log = structlog.get_logger(__name__)

ALLOWED = ("message", "callback_query", "my_chat_member")
LONG_POLL_SECONDS = 25
SWEEP_SECONDS = 2.0
LEFT_AFTER = timedelta(seconds=5)
"""What lies unfinished for so long is taken up again; while it runs, its lease refuses."""
CONFLICT_SECONDS = 5.0


class Intake:
    """Stores updates and hands them to PTB's `process_update`, all chats side by side."""

    def __init__(self, application: Application, services: Services) -> None:  # type: ignore[type-arg]  # as in dispatch
        self._application = application
        self._services = services
        self._running: dict[int, asyncio.Task[None]] = {}
        self._chats: dict[int, asyncio.Task[None]] = {}
        """Chats whose unfinished updates are being brought again."""
        self._asked: dict[int, float] = {}
        """The moment (monotonic) before which such a chat must wait."""
        self.last_fetch: datetime | None = None
        self.allowed = ALLOWED

    @property
    def busy(self) -> bool:
        return bool(self._running or self._chats)

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
        if update_id not in self._running:
            self._running[update_id] = asyncio.ensure_future(self._process(update_id, raw))

    async def _process(self, update_id: int, raw: dict[str, Any]) -> None:
        ticket = Ticket()
        stored.set(ticket)
        try:
            update = Update.de_json(_read(raw), self._application.bot)
        except Exception as error:  # Telegram's own mistake, or a kind that PTB does not know yet
            log.error("update not understood", update=update_id, error=type(error).__name__)  # noqa: TRY400 - a traceback could quote the update
        else:
            try:
                await self._application.process_update(update)
            except Exception as error:  # one update's failure is no other's
                log.error("update failed", update=update_id, error=type(error).__name__)  # noqa: TRY400 - as above
                return
        finally:
            self._running.pop(update_id, None)
        if not ticket.taken:
            await self._give_up(update_id)

    async def _give_up(self, update_id: int) -> None:
        """What means nothing to us is done, or it would hold up its chat for ever."""
        try:
            await self._services.store.run(inbox.give_up, update_id, self._services.clock())
        except StoreError:
            log.warning("update not given up", update=update_id)

    # ------------------------------------------------------------------ what was left

    async def sweep(self) -> None:
        """For ever: take up what nobody has finished, the first time at once."""
        older_than = self._services.clock()
        while True:
            try:
                for chat_id in await self._services.store.run(inbox.left, older_than):
                    self.take_up(chat_id)
            except StoreError as error:
                log.warning("inbox not read", error=str(error))
            await asyncio.sleep(SWEEP_SECONDS)
            older_than = self._services.clock() - LEFT_AFTER

    def take_up(self, chat_id: int, seconds: float = 0) -> None:
        """Bring a chat's unfinished updates again, in their order, after so many seconds."""
        moment = monotonic() + seconds
        self._asked[chat_id] = max(moment, self._asked.get(chat_id, moment))
        if chat_id not in self._chats:
            self._chats[chat_id] = asyncio.ensure_future(self._bring(chat_id))

    async def _bring(self, chat_id: int) -> None:
        try:
            await self._bring_pages(chat_id)
        except StoreError as error:  # the sweep asks again
            log.warning("inbox not read", error=str(error))
        finally:
            self._chats.pop(chat_id, None)

    async def _bring_pages(self, chat_id: int) -> None:
        """A page after the other, so that a flood waits in the store and not in memory."""
        while (moment := self._asked.get(chat_id)) is not None:
            if (pause := moment - monotonic()) > 0:
                await asyncio.sleep(pause)
                continue
            del self._asked[chat_id]
            left = await self._services.store.run(inbox.pending, limit=MAX_WAITING, chat_id=chat_id)
            for one in left:
                await self._start_again(one)
            if len(left) == MAX_WAITING:
                ids = [one.update_id for one in left if one.update_id in self._running]
                await asyncio.gather(*(self._running[update_id] for update_id in ids))
                self._asked.setdefault(chat_id, monotonic())

    async def _start_again(self, one: inbox.Pending) -> None:
        if one.payload is None or one.update_id in self._running:
            return
        try:
            self._start(orjson.loads(self._services.seal.unseal(one.payload)))
        except (SealBroken, ValueError):
            log.warning("update of a dropped secret key given up", update=one.update_id)
            await self._give_up(one.update_id)

    async def drain(self, seconds: float) -> None:
        """Let running turns end; what does not end in time is taken up after the next start."""
        for chat in list(self._chats.values()):
            chat.cancel()
        if self._running:
            await asyncio.wait(set(self._running.values()), timeout=seconds)
        left = list(self._running.values())
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    # ------------------------------------------------------------------ long poll

    async def poll(self) -> None:
        """For ever: fetch, store, and only then move the offset. One poller a token."""
        while True:
            async with await self._lead() as leader:
                self.last_fetch = self._services.clock()
                offset: int | None = None
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

    async def _poll_once(self, offset: int | None) -> int | None:
        """The next offset; None while a webhook may still be set, which forbids fetching."""
        try:
            if offset is None:
                await self._application.bot.delete_webhook(drop_pending_updates=False)
            updates = await self._fetch(offset or 0)
            await self.take(updates)
        except RetryAfter as error:
            await asyncio.sleep(seconds_of(error.retry_after))
        except Conflict as error:
            # Another poller, or somebody has set a webhook: the latter we can mend.
            log.warning("no updates", error=error.message)
            await asyncio.sleep(CONFLICT_SECONDS)
            return None if "webhook is active" in error.message else offset
        except Exception as error:
            # The offset stays: Telegram gives the same updates again. What nobody foresaw is no
            # reason either to stop listening: /health tells of it after a while.
            expected = isinstance(error, TelegramError | StoreError)
            log.log(WARNING if expected else ERROR, "no updates", error=type(error).__name__)
            await asyncio.sleep(1)
        else:
            self.last_fetch = self._services.clock()
            return max((update["update_id"] + 1 for update in updates), default=offset or 0)
        return offset

    async def _fetch(self, offset: int) -> list[dict[str, Any]]:
        bot = self._application.bot
        allowed = orjson.dumps(ALLOWED).decode()
        url = (
            f"{bot.base_url}/getUpdates?timeout={LONG_POLL_SECONDS}&offset={offset}"
            f"&limit=100&allowed_updates={allowed}"
        )
        # Raw answers: the store keeps them as they came, and parsing them twice costs.
        updates: Any = await bot.request.post(url, read_timeout=LONG_POLL_SECONDS + 10)
        return list(updates)

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
        content = update.get(kind)
        if isinstance(content, dict):
            chat = (content.get("message") or content).get("chat") or {}
            if chat.get("type", "private") == "private":
                sender = content.get("from") or {}
                return sender.get("id")
    return None


def _read(raw: dict[str, Any]) -> dict[str, Any]:
    """An update as it is parsed: of a message with buttons only which one it is.

    Without its date PTB takes it for one that is no longer there, and makes a small object of it,
    not one of two hundred attributes.
    """
    match raw:
        case {"callback_query": {"message": {} as message} as tap}:
            known = {**brief(message), "date": 0}
            return {**raw, "callback_query": {**tap, "message": known}}
    return raw
