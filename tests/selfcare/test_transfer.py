"""Phone credit for somebody else: a price first, one tap that pays once, a cap for the day."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from sandbox.provider.config import Config
from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import SOON, World
from tests.harness.world import world as make_world

FRIEND = "+380 67 123 4567"
SEND = "Send $5.50"


@pytest.fixture
async def world(tmp_path: Path, moment: datetime | None) -> AsyncIterator[World]:
    async with make_world(tmp_path, at=moment, provider_timeout=SOON, transfer_cap="12") as made:
        yield made


@pytest.fixture
async def bob(world: World) -> ChatUser:
    """On credit: he has something to send."""
    bob = await world.user("Bob")
    await bob.sign_in("bob")
    return bob


@pytest.mark.row("S74", "N14")
async def test_credit_is_sent_after_a_look_at_the_price(bob: ChatUser, desk: Desk) -> None:
    await bob.play("""
        > /transfer
        Billing · Send phone credit — 12065550101 Bob Baker
        Step 1 of 2
        Whose phone is the credit for? Send the number, or share the contact.
        [Cancel]
        > 380 44 123 4567
        Billing · Send phone credit — 12065550101 Bob Baker
        +380 44 123 4567 is no mobile number. Phone credit goes to mobile phones, for example +380 67 123 4567.
        Step 1 of 2
        Whose phone is the credit for? Send the number, or share the contact.
        [Cancel]
        > +380 67 123 4567
        Billing · Send phone credit — 12065550101 Bob Baker
        Step 2 of 2
        How much do you want to send, in USD? You can send up to $12.00 today.
        [Back]  [Cancel]
        > plenty
        Billing · Send phone credit — 12065550101 Bob Baker
        This needs an amount from 0.5 to 12, for example 5.
        Step 2 of 2
        How much do you want to send, in USD? You can send up to $12.00 today.
        [Back]  [Cancel]
        > 5
        Billing · Send phone credit — 12065550101 Bob Baker
        Send phone credit?
        To: +380 67 123 4567
        Country: Ukraine
        Operator: Kyivstar
        Arrives there: UAH 206.00
        Fee: $0.50
        You pay: $5.50
        You will owe: $17.90
        It cannot be taken back.
        This stays open for 2 minutes.
        [Back]  [Cancel]  [Send $5.50]
        > [Send $5.50]
        Billing · Send phone credit — 12065550101 Bob Baker
        The phone credit is sent.
        To: +380 67 123 4567
        Paid: $5.50
        You owe now: $17.90
        Receipt: M100200025
        [Send more]  [Something wrong?]
        [Home]
        > /transfer
        Billing · Send phone credit — 12065550101 Bob Baker
        Step 1 of 2
        Whose phone is the credit for? Send the number, or share the contact.
        [+380 67 123 4567]
        [Cancel]
    """)

    (call,) = await desk.log("transfer_funds")
    assert call["outcome"] == "ok"


@pytest.mark.row("S74", "N14")
async def test_a_repeated_tap_sends_once(bob: ChatUser, desk: Desk) -> None:
    await bob.moves("/transfer", FRIEND, "5")
    await bob.tap(SEND, times=2)

    assert len(await desk.log("transfer_funds")) == 1


@pytest.mark.row("N14")
async def test_the_review_closes_after_two_minutes(world: World, bob: ChatUser, desk: Desk) -> None:
    await bob.moves("/transfer", FRIEND, "5")
    world.clock.advance(minutes=2, seconds=1)
    await bob.tap(SEND)

    assert "open for too long" in await bob.last()
    assert await desk.log("transfer_funds") == []


@pytest.mark.row("N14")
async def test_the_cap_of_the_day_is_ours_and_what_was_sent_counts(
    world: World, bob: ChatUser, desk: Desk
) -> None:
    await bob.moves("/transfer", FRIEND, "13")
    assert "from 0.5 to 12," in await bob.last()
    await bob.moves("8", "[Send $8.50]", "/transfer", FRIEND)
    assert "You can send up to $4.00 today." in await bob.last()
    await bob.moves("5")
    assert "from 0.5 to 4," in await bob.last()
    await bob.moves("4", "[Send $4.50]", "/transfer")
    assert "You can go on tomorrow." in await bob.last()

    assert len(await desk.log("transfer_funds")) == 2


@pytest.mark.row("N14")
async def test_silence_is_unknown_holds_the_next_one_back_and_is_settled_by_reading(
    world: World, bob: ChatUser, desk: Desk
) -> None:
    await bob.moves("/transfer", FRIEND, "5")
    await desk.fault("Account/transfer_funds", "silent_after", times=1)
    await bob.tap(SEND)
    assert "Please do not repeat it" in await bob.last()

    await bob.moves("/transfer", FRIEND)
    assert "not known yet whether your last transfer" in await bob.last()

    world.clock.advance(seconds=20)
    await world.restart(poll_seconds=0.2)
    card = await bob.waits_for("sent after all, once")
    assert "$5.50" in card
    assert len(await desk.log("transfer_funds")) == 1


@pytest.mark.row("S74")
async def test_what_the_provider_refuses_is_told_and_nothing_is_sent(
    bob: ChatUser, desk: Desk
) -> None:
    await bob.moves("/transfer", "+44 7400 123456", "5")
    assert "No operator takes phone credit for this number." in await bob.last()
    assert "Whose phone is the credit for?" in await bob.last()

    await bob.moves(FRIEND, "5")
    await desk.fault("Account/transfer_funds", "fault", faultcode="Server.Account.no", times=1)
    await bob.tap(SEND)
    assert "Nothing was changed" in await bob.last()
    await bob.moves("[Cancel]")
    assert "Nothing was sent." in await bob.last()


@pytest.mark.row("S74")
async def test_a_switch_without_transfers_shows_none(tmp_path: Path) -> None:
    async with make_world(tmp_path, provider=Config(unknown="absent")) as world:
        bob = await world.user("Bob")
        await bob.sign_in("bob")
        await bob.say("/transfer")

        assert "Your line does not have “" in await bob.last()
