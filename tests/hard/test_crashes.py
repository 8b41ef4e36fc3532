"""kill -9 at the worst moments, on both databases: nothing lost, nothing twice, dialogs go on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from tests.hard.process import Process
from tests.hard.stories import signed_in, tap_only
from tests.harness.chat import ChatUser
from tests.harness.patience import PATIENCE
from tests.harness.world import World

MakeProcess = Callable[..., Process]
VOUCHER = "4411223399"


async def received(world: World, method: str, more_than: int = 0) -> int:
    """Wait until the provider has received (one more) call; how many there are."""
    async with asyncio.timeout(PATIENCE):
        while (count := len(await world.desk.log(method))) <= more_than:
            await asyncio.sleep(0.02)
    return count


async def test_the_bot_dies_at_every_step_of_a_recharge(stage: World, process: MakeProcess) -> None:
    user, desk = await signed_in(stage), stage.desk
    await desk.voucher(VOUCHER, "10.00")

    bot = process(stage)
    await bot.start()
    await user.say("/recharge")
    await user.waits_for("Send the voucher number")
    await bot.kill()  # in the middle of the form

    sent = await user.say("4411 2233 99")  # while nobody is there
    bot = process(stage)
    await bot.start()
    await user.waits_for("Redeem this voucher?")
    assert sent["message_id"] not in [one["message_id"] for one in await user.messages()]

    # Between leaving the revision and the effect.
    count = len(await desk.log("get_account_info"))
    await desk.fault("Account/get_account_info", "delay", seconds=3)
    tapped = await tap_only(user, "Redeem …3399")
    await received(stage, "get_account_info", count)
    await bot.kill()
    await desk.mend()
    bot = process(stage)
    await bot.start()
    await user.waits_for("I was interrupted here")
    assert await desk.redeemed(VOUCHER) == 0

    # During the effect: the provider carries it out, and nobody hears of it.
    await tapped
    await desk.fault("Account/topup_account", "delay", seconds=1)
    tapped = await tap_only(user, "Redeem …3399")
    await received(stage, "topup_account")
    await bot.kill()
    while not await desk.redeemed(VOUCHER):
        await asyncio.sleep(0.05)
    bot = process(stage)
    await bot.start()
    await tapped
    await user.waits_for("$12.50")
    await user.tap("Redeem …3399")
    await user.waits_for("The provider has not said whether it was done")
    assert await desk.redeemed(VOUCHER) == 1
    assert len(await desk.log("topup_account")) == 1


async def test_the_bot_dies_between_the_effect_and_the_answer(
    stage: World, process: MakeProcess
) -> None:
    user, desk = await signed_in(stage), stage.desk
    await desk.voucher(VOUCHER, "10.00")
    bot = process(stage)
    await bot.start()
    await user.say("/recharge")
    await user.waits_for("Send the voucher number")
    await user.say("4411 2233 99")
    await user.waits_for("Redeem this voucher?")

    await stage.chat_fault("sendMessage", delay=3, status=502)
    tapped = await tap_only(user, "Redeem …3399")
    async with asyncio.timeout(PATIENCE):
        while not await desk.redeemed(VOUCHER):
            await asyncio.sleep(0.02)
    await asyncio.sleep(0.3)
    await bot.kill()
    bot = process(stage)
    await bot.start()
    await tapped

    await user.waits_for("I was interrupted here")
    await user.waits_for("$12.50")
    await user.tap("Redeem …3399")
    await user.waits_for("This voucher was added before, and only once.")
    assert await desk.redeemed(VOUCHER) == 1
    assert len(await desk.log("topup_account")) == 1


async def test_what_was_received_before_a_crash_is_answered_after_it(
    stage: World, process: MakeProcess
) -> None:
    user = await signed_in(stage)
    bot = process(stage)
    await bot.start()
    before = len(await answers(user))
    for n in range(12):
        await user.say(f"nobody knows word{n}")
        if n == 5:
            await asyncio.sleep(0.05)
    await bot.kill()
    bot = process(stage)
    await bot.start()

    async with asyncio.timeout(PATIENCE):
        while len(await answers(user)) < before + 12:
            await asyncio.sleep(0.05)
    assert await bot.end() == 0


async def answers(user: ChatUser) -> list[Any]:
    return [message for message in await user.messages() if message["from"]["is_bot"]]
