"""A provider that says nothing makes no chat deaf, and whoever waits is told."""

from __future__ import annotations

import asyncio
from time import monotonic

from tests.harness.chat import ChatUser
from tests.harness.world import World


async def test_cancel_is_answered_while_a_turn_waits_and_others_are_served(
    quick: World, alice: ChatUser
) -> None:
    await quick.restart(provider_timeout=30.0)
    other = await quick.user("Other")
    await quick.desk.fault("*", "silent_before", times=0)
    await alice.say("/menu", settle=False)
    await asyncio.sleep(0.3)

    await other.say("/start", settle=False)
    await other.waits_for("How would you like to sign in?", seconds=20)
    await quick.desk.mend()
    started = monotonic()
    await alice.say("/cancel", settle=False)
    await alice.waits_for("Stopped, as you asked. Nothing was changed.", seconds=20)
    assert monotonic() - started < 20


async def test_who_waits_sees_that_work_goes_on_and_then_hears_why_it_failed(
    quick: World, alice: ChatUser
) -> None:
    # Typing shows after a second and ends with the answer: there must be time to see it.
    await quick.restart(provider_timeout=4)
    await quick.desk.fault("*", "silent_before", times=0)
    await alice.say("/menu", settle=False)

    async with asyncio.timeout(6):
        while (await alice.state())["chat_action"] != "typing":
            await asyncio.sleep(0.05)
    await alice.waits_for("The provider does not answer right now.")
    await quick.desk.mend()
    await alice.tap("Try again")
    assert "Available: $2.50" in await alice.last()


async def test_a_write_that_was_never_answered_is_told_as_unknown(
    quick: World, alice: ChatUser
) -> None:
    await quick.desk.voucher("4411223399", "10.00")
    await alice.moves("/recharge", "4411 2233 99")
    await quick.desk.fault("Account/topup_account", "silent_after")
    await alice.tap("Redeem …3399", settle=False)

    await alice.waits_for("The provider has not said whether it was done.")
    await quick.settled()
    await alice.moves("/recharge", "4411 2233 99", "[Redeem …3399]")
    assert await quick.desk.redeemed("4411223399") == 1
    assert len(await quick.desk.log("topup_account")) == 1


async def test_what_was_typed_while_the_provider_was_silent_is_answered_in_order(
    quick: World, alice: ChatUser
) -> None:
    await quick.desk.fault("*", "silent_before", times=0)
    await alice.say("/menu", settle=False)
    await alice.say("/help", settle=False)
    await alice.say("/language", settle=False)
    await asyncio.sleep(0.5)
    await quick.desk.mend()
    await quick.settled()

    said = [one["text"] for one in await alice.messages() if one["from"]["is_bot"]][-3:]
    assert "To talk to a person" in said[1]
    assert "anguage" in said[2]


async def test_cancel_answers_for_the_turn_that_it_stopped_whoever_waits_between(
    quick: World, alice: ChatUser
) -> None:
    await quick.restart(provider_timeout=30.0)
    await quick.desk.fault("*", "silent_before", times=5)
    await alice.say("/menu", settle=False)
    await alice.say("/help", settle=False)
    await asyncio.sleep(0.3)
    await quick.desk.mend()
    await alice.say("/cancel", settle=False)

    await alice.waits_for("Stopped, as you asked. Nothing was changed.", seconds=20)
    assert "To talk to a person" in await alice.screen()
