"""Favorite numbers that only the provider chooses."""

import pytest

from sandbox.provider.favorites import Favorites
from sandbox.provider.seed import phonebook
from tests.harness.chat import ChatUser
from tests.harness.desk import Desk

FORBIDDEN = {"phonebook": {"flag_value": "Y", "attributes": {"favorite_change_allowed": "N"}}}


@pytest.mark.row("S49")
async def test_they_are_listed_locked_and_can_be_asked_for(chat: ChatUser, desk: Desk) -> None:
    await desk.settings(features=FORBIDDEN)

    await chat.play("""
        > special-rate numbers
        IP Centrex · Special-rate numbers — 12065550100 Alice Adams
        Calls to some numbers can have a special rate. Your provider has chosen none yet.
        Only your provider can change this list.
        [Ask for a change]
        [Home]
        > [Ask for a change]
        IP Centrex · Special-rate numbers — 12065550100 Alice Adams
        Which number shall have the special rate? Send it, or share a contact.
        [Cancel]
        > my mother
        IP Centrex · Special-rate numbers — 12065550100 Alice Adams
        I could not read a number there. Send one such as +12065550123, or an extension.
        Which number shall have the special rate? Send it, or share a contact.
        [Cancel]
        > 206 555 0123
        My Profile · Help — 12065550100 Alice Adams
        Here is a message to your provider that you can send:
        Hello. This is about my line 12065550100. Please give calls to +1 206-555-0123 the special rate.
        To talk to a person at Example Telecom: +1 206 555 0199
        [Copy the message ⧉ Hello. This is about my line 12065550100. Please give calls to +1 206-555-0123 the special rate.]
        [Back]  [Home]
    """)

    switch = chat.world.provider.switch
    alice = chat.world.account()
    mum = phonebook(switch, alice)[0]
    alice.part(Favorites).since[mum["i_account_phonebook"]] = switch.clock.now()
    await chat.play("""
        > special-rate numbers
        IP Centrex · Special-rate numbers — 12065550100 Alice Adams
        Calls to these numbers have a special rate:
        • Mum, +1 212-555-0123
        Locked: only your provider can change this list.
        [Ask for a change]
        [Home]
    """)


@pytest.mark.row("S49")
async def test_whoever_may_mark_them_does_so_in_the_phone_book(chat: ChatUser) -> None:
    await chat.say("special rate")

    assert "Special-rate numbers" not in await chat.last()
