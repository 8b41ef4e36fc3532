"""Forged buttons: a client of its own can send any callback data, and must gain nothing by it."""

from __future__ import annotations

import asyncio
import itertools
from typing import Any

import pytest
from sqlalchemy import Connection

from conversations.shared.changes.back import _take
from dialogs import Step
from dialogs import buttons as wire
from store import links, timed
from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import World
from tests.selfcare.forwarding import line_of

NUMBERS = itertools.count(900_000)


async def forge(user: ChatUser, data: str) -> str:
    """Tap the newest message with data that it never carried; what the bot says to it."""
    sender: dict[str, Any] = {"id": user.id, "first_name": user.name}
    message_id = (await user.messages())[-1]["message_id"]
    number = next(NUMBERS)
    tap = {
        "id": str(number),
        "from": {**sender, "is_bot": False, "language_code": "en"},
        "chat_instance": "1",
        "data": data,
        "message": {"message_id": message_id, "date": 1, "chat": {**sender, "type": "private"}},
    }
    await user.world.parts.intake.take([{"update_id": number, "callback_query": tap}])
    await user.world.settled()
    return await user.last()


async def link_of(world: World, user: ChatUser) -> links.Link:
    (link,) = await world.parts.store.run(links.of_chat, user.id)
    return link


def every_timed(conn: Connection) -> list[timed.Timed]:
    found = (timed.get(conn, n) for n in range(1, 10))
    return [one for one in found if one is not None]


async def test_a_forward_of_somebody_else_can_be_neither_ended_nor_read(
    world: World, chat: ChatUser
) -> None:
    await chat.moves("forward to 206 555 0179 until tomorrow 18:00", "[Forward calls]")
    (victims,) = await world.parts.store.run(every_timed)
    mallory = await world.user("Mallory")
    await mallory.sign_in("bob")
    own, before = await link_of(world, mallory), line_of(world, "bob")

    said = await forge(mallory, f"g|{own.id}|forwarding|put_back|{victims.id}")

    assert line_of(world, "bob") == before
    assert "555-0179" not in said
    (after,) = await world.parts.store.run(every_timed)
    assert after.state == "armed"


async def test_what_changes_cannot_be_opened(world: World, chat: ChatUser, desk: Desk) -> None:
    """`go` is replayed freely, so it must never lead to what only `do` may: an action."""
    link = await link_of(world, chat)

    said = await forge(chat, f"g|{link.id}|alerts|put|voicemail|N")

    assert "That button was from an earlier moment." in said
    assert (await link_of(world, chat)).alerts.get("voicemail", True) is True


@pytest.mark.parametrize(
    "data", ["alerts|Threshold|NaN", "alerts|Threshold|abc", "alerts|QuietHours|zzz"]
)
async def test_a_forged_answer_is_read_like_a_typed_one_and_pushes_go_on(
    world: World, chat: ChatUser, desk: Desk, data: str
) -> None:
    await world.restart(poll_seconds=0.2)
    link = await link_of(world, chat)
    other = await world.user("Bob")
    await other.sign_in("bob")
    await asyncio.sleep(0.5)

    await forge(chat, f"g|{link.id}|{data}")
    if "QuietHours" in data:
        await chat.say("07:00")
    await desk.voicemail("12065550133")
    await desk.voicemail("12065550144", login="bob")

    await other.waits_for("New voice message")
    await chat.waits_for("New voice message")


async def test_wishes_that_nobody_can_read_silence_nobody(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    """Whatever lies in a row, of an older version for example: it is one line's, not all lines'."""
    await world.restart(poll_seconds=0.2)
    link = await link_of(world, chat)
    other = await world.user("Bob")
    await other.sign_in("bob")
    await asyncio.sleep(0.5)
    await world.parts.store.run(
        links.set_alerts, link.id, {"threshold": "much", "quiet": ["late", "early"]}
    )

    await desk.voicemail("12065550133")
    await desk.voicemail("12065550144", login="bob")

    await other.waits_for("New voice message")
    await chat.waits_for("New voice message")


async def test_a_contact_cannot_be_answered_by_a_button(
    world: World, stranger: ChatUser, desk: Desk
) -> None:
    await stranger.say("/start")

    said = await forge(stranger, "g|0|signin|ByContact|+12065550111")

    assert "share your phone number" in said
    assert not await desk.outbox()


async def test_a_forward_ends_early_only_for_its_own_line(world: World, chat: ChatUser) -> None:
    """Even where a button should one day name another line's end: the row says whose it is."""
    await chat.moves("forward to 206 555 0179 until tomorrow 18:00", "[Forward calls]")
    (victims,) = await world.parts.store.run(every_timed)
    mallory = await world.user("Mallory")
    await mallory.sign_in("bob")
    own = await link_of(world, mallory)

    taken = await world.parts.store.run(_take, victims.id, own.id, world.clock())

    assert taken is None
    assert await world.parts.store.run(every_timed) == [victims]


@pytest.mark.parametrize("back", ["5", "[1]", "["])
async def test_a_forged_way_back_from_a_caller_leads_on(
    world: World, chat: ChatUser, back: str
) -> None:
    await world.desk.settings(features={"call_processing": {"flag_value": "Y"}})
    link = await link_of(world, chat)
    step = Step("screening", "caller", ("12065550177", back))
    kept = wire.opens(link.id, step)

    assert "Calls from +1 206-555-0177 are not blocked." in await forge(chat, kept)
    await chat.moves("[Back]")
    assert "[Home]" in await chat.last() or "[Refresh]" in await chat.last()
