"""The phone behind the line, and what an app needs to be it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandbox.provider.config import Config
from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import World
from tests.harness.world import world as make_world


@pytest.mark.row("A11")
async def test_the_registered_phone_is_shown_with_what_to_do_if_it_is_not_mine(
    chat: ChatUser, desk: Desk
) -> None:
    await chat.moves("/menu", "[Dashboard]")
    await chat.play("""
        > [Phone and app]
        Dashboard · Phone and app — 12065550100 Alice Adams
        The phone that your calls reach:
        Phone: online
        Device or app: Zoiper 5.6
        From the address: 192.0.2.2:5060
        [Set up a phone app]  [This is not mine]
        [Refresh]
        [Home]
        > [This is not mine]
        Dashboard · Phone and app — 12065550100 Alice Adams
        Then somebody else can make calls at your expense. Do this now:
        1. Ask your provider for a new SIP password: that puts the other phone out.
        2. Change the password of the self-care portal, which shows the SIP password.
        3. Look whether your calls are forwarded to a number that you do not know.
        [Ask your provider]  [Change password]
        [Forwarding]
        [Back]  [Home]
        > [Ask your provider]
        My Profile · Help — 12065550100 Alice Adams
        Here is a message to your provider that you can send:
        Hello. This is about my line 12065550100. A phone that is not mine is signed in on my line. Please set a new SIP password.
        To talk to a person at Example Telecom: +1 206 555 0199
        [Copy the message ⧉ Hello. This is about my line 12065550100. A phone that is not mine is signed in on my line. Please set a new SIP password.]
        [Back]  [Home]
    """)
    await desk.settings(sip_status=0)
    await chat.moves("/menu", "[Dashboard]")
    await chat.play("""
        > [Phone and app]
        Dashboard · Phone and app — 12065550100 Alice Adams
        The phone that your calls reach:
        Phone: offline
        Calls cannot reach it until it is online.
        [Set up a phone app]  [Refresh]
        [Home]
    """)


@pytest.mark.row("A10")
async def test_sip_details_are_shown_for_a_minute_after_the_password(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await world.restart(sip_server="sip.example.com")
    row = await desk.account()
    alice = world.provider.switch.accounts[row["i_account"]]
    secret = alice.h323_password
    await chat.moves("/menu", "[Dashboard]", "[Phone and app]")
    await chat.play("""
        > [Set up a phone app]
        Dashboard · Phone and app — 12065550100 Alice Adams
        I show you what a phone app asks for, with a picture to scan. Whoever has it can make calls at your expense, so it stays for a minute only.
        First send the present password of your provider's self-care portal. I delete your message at once and do not keep it.
        [Cancel]
        > not-mine
        (deleted)
        Dashboard · Phone and app — 12065550100 Alice Adams
        That is not the password of your self-care portal. Look at it and send it again.
        I show you what a phone app asks for, with a picture to scan. Whoever has it can make calls at your expense, so it stays for a minute only.
        First send the present password of your provider's self-care portal. I delete your message at once and do not keep it.
        [Cancel]
    """)
    assert secret not in await chat.screen()
    before = len(await desk.log("get_account_info"))
    await chat.moves(row["password"])

    shown = await chat.last()
    assert shown.startswith("(picture)")
    assert f"Server: sip.example.com\nUser: {alice.number}" in shown
    assert f"The password:\n{secret}" in shown
    assert f"[Copy the password ⧉ {secret}]" in shown
    assert len(await desk.log("get_account_info")) == before + 2

    world.clock.advance(seconds=61)
    await chat.waits_until_gone(secret)


@pytest.mark.row("A10", "A11")
async def test_a_switch_that_keeps_it_all_to_itself_says_so(tmp_path: Path) -> None:
    async with make_world(tmp_path, provider=Config(unknown="absent")) as world:
        chat = await world.user()
        await chat.sign_in()
        row = await world.desk.account()
        world.provider.switch.accounts[row["i_account"]].h323_password = ""
        await world.desk.fault("Account/get_ua_info", "fault", faultcode="Server.denied")
        await chat.moves("/menu", "[Dashboard]")
        await chat.play("""
            > [Phone and app]
            Dashboard · Phone and app — 12065550100 Alice Adams
            The phone that your calls reach:
            Phone: online
            [Set up a phone app]  [This is not mine]
            [Refresh]
            [Home]
        """)
        await chat.moves("[Set up a phone app]", row["password"])
        assert "Your provider keeps the SIP password to itself." in await chat.last()
