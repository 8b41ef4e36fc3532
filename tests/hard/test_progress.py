"""Work that takes long: its step is named in a line of its own, which goes with the answer."""

from __future__ import annotations

import asyncio

import pytest

from dialogs import progress
from tests.harness.chat import ChatUser
from tests.harness.world import World

CONTACTS = b"name,number\nAnna,12065550211\nBen,12065550212\nCara,12065550213\n"


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seconds become tenths."""
    monkeypatch.setattr(progress, "STATUS_AFTER", 0.05)
    monkeypatch.setattr(progress, "LINE_AFTER", 0.15)
    monkeypatch.setattr(progress, "TICK", 0.1)


async def lines(chat: ChatUser, until: str, seconds: float = 10) -> list[str]:
    """What the bot's newest message said, one after the other, until it says this."""
    seen: list[str] = []
    async with asyncio.timeout(seconds):
        while until not in (now := (await chat.last()).strip()):
            if not seen or seen[-1] != now:
                seen.append(now)
            await asyncio.sleep(0.01)
    return seen


async def import_slowly(world: World, chat: ChatUser) -> None:
    await is_asked(world, chat)
    await chat.tap("Add 3 contacts", settle=False)


async def is_asked(world: World, chat: ChatUser) -> None:
    """Whether to add three contacts, of which each will take long."""
    await chat.moves("/phonebook", "[Files]", "[Add from a file]")
    await chat.send_file("document", CONTACTS, "contacts.csv")
    await world.desk.fault("Account/add_phonebook_record", "delay", times=0, seconds=0.4)


@pytest.mark.row("S21")
async def test_the_step_is_named_and_the_line_goes_with_the_answer(
    world: World, chat: ChatUser
) -> None:
    await import_slowly(world, chat)

    seen = await lines(chat, "Adding contact 3 of 3…")
    assert seen[-2:] == ["Adding contact 1 of 3…", "Adding contact 2 of 3…"]
    await chat.waits_until_gone("Adding contact")
    await world.settled()
    assert "3 contacts were added." in await chat.last()


async def test_a_wait_without_a_step_says_how_to_stop_it(world: World, chat: ChatUser) -> None:
    await world.desk.fault("*", "delay", times=0, seconds=0.5)
    await chat.say("/menu", settle=False)

    await chat.waits_for("This takes longer than usual. Send /cancel to stop waiting.")
    await chat.say("/cancel", settle=False)
    await chat.waits_until_gone("This takes longer than usual.")
    await chat.waits_for("Stopped, as you asked. Nothing was changed.")
    await world.desk.mend()


async def test_after_a_long_wait_the_answer_is_a_message_that_is_noticed(
    world: World, chat: ChatUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "LONG_AFTER", 0.3)
    await import_slowly(world, chat)

    said = await chat.waits_for("This takes long: I write here as soon as it is done.")
    assert "Adding contact" in said
    assert "Send /cancel to stop." in said
    await chat.waits_until_gone("This takes long")
    await world.settled()
    asked, told = (await chat.messages())[-2:]
    assert "Add 3 contacts to your phone book?" in asked["text"]
    assert "reply_markup" not in asked, "it is done: nothing there may be tapped again"
    assert "3 contacts were added." in told["text"]


async def test_a_line_that_could_not_be_deleted_goes_later(world: World, chat: ChatUser) -> None:
    await world.chat_fault("deleteMessage", status=500, times=3)
    await import_slowly(world, chat)
    await chat.waits_for("3 contacts were added.")
    await world.settled()
    assert "Adding contact" in await chat.screen()

    world.clock.advance(minutes=11)
    await chat.waits_until_gone("Adding contact")


async def test_an_overloaded_messenger_costs_the_line_and_not_the_answer(
    world: World, chat: ChatUser
) -> None:
    await is_asked(world, chat)
    await world.chat_fault("sendMessage", status=429, times=2)
    await chat.tap("Add 3 contacts", settle=False)

    await chat.waits_for("3 contacts were added.")


async def test_an_overloaded_messenger_is_left_alone_as_long_as_it_asks(
    world: World, chat: ChatUser
) -> None:
    await is_asked(world, chat)
    await world.chat_fault("sendMessage", status=429, retry_after=60, times=100)
    await chat.tap("Add 3 contacts", settle=False)

    await chat.waits_for("3 contacts were added.")
    assert world.chat_server.world is not None
    refused = [
        call
        for call in world.chat_server.world.recorder.calls
        if call.method.lower() == "sendmessage" and not call.ok
    ]
    assert len(refused) == 1
