"""Several lines in one chat, never confused; and signing out of one."""

import pytest

from store import links, notices, timed
from store.notices import NewNotice
from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import World


async def two_lines(world: World) -> ChatUser:
    """Alice's line and Bob's in one chat; Bob's is open."""
    chat = await world.user("Alice")
    await chat.sign_in("alice")
    await chat.sign_in("bob")
    return chat


@pytest.mark.row("A23")
@pytest.mark.row("N19")
async def test_the_lines_of_a_chat_are_listed_and_switched(world: World) -> None:
    chat = await two_lines(world)

    await chat.play("""
        > /menu
        ...
        > [My Profile]
        ...
        > [My lines]
        My Profile · My lines — 12065550101 Bob Baker
        You are signed in on these lines. Alerts come for all of them.
        [Open 12065550100 Alice Adams]
        [12065550101 Bob Baker, open now]
        [Add a line]  [Sign out]
        [Home]
        > [Open 12065550100 Alice Adams]
        ...
    """)

    assert (await chat.last()).startswith("Home — 12065550100 Alice Adams")


@pytest.mark.row("A23")
async def test_a_single_line_has_nothing_to_switch(chat: ChatUser) -> None:
    await chat.moves("/menu", "[My Profile]")

    await chat.play("""
        > [My lines]
        My Profile · My lines — 12065550100 Alice Adams
        You are signed in on this line.
        [12065550100 Alice Adams, open now]
        [Add a line]  [Sign out]
        [Home]
    """)


@pytest.mark.row("N19")
async def test_switching_ends_the_changing_buttons_of_the_other_line(
    world: World, desk: Desk
) -> None:
    chat = await two_lines(world)
    await chat.moves("/alerts")
    message, data = await chat.find_button("New voicemail: on")
    await chat.moves("/menu", "[My Profile]", "[My lines]", "[Open 12065550100 Alice Adams]")

    await chat.tap_data(message["message_id"], data)
    await world.settled()

    alice, bob = await world.parts.store.run(links.of_chat, chat.id)
    assert dict(alice.alerts) == dict(bob.alerts) == {}
    assert "That button was from an earlier moment." in await chat.screen()


@pytest.mark.row("N19")
async def test_an_opening_button_opens_its_own_line_and_names_it(world: World) -> None:
    chat = await two_lines(world)
    await chat.moves("/menu")
    message, data = await chat.find_button("Recharge")
    await chat.moves("/menu", "[My Profile]", "[My lines]", "[Open 12065550100 Alice Adams]")

    await chat.tap_data(message["message_id"], data)
    await world.settled()
    assert "Billing · Recharge — 12065550101 Bob Baker" in await chat.screen()

    await chat.moves("/menu")
    assert (await chat.last()).startswith("Home — 12065550100 Alice Adams")


@pytest.mark.row("N19")
async def test_an_opening_button_is_not_led_astray_by_an_open_question(
    world: World, desk: Desk
) -> None:
    chat = await two_lines(world)
    await chat.moves("/menu")
    message, data = await chat.find_button("Recharge")
    await chat.moves("/menu", "[My Profile]", "[My lines]", "[Open 12065550100 Alice Adams]")
    await chat.moves("/alerts", "[Quiet hours: off]", "22:00")

    await chat.tap_data(message["message_id"], data)
    await world.settled()

    assert "Billing · Recharge — 12065550101 Bob Baker" in await chat.screen()


@pytest.mark.row("N19")
async def test_a_voucher_goes_to_the_line_whose_question_was_answered(
    world: World, desk: Desk
) -> None:
    chat = await two_lines(world)
    await desk.voucher("4411223399", "10.00")
    await chat.moves("/recharge")
    await chat.moves("4411 2233 99")

    await chat.moves("[Redeem …3399]")

    (call,) = await desk.log("topup_account")
    assert call["i_account"] == (await desk.account("bob"))["i_account"]


@pytest.mark.row("N19")
async def test_switching_in_the_middle_of_a_question_ends_it(world: World, desk: Desk) -> None:
    chat = await two_lines(world)
    await desk.voucher("4411223399", "10.00")
    await chat.moves("/recharge", "4411 2233 99")
    message, data = await chat.find_button("Redeem …3399")
    await chat.moves("/menu", "[My Profile]", "[My lines]", "[Open 12065550100 Alice Adams]")

    await chat.tap_data(message["message_id"], data)
    await world.settled()

    assert await desk.redeemed("4411223399") == 0


@pytest.mark.row("S01")
async def test_signing_out_wipes_the_session_and_stops_what_was_to_be_said(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    store = world.parts.store
    (link,) = await store.run(links.of_chat, chat.id)
    later = world.clock().replace(year=world.clock().year + 1)
    notice = NewNotice(link.id, chat.id, "low_balance", {}, "low_balance:test", due_at=later)
    await store.run(notices.add, [notice], world.clock())
    await chat.moves("/menu", "[My Profile]", "[My lines]")

    await chat.play("""
        > [Sign out]
        My Profile · My lines — 12065550100 Alice Adams
        Sign out of 12065550100? Its alerts stop, and I forget its session.
        [Cancel]  [Sign out]
        > [Sign out]
        My Profile · My lines
        You are signed out of 12065550100.
        [Sign in]
    """)

    ended = await store.run(links.get, link.id)
    assert ended is not None
    assert (ended.state, ended.tokens) == ("ended", None)
    assert await store.run(links.of_chat, chat.id) == []
    assert await store.run(notices.next_due) is None
    assert len(await desk.log("logout")) == 1
    await desk.voicemail("12125550123")
    await chat.moves("/menu")
    assert "How would you like to sign in?" in await chat.last()


async def test_signing_out_works_while_the_provider_refuses(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await chat.moves("/menu", "[My Profile]", "[My lines]", "[Sign out]")
    await desk.fault("*", "refuse")

    await chat.tap("Sign out")

    assert "You are signed out of 12065550100." in await chat.last()


async def test_signing_out_of_one_line_opens_the_other(world: World) -> None:
    chat = await two_lines(world)
    await chat.moves("/menu", "[My Profile]", "[My lines]", "[Sign out]", "[Sign out]")

    assert (await chat.last()).startswith("Home — 12065550100 Alice Adams")
    (left,) = await world.parts.store.run(links.of_chat, chat.id)
    assert left.number == "12065550100"


async def test_a_button_of_a_line_that_is_signed_out_opens_nothing_of_it(world: World) -> None:
    chat = await two_lines(world)
    await chat.moves("/menu")
    message, data = await chat.find_button("Recharge")
    await chat.moves("/menu", "[My Profile]", "[My lines]", "[Sign out]", "[Sign out]")

    await chat.tap_data(message["message_id"], data)
    await world.settled()

    assert "That account is signed out here." in await chat.screen()


async def test_signing_out_says_that_a_forward_will_not_end_by_itself(
    world: World, chat: ChatUser
) -> None:
    store, now = world.parts.store, world.clock()
    (link,) = await store.run(links.of_chat, chat.id)
    snapshot = world.parts.services.seal.seal(b"{}")
    await store.run(
        timed.add,
        link_id=link.id,
        chat_id=chat.id,
        what="forwarding",
        snapshot=snapshot,
        until=now.replace(year=now.year + 1),
        now=now,
    )
    await chat.moves("/menu", "[My Profile]", "[My lines]")

    await chat.play("""
        > [Sign out]
        My Profile · My lines — 12065550100 Alice Adams
        Sign out of 12065550100? Its alerts stop, and I forget its session.
        A forward that was to end by itself will then stay as it is now.
        [Cancel]  [Sign out]
    """)


async def test_cancel_leaves_one_signed_in(chat: ChatUser) -> None:
    await chat.moves("/menu", "[My Profile]", "[My lines]", "[Sign out]")

    await chat.play("""
        > [Cancel]
        My Profile · My lines — 12065550100 Alice Adams
        You are still signed in.
        You are signed in on this line.
        [12065550100 Alice Adams, open now]
        [Add a line]  [Sign out]
        [Home]
    """)


async def test_accounts_speak_ukrainian(world: World) -> None:
    dmytro = await world.user("Дмитро", "uk")
    await dmytro.sign_in("dmytro")
    await dmytro.moves("/menu", "[Мій профіль]")

    await dmytro.play("""
        > [Мої номери]
        Мій профіль · Мої номери — 380441234567 Дмитро Коваленко
        До чату підключено цей номер.
        [380441234567 Дмитро Ков…, зараз відкрито]
        [Додати номер]  [Вийти]
        [Головна]
    """)
