"""The balance on top of the chat: pinned, redrawn as the money changes, unpinned at the end."""

from __future__ import annotations

import pytest

from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import World
from tests.scheduler.conftest import cards, some_polls, until

TOP = "As of"


def pinned(world: World, user: ChatUser) -> str:
    """What stands on top of the chat."""
    assert world.chat_server.world is not None
    room = world.chat_server.world.rooms[user.id]
    return str(room.posts[room.pinned[-1]].message["text"]) if room.pinned else ""


@pytest.mark.row("S02")
async def test_the_balance_is_pinned_follows_the_money_and_goes_again(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await chat.moves("/favorites")
    await chat.tap("Balance on top: off")

    async def shows(words: str) -> bool:
        return words in pinned(world, chat)

    await until(lambda: shows("Available: $2.50"))
    *answer, as_of, first_row, last_row = await chat.seen()
    assert answer == [
        "Dashboard · Favorites on home — 12065550100 Alice Adams",
        "These stand on home. Tap one to move it or to take it away.",
        "1. Recharge",
        "2. Forwarding",
        "3. Voicemail",
        "4. Calls",
        "[Recharge]  [Forwarding]",
        "[Voicemail]  [Calls]",
        "[Add another]",
        "[Balance on top: on]",
        "[Home]",
        "Available: $2.50 — 12065550100 Alice Adams",
    ]
    assert as_of.startswith("As of ")
    assert [first_row, last_row] == ["[Recharge]  [Refresh]", "[Home]"]
    await desk.balance("7.25")
    await until(lambda: shows("Available: $7.25"))
    await world.restart()
    await desk.balance("6.00")
    await until(lambda: shows("Available: $6.00"))
    assert await cards(chat, "Available: $6.00") == 1, "no second card"

    await chat.moves("/favorites", "[Balance on top: on]")

    async def nothing() -> bool:
        return pinned(world, chat) == ""

    await until(nothing)
    await desk.balance("5.50")
    await some_polls()
    assert await cards(chat, "Available: $5.50") == 0


@pytest.mark.row("S02")
async def test_signing_out_takes_it_away(world: World, chat: ChatUser) -> None:
    await chat.moves("/favorites", "[Balance on top: off]")

    async def there() -> bool:
        return "Available" in pinned(world, chat)

    await until(there)
    await chat.moves("my lines", "[Sign out]", "[Sign out]")

    async def gone() -> bool:
        return pinned(world, chat) == ""

    await until(gone)


@pytest.mark.row("S02")
async def test_a_card_that_was_deleted_does_not_come_back(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await chat.moves("/favorites", "[Balance on top: off]")

    async def there() -> bool:
        return "Available" in pinned(world, chat)

    await until(there)
    assert world.chat_server.world is not None
    room = world.chat_server.world.rooms[chat.id]
    world.chat_server.world.remove(room, room.pinned[-1])
    await desk.balance("9.00")
    await some_polls()

    assert await cards(chat, "Available: $9.00") == 0
