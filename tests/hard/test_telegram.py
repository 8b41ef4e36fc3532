"""Telegram misbehaves: nothing is lost, nothing done twice, what it did not take comes later."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.harness.chat import ChatUser
from tests.harness.world import World

VOUCHER = "4411223399"
DONE = "$10.00 added"


async def review(user: ChatUser, world: World) -> None:
    await world.desk.voucher(VOUCHER, "10.00")
    await user.moves("/recharge", "4411 2233 99")


FAULTS: dict[str, dict[str, Any]] = {
    "asks to wait": {"status": 429, "retry_after": 1},
    "asks to wait long": {"status": 429, "retry_after": 6},
    "is overloaded": {"status": 502},
    "hangs up before": {"drop": "before"},
    "hangs up after": {"drop": "after"},
    "is slow": {"delay": 1.2},
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_receipt_that_was_not_taken_is_shown_later_and_money_moves_once(
    quick: World, alice: ChatUser, fault: str
) -> None:
    await review(alice, quick)

    await quick.chat_fault("sendMessage", **FAULTS[fault])
    await alice.tap("Redeem …3399", settle=False)
    await alice.waits_for("$12.50")
    await quick.settled()

    assert await quick.desk.redeemed(VOUCHER) == 1
    assert len(await quick.desk.log("topup_account")) == 1


@pytest.mark.parametrize("method", ["editMessageText", "answerCallbackQuery", "deleteMessage"])
@pytest.mark.parametrize("fault", ["asks to wait", "is overloaded", "hangs up after"])
async def test_other_calls_may_fail_too(
    quick: World, alice: ChatUser, method: str, fault: str
) -> None:
    await quick.chat_fault(method, **FAULTS[fault])
    await review(alice, quick)
    await alice.tap("Redeem …3399", settle=False)
    await alice.waits_for(DONE)
    await quick.settled()

    assert await quick.desk.redeemed(VOUCHER) == 1
    assert not any("2233" in one.get("text", "") for one in await alice.messages())


async def test_a_long_outage_loses_no_answer(quick: World, alice: ChatUser) -> None:
    await review(alice, quick)
    for method in ("sendMessage", "editMessageText"):
        await quick.chat_fault(method, status=502, times=0)
    await alice.tap("Redeem …3399", settle=False)
    await asyncio.sleep(6)  # more tries than an update of our own fault is given
    await quick.http.delete(f"{quick.chat_server.url}/control/faults")
    await alice.waits_for("$12.50")

    assert await quick.desk.redeemed(VOUCHER) == 1


async def test_a_subscriber_who_blocks_the_bot_in_mid_turn_finds_all_done_once(
    quick: World, alice: ChatUser
) -> None:
    await review(alice, quick)
    await quick.desk.fault("Account/topup_account", "delay", seconds=0.5)
    tapping = asyncio.create_task(alice.tap("Redeem …3399", settle=False))
    await asyncio.sleep(0.2)
    await alice.block()
    await tapping
    await quick.settled()
    assert await quick.desk.redeemed(VOUCHER) == 1

    await alice.block(blocked=False)
    await alice.say("/menu")
    assert "Available: $12.50" in await alice.last()


async def test_the_poller_survives_what_getupdates_may_answer(
    quick: World, alice: ChatUser
) -> None:
    for fault in (
        {"status": 429, "retry_after": 1},
        {"status": 502},
        {"status": 409, "description": "Conflict: terminated by other getUpdates request"},
        {"drop": "before"},
        {"drop": "after"},
    ):
        await quick.chat_fault("getUpdates", **fault)
    await alice.say("/menu", settle=False)  # ends the poll that is under way
    await alice.say("/help", settle=False)

    await alice.waits_for("To talk to a person")
    said = [one["text"] for one in await alice.messages() if one["from"]["is_bot"]]
    assert sum("To talk to a person" in text for text in said) == 1


async def test_the_poller_outlives_a_webhook_that_cannot_be_removed(quick: World) -> None:
    await quick.stop()
    await quick.chat_fault("deleteWebhook", status=502, times=2)
    await quick.start()
    user = await quick.user()
    await user.say("/start", settle=False)

    await user.waits_for("How would you like to sign in?")


async def test_updates_repeated_by_telegram_change_nothing(quick: World, alice: ChatUser) -> None:
    await review(alice, quick)
    await alice.tap("Redeem …3399")
    before = await alice.screen()

    await quick.http.post(f"{quick.chat_server.url}/control/redeliver", json={"last": 6})
    await asyncio.sleep(0.3)
    await quick.settled()

    assert await alice.screen() == before
    assert await quick.desk.redeemed(VOUCHER) == 1
