"""A voicemail becomes one card, whatever happens to the bot."""

from __future__ import annotations

import signal
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.serve import application
from store import links
from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import World
from tests.harness.world import world as make_world
from tests.scheduler.conftest import POLL, cards, process, some_polls, until

CALLER, AS_SHOWN = "12065550777", "+1 206-555-0777"


async def voices(user: ChatUser) -> int:
    return sum("voice" in message for message in await user.messages())


@pytest.mark.row("N02")
async def test_a_voicemail_is_one_playable_card_across_two_restarts(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await some_polls(2)
    assert await voices(chat) == 0, "what lay in the mailbox before the sign-in is not announced"

    await desk.voicemail(CALLER)
    await chat.waits_for(AS_SHOWN)
    for _restart in range(2):
        await world.restart()
        await some_polls()

    assert await voices(chat) == 1


@pytest.mark.row("S39")
async def test_a_fax_arrives_as_a_pdf(chat: ChatUser, desk: Desk) -> None:
    await some_polls(2)
    await desk.fax(CALLER, 2)

    card = await chat.waits_for("New fax")
    assert "Pages: 2" in card
    assert sum("document" in message for message in await chat.messages()) == 1


async def test_what_arrives_while_the_bot_is_down_is_told_at_the_start(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await some_polls(2)
    await world.stop()
    await desk.voicemail(CALLER)
    await desk.voicemail("12065550778")
    await world.start()

    await chat.waits_for(AS_SHOWN)
    await chat.waits_for("+1 206-555-0778")
    assert await voices(chat) == 2


async def test_a_message_left_between_the_sign_in_and_the_first_sweep_is_told(
    world: World, stranger: ChatUser, desk: Desk
) -> None:
    await world.restart(poll_seconds=3600)
    await stranger.sign_in()
    await desk.voicemail(CALLER)
    await world.restart(poll_seconds=POLL)

    await stranger.waits_for(AS_SHOWN)
    assert await voices(stranger) == 1


async def test_one_that_was_heard_elsewhere_is_not_told(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await some_polls(2)
    await world.stop()
    await desk.voicemail(CALLER)
    for message in next(iter(world.provider.switch.accounts.values())).mailbox or ():
        message.flags.add("Seen")
    await world.start()
    await some_polls()

    assert await voices(chat) == 0


async def test_a_provider_that_is_down_for_a_while_loses_nothing(
    chat: ChatUser, desk: Desk
) -> None:
    await some_polls(2)
    await desk.fault("*", "http_500")
    await desk.voicemail(CALLER)
    await some_polls()
    assert await voices(chat) == 0
    await desk.mend()

    await chat.waits_for(AS_SHOWN)
    assert await voices(chat) == 1


async def test_a_line_without_a_mailbox_is_asked_rarely(chat: ChatUser, desk: Desk) -> None:
    await desk.settings(features={"unified_messaging": "N"})
    await some_polls(3)
    asked = len(await desk.log("get_mailbox_message_list"))
    await some_polls(5)

    assert len(await desk.log("get_mailbox_message_list")) == asked


async def test_messages_that_came_while_the_alert_was_off_are_not_told_later(
    chat: ChatUser, desk: Desk
) -> None:
    await chat.moves("/alerts", "[New voicemail: on]")
    await some_polls(2)
    asked = len(await desk.log("get_mailbox_message_list"))
    await desk.voicemail("12065550778")
    await some_polls(3)
    assert len(await desk.log("get_mailbox_message_list")) == asked
    await chat.tap("New voicemail: off")
    await some_polls(3)
    await desk.voicemail(CALLER)

    await chat.waits_for(AS_SHOWN)
    assert await voices(chat) == 1


async def test_what_came_while_the_line_was_signed_out_is_not_told_after_signing_in_again(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    assert world.bot is not None
    store = world.bot.parts.store
    await some_polls(2)
    [link] = await store.run(links.of_chat, chat.id)
    await store.run(links.end, link.id)
    await desk.voicemail("12065550778")
    await some_polls(2)
    world.clock.advance(hours=1)
    await chat.sign_in()
    await some_polls(3)
    await desk.voicemail(CALLER)

    await chat.waits_for(AS_SHOWN)
    assert await voices(chat) == 1


async def test_two_people_on_one_line_both_hear_of_it(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    bob = await world.user("Bob")
    await bob.sign_in()
    await some_polls(2)
    await desk.voicemail(CALLER)

    await chat.waits_for(AS_SHOWN)
    await bob.waits_for(AS_SHOWN)
    assert (await voices(chat), await voices(bob)) == (1, 1)


async def test_two_replicas_tell_it_once(tmp_path: Path, postgres_url: str) -> None:
    async with make_world(tmp_path, database_url=postgres_url, poll_seconds=POLL) as world:
        chat = await world.user()
        await chat.sign_in()
        other = application(world.settings, world.clock)
        await other.initialize()
        await other.start()
        try:
            await some_polls(3)
            for number in range(4):
                await world.desk.voicemail(f"1206555077{number}")
            for number in range(4):
                await chat.waits_for(f"+1 206-555-077{number}")
            await world.restart()
            await some_polls()
        finally:
            await other.stop()
            await other.shutdown()

        assert await voices(chat) == 4


async def test_a_kill_between_taking_and_sending_loses_nothing(tmp_path: Path) -> None:
    async with make_world(tmp_path, poll_seconds=POLL) as world:
        chat = await world.user()
        await chat.sign_in()
        await some_polls(2)
        await world.stop()
        # Telegram hears the call and never carries it out: the bot dies while it waits.
        await world.chat_fault("sendVoice", delay=2, drop="before")
        async with process(world) as bot:
            await world.desk.voicemail(CALLER)
            await until(sending(world), 20)
            bot.send_signal(signal.SIGKILL)
            await bot.wait()
        assert await voices(chat) == 0

        async with process(world):
            await chat.waits_for(AS_SHOWN, 20)
            await some_polls()
            assert await voices(chat) == 1
            assert await cards(chat, AS_SHOWN) == 1


def sending(world: World) -> Callable[[], Awaitable[bool]]:
    """Whether the ordered fault has struck: the bot is in the middle of a call."""

    async def struck() -> bool:
        assert world.chat_server.world is not None
        return not world.chat_server.world.faults.switches

    return struck
