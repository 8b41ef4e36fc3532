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
        Whose phone is the credit for? Send the number or a name from your phone book, or share the contact.
        [Cancel]
        > 380 44 123 4567
        Billing · Send phone credit — 12065550101 Bob Baker
        +380 44 123 4567 is no mobile number. Phone credit goes to mobile phones, for example +380 67 123 4567.
        Step 1 of 2
        Whose phone is the credit for? Send the number or a name from your phone book, or share the contact.
        [Cancel]
        > +380 67 123 4567
        Billing · Send phone credit — 12065550101 Bob Baker
        Step 2 of 2
        How much do you want to send, in USD? You can send up to $12.00 today.
        [$5.00]  [$10.00]
        [Back]  [Cancel]
        > plenty
        Billing · Send phone credit — 12065550101 Bob Baker
        This needs an amount from $0.50 to $12.00, for example 5.
        Step 2 of 2
        How much do you want to send, in USD? You can send up to $12.00 today.
        [$5.00]  [$10.00]
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
        From line: 12065550101
        You owe: $12.40 → $17.90
        It cannot be taken back.
        This stays open for 2 minutes.
        [Back]  [Cancel]  [Send $5.50]
        > [Send $5.50]
        Billing · Send phone credit — 12065550101 Bob Baker
        The phone credit is sent.
        To: +380 67 123 4567
        Arrives there: UAH 206.00
        Paid: $5.50
        You owe now: $17.90
        Receipt: M100200025
        [Send more]  [Something wrong?]
        [Home]
        > /transfer
        Billing · Send phone credit — 12065550101 Bob Baker
        Step 1 of 2
        Whose phone is the credit for? Send the number or a name from your phone book, or share the contact.
        [+380 67 123 4567]
        [Cancel]
    """)

    (call,) = await desk.log("transfer_funds")
    assert call["outcome"] == "ok"


@pytest.mark.row("S74", "N14")
async def test_who_gets_it_is_named_and_a_saved_recipient_is_a_tap_away(bob: ChatUser) -> None:
    await bob.moves("/transfer")
    await bob.share_contact(FRIEND, own=False)
    await bob.moves("5")
    assert "To: Bob, +380 67 123 4567" in await bob.last()
    await bob.tap(SEND)
    assert "To: Bob, +380 67 123 4567" in await bob.last()

    await bob.play("""
        > /transfer
        Billing · Send phone credit — 12065550101 Bob Baker
        Step 1 of 2
        Whose phone is the credit for? Send the number or a name from your phone book, or share the contact.
        [Bob …4567]
        [Cancel]
        > [Bob …4567]
        Billing · Send phone credit — 12065550101 Bob Baker
        Step 2 of 2
        How much do you want to send, in USD? You can send up to $7.00 today.
        [$5.00]
        [Back]  [Cancel]
        > [Back]
        Billing · Send phone credit — 12065550101 Bob Baker
        Step 1 of 2
        Whose phone is the credit for? Send the number or a name from your phone book, or share the contact.
        [Bob …4567]
        [Cancel]
        > 380 50 123 4567
        Billing · Send phone credit — 12065550101 Bob Baker
        Step 2 of 2
        How much do you want to send, in USD? You can send up to $7.00 today.
        [$5.00]
        [Back]  [Cancel]
        > 5
        Billing · Send phone credit — 12065550101 Bob Baker
        Send phone credit?
        To: +380 50 123 4567
        Country: Ukraine
        Operator: Kyivstar
        Arrives there: UAH 206.00
        Fee: $0.50
        You pay: $5.50
        From line: 12065550101
        You owe: $17.90 → $23.40
        It cannot be taken back.
        This stays open for 2 minutes.
        [Back]  [Cancel]  [Send $5.50]
    """)


@pytest.mark.row("S74")
async def test_a_name_of_the_phone_book_will_do(bob: ChatUser, desk: Desk) -> None:
    await bob.moves("/phonebook", "[Add a contact]", f"Ivan {FRIEND}", "[mobile]")
    await bob.play("""
        > /transfer
        ...
        > Ivan
        Billing · Send phone credit — 12065550101 Bob Baker
        Did you mean Ivan, +380 67 123 4567?
        Step 1 of 2
        Whose phone is the credit for? Send the number or a name from your phone book, or share the contact.
        [Yes: +380671234567]
        [Cancel]
        > [Yes: +380671234567]
        ...
        > 5 USD
        Billing · Send phone credit — 12065550101 Bob Baker
        Send phone credit?
        To: Ivan, +380 67 123 4567
        Country: Ukraine
        Operator: Kyivstar
        Arrives there: UAH 206.00
        Fee: $0.50
        You pay: $5.50
        From line: 12065550101
        You owe: $12.40 → $17.90
        It cannot be taken back.
        This stays open for 2 minutes.
        [Back]  [Cancel]  [Send $5.50]
    """)


@pytest.mark.row("S74")
async def test_an_amount_that_does_not_fit_is_offered_mended(bob: ChatUser) -> None:
    await bob.moves("/transfer", FRIEND)
    await bob.play("""
        > 100 dollars
        Billing · Send phone credit — 12065550101 Bob Baker
        This needs an amount from $0.50 to $12.00, for example 5.
        Step 2 of 2
        How much do you want to send, in USD? You can send up to $12.00 today.
        [Yes: 12]  [$5.00]
        [$10.00]
        [Back]  [Cancel]
        > [Yes: 12]
        Billing · Send phone credit — 12065550101 Bob Baker
        Send phone credit?
        To: +380 67 123 4567
        Country: Ukraine
        Operator: Kyivstar
        Arrives there: UAH 494.40
        Fee: $0.50
        You pay: $12.50
        From line: 12065550101
        You owe: $12.40 → $24.90
        It cannot be taken back.
        This stays open for 2 minutes.
        [Back]  [Cancel]  [Send $12.50]
    """)


@pytest.mark.row("S74", "N14")
async def test_what_is_said_at_the_review_sends_nothing_and_closes_nothing(
    bob: ChatUser, desk: Desk
) -> None:
    await bob.moves("/transfer", FRIEND, "5")
    await bob.play("""
        > yes
        Billing · Send phone credit — 12065550101 Bob Baker
        I cannot use that here. Please tap a button below.
        Send phone credit?
        To: +380 67 123 4567
        Country: Ukraine
        Operator: Kyivstar
        Arrives there: UAH 206.00
        Fee: $0.50
        You pay: $5.50
        From line: 12065550101
        You owe: $12.40 → $17.90
        It cannot be taken back.
        This stays open for 2 minutes.
        [Back]  [Cancel]  [Send $5.50]
        > /nonsense
        Billing · Send phone credit — 12065550101 Bob Baker
        I cannot use that here. Please tap a button below.
        Send phone credit?
        To: +380 67 123 4567
        Country: Ukraine
        Operator: Kyivstar
        Arrives there: UAH 206.00
        Fee: $0.50
        You pay: $5.50
        From line: 12065550101
        You owe: $12.40 → $17.90
        It cannot be taken back.
        This stays open for 2 minutes.
        [Back]  [Cancel]  [Send $5.50]
    """)
    assert await desk.log("transfer_funds") == []
    await bob.moves("/transfer", FRIEND, "5", "yes", f"[{SEND}]")
    assert len(await desk.log("transfer_funds")) == 1


@pytest.mark.row("S74")
async def test_more_than_there_is_on_the_line_is_told_before_the_review(chat: ChatUser) -> None:
    await chat.moves("/transfer", FRIEND)
    await chat.play("""
        > 5
        Billing · Send phone credit — 12065550100 Alice Adams
        That would cost $5.50, and there is only $2.50 on this line. Send a smaller amount, or recharge first.
        Step 2 of 2
        How much do you want to send, in USD? You can send up to $12.00 today.
        [Yes: 2]  [$5.00]
        [$10.00]
        [Back]  [Cancel]
        > [Yes: 2]
        Billing · Send phone credit — 12065550100 Alice Adams
        Send phone credit?
        To: +380 67 123 4567
        Country: Ukraine
        Operator: Kyivstar
        Arrives there: UAH 82.40
        Fee: $0.50
        You pay: $2.50
        From line: 12065550100
        Balance: $2.50 → $0.00
        It cannot be taken back.
        This stays open for 2 minutes.
        [Back]  [Cancel]  [Send $2.50]
    """)


@pytest.mark.row("S74")
async def test_a_line_without_money_is_led_to_a_recharge(chat: ChatUser, desk: Desk) -> None:
    await desk.balance("0.20")
    await chat.play("""
        > /transfer
        Billing · Send phone credit — 12065550100 Alice Adams
        There is not enough money on this line to send any.
        Available now: $0.20
        [Recharge]
        [Home]
    """)


@pytest.mark.row("S74")
async def test_another_number_behind_the_review_is_checked_too(bob: ChatUser) -> None:
    await bob.moves("/transfer", FRIEND, "5", "[Back]", "[Back]", "+44 7400 123456")
    assert "No operator takes phone credit for this number." in await bob.last()
    assert "Whose phone is the credit for?" in await bob.last()

    await bob.moves(FRIEND)
    assert "[Send $5.50]" in await bob.last()


@pytest.mark.row("S74")
async def test_a_silent_provider_loses_nothing_that_was_typed(bob: ChatUser, desk: Desk) -> None:
    await bob.moves("/transfer", FRIEND)
    await desk.fault("Account/get_transfer_quote", "refuse")
    await bob.play("""
        > 5
        Billing · Send phone credit — 12065550101 Bob Baker
        The provider does not answer right now. Nothing was changed. Try again soon.
        Step 2 of 2
        How much do you want to send, in USD? You can send up to $12.00 today.
        This stays open for 2 minutes.
        [Try again]  [$5.00]
        [$10.00]
        [Back]  [Cancel]
    """)
    await desk.mend()
    await bob.moves("[Try again]")
    assert "[Send $5.50]" in await bob.last()


@pytest.mark.row("N14")
async def test_two_chats_of_one_line_share_the_cap_of_the_day(
    world: World, bob: ChatUser, desk: Desk
) -> None:
    other = await world.user("Bob's tablet")
    await other.sign_in("bob")
    for user, friend in ((bob, FRIEND), (other, "+380 50 123 4567")):
        await user.moves("/transfer", friend, "8")

    await bob.tap("Send $8.50")
    await other.tap("Send $8.50")

    assert "Nothing was sent: that is more than may still be sent today." in await other.last()
    assert "You can send up to $4.00 today." in await other.last()
    assert len(await desk.log("transfer_funds")) == 1


@pytest.mark.row("N14")
async def test_a_price_that_the_provider_lets_go_is_asked_for_anew(
    bob: ChatUser, desk: Desk
) -> None:
    await bob.moves("/transfer", FRIEND, "5")
    code = "Server.Account.transfer_funds.quote_expired"
    await desk.fault("Account/transfer_funds", "fault", faultcode=code, times=1)
    await bob.tap(SEND)
    assert "That price was good for two minutes only. Nothing was sent." in await bob.last()

    await bob.moves("[Try again]", f"[{SEND}]")
    assert "The phone credit is sent." in await bob.last()


@pytest.mark.row("N14")
async def test_what_stays_unknown_is_warned_of_and_not_forbidden_for_ever(
    world: World, bob: ChatUser, desk: Desk
) -> None:
    await bob.moves("/transfer", FRIEND, "5")
    await desk.fault("Account/transfer_funds", "silent_before", times=1)
    await bob.tap(SEND)

    world.clock.advance(hours=25)
    await bob.moves("/transfer", FRIEND, "5")
    assert "It is still not known whether the $5.00 that you sent there" in await bob.last()
    assert "[Send $5.50]" in await bob.last()


@pytest.mark.row("S74", "N14")
async def test_a_repeated_tap_sends_once(bob: ChatUser, desk: Desk) -> None:
    await bob.moves("/transfer", FRIEND, "5")
    await bob.tap(SEND, times=2)

    assert len(await desk.log("transfer_funds")) == 1


@pytest.mark.row("N14")
async def test_a_redelivered_tap_after_a_restart_sends_once(
    world: World, bob: ChatUser, desk: Desk
) -> None:
    await bob.moves("/transfer", FRIEND, "5", f"[{SEND}]")
    await world.restart()
    before = await bob.screen()

    async with world.http.post(f"{world.chat_server.url}/control/redeliver", json={}) as answer:
        assert answer.status == 200, await answer.text()
    await world.settled()

    assert len(await desk.log("transfer_funds")) == 1
    assert await bob.screen() == before


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
    assert "from $0.50 to $12.00," in await bob.last()
    await bob.moves("8", "[Send $8.50]", "/transfer", FRIEND)
    assert "You can send up to $4.00 today." in await bob.last()
    await bob.moves("5")
    assert "from $0.50 to $4.00," in await bob.last()
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
