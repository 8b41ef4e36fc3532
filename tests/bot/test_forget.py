"""The operator erases a subscriber, beside a bot that runs; and asks for links by number."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import admin
from store import links
from tests.harness.chat import ChatUser
from tests.harness.world import SOON, World
from tests.harness.world import world as make_world
from tests.postgres import postgres, postgres_url

__all__ = ["postgres", "postgres_url"]

NUMBER = "12065550100"


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    return "" if request.param == "sqlite" else str(request.getfixturevalue("postgres_url"))


@pytest.fixture
async def world(tmp_path: Path, database_url: str) -> AsyncIterator[World]:
    """On each database in turn."""
    async with make_world(tmp_path, database_url=database_url, provider_timeout=SOON) as made:
        yield made


async def test_a_number_is_forgotten_in_all_chats_and_its_session_ended(
    world: World, chat: ChatUser, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await chat.moves("/recharge", "4411 2233 99", "[Redeem …3399]")
    other = await world.user("Another")
    await other.sign_in()

    assert await admin.forget(world.settings, "+1 206 555-0100") == 0

    told = capsys.readouterr().out
    assert "2 lines in chats" in told
    assert "1 operations" in told
    assert len(await world.desk.log("logout")) == 2
    for user in (chat, other):
        assert await world.parts.store.run(links.of_chat, user.id) == []
    if world.parts.store.embedded:
        assert NUMBER.encode() not in in_files(tmp_path)
    await chat.say("/menu")
    assert "How would you like to sign in?" in await chat.last()

    assert await admin.forget(world.settings, NUMBER) == 1
    assert capsys.readouterr().err == f"Nothing is stored about {NUMBER}.\n"


async def test_a_silent_provider_holds_up_no_erasure(
    world: World, chat: ChatUser, capsys: pytest.CaptureFixture[str]
) -> None:
    await world.desk.fault("*", "silent_before", seconds=30)
    assert await admin.forget(world.settings, NUMBER) == 0
    assert "could not be asked to end the session" in capsys.readouterr().err
    assert await world.parts.store.run(links.of_chat, chat.id) == []


async def test_a_login_is_no_number(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert await admin.print_link(world.settings, "bob") == 1
    assert capsys.readouterr().err == (
        "The provider has no open account bob (give its number, not its login).\n"
    )


def in_files(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.glob("selfcare.db*"))
