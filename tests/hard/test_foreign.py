"""`build_application(builder)` in somebody else's hands: their builder, their way of feeding it."""

from __future__ import annotations

import asyncio
import itertools
from typing import Any

from telegram import Update
from telegram.ext import (
    ApplicationBuilder,
    ApplicationHandlerStop,
    Defaults,
    MessageHandler,
    filters,
)
from telegram.request import HTTPXRequest

from bot.app import SelfcareApplication, build_application
from tests.hard.areas import Journal, areas
from tests.harness.chat import ChatUser
from tests.harness.world import TOKEN, World

NUMBERS = itertools.count(500_000)


def their_builder(world: World) -> ApplicationBuilder[Any, Any, Any, Any, Any, Any]:
    """PTB as it comes: its own transport, its own job queue."""
    return (
        ApplicationBuilder()
        .token(TOKEN)
        .base_url(f"{world.chat_server.url}/bot")
        .base_file_url(f"{world.chat_server.url}/file/bot")
        .request(HTTPXRequest(connection_pool_size=32))
    )


async def somebody(world: World, name: str = "Alice") -> ChatUser:
    """A user to whom the bot may write, since they have written to it; nobody fetches that."""
    user = await world.user(name)
    await user.say("hello", settle=False)
    return user


def said(user_id: int, text: str, number: int | None = None) -> dict[str, Any]:
    """An update as Telegram writes it."""
    number = next(NUMBERS) if number is None else number
    entities = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": 1_790_000_000,
            "chat": {"id": user_id, "type": "private", "first_name": "Alice"},
            "from": {
                "id": user_id,
                "is_bot": False,
                "first_name": "Alice",
                "language_code": "en",
            },
            "text": text,
            **({"entities": entities} if text.startswith("/") else {}),
        },
    }


async def feed(bot: SelfcareApplication, raw: dict[str, Any]) -> None:
    await bot.process_update(Update.de_json(raw, bot.bot))


async def test_updates_given_at_once_and_again_are_done_once_and_in_order(
    stage: World, journal: Journal
) -> None:
    bot = build_application(their_builder(stage), stage.settings, areas=areas(journal))
    users = [(await somebody(stage, f"User {n}")).id for n in range(6)]
    raw = [said(user, f"/note {n}") for n in range(8) for user in users]
    async with bot:
        await bot.start()
        await asyncio.gather(*(feed(bot, one) for one in [*raw, *reversed(raw), *raw]))
        await bot.stop()

    assert journal.notes == {user: [str(n) for n in range(8)] for user in users}
    assert journal.overlaps == 0


async def test_it_can_be_fed_without_being_started(stage: World, journal: Journal) -> None:
    bot = build_application(their_builder(stage), stage.settings, areas=areas(journal))
    user = await somebody(stage)
    async with bot:
        raw = said(user.id, "/note one")
        await feed(bot, raw)
        await feed(bot, raw)

    assert journal.notes[user.id] == ["one"]
    assert "Noted: one" in await user.last()


async def test_the_update_queue_feeds_it_too(stage: World, journal: Journal) -> None:
    bot = build_application(their_builder(stage), stage.settings, areas=areas(journal))
    user = await somebody(stage)
    async with bot:
        await bot.start()
        assert bot.job_queue is not None  # PTB's default, which must not disturb
        for n in range(5):
            await bot.update_queue.put(Update.de_json(said(user.id, f"/note {n}"), bot.bot))
        await user.waits_for("Noted: 4")
        await bot.stop()

    assert journal.notes[user.id] == [str(n) for n in range(5)]


async def test_handlers_and_defaults_of_its_owner_do_not_disturb(
    stage: World, journal: Journal
) -> None:
    builder = their_builder(stage).defaults(Defaults(block=False))
    bot = build_application(builder, stage.settings, areas=areas(journal))
    seen = []

    async def look(update: Update, context: object) -> None:
        seen.append(update.update_id)
        if update.message and update.message.text == "/note stop":
            raise ApplicationHandlerStop

    bot.add_handler(MessageHandler(filters.ALL, look, block=True), group=-1)
    user = await somebody(stage)
    async with bot:
        await bot.start()
        await feed(bot, said(user.id, "/note one"))
        await bot.parts.intake.take([said(user.id, "/note stop")])  # theirs alone
        while bot.parts.intake.busy:  # one that finds an earlier one undone would be shown again
            await asyncio.sleep(0.01)
        await bot.parts.intake.take([said(user.id, "/note two")])
        await user.waits_for("Noted: two")
        await bot.stop()

    assert len(seen) == 3
    assert journal.notes[user.id] == ["one", "two"]


async def test_it_can_be_started_twice(stage: World, journal: Journal) -> None:
    user = await somebody(stage)
    for n in range(2):
        bot = build_application(their_builder(stage), stage.settings, areas=areas(journal))
        async with bot:
            await bot.start()
            await feed(bot, said(user.id, f"/note {n}"))
            await bot.stop()

    assert journal.notes[user.id] == ["0", "1"]
