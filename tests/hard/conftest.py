"""Worlds without a bot, for tests that start their own; and databases of both kinds."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.serve import application
from sandbox.chat.config import Config as Telegram
from tests.hard.areas import Journal, areas
from tests.hard.process import Process
from tests.harness.chat import ChatUser
from tests.harness.world import World
from tests.harness.world import world as make_world
from tests.postgres import postgres, postgres_url

__all__ = ["postgres", "postgres_url"]


@pytest.fixture
def journal() -> Journal:
    return Journal()


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'selfcare.db'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
async def stage(tmp_path: Path, database_url: str) -> AsyncIterator[World]:
    """Both servers on each database in turn, and no bot yet."""
    async with make_world(tmp_path, database_url=database_url, bot=False, **QUICK) as made:
        yield made


@pytest.fixture
async def grown(tmp_path: Path, postgres_url: str) -> AsyncIterator[World]:
    """PostgreSQL, for several replicas; Telegram counts no messages."""
    telegram = Telegram(limits=False, webhook_retry=0.05, webhook_retry_max=0.2)
    async with make_world(
        tmp_path, database_url=postgres_url, telegram=telegram, bot=False, **QUICK
    ) as made:
        yield made


QUICK: dict[str, Any] = {"provider_timeout": 2.0, "lease_seconds": 3.0}


@pytest.fixture
async def process(tmp_path: Path) -> AsyncIterator[Callable[..., Process]]:
    """Makes bot processes, which end with the test."""
    made: list[Process] = []

    def make(world: World, **changes: Any) -> Process:
        one = Process(world, tmp_path, f"bot{len(made)}", **changes)
        made.append(one)
        return one

    yield make
    for one in made:
        if one.started:
            await one.kill()


@pytest.fixture
async def notebook(tmp_path: Path, journal: Journal) -> AsyncIterator[World]:
    """The notebook's bot, polling, on SQLite; Telegram counts no messages."""
    telegram = Telegram(limits=False)
    async with make_world(tmp_path, telegram=telegram, bot=False, **QUICK) as made:
        made.bot = application(made.settings, made.clock, areas(journal))
        await made.bot.initialize()
        await made.bot.start()
        made.bot.parts.spawn(made.bot.parts.intake.poll())
        yield made


@pytest.fixture
async def quick(tmp_path: Path) -> AsyncIterator[World]:
    """The product's bot with a provider's timeout of a second."""
    async with make_world(tmp_path, **{**QUICK, "provider_timeout": 1.0}) as made:
        yield made


@pytest.fixture
async def alice(quick: World) -> ChatUser:
    """Signed in, in the quick world."""
    user = await quick.user()
    await user.sign_in()
    return user
