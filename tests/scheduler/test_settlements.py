"""Money whose outcome was unknown: found out by reading, told once, never repeated."""

from __future__ import annotations

import pytest

from store import links, operations
from store.operations import Operation
from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import World
from tests.scheduler.conftest import cards, some_polls

ADDED, UNKNOWN = "added after all", "I still cannot see"


async def redeem(chat: ChatUser, number: str) -> None:
    await chat.moves("/recharge", number, f"[Redeem …{number[-4:]}]")


async def operation(world: World, user: ChatUser) -> Operation:
    assert world.bot is not None
    store = world.bot.parts.store
    [link] = await store.run(links.of_chat, user.id)
    return (await store.run(operations.of_link, link.id))[0]


@pytest.mark.row("N03")
async def test_a_voucher_that_was_added_in_silence_is_told_so_once(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await desk.voucher("4411223399", "10.00")
    await desk.fault("Account/topup_account", "silent_after", times=1)
    await redeem(chat, "4411223399")

    card = await chat.waits_for(ADDED)
    assert "…3399" in card
    assert "$10.00" in card
    assert (await operation(world, chat)).state == "done"
    await world.restart()
    await some_polls()
    assert await cards(chat, ADDED) == 1
    assert await desk.redeemed("4411223399") == 1
    assert len(await desk.log("topup_account")) == 1


async def test_absence_proves_nothing_and_is_told_once_after_a_day(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await desk.voucher("4411223399", "10.00")
    await desk.fault("Account/topup_account", "silent_before", times=1)
    await redeem(chat, "4411223399")
    await some_polls()
    assert (await operation(world, chat)).state == "unknown"
    assert await cards(chat, UNKNOWN) == 0

    world.clock.advance(hours=25)
    await chat.waits_for(UNKNOWN)
    world.clock.advance(hours=25)
    await some_polls()
    assert await cards(chat, UNKNOWN) == 1
    assert await cards(chat, ADDED) == 0
    assert (await operation(world, chat)).state == "unknown"
    assert await desk.redeemed("4411223399") == 0


async def test_a_payment_of_another_voucher_settles_nothing(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await desk.voucher("4411223399", "10.00")
    await desk.voucher("4411227788", "10.00")
    await desk.fault("Account/topup_account", "silent_before", times=1)
    await redeem(chat, "4411223399")
    await redeem(chat, "4411227788")
    world.clock.advance(minutes=1)
    await some_polls()

    assert await cards(chat, ADDED) == 0


async def test_of_two_vouchers_with_the_same_end_one_payment_settles_none(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await desk.voucher("4411223399", "10.00")
    await desk.voucher("5511223399", "10.00")
    await desk.fault("Account/topup_account", "silent_before", times=1)
    await redeem(chat, "4411223399")
    await redeem(chat, "5511223399")
    world.clock.advance(minutes=1)
    await some_polls()

    assert await desk.redeemed("5511223399") == 1
    assert await cards(chat, ADDED) == 0


async def test_the_claim_of_a_turn_that_died_becomes_unknown_and_is_settled(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    assert world.bot is not None
    parts = world.bot.parts
    [link] = await parts.store.run(links.of_chat, chat.id)
    await parts.store.run(
        operations.claim,
        link_id=link.id,
        chat_id=chat.id,
        kind="voucher",
        keys=["a fingerprint"],
        note={"tail": "3399"},
        now=world.clock(),
    )
    await desk.voucher("4411223399", "10.00")
    await parts.services.sessions.account(link).redeem_voucher("4411223399")
    await some_polls()
    assert (await operation(world, chat)).state == "claimed", "its turn may still be at work"
    world.clock.advance(minutes=3)

    await chat.waits_for(ADDED)
    assert (await operation(world, chat)).state == "done"


async def test_the_operator_sees_how_much_is_unknown(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    assert world.bot is not None
    await desk.voucher("4411223399", "10.00")
    await desk.fault("Account/topup_account", "silent_before", times=1)
    await redeem(chat, "4411223399")
    await some_polls()

    assert "selfcare_unknown_operations 1.0" in world.bot.parts.metrics.page().decode()
