"""Floods and poison: a chat that gets too much, or what cannot be answered, still goes on."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import Any

from sqlalchemy import Connection, func, select

from dialogs.engine import MAX_WAITING
from store.schema import inbox
from tests.hard.areas import Journal
from tests.harness.chat import ChatUser
from tests.harness.patience import PATIENCE
from tests.harness.world import World

FLOOD = 500


def unfinished(conn: Connection) -> int:
    query = select(func.count()).where(inbox.c.state != "done")
    return int(conn.execute(query).scalar_one())


async def done(world: World, seconds: float = 30) -> None:
    """Until the inbox holds nothing that is not done."""
    assert world.bot is not None
    async with asyncio.timeout(seconds):
        await world.settled(seconds)
        while await world.bot.parts.store.run(unfinished):
            await asyncio.sleep(0.02)
        await world.settled(seconds)


async def texts(user: ChatUser) -> list[str]:
    return [one["text"] for one in await user.messages() if one["from"]["is_bot"]]


async def test_500_texts_at_once_are_all_answered_in_order_and_nobody_else_waits(
    notebook: World, journal: Journal
) -> None:
    assert notebook.bot is not None
    flooding, other = await notebook.user("Flood"), await notebook.user("Other")
    await other.say("/menu")
    most = 0

    async def flood() -> None:
        for n in range(FLOOD):
            await flooding.say(f"/note {n}", settle=False)

    async def watch() -> None:
        nonlocal most
        while True:
            most = max(most, notebook.bot.parts.engine.lanes.waiting(flooding.id))  # type: ignore[union-attr]  # asserted above
            await asyncio.sleep(0.001)

    watching = asyncio.create_task(watch())
    sending = asyncio.create_task(flood())
    await asyncio.sleep(0.2)
    longest = 0.0
    for _tap in range(5):
        started = monotonic()
        await other.tap("Notebook", settle=False)
        await other.waits_for("What shall I note?")
        await other.tap("Cancel", settle=False)
        await other.waits_for("This is home.")
        longest = max(longest, monotonic() - started)
    await sending
    await done(notebook)
    watching.cancel()

    assert journal.notes[flooding.id] == [str(n) for n in range(FLOOD)]
    assert journal.overlaps == 0
    assert most <= MAX_WAITING
    assert longest < 10


async def test_a_view_that_cannot_be_drawn_is_told_plainly_and_the_chat_goes_on(
    notebook: World, journal: Journal
) -> None:
    user = await notebook.user()
    for text in ("/poison", "/note one", "/poison", "/note two"):
        await user.say(text, settle=False)
    await done(notebook)

    said = await texts(user)
    assert ["Something went wrong" in text for text in said] == [True, False, True, False]
    assert journal.notes[user.id] == ["one", "two"]


async def test_an_update_whose_answer_telegram_never_takes_is_given_up(
    notebook: World, journal: Journal
) -> None:
    user, other = await notebook.user(), await notebook.user("Other")
    await user.say("/menu")
    await notebook.chat_fault(
        "sendMessage", status=400, description="Bad Request: can't parse entities", times=8
    )
    await user.say("/note one", settle=False)
    await asyncio.sleep(0.1)
    await user.say("/note two", settle=False)
    await user.waits_for("Noted: two")
    await done(notebook)

    assert journal.notes[user.id] == ["one", "two"]
    await other.say("/menu")
    assert "This is home." in await other.last()


async def test_what_means_nothing_to_us_holds_nobody_up(notebook: World, journal: Journal) -> None:
    assert notebook.bot is not None
    user = await notebook.user()
    await user.say("/menu")
    sender = {"id": user.id, "is_bot": False, "first_name": "Alice"}
    chat = {"id": user.id, "type": "private", "first_name": "Alice"}
    strange: list[dict[str, Any]] = [
        {"callback_query": {"id": "1", "from": sender, "chat_instance": "1", "data": "g|0|home|"}},
        {
            "callback_query": {
                "id": "2",
                "from": sender,
                "chat_instance": "1",
                "inline_message_id": "x",
            }
        },
        {"message": {"message_id": 1, "from": sender, "chat": chat}},  # Telegram's own mistake
        {"message": {"message_id": 2, "date": 1, "from": sender, "chat": chat, "dice": 7}},
        {"message": {"message_id": 3, "date": 1, "chat": chat, "text": "from nobody"}},
        {"message": "not an object"},
        {"my_chat_member": {"from": sender, "chat": chat}},
        {"something_new": {"from": sender}},
        {},
    ]
    for number, one in enumerate(strange):
        await notebook.bot.parts.intake.take([{"update_id": 100 + number, **one}])
    await user.say("/note after", settle=False)
    await user.waits_for("Noted: after")
    await done(notebook)


async def test_turns_that_hang_in_many_chats_do_not_stop_the_others(
    notebook: World, journal: Journal
) -> None:
    """More chats than any pool has places wait for something; somebody new is answered."""
    release = asyncio.Event()

    async def hang(text: str) -> None:
        if text == "slow":
            await release.wait()

    journal.work = hang
    slow = [await notebook.user(f"User {n}") for n in range(300)]
    for user in slow:
        await user.say("/note slow", settle=False)
    async with asyncio.timeout(PATIENCE):
        while len(journal.at_work) < len(slow):
            await asyncio.sleep(0.02)
    other = await notebook.user("Other")
    await other.say("/note quick", settle=False)
    await other.waits_for("Noted: quick")
    release.set()
    await done(notebook)

    assert all(journal.notes[user.id] == ["slow"] for user in slow)
