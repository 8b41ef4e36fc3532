"""What monitoring sees: updates counted, and a webhook that Telegram cannot reach."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from telegram import Bot, WebhookInfo

from bot.webhook import WebhookWatch
from dialogs.visit import Visit
from tests.hard.test_webhook import served
from tests.harness.chat import ChatUser
from tests.harness.patience import PATIENCE
from tests.harness.world import TOKEN, World


def counted(world: World, outcome: str) -> float:
    value = world.parts.metrics.registry.get_sample_value(
        "selfcare_updates_total", {"outcome": outcome}
    )
    return value or 0.0


async def test_updates_are_counted_by_what_became_of_them(
    world: World, stranger: ChatUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stranger.say("/help")
    assert (counted(world, "handled"), counted(world, "failed")) == (1, 0)

    async def breaks(self: Visit) -> None:
        raise RuntimeError("a mistake of ours")

    with monkeypatch.context() as patched:
        patched.setattr(Visit, "run", breaks)
        await stranger.say("/start", settle=False)
        await world.settled(40)

    assert counted(world, "failed") == 4
    assert counted(world, "given_up") == 1
    assert counted(world, "handled") == 1


def info(waiting: int, failed: int | None = None) -> WebhookInfo:
    moment = None if failed is None else datetime.fromtimestamp(failed, UTC)
    words = None if failed is None else "Connection refused"
    return WebhookInfo(
        "https://bot.example.net",
        has_custom_certificate=False,
        pending_update_count=waiting,
        last_error_date=moment,
        last_error_message=words,
    )


def test_a_webhook_is_deaf_while_more_waits_behind_new_errors() -> None:
    watch = WebhookWatch(Bot(TOKEN))
    for seen, deaf in (
        (info(0), False),
        (info(7), False),  # busy
        (info(9, failed=100), True),
        (info(9, failed=160), True),  # nothing was delivered
        (info(9, failed=160), False),  # no new error: what waits is being delivered
        (info(0, failed=160), False),
        (info(0, failed=200), False),  # one failed and was taken the second time
    ):
        watch.judge(seen)
        assert watch.deaf is deaf, seen


async def test_health_tells_of_a_deaf_webhook(world: World) -> None:
    async with served(world) as url:
        assert (await health(world, url)) == (200, True)
        world.parts.webhook.deaf = True
        assert (await health(world, url)) == (503, False)


async def health(world: World, url: str) -> tuple[int, bool]:
    async with world.http.get(f"{url}/health") as answer:
        return answer.status, (await answer.json())["telegram"]


async def test_telegram_is_asked_about_the_webhook_in_the_background(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.webhook.LOOK_SECONDS", 0.01)
    await world.chat_fault("getWebhookInfo", status=502, times=2)
    parts = world.parts
    parts.spawn(parts.webhook.look())

    async with asyncio.timeout(PATIENCE):
        while [c["method"] for c in (await world.traffic())["calls"]].count("getWebhookInfo") < 4:
            await asyncio.sleep(0.02)
    assert parts.alive
    assert not parts.webhook.deaf
