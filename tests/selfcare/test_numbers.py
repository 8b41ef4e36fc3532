"""Numbers: under which this line is reached, ready to copy, and where they ring."""

import pytest

from tests.harness.chat import ChatUser
from tests.harness.desk import Desk


@pytest.mark.row("S20")
async def test_every_number_is_ready_to_copy_and_one_sentence_says_where_they_ring(
    chat: ChatUser,
) -> None:
    await chat.play("""
        > /numbers
        IP Centrex · Numbers — 12065550100 Alice Adams
        People reach you under these numbers. Tap one to copy it.
        • +1 206-555-0100, your main number
        • +1 212-555-0170
        Your provider knows you when you call from +1 212-555-0171.
        [+1 206-555-0100 ⧉ +12065550100]  [+1 212-555-0170 ⧉ +12125550170]
        [Where do they ring?]
        [Home]
        > [Where do they ring?]
        IP Centrex · Numbers — 12065550100 Alice Adams
        Calls to +1 206-555-0100 and +1 212-555-0170 reach this line.
        If someone calls now, your phone rings for 30 seconds, then the call goes to voicemail.
        [Forwarding]
        [Back]  [Home]
        > [Forwarding]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to voicemail.
        Forwarding: Off
        [Forward to a number]  [Follow-me]
        [Advanced]  [SIP address]
        [Home]
    """)


@pytest.mark.row("S20")
async def test_blocked_ones_and_those_that_are_kept_by_the_provider(
    chat: ChatUser, desk: Desk
) -> None:
    alice = chat.world.account()
    for number in range(12065550200, 12065550209):
        alice.add_alias(str(number), "N")
    alice.aliases[0].blocked = "Y"

    await chat.play("""
        > /numbers
        IP Centrex · Numbers — 12065550100 Alice Adams
        People reach you under these numbers. Tap one to copy it.
        • +1 206-555-0100, your main number
        • +1 212-555-0170, blocked
        • +1 206-555-0200
        • +1 206-555-0201
        • +1 206-555-0202
        • +1 206-555-0203
        • +1 206-555-0204
        • +1 206-555-0205
        Your provider knows you when you call from +1 212-555-0171.
        [+1 206-555-0100 ⧉ +12065550100]  [+1 212-555-0170 ⧉ +12125550170]
        [+1 206-555-0200 ⧉ +12065550200]  [+1 206-555-0201 ⧉ +12065550201]
        [+1 206-555-0202 ⧉ +12065550202]  [+1 206-555-0203 ⧉ +12065550203]
        [+1 206-555-0204 ⧉ +12065550204]  [+1 206-555-0205 ⧉ +12065550205]
        [Next]
        [Where do they ring?]
        [Home]
        > [Next]
        IP Centrex · Numbers — 12065550100 Alice Adams
        People reach you under these numbers. Tap one to copy it.
        • +1 206-555-0206
        • +1 206-555-0207
        • +1 206-555-0208
        Your provider knows you when you call from +1 212-555-0171.
        [+1 206-555-0206 ⧉ +12065550206]  [+1 206-555-0207 ⧉ +12065550207]
        [+1 206-555-0208 ⧉ +12065550208]
        [Previous]
        [Where do they ring?]
        [Home]
        > [Where do they ring?]
        IP Centrex · Numbers — 12065550100 Alice Adams
        Calls to +1 206-555-0100, +1 206-555-0200, +1 206-555-0201, +1 206-555-0202, +1 206-555-0203, +1 206-555-0204, +1 206-555-0205, +1 206-555-0206, +1 206-555-0207, and +1 206-555-0208 reach this line.
        If someone calls now, your phone rings for 30 seconds, then the call goes to voicemail.
        Blocked by your provider, so callers cannot reach you there: +1 212-555-0170.
        [Forwarding]
        [Back]  [Home]
    """)


@pytest.mark.row("S20")
async def test_the_main_number_is_known_where_the_others_are_kept_back(
    chat: ChatUser, desk: Desk
) -> None:
    await desk.fault("Account/get_alias_list", "fault", faultcode="Server.Account.access_denied")

    await chat.play("""
        > /numbers
        IP Centrex · Numbers — 12065550100 Alice Adams
        People reach you under this number. Tap it to copy it.
        • +1 206-555-0100, your main number
        [+1 206-555-0100 ⧉ +12065550100]
        [Where does it ring?]
        [Home]
        > [Where does it ring?]
        IP Centrex · Numbers — 12065550100 Alice Adams
        Calls to +1 206-555-0100 reach this line.
        If someone calls now, your phone rings for 30 seconds, then the call goes to voicemail.
        [Forwarding]
        [Back]  [Home]
    """)
