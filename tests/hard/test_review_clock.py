"""A clock that was wrong and is set right again must not leave the bot deaf."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import scheduler.clock
from store import notices, ticks
from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import World

MINUTE = timedelta(minutes=1)


async def test_a_job_goes_on_when_the_clock_is_set_back(world: World) -> None:
    store, now = world.parts.store, datetime(2026, 11, 23, 18, tzinfo=UTC)
    for slot in range(60):  # an hour too early
        assert await store.run(ticks.claim, "a job", now + slot * MINUTE, MINUTE)

    assert await store.run(ticks.claim, "a job", now + MINUTE, MINUTE)
    assert not await store.run(ticks.claim, "a job", now + MINUTE, MINUTE)
    assert await store.run(ticks.claim, "a job", now + 2 * MINUTE, MINUTE)
    assert not await store.run(ticks.claim, "a job", now + MINUTE, MINUTE)  # a slower replica


async def test_pushes_go_on_when_the_clock_is_set_back(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    world.clock.advance(days=1)
    await world.parts.store.run(notices.buy, "telegram", 1, 25, world.clock())
    await world.restart(poll_seconds=0.2)
    world.clock.advance(days=-1)

    await desk.voicemail("12065550133")

    await chat.waits_for("New voice message")


async def test_the_bells_follow_the_machine_s_clock(
    world: World, chat: ChatUser, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """APScheduler keeps the machine's time, in which the next bell may be an hour away."""

    class Early(datetime):
        wrong = timedelta(hours=1)

        @classmethod
        def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]  # nobody asks for its type
            return datetime.now(tz) + cls.wrong

    monkeypatch.setattr(scheduler.clock, "datetime", Early)
    monkeypatch.setattr(scheduler.clock, "WATCH_SECONDS", 0.2)
    await world.restart(poll_seconds=0.2)
    await asyncio.sleep(0.5)
    await desk.voicemail("12065550133")
    await asyncio.sleep(0.7)
    assert "New voice message" not in await chat.screen()

    Early.wrong = timedelta()

    await chat.waits_for("New voice message")
