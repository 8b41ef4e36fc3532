"""A forward that is over is put back, whatever happened in between."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from line.forwarding import Snapshot, carry_out, equal, forward_simple, take
from portaswitch import Account
from store import links, timed
from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import World
from tests.scheduler.conftest import cards, process, some_polls, until

OVER, CHANGED, STUCK = "The time is over", "somebody has changed it", "could not put back"


async def account(world: World, user: ChatUser) -> Account:
    """The provider as the bot sees it."""
    assert world.bot is not None
    parts = world.bot.parts
    [link] = await parts.store.run(links.of_chat, user.id)
    return parts.services.sessions.account(link)


async def forwarding(world: World, user: ChatUser) -> Snapshot:
    return await take(await account(world, user))


async def forward_until_tomorrow(world: World, user: ChatUser) -> Snapshot:
    """Alice forwards her calls; gives what was there before."""
    before = await forwarding(world, user)
    await user.moves("forward to 206 555 0177 until tomorrow 18:00", "[Forward calls]")
    assert not equal(await forwarding(world, user), before)
    return before


async def rows(world: World, user: ChatUser) -> list[Any]:
    assert world.bot is not None
    [link] = await world.bot.parts.store.run(links.of_chat, user.id)
    return list(await world.bot.parts.store.run(timed.active_of_link, link.id))


@pytest.mark.row("N01")
async def test_what_was_there_is_back_though_the_bot_was_down_at_the_moment(
    world: World, chat: ChatUser
) -> None:
    before = await forward_until_tomorrow(world, chat)
    await some_polls(2)
    assert not equal(await forwarding(world, chat), before)
    await world.stop()
    world.clock.advance(days=2)
    await world.start()

    await chat.waits_for(OVER)
    assert equal(await forwarding(world, chat), before)
    await some_polls()
    assert await cards(chat, OVER) == 1
    assert not await rows(world, chat)


@pytest.mark.row("N01")
async def test_a_restore_that_was_cut_off_goes_on_after_a_restart(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    before = await forward_until_tomorrow(world, chat)
    # Done, but never answered: the bot dies while it waits to hear of it.
    await desk.fault("Account/update_service_features", "silent_after", times=1)
    written = len(await desk.log("update_service_features"))
    world.clock.advance(days=2)

    async def writing() -> bool:
        return len(await desk.log("update_service_features")) > written

    await until(writing)
    await world.stop()
    await world.start()

    await chat.waits_for(OVER)
    assert equal(await forwarding(world, chat), before)
    assert await cards(chat, CHANGED) == 0


@pytest.mark.row("N01")
async def test_a_bot_that_is_killed_while_it_puts_back_finishes_after_its_restart(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    before = await forwarding(world, chat)
    await prepared(world, chat, seconds=2)
    await carry_out(forward_simple(await account(world, chat), "12065550177"), nothing)
    provider = await account(world, chat)
    await world.stop()
    # Each write is done at once, and answered when the bot is dead.
    written = len(await desk.log("update_service_features"))
    await desk.fault("Account/update_service_features", "silent_after", times=1)

    async def writing() -> bool:
        return len(await desk.log("update_service_features")) > written

    async with process(world) as bot:
        await until(writing)
        bot.kill()
        await bot.wait()
    assert await cards(chat, OVER) == 0
    async with process(world):
        await chat.waits_for(OVER)

    assert equal(await take(provider), before)
    assert await cards(chat, CHANGED) == 0


async def test_what_somebody_else_has_changed_meanwhile_is_left_alone(
    world: World, chat: ChatUser
) -> None:
    before = await forward_until_tomorrow(world, chat)
    provider = await account(world, chat)
    [number] = (await provider.get_account_followme()).numbers
    await provider.delete_followme_number(number.i_follow_me_number)
    world.clock.advance(days=2)

    await chat.waits_for(CHANGED)
    found = await forwarding(world, chat)
    assert not equal(found, before)
    assert not found.numbers
    assert await cards(chat, OVER) == 0


async def test_a_silent_provider_makes_it_late_and_not_lost(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    before = await forward_until_tomorrow(world, chat)
    await desk.fault("*", "http_500")
    world.clock.advance(days=2)
    await some_polls(4)
    assert await cards(chat, OVER) == 0
    await desk.mend()
    world.clock.advance(minutes=5)

    await chat.waits_for(OVER)
    assert equal(await forwarding(world, chat), before)


async def test_a_provider_that_refuses_to_have_it_back_is_told(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await forward_until_tomorrow(world, chat)
    for method in ("update_service_features", "delete_followme_number"):
        await desk.fault(f"Account/{method}", "fault", faultcode="Server.Account.not_allowed")
    world.clock.advance(days=2)
    for _attempt in range(4):
        await some_polls(3)
        world.clock.advance(minutes=1)

    await chat.waits_for(STUCK)
    await some_polls()
    assert await cards(chat, STUCK) == 1
    assert not await rows(world, chat)


async def prepared(world: World, user: ChatUser, seconds: float = 5 * 3600) -> int:
    """A turn stored what is there, and then died."""
    assert world.bot is not None
    parts = world.bot.parts
    [link] = await parts.store.run(links.of_chat, user.id)
    snapshot = parts.services.seal.seal((await forwarding(world, user)).to_json())
    return await parts.store.run(
        timed.add,
        link_id=link.id,
        chat_id=user.id,
        what="forwarding",
        snapshot=snapshot,
        until=world.clock() + timedelta(seconds=seconds),
        now=world.clock(),
    )


async def nothing(step: int) -> None:
    """The turn died, and its progress with it."""


async def state(world: World, timed_id: int) -> str:
    assert world.bot is not None
    row = await world.bot.parts.store.run(timed.get, timed_id)
    assert row is not None
    return row.state


async def test_a_change_whose_turn_died_before_it_wrote_is_canceled(
    world: World, chat: ChatUser
) -> None:
    timed_id = await prepared(world, chat)
    await some_polls(2)
    assert await state(world, timed_id) == "preparing", "its turn may still be at work"
    world.clock.advance(minutes=4)

    async def canceled() -> bool:
        return await state(world, timed_id) == "canceled"

    await until(canceled)


async def test_a_change_whose_turn_died_after_it_wrote_still_ends(
    world: World, chat: ChatUser
) -> None:
    before = await forwarding(world, chat)
    timed_id = await prepared(world, chat)
    await carry_out(forward_simple(await account(world, chat), "12065550177"), nothing)
    world.clock.advance(minutes=4)

    async def armed() -> bool:
        return await state(world, timed_id) == "armed"

    await until(armed)
    world.clock.advance(hours=5)
    await chat.waits_for(OVER)
    assert equal(await forwarding(world, chat), before)
