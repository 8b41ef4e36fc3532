"""What is not typed: files, contacts and pictures, on an area made for the test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from conversations import AREAS
from conversations.shared.fields import PhoneNumber
from dialogs import Area, Form, Picture, Result, Secret, Turn, Upload, View, ask, go
from locales import _
from portaswitch import FeatureChange
from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import SOON, World
from tests.harness.world import world as make_world

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
LIMIT = 1_000

area = Area("things", _("Things"), group="profile", command="things")


@area.start
async def things(turn: Turn) -> View:
    return View(
        _("What shall it be?"),
        buttons=[
            *(go(_("File"), Take), go(_("Number"), Call), go(_("Look"), look)),
            go(_("Write"), Switch),
        ],
    )


@area.screen
async def look(turn: Turn) -> View:
    secret = View.passing(Secret("12345"), lasts=timedelta(seconds=60), media=Picture(PNG))
    secret.title = _("Read it now")
    return secret


@area.form
class Take(Form):
    file: dict[str, str] = ask(_("Send a text file."), Upload(_("A text file."), LIMIT, ("text/",)))

    async def submit(self, turn: Turn) -> Result:
        content = await turn.fetch(self.file, LIMIT)
        return View(_("It says: {words}", words=content.decode()))


@area.form
class Call(Form):
    number: str = ask(_("Whom?"), PhoneNumber())

    async def submit(self, turn: Turn) -> Result:
        return View(_("It is {number}.", number=self.number))


@area.form
class Switch(Form):
    """Two questions and a write."""

    number: str = ask(_("Whom?"), PhoneNumber())
    again: str = ask(_("Once more?"), PhoneNumber())

    async def submit(self, turn: Turn) -> Result:
        await turn.api.update_service_features(FeatureChange("clip", "N"))
        return View(_("Done."))


@pytest.fixture
async def world(tmp_path: Path, moment: datetime | None) -> AsyncIterator[World]:
    async with make_world(tmp_path, at=moment, areas=(*AREAS, area)) as made:
        yield made


async def test_a_file_answers_the_question_that_asks_for_one(chat: ChatUser) -> None:
    await chat.moves("/things", "[File]")
    await chat.send_file("document", b"hello", "words.txt")

    assert "It says: hello" in await chat.last()


async def test_a_file_of_another_kind_or_too_large_is_told_what_is_expected(
    chat: ChatUser,
) -> None:
    await chat.moves("/things", "[File]")
    await chat.send_file("document", PNG, "a.png")
    assert "A text file." in await chat.last()

    await chat.send_file("document", b"x" * (LIMIT + 1), "long.txt")
    assert "too large" in await chat.last()

    await chat.play("""
        > hello
        My Profile · Things — 12065550100 Alice Adams
        A text file.
        Send a text file.
        [Cancel]
    """)


async def test_a_file_that_nobody_asked_for_leaves_the_question_open(chat: ChatUser) -> None:
    await chat.moves("/things", "[Number]")
    await chat.send_file("document", b"hello", "words.txt")

    assert "Please answer the question" in await chat.last()
    await chat.play("""
        > 206 555 0123
        My Profile · Things — 12065550100 Alice Adams
        It is 12065550123.
        [Back]  [Home]
    """)


async def test_a_shared_contact_is_a_number(chat: ChatUser) -> None:
    await chat.moves("/things", "[Number]")
    await chat.share_contact("+12065550123", own=False)

    assert "It is 12065550123." in await chat.last()


@pytest.mark.parametrize("way", ["[Cancel]", "/cancel", "/menu"])
async def test_what_may_have_been_done_is_not_called_undone(
    world: World, chat: ChatUser, desk: Desk, way: str
) -> None:
    await world.restart(provider_timeout=SOON)
    await chat.moves("/things", "[Write]", "206 555 0123")
    await desk.fault("Account/update_service_features", "silent_after", times=1)
    await chat.moves("206 555 0123", way)

    assert "It may have been done or not" in await chat.last()


async def test_a_passing_message_is_deleted_when_its_time_is_over(
    world: World, chat: ChatUser
) -> None:
    await chat.moves("/things")
    await chat.play("""
        > [Look]
        (picture)
        Read it now — 12065550100 Alice Adams
        12345
    """)
    assert (await chat.messages())[-1]["has_protected_content"]

    world.clock.advance(seconds=61)
    await world.restart()
    await chat.waits_until_gone("Read it now")
