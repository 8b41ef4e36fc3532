"""The mailbox by phone: its voice menu, its PIN, the format of faxes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from sandbox.provider.config import Config
from sandbox.provider.proposals.voicemail import VoiceBox
from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import SOON, World
from tests.harness.world import world as make_world


async def written(desk: Desk) -> list[dict[str, Any]]:
    """The structures that the provider received."""
    return [one["params"]["vm_settings"] for one in await desk.log("set_vm_settings")]


def set_now(world: World, member: str) -> str:
    """What the provider has, secrets and all: its log masks them."""
    alice = world.account()
    return str(alice.part(VoiceBox).settings[member])


@pytest.mark.row("S38")
async def test_the_voice_menu_says_what_it_does_and_a_tap_changes_it(
    chat: ChatUser, desk: Desk
) -> None:
    await chat.play("""
        > /mailbox
        IP Centrex · Mailbox settings — 12065550100 Alice Adams
        When you call your mailbox, you hear its menu first.
        Before each message you hear when it came.
        The mailbox asks for its PIN.
        [Play at once: off]  [Say the date: on]
        [Voice menu: standard]  [Faxes: one PDF]
        [Without PIN: off]  [New PIN]
        [By e-mail]
        [Home]
        > [Play at once: off]
        IP Centrex · Mailbox settings — 12065550100 Alice Adams
        When you call your mailbox, new messages play at once.
        Before each message you hear when it came.
        The mailbox asks for its PIN.
        [Play at once: on]  [Say the date: on]
        [Voice menu: standard]  [Faxes: one PDF]
        [Without PIN: off]  [New PIN]
        [By e-mail]
        [Home]
        > [Voice menu: standard]
        IP Centrex · Mailbox settings — 12065550100 Alice Adams
        Voice menu: what shall it be?
        • standard: the usual explanations
        • detailed: every key is explained
        • brief: few words, for those who know the keys
        [standard, now]  [detailed]
        [brief]
        [Back]  [Home]
        > [brief]
        IP Centrex · Mailbox settings — 12065550100 Alice Adams
        When you call your mailbox, new messages play at once.
        Before each message you hear when it came.
        The mailbox asks for its PIN.
        [Play at once: on]  [Say the date: on]
        [Voice menu: brief]  [Faxes: one PDF]
        [Without PIN: off]  [New PIN]
        [By e-mail]
        [Home]
    """)

    first, last = await written(desk)
    assert (first["auto_play"], last["prompt_levels"]) == ("Y", "rapid")
    assert last["max_message_length"] == 300  # what no portal shows goes back as it came


@pytest.mark.row("S38")
async def test_a_mailbox_without_a_pin_has_to_be_agreed_to(chat: ChatUser, desk: Desk) -> None:
    await chat.moves("/mailbox")
    await chat.play("""
        > [Without PIN: off]
        IP Centrex · Mailbox settings — 12065550100 Alice Adams
        Without a PIN, whoever calls your mailbox from your phone can hear your messages and delete them.
        [Agree and switch on]
        [Back]  [Home]
        > [Back]
        IP Centrex · Mailbox settings — 12065550100 Alice Adams
        When you call your mailbox, you hear its menu first.
        Before each message you hear when it came.
        The mailbox asks for its PIN.
        [Play at once: off]  [Say the date: on]
        [Voice menu: standard]  [Faxes: one PDF]
        [Without PIN: off]  [New PIN]
        [By e-mail]
        [Home]
        > [Without PIN: off]
        ...
        > [Agree and switch on]
        IP Centrex · Mailbox settings — 12065550100 Alice Adams
        When you call your mailbox, you hear its menu first.
        Before each message you hear when it came.
        From your own phone the mailbox opens without its PIN.
        [Play at once: off]  [Say the date: on]
        [Voice menu: standard]  [Faxes: one PDF]
        [Without PIN: on]  [New PIN]
        [By e-mail]
        [Home]
        > [Without PIN: on]
        IP Centrex · Mailbox settings — 12065550100 Alice Adams
        When you call your mailbox, you hear its menu first.
        Before each message you hear when it came.
        The mailbox asks for its PIN.
        [Play at once: off]  [Say the date: on]
        [Voice menu: standard]  [Faxes: one PDF]
        [Without PIN: off]  [New PIN]
        [By e-mail]
        [Home]
    """)

    assert [one["password_less"] for one in await written(desk)] == ["Y", "N"]


@pytest.mark.row("S38")
async def test_a_new_pin_is_shown_for_a_minute_and_never_again(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await chat.moves("/mailbox")
    await chat.play("""
        > [New PIN]
        IP Centrex · Mailbox settings — 12065550100 Alice Adams
        I set a new PIN of 6 digits and show it to you for a minute. The old one stops working at once.
        [Set a new PIN]
        [Back]  [Home]
    """)
    await chat.tap("Set a new PIN", times=2)

    shown = await chat.screen()
    pin = set_now(world, "password")
    assert re.fullmatch(r"\d{6}", pin)
    assert f"The new PIN of your mailbox:\n{pin}" in shown
    assert len(await desk.log("set_vm_settings")) == 1

    world.clock.advance(seconds=61)
    await world.restart()
    await chat.waits_until_gone(pin)
    await chat.moves("/mailbox", "[New PIN]")
    assert pin not in await chat.screen()


@pytest.mark.row("S38")
async def test_a_pin_that_was_read_goes_with_the_tap_that_says_so(
    world: World, chat: ChatUser
) -> None:
    await chat.moves("/mailbox", "[New PIN]", "[Set a new PIN]")
    pin = set_now(world, "password")
    assert pin in await chat.last()

    await chat.moves("[Done]")

    assert "IP Centrex · Mailbox settings" in await chat.last()
    assert pin not in await chat.screen()


@pytest.mark.row("S38")
async def test_a_pin_whose_setting_was_not_answered_counts_if_the_provider_has_it(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await world.restart(provider_timeout=SOON)
    await chat.moves("/mailbox", "[New PIN]")
    await desk.fault("Voicemail/set_vm_settings", "silent_after", times=1)
    await chat.moves("[Set a new PIN]")
    assert set_now(world, "password") in await chat.last()

    await chat.moves("[Done]", "[New PIN]")
    before = set_now(world, "password")
    await desk.fault("Voicemail/set_vm_settings", "silent_before", times=1)
    await chat.play("""
        > [Set a new PIN]
        IP Centrex · Mailbox settings — 12065550100 Alice Adams
        The provider has not answered, so I do not know which code counts now. Set another one to be sure.
        [Back]  [Home]
        > [Back]
        IP Centrex · Mailbox settings — 12065550100 Alice Adams
        I set a new PIN of 6 digits and show it to you for a minute. The old one stops working at once.
        [Set a new PIN]
        [Back]  [Home]
    """)
    assert set_now(world, "password") == before


@pytest.mark.row("S39")
async def test_faxes_come_in_one_of_four_formats(chat: ChatUser, desk: Desk) -> None:
    await chat.moves("/mailbox")
    await chat.play("""
        > [Faxes: one PDF]
        IP Centrex · Mailbox settings — 12065550100 Alice Adams
        Faxes: what shall it be?
        • one PDF: all pages in one file that opens everywhere
        • one TIFF: all pages in one file, for archives
        • PNG pages: a picture of each page, easy to look at
        • TIFF pages: a file for each page, for fax programs
        [one PDF, now]  [one TIFF]
        [PNG pages]  [TIFF pages]
        [Back]  [Home]
        > [PNG pages]
        IP Centrex · Mailbox settings — 12065550100 Alice Adams
        When you call your mailbox, you hear its menu first.
        Before each message you hear when it came.
        The mailbox asks for its PIN.
        [Play at once: off]  [Say the date: on]
        [Voice menu: standard]  [Faxes: PNG pages]
        [Without PIN: off]  [New PIN]
        [By e-mail]
        [Home]
    """)

    assert [one["fax_files_format"] for one in await written(desk)] == ["png"]


@pytest.mark.row("S38", "S39")
async def test_what_can_only_be_read_is_shown_as_locked(tmp_path: Path) -> None:
    map_ = tmp_path / "operations.toml"
    map_.write_text("[set_vm_settings]\nconfirmed = false\n")
    async with make_world(tmp_path, operations=map_) as world:
        chat = await world.user()
        await chat.sign_in()
        await chat.play("""
            > /mailbox
            IP Centrex · Mailbox settings — 12065550100 Alice Adams
            When you call your mailbox, you hear its menu first.
            Before each message you hear when it came.
            The mailbox asks for its PIN.
            Only your provider can change:
            Play at once: off, locked
            Say the date: on, locked
            Voice menu: standard, locked
            Faxes: one PDF, locked
            Without PIN: off, locked
            [By e-mail]  [Ask for a change]
            [Home]
            > [By e-mail]
            IP Centrex · Voicemail by e-mail — 12065550100 Alice Adams
            Your messages stay in the mailbox. They can also go to an e-mail address.
            [Ask for a change]
            [Home]
        """)


@pytest.mark.row("S38", "S39", "S40", "S41", "S42")
async def test_where_the_switch_lacks_the_settings_nothing_leads_to_them(tmp_path: Path) -> None:
    async with make_world(tmp_path, provider=Config(unknown="absent")) as world:
        chat = await world.user()
        await chat.sign_in()
        await chat.play("""
            > /mailbox
            Home — 12065550100 Alice Adams
            Your line does not have “Mailbox settings”.
            [Ask your provider]
            [Home]
        """)
        await chat.moves("/byemail")
        assert "Your line does not have “" in await chat.last()


@pytest.mark.row("S38", "S39", "S41")
async def test_the_mailbox_speaks_ukrainian(world: World) -> None:
    dmytro = await world.user("Дмитро", "uk")
    await dmytro.sign_in("dmytro")
    await dmytro.play("""
        > /mailbox
        IP Centrex · Налаштування скриньки — 380441234567 Дмитро Коваленко
        Коли ви телефонуєте до скриньки, спершу звучить її меню.
        Перед кожним повідомленням ви чуєте, коли воно надійшло.
        Скринька запитує PIN-код.
        [Одразу відтворювати: вимкнено]
        [Називати дату: увімкнено]
        [Меню: звичайне]  [Факси: один PDF]
        [Без PIN: вимкнено]  [Новий PIN-код]
        [На email]
        [Головна]
    """)
