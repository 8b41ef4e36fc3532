"""Buttons of earlier moments, of other people, of other versions, and of nobody at all."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from dialogs import buttons as wire
from dialogs.area import Step
from tests.hard.areas import Journal
from tests.harness import complaints
from tests.harness.chat import ChatUser
from tests.harness.world import World

STALE = "That button was from an earlier moment."
VOUCHER = "4411223399"


def callback(user: ChatUser, message_id: int, data: str, number: int) -> dict[str, Any]:
    """A tap as a modified client could send it: any data, on any message."""
    sender = {"id": user.id, "is_bot": False, "first_name": "Alice", "language_code": "en"}
    chat = {"id": user.id, "type": "private", "first_name": "Alice"}
    return {
        "update_id": number,
        "callback_query": {
            "id": str(number),
            "from": sender,
            "chat_instance": "1",
            "data": data,
            "message": {"message_id": message_id, "date": 1, "chat": chat},
        },
    }


async def forge(user: ChatUser, data: str, message_id: int, number: int = 1) -> str:
    """Send it, and read the chat's newest message."""
    assert user.world.bot is not None
    await user.world.bot.parts.intake.take([callback(user, message_id, data, number)])
    await user.world.settled()
    return await user.last()


async def newest(user: ChatUser) -> int:
    return int((await user.messages())[-1]["message_id"])


async def test_five_taps_at_one_moment_redeem_once(quick: World, alice: ChatUser) -> None:
    await quick.desk.voucher(VOUCHER, "10.00")
    await alice.moves("/recharge", "4411 2233 99")
    await alice.tap("Redeem …3399", times=5)

    assert await quick.desk.redeemed(VOUCHER) == 1
    assert len(await quick.desk.log("topup_account")) == 1
    screen = await alice.screen()
    assert "$10.00 added" in screen
    # No question was opened by the taps that came too late.
    await alice.say("1234 5678 9012")
    assert "Redeem this voucher?" not in await alice.last()


async def test_the_buttons_of_an_old_form_do_nothing(quick: World, alice: ChatUser) -> None:
    await quick.desk.voucher(VOUCHER, "10.00")
    await alice.moves("/recharge", "4411 2233 99")
    message, accept = await alice.find_button("Redeem …3399")
    await alice.tap("Cancel")
    await alice.tap_data(message["message_id"], accept)
    await quick.settled()
    assert await quick.desk.redeemed(VOUCHER) == 0

    await alice.moves("/recharge", "4411 2233 99")
    await alice.tap_data(message["message_id"], accept)
    await quick.settled()
    assert await quick.desk.redeemed(VOUCHER) == 0
    await alice.tap("Redeem …3399")
    assert await quick.desk.redeemed(VOUCHER) == 1


async def test_buttons_of_a_signed_out_account_open_nothing(quick: World, alice: ChatUser) -> None:
    await alice.moves("/menu")
    message, calls = await alice.find_button("Calls")
    await alice.moves("sign out", "[Sign out]", "[Sign out]")
    reads = len(await quick.desk.log("get_xdr_list"))
    await alice.tap_data(message["message_id"], calls)
    await quick.settled()

    assert len(await quick.desk.log("get_xdr_list")) == reads
    assert "How would you like to sign in?" in await alice.last() or "signed out" in (
        await alice.screen()
    )


GARBAGE = [
    "",
    "g",
    "g|",
    "g|x|home|",
    "g|0|nowhere|",
    "g|0|home|no_such_step",
    "g|0|home|!accept",
    "g|99999|calls|",
    "g|-1|calls|",
    "g|0|home|__init__",
    "d||0",
    "d|nothing|0",
    "d|nothing|x",
    "d|nothing|-1",
    "t|",
    "t|nothing",
    "z|1",
    "|||||",
    "x" * 64,
    "я" * 32,
    "g|0|home||%zz|%00",
    "💥" * 16,
]


@pytest.mark.parametrize("data", GARBAGE)
async def test_forged_data_changes_nothing_and_breaks_nothing(
    quick: World, alice: ChatUser, data: str
) -> None:
    said = await forge(alice, data, await newest(alice))

    assert "Something went wrong" not in await alice.screen()
    assert said
    await alice.say("/menu")
    assert "Available: $2.50" in await alice.last()


async def test_an_action_cannot_be_opened_by_a_forged_go(quick: World, alice: ChatUser) -> None:
    """Only `do` leads to what changes something: it alone is done at most once."""
    link = (await alice.find_button("Calls"))[1].split("|")[1]
    data = wire.opens(int(link), Step("language", "put", ("uk",)))
    await forge(alice, data, await newest(alice))
    await alice.say("/menu")

    assert "Available: $2.50" in await alice.last()


async def test_arguments_of_another_version_are_an_earlier_moment(
    quick: World, alice: ChatUser
) -> None:
    link = int((await alice.find_button("Calls"))[1].split("|")[1])
    calls = quick.bot.parts.engine.areas["calls"].start_name  # type: ignore[union-attr]  # the world's bot runs
    for number, args in enumerate((("abc",), ("1", "2", "3", "4"), ("9" * 30,))):
        data = wire.opens(link, Step("calls", calls, args))
        await forge(alice, data, await newest(alice), number + 1)
        assert "Something went wrong" not in await alice.screen()


async def test_a_token_of_another_chat_opens_nothing(quick: World, alice: ChatUser) -> None:
    other = await quick.user("Other")
    await other.say("/start")
    parts = quick.bot.parts  # type: ignore[union-attr]  # the world's bot runs
    from store import messages

    link = (await alice.find_button("Calls"))[1].split("|")[1]
    await parts.store.run(
        messages.put_token, "secret-token", alice.id, f"g|{link}|calls|", quick.clock()
    )
    reads = len(await quick.desk.log("get_xdr_list"))
    await forge(other, "t|secret-token", await newest(other))

    assert len(await quick.desk.log("get_xdr_list")) == reads
    await forge(alice, "t|secret-token", await newest(alice), 2)
    assert len(await quick.desk.log("get_xdr_list")) > reads


async def test_do_of_another_chat_s_message_does_nothing(notebook: World, journal: Journal) -> None:
    journal.broken = False
    one, two = await notebook.user("One"), await notebook.user("Two")
    await one.say("/poison")
    await two.say("/menu")
    message, data = await one.find_button("Press")
    await forge(two, data, message["message_id"])
    await forge(two, data, await newest(two), 2)
    assert journal.notes[two.id] == []

    await asyncio.gather(*(one.tap_data(message["message_id"], data) for _tap in range(4)))
    await notebook.settled()
    assert journal.notes[one.id] == ["pressed 0"]


async def test_the_button_of_a_step_that_is_gone_leads_home(
    notebook: World, journal: Journal
) -> None:
    journal.broken = False
    user = await notebook.user()
    await user.say("/poison")
    message, data = await user.find_button("Press")
    del notebook.bot.parts.engine.areas["poison"].steps["pressed"]  # type: ignore[union-attr]  # the world's bot runs
    await user.tap_data(message["message_id"], data)
    await notebook.settled()
    assert STALE in await user.last()
    assert "This is home." in await user.last()

    await user.say("/poison")
    complaints.logged.clear()  # of a button that leads nowhere, as it is meant to here
    message, data = await user.find_button("Press")
    del notebook.bot.parts.engine.areas["poison"]  # type: ignore[union-attr]  # as above
    await user.tap_data(message["message_id"], data)
    await user.tap_data(message["message_id"], data)
    await notebook.settled()
    assert "This is home." in await user.last()
