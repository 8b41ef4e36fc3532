"""An address is confirmed by a code that was mailed there, on an area made for the test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from conversations import AREAS
from conversations.shared.confirming import MAILS_AN_HOUR, ConfirmedEmail
from dialogs import Area, Result, Turn, View
from locales import _
from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import World
from tests.harness.world import world as make_world
from tests.selfcare.mail import mailed

area = Area("address", _("Address"), group="profile", command="address")


@area.start
class Address(ConfirmedEmail):
    async def which(self, turn: Turn) -> Any:
        return _("Which address?")

    async def with_address(self, turn: Turn, address: str, confirmed: bool) -> Result:
        state = _("confirmed") if confirmed else _("not confirmed")
        return View(_("{address} is {state}.", address=address, state=state))


@pytest.fixture
async def world(tmp_path: Path, moment: datetime | None) -> AsyncIterator[World]:
    async with make_world(tmp_path, at=moment, areas=(*AREAS, area)) as made:
        yield made


async def test_the_code_that_was_mailed_confirms_the_address(chat: ChatUser, desk: Desk) -> None:
    await chat.play("""
        > /address
        ...
        > alice at example
        My Profile · Address — 12065550100 Alice Adams
        This needs an e-mail address, such as alice@example.com.
        Which address?
        [Cancel]
        > alice@example.com
        My Profile · Address — 12065550100 Alice Adams
        Step 2 of 2
        I have sent a code of six digits to alice@example.com.
        Which code is it? It is good for 15 minutes; look into the spam folder, too.
        [Back]  [Cancel]
        > 123
        My Profile · Address — 12065550100 Alice Adams
        This needs 6 digits, for example 1234 56.
        Step 2 of 2
        I have sent a code of six digits to alice@example.com.
        Which code is it? It is good for 15 minutes; look into the spam folder, too.
        [Back]  [Cancel]
    """)
    code = await mailed(desk)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"

    await chat.moves(wrong)
    assert "That is not the code" in await chat.last()
    await chat.moves(code)

    assert "alice@example.com is confirmed." in await chat.last()
    (letter,) = await desk.outbox()
    assert (letter["to"], letter["channel"]) == ("alice@example.com", "mail")


async def test_a_code_dies_with_its_time_and_after_a_few_guesses(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await chat.moves("/address", "alice@example.com")
    code = await mailed(desk)
    for guess in range(5):
        await chat.moves(f"{(int(code) + guess + 1) % 1_000_000:06}")
    await chat.moves(code)
    assert "no longer good" in await chat.last()

    await chat.moves("[Back]", "alice@example.com")
    code = await mailed(desk, 2)
    world.clock.advance(minutes=16)
    await chat.moves(code)
    assert "no longer good" in await chat.last()


async def test_a_line_cannot_flood_a_stranger_with_letters(chat: ChatUser, desk: Desk) -> None:
    for n in range(MAILS_AN_HOUR):
        await chat.moves("/address", f"bob{n}@example.com", "[Cancel]")
    await chat.moves("/address", "bob@example.com")

    assert "Wait an hour" in await chat.last()
    assert len(await desk.outbox()) == MAILS_AN_HOUR


async def test_without_a_mail_server_the_address_stays_unconfirmed(
    world: World, chat: ChatUser
) -> None:
    await world.restart(smtp_url=SecretStr(""))
    await chat.moves("/address", "alice@example.com")

    assert "alice@example.com is not confirmed." in await chat.last()


async def test_a_mail_server_that_is_down_is_told(world: World, chat: ChatUser) -> None:
    await world.restart(smtp_url=SecretStr("smtp://127.0.0.1:9"))
    await chat.moves("/address", "alice@example.com")

    assert "No mail could be sent to that address." in await chat.last()
    await chat.moves("[Cancel]")
