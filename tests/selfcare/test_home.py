"""Home: the line at a glance."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import SOON, World
from tests.harness.world import world as make_world

NOON = datetime(2026, 11, 23, 17, 0, 1, tzinfo=UTC)
"""A Monday noon in New York, far from both ends of the month."""


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with make_world(tmp_path, at=NOON, provider_timeout=SOON) as made:
        yield made


@pytest.mark.row("S02", "S04", "S06", "S12", "S57")
async def test_home_shows_the_line_at_a_glance(world: World, chat: ChatUser) -> None:
    await chat.play("""
        > /menu
        Home — 12065550100 Alice Adams
        Available: $2.50
        This month: $0.47 spent
        Last payment: $5.00, 21 Nov
        Phone: online
        Voicemail: 1 unheard message
        Forwarding: off
        As of 12:00
        [Recharge]  [Forwarding]
        [Voicemail]  [Calls]
        [Dashboard]  [My Profile]
        [IP Centrex]  [Billing]
        [Refresh]
    """)


@pytest.mark.row("S02")
async def test_home_words_the_money_of_a_credit_account(world: World) -> None:
    bob = await world.user("Bob")
    await bob.sign_in("bob")

    await bob.play("""
        > /menu
        Home — 12065550101 Bob Baker
        You owe $12.40 of a $50.00 limit
        This month: $0.48 spent
        Last payment: $5.00, 21 Nov
        Phone: online
        Voicemail: 1 unheard message
        Forwarding: off
        As of 09:00
        [Recharge]  [Forwarding]
        [Voicemail]  [Calls]
        [Dashboard]  [My Profile]
        [IP Centrex]  [Billing]
        [Refresh]
    """)


@pytest.mark.row("S02")
async def test_home_of_a_company_line_shows_what_it_has(world: World) -> None:
    carol = await world.user("Carol")
    await carol.sign_in("carol")

    await carol.play("""
        > /menu
        Home — 12065550102 Carol Cole
        This line is billed to the company
        This month: $0.94 spent
        Last payment: $5.00, 21 Nov
        Phone: online
        Forwarding: off
        As of 12:00
        There is no emergency address for this line. If you call for help, it may not find you.
        [Emergency address]  [Recharge]
        [Forwarding]  [Calls]
        [Dashboard]  [My Profile]
        [IP Centrex]  [Billing]
        [Refresh]
    """)


@pytest.mark.row("S02")
async def test_home_speaks_ukrainian_and_counts_in_hryvnia(world: World) -> None:
    dmytro = await world.user("Дмитро", "uk")
    await dmytro.sign_in("dmytro")

    await dmytro.play("""
        > /menu
        Головна — 380441234567 Дмитро Коваленко
        Доступно: 84,20 ₴
        Цього місяця: витрачено 6,72 ₴
        Останній платіж: 5,00 ₴, 21 лист.
        Телефон: не на зв’язку
        Голосова пошта: 1 непрослухане повідомлення
        Переадресація: вимкнено
        Станом на 19:00
        [Поповнення]  [Переадресація]
        [Голосова пошта]  [Дзвінки]
        [Огляд]  [Мій профіль]
        [IP Centrex]  [Рахунок]
        [Оновити]
    """)


@pytest.mark.row("S02")
async def test_refresh_reads_anew_and_edits_in_place(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await chat.moves("/menu")
    before = len(await chat.messages())
    await desk.balance("41.00")

    await chat.play("""
        > [Refresh]
        Home — 12065550100 Alice Adams
        Available: $41.00
        This month: $0.47 spent
        Last payment: $5.00, 21 Nov
        Phone: online
        Voicemail: 1 unheard message
        Forwarding: off
        As of 12:00
        [Recharge]  [Forwarding]
        [Voicemail]  [Calls]
        [Dashboard]  [My Profile]
        [IP Centrex]  [Billing]
        [Refresh]
    """)

    assert len(await chat.messages()) == before


@pytest.mark.row("S04")
async def test_the_four_groups_of_the_manual_lead_everywhere(world: World, chat: ChatUser) -> None:
    await chat.play("""
        > /menu
        ...
        > [My Profile]
        My Profile — 12065550100 Alice Adams
        Choose what you want to see or change.
        [My details]  [Extra information]
        [My lines]  [Alerts]
        [Language]
        [Portal, time and dates]
        [Change password]  [Help]
        [Back]  [Home]
        > [Home]
        ...
        > [Billing]
        Billing — 12065550100 Alice Adams
        Choose what you want to see or change.
        [Recharge]  [Transactions]
        [Send phone credit]  [Subscriptions]
        [Discounts]  [Totals]
        [Back]  [Home]
    """)


async def test_a_refused_reading_is_left_out(world: World, chat: ChatUser, desk: Desk) -> None:
    await desk.fault("Account/get_mailbox_message_list", "fault")
    await desk.fault("Account/get_account_followme", "fault")

    await chat.play("""
        > /menu
        Home — 12065550100 Alice Adams
        Available: $2.50
        This month: $0.47 spent
        Last payment: $5.00, 21 Nov
        Phone: online
        As of 12:00
        [Recharge]  [Forwarding]
        [Voicemail]  [Calls]
        [Dashboard]  [My Profile]
        [IP Centrex]  [Billing]
        [Refresh]
    """)


async def test_a_blocked_line_says_so_first(world: World, chat: ChatUser, desk: Desk) -> None:
    await desk.settings(blocked=True)

    await chat.play("""
        > /menu
        Home — 12065550100 Alice Adams
        This line is blocked. The provider can unblock it.
        Available: $2.50
        This month: $0.47 spent
        Last payment: $5.00, 21 Nov
        Phone: online
        Voicemail: 1 unheard message
        Forwarding: off
        As of 12:00
        [Recharge]  [Forwarding]
        [Voicemail]  [Calls]
        [Dashboard]  [My Profile]
        [IP Centrex]  [Billing]
        [Refresh]
    """)


async def test_what_the_provider_does_not_say_is_called_unknown(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await desk.fault("Account/get_mailbox_message_list", "silent_before")
    await desk.fault("Account/get_account_followme", "silent_before")
    await desk.fault("Account/get_xdr_list", "silent_before")

    await chat.play("""
        > /menu
        Home — 12065550100 Alice Adams
        Available: $2.50
        Phone: online
        Voicemail: not known right now
        Forwarding: not known right now
        As of 12:00
        [Recharge]  [Forwarding]
        [Voicemail]  [Calls]
        [Dashboard]  [My Profile]
        [IP Centrex]  [Billing]
        [Refresh]
    """)


async def test_a_silent_provider_is_told_in_one_sentence_with_a_way_on(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await desk.fault("*", "silent_before")

    await chat.play("""
        > /menu
        Home — 12065550100 Alice Adams
        The provider does not answer right now. Nothing was changed. Try again soon.
        [Try again]  [My lines]
        [Language]  [Help]
    """)

    await desk.mend()
    await chat.tap("Try again")
    assert "Available: $2.50" in await chat.last()


async def test_home_reads_side_by_side(chat: ChatUser, desk: Desk) -> None:
    before = len(await desk.log())
    await desk.fault("Account/get_account_info", "silent_before")

    await chat.moves("/menu")

    assert {call["method"] for call in (await desk.log())[before:]} == {
        "get_account_info",
        "get_service_features",
        "get_account_followme",
        "get_mailbox_message_list",
        "get_xdr_list",
    }


async def test_closed_days_are_read_once(world: World, chat: ChatUser, desk: Desk) -> None:
    await chat.moves("/menu")
    first = len(await desk.log("get_xdr_list"))

    await chat.moves("/menu")
    again = (await desk.log("get_xdr_list"))[first:]

    assert len(again) == 1
    assert again[0]["params"]["from_date"][:10] == NOON.date().isoformat()


@pytest.mark.row("S06")
async def test_home_says_when_the_money_will_soon_be_gone(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await desk.balance("20.00")
    await desk.call(to="442079460018", answered=True, seconds=600, amount="14.00")

    await chat.moves("/menu")

    assert "At this pace: enough for" in await chat.last()


async def test_start_of_a_signed_in_subscriber_is_home(chat: ChatUser) -> None:
    await chat.moves("/start")

    assert (await chat.last()).startswith("Home — 12065550100 Alice Adams")


async def test_the_menu_asks_for_what_it_shows_and_bears_a_silent_service(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await chat.moves("/menu")
    assert await desk.log("get_vm_settings") == []

    await desk.fault("Voicemail/get_vm_settings", "silent_before")
    await chat.moves("[IP Centrex]", "[When you call]")

    assert "Calls from elsewhere" in await chat.last()
