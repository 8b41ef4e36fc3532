"""DISA: off by default, switched on with a warning and an end, and a card to take along."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from sandbox.provider.config import Config
from sandbox.provider.proposals.voicemail import VoiceBox
from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.patience import PATIENCE
from tests.harness.world import SOON, World
from tests.harness.world import world as make_world

TUESDAY = datetime(2027, 1, 12, 20, tzinfo=UTC)
ACCESS = ("442079460190", "12065550190")


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with make_world(tmp_path, at=TUESDAY) as made:
        yield made


def box(world: World) -> dict[str, Any]:
    """What the provider has, secrets and all: its log masks them."""
    return world.account().part(VoiceBox).settings


async def switch_on(chat: ChatUser, until: str) -> None:
    await chat.moves("/disa", "[Switch DISA on]", await password(chat), until, "[Switch DISA on]")


async def password(chat: ChatUser) -> str:
    """That of the self-care portal."""
    return str((await chat.world.desk.account())["password"])


@pytest.mark.row("S46")
async def test_disa_is_switched_on_with_a_warning_and_a_pin_that_passes(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await chat.play("""
        > /disa
        IP Centrex · Calls from elsewhere — 12065550100 Alice Adams
        With DISA you call an access number from any phone, type a PIN, and go on as if you called from your own phone. You pay for these calls as for your own.
        DISA is off.
        [Switch DISA on]  [How to call]
        [Home]
        > [Switch DISA on]
        IP Centrex · Calls from elsewhere — 12065550100 Alice Adams
        Step 1 of 2
        With DISA one can call at your cost, so I make sure that it is you.
        First send the present password of your provider's self-care portal. I delete your message at once and do not keep it.
        [Cancel]
        > not the password
        (deleted)
        IP Centrex · Calls from elsewhere — 12065550100 Alice Adams
        That is not the password of your self-care portal. Look at it and send it again.
        Step 1 of 2
        With DISA one can call at your cost, so I make sure that it is you.
        First send the present password of your provider's self-care portal. I delete your message at once and do not keep it.
        [Cancel]
    """)
    await chat.moves(await password(chat))
    await chat.play("""
        > yesterday
        IP Centrex · Calls from elsewhere — 12065550100 Alice Adams
        This needs a time ahead, for example 18:00, tomorrow 9:00, or 2 hours.
        Step 2 of 2
        Until when do you need it? You can also type it, for example “Friday 18:00”.
        This stays open for 2 minutes.
        [In 1 hour]  [Today 18:00]
        [Tomorrow 09:00]  [Monday 09:00]
        [Until I change it]  [Choose a day]
        [Back]  [Cancel]
        > [Until I change it]
        IP Centrex · Calls from elsewhere — 12065550100 Alice Adams
        Switch DISA on?
        Whoever has the access number and the PIN can call anywhere in the world at your cost. Machines try out PINs, and such bills can be very high. Tell nobody the PIN, and keep DISA off while you do not travel.
        This stays open for 2 minutes.
        [Back]  [Cancel]  [Switch DISA on]
        > [Cancel]
        IP Centrex · Calls from elsewhere — 12065550100 Alice Adams
        Canceled. DISA stays off.
        With DISA you call an access number from any phone, type a PIN, and go on as if you called from your own phone. You pay for these calls as for your own.
        DISA is off.
        [Switch DISA on]  [How to call]
        [Home]
    """)
    assert await desk.log("set_vm_settings") == []

    await chat.moves("[Switch DISA on]", await password(chat))
    await world.restart()
    await chat.moves("[Until I change it]")
    await chat.tap("Switch DISA on", times=2)
    pin = box(world)["disa_password"]
    assert re.fullmatch(r"\d{8}", pin)
    assert box(world)["disa_enabled"] == "Y"
    assert f"DISA is on. Its PIN:\n{pin}" in await chat.screen()
    (call,) = await desk.log("set_vm_settings")
    assert call["params"]["vm_settings"]["max_message_length"] == 300

    await chat.seen()
    await chat.play("""
        > [Done]
        IP Centrex · Calls from elsewhere — 12065550100 Alice Adams
        DISA is on. It stays on until you switch it off.
        Whoever has the access number and the PIN can call anywhere in the world at your cost. Machines try out PINs, and such bills can be very high. Tell nobody the PIN, and keep DISA off while you do not travel.
        [Switch DISA off]  [Choose an end]
        [New PIN]  [How to call]
        [Home]
        > [New PIN]
        IP Centrex · Calls from elsewhere — 12065550100 Alice Adams
        I set a new PIN of 8 digits and show it to you for a minute. The old one stops working at once.
        First send the present password of your provider's self-care portal. I delete your message at once and do not keep it.
        [Cancel]
    """)
    await chat.moves(await password(chat))
    assert box(world)["disa_password"] != pin
    assert box(world)["disa_password"] in await chat.last()
    world.clock.advance(seconds=61)
    await world.restart()
    await chat.waits_until_gone(box(world)["disa_password"])
    assert pin not in await chat.screen()
    await chat.moves("/disa")
    await chat.play("""
        > [Switch DISA off]
        IP Centrex · Calls from elsewhere — 12065550100 Alice Adams
        With DISA you call an access number from any phone, type a PIN, and go on as if you called from your own phone. You pay for these calls as for your own.
        DISA is off.
        [Switch DISA on]  [How to call]
        [Home]
    """)
    assert box(world)["disa_enabled"] == "N"


@pytest.mark.row("S46")
async def test_disa_switches_itself_off(world: World, chat: ChatUser, desk: Desk) -> None:
    await switch_on(chat, "[Tomorrow 09:00]")
    await chat.seen()
    await chat.play("""
        > [Done]
        IP Centrex · Calls from elsewhere — 12065550100 Alice Adams
        DISA is on until tomorrow 09:00; then it goes off.
        Whoever has the access number and the PIN can call anywhere in the world at your cost. Machines try out PINs, and such bills can be very high. Tell nobody the PIN, and keep DISA off while you do not travel.
        [Switch DISA off]  [Another end]
        [New PIN]  [How to call]
        [Home]
    """)
    await chat.moves("[Another end]", "for 3 days")
    await chat.moves("/accounts", "[My lines]", "[Sign out]")
    assert "DISA will then stay on." in await chat.last()
    await chat.moves("[Cancel]")
    world.clock.advance(days=2)
    await world.restart()
    assert box(world)["disa_enabled"] == "Y"

    world.clock.advance(days=2)
    await world.restart()
    await chat.waits_for("DISA has switched itself off")
    assert box(world)["disa_enabled"] == "N"
    await chat.play("""
        > /disa
        IP Centrex · Calls from elsewhere — 12065550100 Alice Adams
        With DISA you call an access number from any phone, type a PIN, and go on as if you called from your own phone. You pay for these calls as for your own.
        DISA is off.
        [Switch DISA on]  [How to call]
        [Home]
    """)


@pytest.mark.row("S46")
async def test_a_forward_ends_though_disa_is_on_for_longer(world: World, chat: ChatUser) -> None:
    await chat.moves("forward to 206 555 0177 until tomorrow 18:00", "[Forward calls]")
    await switch_on(chat, "for 3 days")
    world.clock.advance(days=2)
    await world.restart()
    await chat.waits_for("The time is over")
    assert box(world)["disa_enabled"] == "Y"


@pytest.mark.row("S46")
async def test_disa_that_cannot_be_switched_off_is_told(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await switch_on(chat, "2 hours")
    await desk.fault("Voicemail/set_vm_settings", "fault", faultcode="Server.Voicemail.no")
    for attempt in range(3):  # a switch that refuses for a moment gets more chances
        world.clock.advance(hours=3)
        await world.restart()
        async with asyncio.timeout(PATIENCE):
            while len(await desk.log("set_vm_settings")) < attempt + 2:
                await asyncio.sleep(0.02)
    await chat.waits_for("should be off by now")
    assert box(world)["disa_enabled"] == "Y"


@pytest.mark.row("S46")
async def test_a_refusal_and_a_silence_leave_no_false_word(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await world.restart(provider_timeout=SOON)
    await chat.moves("/disa", "[Switch DISA on]", await password(chat), "2 hours")
    await desk.fault(
        "Voicemail/set_vm_settings", "fault", faultcode="Server.Voicemail.no_disa", times=1
    )
    await chat.play("""
        > [Switch DISA on]
        IP Centrex · Calls from elsewhere — 12065550100 Alice Adams
        The provider refused: “Ordered at the provider's desk.” Nothing was changed.
        [Cancel]  [Try again]
    """)
    await chat.moves("[Try again]")
    await desk.fault("Voicemail/set_vm_settings", "silent_before", times=1)
    await chat.play("""
        > [Switch DISA on]
        IP Centrex · Calls from elsewhere — 12065550100 Alice Adams
        The provider has not answered, so I do not know which code counts now. Set another one to be sure.
        With DISA you call an access number from any phone, type a PIN, and go on as if you called from your own phone. You pay for these calls as for your own.
        DISA is off.
        [Switch DISA on]  [How to call]
        [Home]
    """)
    await desk.fault("Voicemail/set_vm_settings", "silent_after", times=1)
    await switch_on(chat, "2 hours")
    assert box(world)["disa_password"] in await chat.last()


@pytest.mark.row("S47")
async def test_the_travel_card_stays_in_the_chat(world: World, chat: ChatUser) -> None:
    await chat.moves("/disa")
    await chat.play("""
        > [How to call]
        IP Centrex · Calls from elsewhere — 12065550100 Alice Adams
        Your provider has not written down the access number here. Ask before you leave.
        [Talk to a person]
        [Back]  [Home]
    """)
    await world.restart(access_numbers=ACCESS)
    await chat.moves("/disa")
    await chat.play("""
        > [How to call]
        IP Centrex · Calls from elsewhere — 12065550100 Alice Adams
        Travel card: how to call from any phone
        1. Call an access number: one of the country where you are costs least.
        2. Choose the option for DISA.
        3. Type the PIN of DISA.
        4. Type the number that you want to reach, with its country code.
        Access numbers:
        United States: +1 206-555-0190
        United Kingdom: +44 20 7946 0190
        DISA is off now. Switch it on before you leave.
        [+1 206-555-0190 ⧉ +12065550190]  [+44 20 7946 0190 ⧉ +442079460190]
        [Back]  [Home]
    """)
    await switch_on(chat, "2 hours")
    await chat.moves("[Done]", "[How to call]")
    assert "DISA is off" not in await chat.last()


@pytest.mark.row("S46", "S47")
async def test_what_can_only_be_read_is_asked_for_and_what_is_absent_is_hidden(
    tmp_path: Path,
) -> None:
    map_ = tmp_path / "operations.toml"
    map_.write_text("[set_vm_settings]\nconfirmed = false\n")
    async with make_world(tmp_path, operations=map_) as world:
        chat = await world.user()
        await chat.sign_in()
        await chat.play("""
            > /disa
            IP Centrex · Calls from elsewhere — 12065550100 Alice Adams
            With DISA you call an access number from any phone, type a PIN, and go on as if you called from your own phone. You pay for these calls as for your own.
            DISA is off.
            [Ask for a change]  [How to call]
            [Home]
        """)
    async with make_world(
        tmp_path, database_url=f"sqlite:///{tmp_path}/2.db", provider=Config(unknown="absent")
    ) as world:
        chat = await world.user()
        await chat.sign_in()
        await chat.moves("/disa")
        assert "Your line does not have “" in await chat.last()


@pytest.mark.row("S46", "S47")
async def test_disa_speaks_ukrainian(world: World) -> None:
    await world.restart(access_numbers=ACCESS)
    dmytro = await world.user("Дмитро", "uk")
    await dmytro.sign_in("dmytro")
    await dmytro.play("""
        > /disa
        IP Centrex · Дзвінки з чужих телефонів — 380441234567 Дмитро Коваленко
        З DISA ви телефонуєте з будь-якого телефону на номер доступу, набираєте PIN-код і далі дзвоните так, ніби зі свого телефону. Ці дзвінки оплачуються як ваші власні.
        DISA вимкнено.
        [Увімкнути DISA]  [Як телефонувати]
        [Головна]
        > [Як телефонувати]
        IP Centrex · Дзвінки з чужих телефонів — 380441234567 Дмитро Коваленко
        Картка мандрівника: як телефонувати з будь-якого телефону
        1. Зателефонуйте на номер доступу: найдешевше на номер країни, у якій ви перебуваєте.
        2. Виберіть пункт DISA.
        3. Наберіть PIN-код DISA.
        4. Наберіть потрібний номер із кодом країни.
        Номери доступу:
        Велика Британія: +44 20 7946 0190
        Сполучені Штати: +1 206-555-0190
        Зараз DISA вимкнено. Увімкніть її перед від’їздом.
        [+44 20 7946 0190 ⧉ +442079460190]  [+1 206-555-0190 ⧉ +12065550190]
        [Назад]  [Головна]
    """)
