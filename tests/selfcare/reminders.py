"""What tests about reminders share: days that pass, and the look that is taken twice a day."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from scheduler.reminders import Reminders
from scheduler.sweep import Sweeper
from tests.harness.world import World
from tests.harness.world import world as make_world

NOON = datetime(2026, 11, 18, 17, tzinfo=UTC)
"""In New York, in the middle of a month."""


@asynccontextmanager
async def november(directory: Path) -> AsyncIterator[World]:
    async with make_world(directory, at=NOON) as made:
        yield made


def later(world: World, *, days: int) -> None:
    """For the bot and for the provider."""
    world.clock.advance(days=days)
    world.provider.clock.advance(days * 86_400)


async def look(world: World) -> None:
    assert world.bot is not None
    services = world.bot.parts.services
    await Reminders(services, Sweeper(services, 0.01)).sweep(0)
    await world.settled()
