"""A world that polls five times a second."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, select

from store import links, notices
from store.schema import notice
from tests.harness.chat import ChatUser
from tests.harness.patience import PATIENCE
from tests.harness.world import SOON, World, running
from tests.harness.world import world as make_world
from tests.postgres import postgres, postgres_url

__all__ = ["postgres", "postgres_url"]

POLL = 0.2
SWEEPS = ("voicemail", "missed", "offline", "balance", "timed", "settlements")
"""The jobs that are run at every poll."""
ROOT = Path(__file__).parents[2]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with make_world(tmp_path, poll_seconds=POLL, provider_timeout=SOON) as made:
        yield made


async def some_polls(number: int = 5) -> None:
    """Wait for so many sweeps that begin from now on, and for what they send.

    A bot in a process of its own is given the time of so many.
    """
    here = [world for world in running if world.settings.poll_seconds == POLL]
    await asyncio.gather(asyncio.sleep(number * POLL), *(_swept(one, number) for one in here))


async def _swept(world: World, number: int) -> None:
    # One of each may be under way.
    wanted = {job: world.ticks(job) + number + 1 for job in SWEEPS}

    async def sent() -> bool:
        soon = world.clock() + timedelta(seconds=1.5)  # a chat gets one notice a second
        return not await world.parts.store.run(_to_send, soon)

    for job, least in wanted.items():
        await world.ticked(job, least)
    with suppress(TimeoutError):  # a replica that was killed keeps its lease
        await until(sent, 10)


def _to_send(conn: Connection, soon: datetime) -> bool:
    due = notices.next_due(conn)
    under_way = select(notice.c.id).where(notice.c.state == "sending")
    return (due is not None and due < soon) or conn.execute(under_way).first() is not None


async def until(true: Callable[[], Awaitable[Any]], seconds: float = PATIENCE) -> None:
    """Wait until it is so."""
    async with asyncio.timeout(seconds):
        while True:
            if await true():
                return
            await asyncio.sleep(0.02)


async def cards(user: ChatUser, words: str) -> int:
    """How many of the bot's messages hold these words."""
    return sum(
        words in (message.get("text") or message.get("caption") or "")
        for message in await user.messages()
        if message["from"]["is_bot"]
    )


def moments(world: World, method: str) -> list[float]:
    """When the chat server carried out calls of a method."""
    assert world.chat_server.world is not None
    calls = world.chat_server.world.recorder.calls
    return [call.moment for call in calls if call.method.lower() == method.lower() and call.ok]


@asynccontextmanager
async def process(world: World) -> AsyncIterator[asyncio.subprocess.Process]:
    """The bot as an operator runs it, with the world's settings; killed at the end."""
    settings = world.settings
    values = {
        "TELEGRAM_TOKEN": settings.telegram_token.get_secret_value(),
        "TELEGRAM_API_URL": settings.telegram_api_url,
        "PROVIDER_URL": settings.provider_url,
        "SECRET_KEY": settings.secret_key.get_secret_value(),
        "DATABASE_URL": settings.database_url,
        "POLL_SECONDS": str(POLL),
        "LISTEN": "127.0.0.1:0",
    }
    environment = os.environ | {f"SELFCARE_{name}": value for name, value in values.items()}
    bot = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=ROOT, env=environment
    )
    try:
        yield bot
    finally:
        if bot.returncode is None:
            bot.kill()
        await bot.wait()


async def set_alerts(world: World, user: ChatUser, **alerts: Any) -> None:
    assert world.bot is not None
    [link] = await world.bot.parts.store.run(links.of_chat, user.id)
    await world.bot.parts.store.run(links.set_alerts, link.id, alerts)


def hours_around_now(world: World) -> list[str]:
    """Quiet hours that began an hour ago, and end in two, in Alice's zone."""
    now = world.clock().astimezone(ZoneInfo("America/New_York"))
    return [f"{now + timedelta(hours=hours):%H:%M}" for hours in (-1, 2)]
