"""Recharging with a voucher: once, whatever happens."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from sandbox.provider.config import Config
from store import notices, operations
from store.links import of_chat
from store.notices import NewNotice
from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.patience import PATIENCE
from tests.harness.process import running
from tests.harness.world import SOON, World
from tests.harness.world import world as make_world

VOUCHER = "4411223399"
REDEEM = "Account/topup_account"


@pytest.fixture
async def world(tmp_path: Path, moment: datetime | None) -> AsyncIterator[World]:
    async with make_world(tmp_path, at=moment, provider_timeout=SOON, poll_seconds=0.5) as made:
        await made.desk.voucher(VOUCHER, "10.00")
        yield made


async def states(world: World, user: ChatUser) -> list[str]:
    """What the store knows of the user's operations, newest first."""
    store = world.parts.store
    (link,) = await store.run(of_chat, user.id)
    return [one.state for one in await store.run(operations.of_link, link.id)]


@pytest.mark.row("S73")
async def test_a_confirmed_voucher_is_added(chat: ChatUser, desk: Desk) -> None:
    await chat.play("""
        > /recharge
        Billing · Recharge — 12065550100 Alice Adams
        Send the voucher number: the digits under the scratch strip. I delete your message at once, so that nobody else can use it.
        [Cancel]
        > 4411
        Billing · Recharge — 12065550100 Alice Adams
        This needs 8 to 20 digits, for example 1234 5678 9012.
        Send the voucher number: the digits under the scratch strip. I delete your message at once, so that nobody else can use it.
        [Cancel]
        > 4411 2233-99
        (deleted)
        Billing · Recharge — 12065550100 Alice Adams
        Redeem this voucher?
        Voucher: •••• 3399
        Account: 12065550100
        Available now: $2.50
        It cannot be taken back.
        This stays open for 2 minutes.
        [Cancel]  [Redeem …3399]
        > [Redeem …3399]
        Billing · Recharge — 12065550100 Alice Adams
        $10.00 added: $2.50 → $12.50
        [Something wrong?]
        [Home]
    """)

    assert await desk.redeemed(VOUCHER) == 1


@pytest.mark.row("S73")
@pytest.mark.row("N03")
async def test_the_command_takes_the_number_along(chat: ChatUser, desk: Desk) -> None:
    await chat.play("""
        > /recharge 4411 2233 99
        (deleted)
        Billing · Recharge — 12065550100 Alice Adams
        Redeem this voucher?
        Voucher: •••• 3399
        Account: 12065550100
        Available now: $2.50
        It cannot be taken back.
        This stays open for 2 minutes.
        [Cancel]  [Redeem …3399]
    """)

    await chat.moves("[Redeem …3399]")
    assert await desk.redeemed(VOUCHER) == 1


@pytest.mark.row("S73")
async def test_words_around_the_number_do_no_harm_and_too_many_digits_are_counted(
    chat: ChatUser,
) -> None:
    await chat.play("""
        > /recharge
        ...
        > 4411 2233 9944 1122 3399 44
        (deleted)
        Billing · Recharge — 12065550100 Alice Adams
        This needs 8 to 20 digits, for example 1234 5678 9012. You sent 22.
        Send the voucher number: the digits under the scratch strip. I delete your message at once, so that nobody else can use it.
        [Cancel]
        > my voucher: 4411.2233.99
        (deleted)
        Billing · Recharge — 12065550100 Alice Adams
        Redeem this voucher?
        Voucher: •••• 3399
        Account: 12065550100
        Available now: $2.50
        It cannot be taken back.
        This stays open for 2 minutes.
        [Cancel]  [Redeem …3399]
    """)


@pytest.mark.row("S73")
async def test_a_number_sent_again_at_the_review_leaves_the_chat_too(
    chat: ChatUser, desk: Desk
) -> None:
    await chat.moves(f"/recharge {VOUCHER}")
    await chat.play("""
        > 4411 2233 99
        (deleted)
        Billing · Recharge — 12065550100 Alice Adams
        I cannot use that here. Please tap a button below.
        Redeem this voucher?
        Voucher: •••• 3399
        Account: 12065550100
        Available now: $2.50
        It cannot be taken back.
        This stays open for 2 minutes.
        [Cancel]  [Redeem …3399]
    """)
    assert await desk.redeemed(VOUCHER) == 0


@pytest.mark.row("S73")
async def test_two_quick_taps_redeem_once(chat: ChatUser, desk: Desk) -> None:
    await chat.moves("/recharge", VOUCHER)

    await chat.tap("Redeem …3399", times=2)

    assert await desk.redeemed(VOUCHER) == 1
    assert len(await desk.log("topup_account")) == 1


@pytest.mark.row("N03")
async def test_the_same_number_sent_twice_within_a_second_is_added_once(
    chat: ChatUser, desk: Desk
) -> None:
    await chat.say(f"/recharge {VOUCHER}", settle=False)
    await chat.say(f"/recharge {VOUCHER}")
    await chat.tap("Redeem …3399")

    await chat.moves(f"/recharge {VOUCHER}", "[Redeem …3399]")

    assert await desk.redeemed(VOUCHER) == 1
    assert "This voucher was added before, and only once." in await chat.last()
    assert VOUCHER not in (await chat.screen()).replace(" ", "")


@pytest.mark.row("S73")
async def test_a_redelivered_tap_redeems_once(world: World, chat: ChatUser, desk: Desk) -> None:
    await chat.moves("/recharge", VOUCHER, "[Redeem …3399]")
    before = await chat.screen()

    async with world.http.post(f"{world.chat_server.url}/control/redeliver", json={}) as answer:
        assert answer.status == 200, await answer.text()
    await world.settled()

    assert await desk.redeemed(VOUCHER) == 1
    assert await chat.screen() == before


@pytest.mark.row("S73")
async def test_an_old_button_does_not_redeem_again(chat: ChatUser, desk: Desk) -> None:
    await chat.moves("/recharge", VOUCHER)
    message, data = await chat.find_button("Redeem …3399")
    await chat.moves("[Cancel]")

    await chat.tap_data(message["message_id"], data)
    await chat.world.settled()

    assert await desk.redeemed(VOUCHER) == 0


@pytest.mark.row("S73")
async def test_a_number_that_does_not_exist_is_asked_again(chat: ChatUser, desk: Desk) -> None:
    await chat.moves("/recharge")

    await chat.play("""
        > 4411 2233 00
        ...
        > [Redeem …3300]
        Billing · Recharge — 12065550100 Alice Adams
        There is no voucher with this number. Check it and send it again.
        Send the voucher number: the digits under the scratch strip. I delete your message at once, so that nobody else can use it.
        [Cancel]
        > 4411 2233 99
        ...
        > [Redeem …3399]
        ...
    """)

    assert await desk.redeemed(VOUCHER) == 1


@pytest.mark.row("S73")
async def test_a_voucher_that_somebody_used_is_told(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    bob = await world.user("Bob")
    await bob.sign_in("bob")
    await bob.moves(f"/recharge {VOUCHER}", "[Redeem …3399]")

    await chat.moves(f"/recharge {VOUCHER}")
    await chat.play("""
        > [Redeem …3399]
        Billing · Recharge — 12065550100 Alice Adams
        This voucher has already been used. Nothing was added. You can send another one.
        Send the voucher number: the digits under the scratch strip. I delete your message at once, so that nobody else can use it.
        [Cancel]
    """)

    assert await desk.redeemed(VOUCHER) == 1


@pytest.mark.row("S73")
async def test_a_provider_that_cannot_be_reached_changed_nothing_and_the_number_is_kept(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await chat.moves(f"/recharge {VOUCHER}")
    await desk.fault("Account/get_account_info", "refuse")

    await chat.play("""
        > [Redeem …3399]
        Billing · Recharge — 12065550100 Alice Adams
        The provider does not answer right now. Nothing was changed. Try again soon.
        [Cancel]  [Try again]
    """)
    await desk.mend()
    await chat.moves("[Try again]", "[Redeem …3399]")

    assert await desk.redeemed(VOUCHER) == 1
    assert await states(world, chat) == ["done"]


@pytest.mark.row("S73")
async def test_a_refusal_of_the_moment_keeps_the_number(chat: ChatUser, desk: Desk) -> None:
    await desk.fault(REDEEM, "fault", faultcode="standalone_mode", times=1)
    await chat.moves(f"/recharge {VOUCHER}")

    await chat.play("""
        > [Redeem …3399]
        Billing · Recharge — 12065550100 Alice Adams
        The provider is working on its reserve site and cannot save anything right now. Nothing was changed. Try again in an hour.
        [Cancel]  [Try again]
        > [Try again]
        Billing · Recharge — 12065550100 Alice Adams
        Redeem this voucher?
        Voucher: •••• 3399
        Account: 12065550100
        Available now: $2.50
        It cannot be taken back.
        This stays open for 2 minutes.
        [Cancel]  [Redeem …3399]
    """)
    await chat.moves("[Redeem …3399]")

    assert await desk.redeemed(VOUCHER) == 1


@pytest.mark.row("S73")
async def test_silence_before_the_review_keeps_the_number(chat: ChatUser, desk: Desk) -> None:
    await desk.fault("Account/get_account_info", "silent_before")

    await chat.play("""
        > /recharge 4411 2233 99
        (deleted)
        Billing · Recharge — 12065550100 Alice Adams
        The provider does not answer right now. Nothing was changed. Try again soon.
        [Cancel]  [Try again]
    """)
    await desk.mend()
    await chat.play("""
        > [Try again]
        Billing · Recharge — 12065550100 Alice Adams
        Redeem this voucher?
        Voucher: •••• 3399
        Account: 12065550100
        Available now: $2.50
        It cannot be taken back.
        This stays open for 2 minutes.
        [Cancel]  [Redeem …3399]
    """)
    await chat.moves("[Redeem …3399]")

    assert await desk.redeemed(VOUCHER) == 1


@pytest.mark.row("S73")
@pytest.mark.row("N03")
async def test_an_answer_that_never_comes_is_unknown_until_it_is_settled_by_reading(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await chat.moves(f"/recharge {VOUCHER}")
    await desk.fault(REDEEM, "silent_after", times=1)

    await chat.play("""
        > [Redeem …3399]
        Billing · Recharge — 12065550100 Alice Adams
        The provider has not said whether it was done. Please do not repeat it: I am checking, and will tell you here.
        [Home]
    """)
    assert await desk.redeemed(VOUCHER) == 1

    await chat.waits_for("The voucher …3399 was added after all, once: $10.00.")
    assert await states(world, chat) == ["done"]
    await chat.moves(f"/recharge {VOUCHER}", "[Redeem …3399]")
    assert "This voucher was added before, and only once." in await chat.last()
    assert await desk.redeemed(VOUCHER) == 1
    assert len(await desk.log("topup_account")) == 1


@pytest.mark.row("S73")
async def test_what_nothing_proves_stays_unknown_and_a_person_is_named(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await chat.moves(f"/recharge {VOUCHER}")
    await desk.fault(REDEEM, "silent_before", times=1)
    await chat.moves("[Redeem …3399]")
    assert await states(world, chat) == ["unknown"]

    await chat.moves(f"/recharge {VOUCHER}")
    await chat.play("""
        > [Redeem …3399]
        Billing · Recharge — 12065550100 Alice Adams
        The provider has not said whether it was done. Please do not repeat it: I am checking, and will tell you here.
        [Home]
    """)

    world.clock.advance(hours=25)
    told = await chat.waits_for("I still cannot see whether the voucher …3399 was added.")
    assert "[Talk to a person]" in told
    assert await desk.redeemed(VOUCHER) == 0


@pytest.mark.row("S73")
@pytest.mark.machine_time
async def test_a_bot_that_is_killed_in_the_middle_redeems_once_and_tells_the_truth(
    world: World, chat: ChatUser, desk: Desk, tmp_path: Path
) -> None:
    await chat.moves(f"/recharge {VOUCHER}")
    await world.stop()
    await desk.fault(REDEEM, "silent_after", times=1)
    async with running(world, tmp_path, provider_timeout=30) as bot:
        await chat.tap("Redeem …3399", settle=False)
        await redeemed(desk)
        await bot.kill()

    world.clock.advance(minutes=3)
    await world.start()
    await chat.waits_for("I was interrupted here, so it may have been done already.")
    await chat.waits_for("The voucher …3399 was added after all, once: $10.00.")
    await world.settled()
    await chat.moves(f"/recharge {VOUCHER}", "[Redeem …3399]")

    assert await desk.redeemed(VOUCHER) == 1
    assert len(await desk.log("topup_account")) == 1


async def redeemed(desk: Desk) -> None:
    """Wait until the provider has credited the voucher."""
    async with asyncio.timeout(PATIENCE):
        while await desk.redeemed(VOUCHER) == 0:
            await asyncio.sleep(0.02)


@pytest.mark.row("S73")
async def test_two_chats_of_one_line_redeem_the_same_number_once(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    other = await world.user("Alice's phone")
    await other.sign_in()
    await desk.fault(REDEEM, "delay", seconds=0.2)
    for user in (chat, other):
        await user.moves(f"/recharge {VOUCHER}")

    await chat.tap("Redeem …3399", settle=False)
    await other.tap("Redeem …3399")

    assert await desk.redeemed(VOUCHER) == 1
    assert len(await desk.log("topup_account")) == 1
    for user in (chat, other):
        assert "$10.00 added" in await user.last()


@pytest.mark.row("S73")
async def test_a_restart_between_number_and_tap_changes_nothing(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await chat.moves("/recharge", VOUCHER)
    await world.restart()

    await chat.moves("[Redeem …3399]")

    assert await desk.redeemed(VOUCHER) == 1


@pytest.mark.row("S73")
async def test_cancel_redeems_nothing(chat: ChatUser, desk: Desk) -> None:
    await chat.moves("/recharge", VOUCHER)

    await chat.play("""
        > [Cancel]
        ...
    """)

    assert "Canceled. No voucher was redeemed." in await chat.last()
    assert await desk.redeemed(VOUCHER) == 0


async def tell_of_low_balance(world: World, user: ChatUser) -> None:
    """The notice as the scheduler stores it (`tests/scheduler` shows when)."""
    services, now = world.parts.services, world.clock()
    (link,) = await services.store.run(of_chat, user.id)
    notice = NewNotice(link.id, user.id, "low_balance", {}, "low_balance:test", due_at=now)
    await services.store.run(notices.add, [notice], now)
    services.wake()


@pytest.mark.row("N03")
async def test_the_low_balance_alert_leads_to_a_recharge(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await desk.call(to="442079460018", seconds=600, amount="2.00")
    await desk.balance("0.50")
    await tell_of_low_balance(world, chat)
    told = await chat.waits_for("Your balance is getting low.")
    assert "Available: $0.50" in told
    assert "At this pace it is enough for" in told
    assert "[Enter voucher]" in told

    await chat.moves("[Enter voucher]", VOUCHER, "[Redeem …3399]")

    assert "$10.00 added: $0.50 → $10.50" in await chat.last()


async def test_an_alert_that_a_recharge_has_overtaken_is_not_told(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await chat.moves(f"/recharge {VOUCHER}", "[Redeem …3399]")

    await tell_of_low_balance(world, chat)

    async with asyncio.timeout(PATIENCE):
        while await world.parts.store.run(notices.next_due) is not None:
            await asyncio.sleep(0.02)
    assert "Your balance is getting low." not in await chat.screen()


@pytest.mark.row("S73")
async def test_an_ended_session_redeems_nothing_and_leads_to_the_way_in(
    chat: ChatUser, desk: Desk
) -> None:
    await chat.moves("/recharge", VOUCHER)
    await desk.expire(refresh=True)

    await chat.play("""
        > [Redeem …3399]
        Billing · Recharge — 12065550100 Alice Adams
        Your session with the provider has ended, so nothing was changed. Sign in again to go on.
        [Sign in]
        [Home]
    """)

    assert await desk.redeemed(VOUCHER) == 0


async def test_a_switch_without_vouchers_has_no_recharge(tmp_path: Path) -> None:
    async with make_world(tmp_path, provider=Config(unknown="absent")) as world:
        chat = await world.user()
        await chat.sign_in()

        await chat.moves("/menu")
        assert "Recharge" not in await chat.last()
        await chat.play("""
            > /recharge
            Home — 12065550100 Alice Adams
            Your line does not have “Recharge”.
            [Ask your provider]
            [Home]
        """)


async def test_a_switch_with_other_names_works_with_its_map(tmp_path: Path) -> None:
    (tmp_path / "operations.toml").write_text(RENAMED)
    renamed = Config(unknown="renamed")
    async with make_world(
        tmp_path, provider=renamed, operations=tmp_path / "operations.toml"
    ) as world:
        await world.desk.voucher(VOUCHER, "10.00")
        chat = await world.user()
        await chat.sign_in()

        await chat.moves(f"/recharge {VOUCHER}", "[Redeem …3399]")

        assert "$10.00 added: $2.50 → $12.50" in await chat.last()


RENAMED = """
[redeem_voucher]
method = "use_voucher"
params = { number = "voucher_number" }
results = { amount = "credited", new_balance = "balance" }
"""


async def test_recharging_speaks_ukrainian(world: World, desk: Desk) -> None:
    dmytro = await world.user("Дмитро", "uk")
    await dmytro.sign_in("dmytro")

    await dmytro.play("""
        > /recharge 4411 2233 99
        (deleted)
        Рахунок · Поповнення — 380441234567 Дмитро Коваленко
        Поповнити цим ваучером?
        Ваучер: •••• 3399
        Номер: 380441234567
        Доступно зараз: 84,20 ₴
        Скасувати це буде неможливо.
        Це буде відкрито ще 2 хвилини.
        [Скасувати]  [Поповнити …3399]
        > [Поповнити …3399]
        Рахунок · Поповнення — 380441234567 Дмитро Коваленко
        Зараховано 10,00 ₴: 84,20 ₴ → 94,20 ₴
        [Щось не так?]
        [Головна]
    """)


@pytest.mark.row("S73", "N03")
async def test_a_voucher_that_waits_for_its_tap_is_let_go_after_two_minutes(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await desk.voucher("5511223399", "10.00")
    await chat.moves("/recharge", "5511223399")
    world.clock.advance(minutes=3)

    await chat.play("""
        > [Redeem …3399]
        Home — 12065550100 Alice Adams
        That was open for too long, so it is closed. Nothing was done. Begin again.
        Available: $2.50
        This month: $0.47 spent
        Last payment: $5.00, 21 Nov
        Phone: online
        Voicemail: 1 unheard message
        Forwarding: off
        As of {{time}}
        [Recharge]  [Forwarding]
        [Voicemail]  [Calls]
        [Dashboard]  [My Profile]
        [IP Centrex]  [Billing]
        [Refresh]
    """)

    assert await desk.redeemed("5511223399") == 0
    assert await desk.log("topup_account") == []
