"""Forwarding to a SIP address."""

from __future__ import annotations

import pytest

from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import World
from tests.selfcare.forwarding import line_of, monday_noon, writes


@pytest.mark.row("S32")
@pytest.mark.row("N05")
async def test_calls_go_to_a_sip_address(world: World, chat: ChatUser) -> None:
    monday_noon(world)
    await chat.play("""
        > /forward
        IP Centrex · Forwarding — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to voicemail.
        Forwarding: Off
        [Forward to a number]  [Follow-me]
        [Advanced]  [SIP address]
        [Home]
        > [SIP address]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        Step 1 of 4
        Which SIP address should your calls go to? For example 101@sip.example.com.
        [Cancel]
        > nonsense
        IP Centrex · Forwarding — 12065550100 Alice Adams
        A SIP address has the form name@domain, such as 101@sip.example.com.
        Step 1 of 4
        Which SIP address should your calls go to? For example 101@sip.example.com.
        [Cancel]
        > sip:101@sip.example.com:5070
        IP Centrex · Forwarding — 12065550100 Alice Adams
        Calls cannot be sent to a port. Is this the address?
        Step 1 of 4
        Which SIP address should your calls go to? For example 101@sip.example.com.
        [Yes: 101@sip.example.com]
        [Cancel]
        > [Yes: 101@sip.example.com]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        Step 2 of 4
        How does that system take calls? If you do not know, choose UDP.
        [UDP]  [TCP]
        [Back]  [Cancel]
        > tcp
        IP Centrex · Forwarding — 12065550100 Alice Adams
        Step 3 of 4
        Should your own phone ring first? You can also type the seconds.
        [Forward at once]  [After 15 seconds]
        [After 20 seconds]  [After 30 seconds]
        [Back]  [Cancel]
        > [After 15 seconds]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        Step 4 of 4
        Until when? You can also type it, for example “tomorrow 9:00” or “for 2 hours”.
        [In 1 hour]  [Today 18:00]
        [Tomorrow 09:00]  [Monday 09:00]
        [Until I change it]  [Choose a day]
        [Back]  [Cancel]
        > tomorrow 18:00
        IP Centrex · Forwarding — 12065550100 Alice Adams
        This is how it will be:
        If someone calls now, your phone rings for 15 seconds, then the call goes to 101@sip.example.com, then to voicemail.
        Until tomorrow 18:00. Then what was there before is put back.
        To test it, call +1 206-555-0100 from another phone after saving.
        [Back]  [Cancel]  [Forward calls]
        > [Forward calls]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        If someone calls now, your phone rings for 15 seconds, then the call goes to 101@sip.example.com, then to voicemail.
        Forwarding: SIP address
        Calls go to: 101@sip.example.com
        It rings for: 30 seconds
        Until tomorrow 18:00. Then what was there before is put back.
        Before, forwarding was off.
        [Forward to a number]  [Follow-me]
        [Advanced]  [SIP address]
        [Switch off]  [Change the end]
        [Put back now]
        [Home]
    """)

    (number,) = line_of(world)["numbers"]
    assert (number["redirect_number"], number["domain"]) == ("101", "sip.example.com")
    assert number["use_tcp"] == "Y"
    assert line_of(world)["mode"] == "U"


@pytest.mark.row("S32")
async def test_a_domain_that_is_not_allowed_changes_nothing(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    before = line_of(world)
    await chat.moves("/forward", "[SIP address]", "101@elsewhere.example.org", "[UDP]")
    await chat.moves("[Forward at once]", "[Until I change it]")

    await chat.play("""
        > [Forward calls]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        The provider does not let calls go to this domain. Nothing was changed.
        Step 1 of 4
        Which SIP address should your calls go to? For example 101@sip.example.com.
        [Cancel]
        > 101@example.com
        IP Centrex · Forwarding — 12065550100 Alice Adams
        This is how it will be:
        If someone calls now, the call goes to 101@example.com.
        To test it, call +1 206-555-0100 from another phone after saving.
        [Back]  [Cancel]  [Forward calls]
        > [Cancel]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        Canceled. Forwarding stays as it was.
        If someone calls now, your phone rings for 30 seconds, then the call goes to voicemail.
        Forwarding: Off
        [Forward to a number]  [Follow-me]
        [Advanced]  [SIP address]
        [Home]
    """)

    assert line_of(world) == before
    assert "update_service_features" in await writes(world)


@pytest.mark.row("S32")
async def test_where_it_is_not_permitted_an_old_button_opens_nothing(
    world: World, chat: ChatUser
) -> None:
    await chat.moves("/forward")
    await world.restart(forward_modes=("C",))

    await chat.play("""
        > [SIP address]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        Your provider does not let you change that here.
        If someone calls now, your phone rings for 30 seconds, then the call goes to voicemail.
        Forwarding: Off
        The provider can enable the other kinds of forwarding.
        [Forward to a number]  [Ask the provider]
        [Home]
    """)
