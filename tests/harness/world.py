"""One world: an embedded provider, a chat server, and the bot between them, over real HTTP."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp

import sandbox.chat.config
import sandbox.chat.server
import sandbox.provider.clock
import sandbox.provider.server
import scheduler.sweep
from bot.app import Parts, SelfcareApplication
from bot.serve import application
from bot.settings import Settings
from conversations import AREAS
from dialogs import Area
from sandbox.provider.model import Account
from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.patience import PATIENCE

# The first sweep comes at once, before anybody has signed in, and so disturbs no transcript.
scheduler.sweep.LONGEST_JITTER = 0.0

TOKEN = "7000000001:AAtestAAtestAAtestAAtestAAtestAAtes"
SOON = 3.0
"""Seconds after which a provider that is silent in a test is given up; one that answers always
answers within them, on a busy machine too."""
ADMIN_LOGIN, ADMIN_TOKEN = "selfcare-bot", "an-admin-token"
EVENTS = ("events", "events-password")


running: set[World] = set()
"""The worlds of this process that have a bot in it."""


class WorldClock:
    """The bot's clock: the real one, moved by what a test adds."""

    def __init__(self) -> None:
        self.offset = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.offset

    def advance(self, **span: float) -> None:
        self.offset += timedelta(**span)


@dataclass(eq=False)
class World:
    """Both servers, the bot, and the addresses; `restart` kills the bot and starts another."""

    chat_server: sandbox.chat.server.Chat
    provider: sandbox.provider.server.Provider
    settings: Settings
    http: aiohttp.ClientSession
    clock: WorldClock = field(default_factory=WorldClock)
    bot: SelfcareApplication | None = None
    areas: Sequence[Area] = AREAS

    @property
    def desk(self) -> Desk:
        return Desk(self.http, self.provider.url)

    def account(self, login: str = "alice") -> Account:
        """What the switch has of a person, to change it behind the bot's back."""
        found = self.provider.switch.with_login(login)
        assert found is not None
        return found

    @property
    def parts(self) -> Parts:
        """What the running bot is made of."""
        assert self.bot is not None
        return self.bot.parts

    async def start(self) -> None:
        """Start a bot on the world's store, polling."""
        self.bot = application(self.settings, self.clock, self.areas)
        await self.bot.initialize()
        await self.bot.start()
        self.bot.parts.spawn(self.bot.parts.intake.poll())
        running.add(self)

    async def stop(self) -> None:
        """An orderly end."""
        running.discard(self)
        if self.bot is not None:
            await self.bot.stop()
            await self.bot.shutdown()
            self.bot = None

    async def restart(self, **changes: Any) -> None:
        await self.stop()
        self.settings = self.settings.model_copy(update=changes)
        await self.start()

    async def user(self, name: str = "Alice", language: str = "en") -> ChatUser:
        """Another person with a phone."""
        answer = await self.http.post(
            f"{self.chat_server.url}/control/users",
            json={"first_name": name, "language_code": language},
        )
        return ChatUser(self, (await answer.json())["id"], name, language)

    def idle(self) -> bool:
        """Whether the bot has answered everything that was sent."""
        world = self.chat_server.world
        if self.bot is None:
            return True
        parts = self.bot.parts
        return not (world.updates.pending or parts.intake.busy or parts.engine.lanes.busy)

    async def settled(self, seconds: float = PATIENCE) -> None:
        """Wait until the bot has answered."""
        async with asyncio.timeout(seconds):
            calm = 0
            while calm < 2:
                await asyncio.sleep(0.004)
                calm = calm + 1 if self.idle() else 0

    def ticks(self, job: str) -> int:
        """How many of the scheduler's ticks have ended since the bot was started."""
        sample = self.parts.metrics.registry.get_sample_value
        labels = ({"job": job, "outcome": outcome} for outcome in ("done", "failed"))
        return round(sum(sample("selfcare_tick_seconds_count", one) or 0 for one in labels))

    async def ticked(self, job: str, number: int = 1) -> None:
        """Wait for so many of them."""
        async with asyncio.timeout(PATIENCE):
            while self.ticks(job) < number:
                await asyncio.sleep(0.02)

    async def chat_fault(self, method: str, **how: Any) -> None:
        """Telegram misbehaves: `status`, `drop` or `delay`, `times`."""
        url = f"{self.chat_server.url}/control/faults"
        async with self.http.post(url, json={"method": method, **how}) as answer:
            assert answer.status == 200, await answer.text()

    async def traffic(self) -> dict[str, Any]:
        answer = await self.http.get(f"{self.chat_server.url}/control/traffic")
        return json.loads(await answer.read())  # type: ignore[no-any-return]


@asynccontextmanager
async def world(
    directory: Path,
    *,
    database_url: str = "",
    provider: sandbox.provider.config.Config | None = None,
    telegram: sandbox.chat.config.Config | None = None,
    bot: bool = True,
    at: datetime | None = None,
    areas: Sequence[Area] = AREAS,
    **settings: Any,
) -> AsyncIterator[World]:
    """A fresh world below `directory`, with its `bot` or without; `settings` override the bot's.

    `at` is the moment in which it begins, for the bot and for the provider: for tests about days.
    """
    clock, switch_clock = WorldClock(), sandbox.provider.clock.Clock()
    if at is not None:
        clock.offset = at - datetime.now(UTC)
        switch_clock.advance(clock.offset.total_seconds())
    switch = sandbox.provider.server.create(
        replace(
            provider or sandbox.provider.config.Config(),
            admin_login=ADMIN_LOGIN,
            admin_token=ADMIN_TOKEN,
            mail_port=0,
        ),
        switch_clock,
    )
    await switch.start()
    chat_server = sandbox.chat.server.create(
        replace(telegram or sandbox.chat.config.Config(), desk_url=switch.url)
    )
    await chat_server.start()
    values: dict[str, Any] = {
        "telegram_token": TOKEN,
        "telegram_api_url": chat_server.url,
        "provider_url": switch.url,
        "admin_url": switch.admin_url,
        "admin_login": ADMIN_LOGIN,
        "admin_token": ADMIN_TOKEN,
        "smtp_url": switch.mail_url,
        "secret_key": "a test's own secret key that is long enough",
        "database_url": database_url or f"sqlite:///{directory / 'selfcare.db'}",
        "events_user": EVENTS[0],
        "events_password": EVENTS[1],
        "poll_seconds": 3600,
        "provider_name": "Example Telecom",
        "contact": "+1 206 555 0199",
        **settings,
    }
    async with aiohttp.ClientSession() as http:
        made = World(
            chat_server, switch, Settings(_env_file=None, **values), http, clock, areas=areas
        )
        try:
            if bot:
                await made.start()
            yield made
        finally:
            await made.stop()
            await chat_server.stop()
            await switch.stop()
