"""The follow-me list: numbers with their hours, order, pauses."""

from __future__ import annotations

import pytest

from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import SOON, World
from tests.selfcare.forwarding import has_list, line_of, monday_noon, rows_of, writes


@pytest.mark.row("S30")
@pytest.mark.row("S31")
@pytest.mark.row("N05")
async def test_a_list_is_built_number_by_number(world: World, chat: ChatUser) -> None:
    monday_noon(world)
    await chat.play("""
        > /forward
        IP Centrex · Forwarding — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to voicemail.
        Forwarding: Off
        [Forward to a number]  [Follow-me]
        [Advanced]  [SIP address]
        [Home]
        > [Follow-me]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        This is how it will be:
        If someone calls now, your phone rings for 30 seconds, then the call goes to voicemail. Forwarding is on but has no number: such calls skip it.
        Several numbers ring, each at its own hours.
        You add the first number in the next step.
        [Only until …]
        [Cancel]  [Save]
        > [Save]
        Forwarding · Follow-me — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to voicemail. Forwarding is on but has no number: such calls skip it.
        There is no number in the list yet.
        [Add a number]  [Undo]
        [Back]  [Home]
        > [Add a number]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        Step 1 of 3
        Which number should ring? Send a number or an extension, or share a contact.
        [Cancel]
        > 206 555 0177
        IP Centrex · Forwarding — 12065550100 Alice Adams
        Step 2 of 3
        When should it ring? Choose, or type days and hours such as “mon-fri 9:00-17:30”.
        Work hours: weekdays 09:00–18:00
        Evenings: every day 18:00–22:00
        Nights: every day 22:00–07:00
        Weekend: weekend
        [Always]  [Work hours]
        [Evenings]  [Nights]
        [Weekend]
        [Back]  [Cancel]
        > [Work hours]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        Step 3 of 3
        How long should it ring? You can also type the seconds.
        [15 seconds]  [20 seconds]
        [30 seconds]  [45 seconds]
        [Back]  [Cancel]
        > [20 seconds]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        This is how it will be:
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0177, then to voicemail.
        1. +1 206-555-0177: weekdays 09:00–18:00, rings for 20 seconds
        No number is active at these hours: Mon–Thu 18:00–09:00; Fri 18:00 – Mon 09:00.
        [Only until …]
        [Back]  [Cancel]  [Add]
        > [Add]
        Forwarding · Follow-me — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0177, then to voicemail.
        1. +1 206-555-0177: weekdays 09:00–18:00, rings for 20 seconds
        No number is active at these hours: Mon–Thu 18:00–09:00; Fri 18:00 – Mon 09:00.
        [+1 206-555-0177]  [Add a number]
        [Undo]
        [Back]  [Home]
        > [Add a number]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        Step 1 of 3
        Which number should ring? Send a number or an extension, or share a contact.
        [Cancel]
        > +442079460018
        IP Centrex · Forwarding — 12065550100 Alice Adams
        Step 2 of 3
        When should it ring? Choose, or type days and hours such as “mon-fri 9:00-17:30”.
        Work hours: weekdays 09:00–18:00
        Evenings: every day 18:00–22:00
        Nights: every day 22:00–07:00
        Weekend: weekend
        [Always]  [Work hours]
        [Evenings]  [Nights]
        [Weekend]
        [Back]  [Cancel]
        > nights only
        IP Centrex · Forwarding — 12065550100 Alice Adams
        I need days and hours, for example mon-fri 9:00-17:30.
        Step 2 of 3
        When should it ring? Choose, or type days and hours such as “mon-fri 9:00-17:30”.
        Work hours: weekdays 09:00–18:00
        Evenings: every day 18:00–22:00
        Nights: every day 22:00–07:00
        Weekend: weekend
        [Always]  [Work hours]
        [Evenings]  [Nights]
        [Weekend]
        [Back]  [Cancel]
        > sat-sun 10:00-16:30
        IP Centrex · Forwarding — 12065550100 Alice Adams
        Step 3 of 3
        How long should it ring? You can also type the seconds.
        [15 seconds]  [20 seconds]
        [30 seconds]  [45 seconds]
        [Back]  [Cancel]
        > 3
        IP Centrex · Forwarding — 12065550100 Alice Adams
        This needs 5 to 120 seconds, for example 20.
        Step 3 of 3
        How long should it ring? You can also type the seconds.
        [15 seconds]  [20 seconds]
        [30 seconds]  [45 seconds]
        [Back]  [Cancel]
        > 25
        IP Centrex · Forwarding — 12065550100 Alice Adams
        This is how it will be:
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0177, then to voicemail.
        1. +1 206-555-0177: weekdays 09:00–18:00, rings for 20 seconds
        2. +44 20 7946 0018: weekend 10:00–16:30, rings for 25 seconds
        No number is active at these hours: Mon–Thu 18:00–09:00; Fri 18:00–10:00; Sat 16:30–10:00; Sun 16:30–09:00.
        This number is abroad. You pay for each forwarded call as for a call there.
        [Only until …]
        [Back]  [Cancel]  [Forward abroad]
        > [Forward abroad]
        Forwarding · Follow-me — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0177, then to voicemail.
        The numbers ring one after the other, from the first to the last.
        1. +1 206-555-0177: weekdays 09:00–18:00, rings for 20 seconds
        2. +44 20 7946 0018: weekend 10:00–16:30, rings for 25 seconds
        No number is active at these hours: Mon–Thu 18:00–09:00; Fri 18:00–10:00; Sat 16:30–10:00; Sun 16:30–09:00.
        [+1 206-555-0177]  [+44 20 7946 0018]
        [Add a number]  [How they ring]
        [Undo]
        [Back]  [Home]
    """)

    numbers = line_of(world)["numbers"]
    assert [row["redirect_number"] for row in numbers] == ["12065550177", "442079460018"]
    assert numbers[0]["period"] == "hr{9-17}wd{mo tu we th fr}"
    assert [row["timeout"] for row in numbers] == [20, 25]
    assert [row["i_follow_order"] for row in numbers] == [1, 2]


@pytest.mark.row("S31")
async def test_a_number_is_paused_named_moved_and_deleted(world: World, chat: ChatUser) -> None:
    monday_noon(world)
    has_list(world, "12065550177", "12065550178", "12065550179")

    await chat.play("""
        > /forward
        IP Centrex · Forwarding — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0177 for 20 seconds, then to +1 206-555-0178 for 20 seconds, then to +1 206-555-0179, then to voicemail.
        Forwarding: Follow-me
        1. +1 206-555-0177: always, rings for 20 seconds
        2. +1 206-555-0178: always, rings for 20 seconds
        3. +1 206-555-0179: always, rings for 20 seconds
        [Forward to a number]  [Numbers]
        [Advanced]  [SIP address]
        [Switch off]
        [Home]
        > [Numbers]
        Forwarding · Follow-me — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0177 for 20 seconds, then to +1 206-555-0178 for 20 seconds, then to +1 206-555-0179, then to voicemail.
        The numbers ring one after the other, from the first to the last.
        1. +1 206-555-0177: always, rings for 20 seconds
        2. +1 206-555-0178: always, rings for 20 seconds
        3. +1 206-555-0179: always, rings for 20 seconds
        [+1 206-555-0177]  [+1 206-555-0178]
        [+1 206-555-0179]  [Add a number]
        [How they ring]
        [Back]  [Home]
        > [+1 206-555-0178]
        Forwarding · Follow-me — 12065550100 Alice Adams
        Number: +1 206-555-0178
        When: always
        It rings for: 20 seconds
        Place in the list: 2
        Paused: no
        [Pause]  [Change hours]
        [Change seconds]  [Change number]
        [Name it]  [Move up]
        [Move down]  [Delete]
        [Back]  [Home]
        > [Pause]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        This is how it will be:
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0177 for 20 seconds, then to +1 206-555-0179, then to voicemail.
        1. +1 206-555-0177: always, rings for 20 seconds
        2. +1 206-555-0178: always, rings for 20 seconds (paused)
        3. +1 206-555-0179: always, rings for 20 seconds
        [Only until …]
        [Cancel]  [Pause]
        > [Pause]
        Forwarding · Follow-me — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0177 for 20 seconds, then to +1 206-555-0179, then to voicemail.
        The numbers ring one after the other, from the first to the last.
        1. +1 206-555-0177: always, rings for 20 seconds
        2. +1 206-555-0178: always, rings for 20 seconds (paused)
        3. +1 206-555-0179: always, rings for 20 seconds
        [+1 206-555-0177]  [+1 206-555-0178]
        [+1 206-555-0179]  [Add a number]
        [How they ring]  [Undo]
        [Back]  [Home]
        > [+1 206-555-0178]
        Forwarding · Follow-me — 12065550100 Alice Adams
        Number: +1 206-555-0178
        When: always
        It rings for: 20 seconds
        Place in the list: 2
        Paused: yes
        [Ring again]  [Change hours]
        [Change seconds]  [Change number]
        [Name it]  [Move up]
        [Move down]  [Delete]
        [Back]  [Home]
        > [Name it]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        What should this number be called? For example Office.
        Now: no name
        [Cancel]
        > Office
        IP Centrex · Forwarding — 12065550100 Alice Adams
        This is how it will be:
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0177 for 20 seconds, then to +1 206-555-0179, then to voicemail.
        1. +1 206-555-0177: always, rings for 20 seconds
        2. Office, +1 206-555-0178: always, rings for 20 seconds (paused)
        3. +1 206-555-0179: always, rings for 20 seconds
        [Only until …]
        [Cancel]  [Save]
        > [Save]
        Forwarding · Follow-me — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0177 for 20 seconds, then to +1 206-555-0179, then to voicemail.
        The numbers ring one after the other, from the first to the last.
        1. +1 206-555-0177: always, rings for 20 seconds
        2. Office, +1 206-555-0178: always, rings for 20 seconds (paused)
        3. +1 206-555-0179: always, rings for 20 seconds
        [+1 206-555-0177]  [Office]
        [+1 206-555-0179]  [Add a number]
        [How they ring]  [Undo]
        [Back]  [Home]
        > [Office]
        Forwarding · Follow-me — 12065550100 Alice Adams
        Office
        Number: +1 206-555-0178
        When: always
        It rings for: 20 seconds
        Place in the list: 2
        Paused: yes
        [Ring again]  [Change hours]
        [Change seconds]  [Change number]
        [Name it]  [Move up]
        [Move down]  [Delete]
        [Back]  [Home]
        > [Move up]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        This is how it will be:
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0177 for 20 seconds, then to +1 206-555-0179, then to voicemail.
        1. Office, +1 206-555-0178: always, rings for 20 seconds (paused)
        2. +1 206-555-0177: always, rings for 20 seconds
        3. +1 206-555-0179: always, rings for 20 seconds
        [Only until …]
        [Cancel]  [Save]
        > [Save]
        Forwarding · Follow-me — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0177 for 20 seconds, then to +1 206-555-0179, then to voicemail.
        The numbers ring one after the other, from the first to the last.
        1. Office, +1 206-555-0178: always, rings for 20 seconds (paused)
        2. +1 206-555-0177: always, rings for 20 seconds
        3. +1 206-555-0179: always, rings for 20 seconds
        [Office]  [+1 206-555-0177]
        [+1 206-555-0179]  [Add a number]
        [How they ring]  [Undo]
        [Back]  [Home]
        > [Office]
        Forwarding · Follow-me — 12065550100 Alice Adams
        Office
        Number: +1 206-555-0178
        When: always
        It rings for: 20 seconds
        Place in the list: 1
        Paused: yes
        [Ring again]  [Change hours]
        [Change seconds]  [Change number]
        [Name it]  [Move down]
        [Delete]
        [Back]  [Home]
        > [Ring again]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        This is how it will be:
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0178 for 20 seconds, then to +1 206-555-0177 for 20 seconds, then to +1 206-555-0179, then to voicemail.
        1. Office, +1 206-555-0178: always, rings for 20 seconds
        2. +1 206-555-0177: always, rings for 20 seconds
        3. +1 206-555-0179: always, rings for 20 seconds
        [Only until …]
        [Cancel]  [Ring again]
        > [Ring again]
        Forwarding · Follow-me — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0178 for 20 seconds, then to +1 206-555-0177 for 20 seconds, then to +1 206-555-0179, then to voicemail.
        The numbers ring one after the other, from the first to the last.
        1. Office, +1 206-555-0178: always, rings for 20 seconds
        2. +1 206-555-0177: always, rings for 20 seconds
        3. +1 206-555-0179: always, rings for 20 seconds
        [Office]  [+1 206-555-0177]
        [+1 206-555-0179]  [Add a number]
        [How they ring]  [Undo]
        [Back]  [Home]
        > [Office]
        Forwarding · Follow-me — 12065550100 Alice Adams
        Office
        Number: +1 206-555-0178
        When: always
        It rings for: 20 seconds
        Place in the list: 1
        Paused: no
        [Pause]  [Change hours]
        [Change seconds]  [Change number]
        [Name it]  [Move down]
        [Delete]
        [Back]  [Home]
        > [Delete]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        This is how it will be:
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0177 for 20 seconds, then to +1 206-555-0179, then to voicemail.
        +1 206-555-0178 will be deleted.
        1. +1 206-555-0177: always, rings for 20 seconds
        2. +1 206-555-0179: always, rings for 20 seconds
        [Pause instead]  [Only until …]
        [Cancel]  [Delete]
        > [Delete]
        Forwarding · Follow-me — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0177 for 20 seconds, then to +1 206-555-0179, then to voicemail.
        The numbers ring one after the other, from the first to the last.
        1. +1 206-555-0177: always, rings for 20 seconds
        2. +1 206-555-0179: always, rings for 20 seconds
        [+1 206-555-0177]  [+1 206-555-0179]
        [Add a number]  [How they ring]
        [Undo]
        [Back]  [Home]
    """)

    assert [row["redirect_number"] for row in line_of(world)["numbers"]] == [
        "12065550177",
        "12065550179",
    ]
    sent = await writes(world)
    assert sent.count("delete_followme_number") == 1
    assert "add_followme_number" not in sent


@pytest.mark.row("S31")
async def test_a_pause_is_offered_before_a_deletion(world: World, chat: ChatUser) -> None:
    monday_noon(world)
    has_list(world, "12065550177", "12065550178")
    await chat.moves("/forward", "[Numbers]", "[+1 206-555-0177]", "[Delete]")

    await chat.play("""
        > [Pause instead]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        This is how it will be:
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0178, then to voicemail.
        1. +1 206-555-0177: always, rings for 20 seconds (paused)
        2. +1 206-555-0178: always, rings for 20 seconds
        [Only until …]
        [Cancel]  [Pause]
        > [Only until …]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        Until when? You can also type it, for example “tomorrow 9:00” or “for 2 hours”.
        [In 1 hour]  [Today 18:00]
        [Tomorrow 09:00]  [Monday 09:00]
        [Until I change it]  [Choose a day]
        [Cancel]
        > tomorrow 9:00
        IP Centrex · Forwarding — 12065550100 Alice Adams
        This is how it will be:
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0178, then to voicemail.
        1. +1 206-555-0177: always, rings for 20 seconds (paused)
        2. +1 206-555-0178: always, rings for 20 seconds
        Until tomorrow 09:00. Then what was there before is put back.
        [Cancel]  [Pause]
        > [Pause]
        Forwarding · Follow-me — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0178, then to voicemail.
        The numbers ring one after the other, from the first to the last.
        1. +1 206-555-0177: always, rings for 20 seconds (paused)
        2. +1 206-555-0178: always, rings for 20 seconds
        Until tomorrow 09:00. Then what was there before is put back.
        [+1 206-555-0177]  [+1 206-555-0178]
        [Add a number]  [How they ring]
        [Back]  [Home]
    """)

    assert [row["active"] for row in line_of(world)["numbers"]] == ["N", "Y"]


@pytest.mark.row("S30")
async def test_hours_and_seconds_of_a_number_are_changed(world: World, chat: ChatUser) -> None:
    monday_noon(world)
    has_list(world, "12065550177", "12065550178")
    await chat.moves("/forward", "[Numbers]", "[+1 206-555-0178]")

    await chat.play("""
        > [Change hours]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        When should it ring? Choose, or type days and hours such as “mon-fri 9:00-17:30”.
        Now: always
        Work hours: weekdays 09:00–18:00
        Evenings: every day 18:00–22:00
        Nights: every day 22:00–07:00
        Weekend: weekend
        [Always]  [Work hours]
        [Evenings]  [Nights]
        [Weekend]
        [Cancel]
        > [Weekend]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        This is how it will be:
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0177, then to voicemail.
        1. +1 206-555-0177: always, rings for 20 seconds
        2. +1 206-555-0178: weekend, rings for 20 seconds
        [Only until …]
        [Cancel]  [Save]
        > [Save]
        Forwarding · Follow-me — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0177, then to voicemail.
        The numbers ring one after the other, from the first to the last.
        1. +1 206-555-0177: always, rings for 20 seconds
        2. +1 206-555-0178: weekend, rings for 20 seconds
        [+1 206-555-0177]  [+1 206-555-0178]
        [Add a number]  [How they ring]
        [Undo]
        [Back]  [Home]
        > [+1 206-555-0178]
        Forwarding · Follow-me — 12065550100 Alice Adams
        Number: +1 206-555-0178
        When: weekend
        It rings for: 20 seconds
        Place in the list: 2
        Paused: no
        [Pause]  [Change hours]
        [Change seconds]  [Change number]
        [Name it]  [Move up]
        [Delete]
        [Back]  [Home]
        > [Change seconds]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        How long should it ring? You can also type the seconds.
        Now: 20 seconds
        [15 seconds]  [20 seconds]
        [30 seconds]  [45 seconds]
        [Cancel]
        > [45 seconds]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        This is how it will be:
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0177, then to voicemail.
        1. +1 206-555-0177: always, rings for 20 seconds
        2. +1 206-555-0178: weekend, rings for 45 seconds
        [Only until …]
        [Cancel]  [Save]
        > [Save]
        Forwarding · Follow-me — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0177, then to voicemail.
        The numbers ring one after the other, from the first to the last.
        1. +1 206-555-0177: always, rings for 20 seconds
        2. +1 206-555-0178: weekend, rings for 45 seconds
        [+1 206-555-0177]  [+1 206-555-0178]
        [Add a number]  [How they ring]
        [Undo]
        [Back]  [Home]
        > [+1 206-555-0178]
        Forwarding · Follow-me — 12065550100 Alice Adams
        Number: +1 206-555-0178
        When: weekend
        It rings for: 45 seconds
        Place in the list: 2
        Paused: no
        [Pause]  [Change hours]
        [Change seconds]  [Change number]
        [Name it]  [Move up]
        [Delete]
        [Back]  [Home]
        > [Change number]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        Which number should ring? Send a number or an extension, or share a contact.
        Now: +1 206-555-0178
        [Cancel]
        > 12065550100
        IP Centrex · Forwarding — 12065550100 Alice Adams
        That is this line's own number. Send another one.
        Which number should ring? Send a number or an extension, or share a contact.
        Now: +1 206-555-0178
        [Cancel]
        > 12125550170
        IP Centrex · Forwarding — 12065550100 Alice Adams
        That is this line's own number. Send another one.
        Which number should ring? Send a number or an extension, or share a contact.
        Now: +1 206-555-0178
        [Cancel]
        > 101
        IP Centrex · Forwarding — 12065550100 Alice Adams
        This is how it will be:
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0177, then to voicemail.
        1. +1 206-555-0177: always, rings for 20 seconds
        2. 101: weekend, rings for 45 seconds
        [Only until …]
        [Cancel]  [Save]
        > [Save]
        Forwarding · Follow-me — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0177, then to voicemail.
        The numbers ring one after the other, from the first to the last.
        1. +1 206-555-0177: always, rings for 20 seconds
        2. 101: weekend, rings for 45 seconds
        [+1 206-555-0177]  [101]
        [Add a number]  [How they ring]
        [Undo]
        [Back]  [Home]
    """)


@pytest.mark.row("S29")
async def test_each_order_says_its_consequence(world: World, chat: ChatUser) -> None:
    has_list(world, "12065550177", "12065550178")
    await chat.moves("/forward", "[Numbers]")

    await chat.play("""
        > [How they ring]
        Forwarding · Follow-me — 12065550100 Alice Adams
        Now: One by one.
        One by one: The numbers ring one after the other, from the first to the last.
        All at once: All numbers ring at the same time; who answers first has the call.
        In random order: The numbers ring one after the other, each call in another order.
        [One by one, now]  [All at once]
        [In random order]
        [Back]  [Home]
        > [All at once]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        This is how it will be:
        If someone calls now, your phone rings for 30 seconds, then +1 206-555-0177 and +1 206-555-0178 ring together, then the call goes to voicemail.
        All numbers ring at the same time; who answers first has the call.
        [Only until …]
        [Cancel]  [Save]
        > [Save]
        Forwarding · Follow-me — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then +1 206-555-0177 and +1 206-555-0178 ring together, then the call goes to voicemail.
        All numbers ring at the same time; who answers first has the call.
        1. +1 206-555-0177: always, rings for 20 seconds
        2. +1 206-555-0178: always, rings for 20 seconds
        [+1 206-555-0177]  [+1 206-555-0178]
        [Add a number]  [How they ring]
        [Undo]
        [Back]  [Home]
        > [How they ring]
        Forwarding · Follow-me — 12065550100 Alice Adams
        Now: All at once.
        One by one: The numbers ring one after the other, from the first to the last.
        All at once: All numbers ring at the same time; who answers first has the call.
        In random order: The numbers ring one after the other, each call in another order.
        [One by one]  [All at once, now]
        [In random order]
        [Back]  [Home]
        > [In random order]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        This is how it will be:
        If someone calls now, your phone rings for 30 seconds, then the call tries +1 206-555-0177 and +1 206-555-0178 in random order, then the call goes to voicemail.
        The numbers ring one after the other, each call in another order.
        [Only until …]
        [Cancel]  [Save]
        > [Save]
        Forwarding · Follow-me — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call tries +1 206-555-0177 and +1 206-555-0178 in random order, then the call goes to voicemail.
        The numbers ring one after the other, each call in another order.
        1. +1 206-555-0177: always, rings for 20 seconds
        2. +1 206-555-0178: always, rings for 20 seconds
        [+1 206-555-0177]  [+1 206-555-0178]
        [Add a number]  [How they ring]
        [Undo]
        [Back]  [Home]
        > [How they ring]
        Forwarding · Follow-me — 12065550100 Alice Adams
        Now: In random order.
        One by one: The numbers ring one after the other, from the first to the last.
        All at once: All numbers ring at the same time; who answers first has the call.
        In random order: The numbers ring one after the other, each call in another order.
        [One by one]  [All at once]
        [In random order, now]
        [Back]  [Home]
        > [One by one]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        This is how it will be:
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0177 for 20 seconds, then to +1 206-555-0178, then to voicemail.
        The numbers ring one after the other, from the first to the last.
        [Only until …]
        [Cancel]  [Save]
        > [Save]
        Forwarding · Follow-me — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0177 for 20 seconds, then to +1 206-555-0178, then to voicemail.
        The numbers ring one after the other, from the first to the last.
        1. +1 206-555-0177: always, rings for 20 seconds
        2. +1 206-555-0178: always, rings for 20 seconds
        [+1 206-555-0177]  [+1 206-555-0178]
        [Add a number]  [How they ring]
        [Undo]
        [Back]  [Home]
    """)

    sent = await world.desk.log("update_account_followme")
    assert [call["params"]["followme_info"]["sequence"] for call in sent] == [
        "Simultaneous",
        "Random",
        "Order",
    ]


@pytest.mark.row("S30")
async def test_hours_that_we_cannot_read_are_shown_as_they_are_and_kept(
    world: World, chat: ChatUser
) -> None:
    has_list(world, "12065550177", "12065550178")
    strange = rows_of(world)[0]
    strange |= {"period": "yd{1-10}", "period_description": "early January"}

    await chat.play("""
        > /forward
        IP Centrex · Forwarding — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0177 for 20 seconds, then to +1 206-555-0178, then to voicemail. +1 206-555-0177 rings only at its own hours: early January.
        Forwarding: Follow-me
        1. +1 206-555-0177: by a rule of its own: early January, rings for 20 seconds
        2. +1 206-555-0178: always, rings for 20 seconds
        [Forward to a number]  [Numbers]
        [Advanced]  [SIP address]
        [Switch off]
        [Home]
        > [Numbers]
        Forwarding · Follow-me — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0177 for 20 seconds, then to +1 206-555-0178, then to voicemail. +1 206-555-0177 rings only at its own hours: early January.
        The numbers ring one after the other, from the first to the last.
        1. +1 206-555-0177: by a rule of its own: early January, rings for 20 seconds
        2. +1 206-555-0178: always, rings for 20 seconds
        [+1 206-555-0177]  [+1 206-555-0178]
        [Add a number]  [How they ring]
        [Back]  [Home]
        > [+1 206-555-0178]
        Forwarding · Follow-me — 12065550100 Alice Adams
        Number: +1 206-555-0178
        When: always
        It rings for: 20 seconds
        Place in the list: 2
        Paused: no
        [Pause]  [Change hours]
        [Change seconds]  [Change number]
        [Name it]  [Move up]
        [Delete]
        [Back]  [Home]
        > [Move up]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        This is how it will be:
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0178 for 20 seconds, then to +1 206-555-0177, then to voicemail. +1 206-555-0177 rings only at its own hours: early January.
        1. +1 206-555-0178: always, rings for 20 seconds
        2. +1 206-555-0177: by a rule of its own: early January, rings for 20 seconds
        [Only until …]
        [Cancel]  [Save]
        > [Save]
        Forwarding · Follow-me — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0178 for 20 seconds, then to +1 206-555-0177, then to voicemail. +1 206-555-0177 rings only at its own hours: early January.
        The numbers ring one after the other, from the first to the last.
        1. +1 206-555-0178: always, rings for 20 seconds
        2. +1 206-555-0177: by a rule of its own: early January, rings for 20 seconds
        [+1 206-555-0178]  [+1 206-555-0177]
        [Add a number]  [How they ring]
        [Undo]
        [Back]  [Home]
    """)

    assert line_of(world)["numbers"][1]["period"] == "yd{1-10}"
    assert line_of(world)["numbers"][1]["period_description"] == "early January"


@pytest.mark.row("S31")
async def test_two_taps_on_add_add_one_number(world: World, chat: ChatUser) -> None:
    has_list(world, "12065550177")
    await chat.moves("/forward", "[Numbers]", "[Add a number]", "206 555 0178", "[Always]")
    await chat.moves("[20 seconds]")

    await chat.tap("Add", times=2)

    assert await writes(world) == ["add_followme_number"]


@pytest.mark.row("S31")
async def test_adding_again_after_a_silence_adds_nothing(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await world.restart(provider_timeout=SOON)
    has_list(world, "12065550177")
    await chat.moves("/forward", "[Numbers]", "[Add a number]", "206 555 0178", "[Always]")
    await chat.moves("[20 seconds]")
    await desk.fault("Account/add_followme_number", "silent_after", times=1)

    await chat.play("""
        > [Add]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        The provider did not answer in time. This is what is set now; if it is not what you wanted, try again.
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0177 for 20 seconds, then to +1 206-555-0178, then to voicemail.
        Forwarding: Follow-me
        1. +1 206-555-0177: always, rings for 20 seconds
        2. +1 206-555-0178: always, rings for 20 seconds
        [Try again]  [Forward to a number]
        [Numbers]  [Advanced]
        [SIP address]  [Switch off]
        [Undo]
        [Home]
        > [Try again]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        This is how it will be:
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0177 for 20 seconds, then to +1 206-555-0178, then to voicemail.
        1. +1 206-555-0177: always, rings for 20 seconds
        2. +1 206-555-0178: always, rings for 20 seconds
        +1 206-555-0178 is in the list already.
        [Only until …]
        [Back]  [Cancel]  [Add]
        > [Add]
        Forwarding · Follow-me — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0177 for 20 seconds, then to +1 206-555-0178, then to voicemail.
        The numbers ring one after the other, from the first to the last.
        1. +1 206-555-0177: always, rings for 20 seconds
        2. +1 206-555-0178: always, rings for 20 seconds
        [+1 206-555-0177]  [+1 206-555-0178]
        [Add a number]  [How they ring]
        [Back]  [Home]
    """)

    assert await writes(world) == ["add_followme_number"]


@pytest.mark.row("S31")
async def test_a_number_that_is_gone_is_said_to_be(world: World, chat: ChatUser) -> None:
    has_list(world, "12065550177", "12065550178")
    await chat.moves("/forward", "[Numbers]")
    del rows_of(world)[0]

    await chat.play("""
        > [+1 206-555-0177]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        That number is no longer in the list.
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0178, then to voicemail.
        Forwarding: Follow-me
        1. +1 206-555-0178: always, rings for 20 seconds
        [Forward to a number]  [Numbers]
        [Advanced]  [SIP address]
        [Switch off]
        [Home]
    """)


@pytest.mark.row("S31")
async def test_a_long_list_has_pages(world: World, chat: ChatUser) -> None:
    has_list(world, *(str(12065550170 + n) for n in range(8)))

    await chat.play("""
        > /forward
        IP Centrex · Forwarding — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0170 for 20 seconds, then to +1 206-555-0171 for 20 seconds, then to +1 206-555-0172 for 20 seconds, then to +1 206-555-0173 for 20 seconds, then to +1 206-555-0174 for 20 seconds, then to +1 206-555-0175 for 20 seconds, then to +1 206-555-0176 for 20 seconds, then to +1 206-555-0177, then to voicemail.
        Forwarding: Follow-me
        1. +1 206-555-0170: always, rings for 20 seconds
        2. +1 206-555-0171: always, rings for 20 seconds
        3. +1 206-555-0172: always, rings for 20 seconds
        4. +1 206-555-0173: always, rings for 20 seconds
        5. +1 206-555-0174: always, rings for 20 seconds
        6. +1 206-555-0175: always, rings for 20 seconds
        7. +1 206-555-0176: always, rings for 20 seconds
        8. +1 206-555-0177: always, rings for 20 seconds
        [Forward to a number]  [Numbers]
        [Advanced]  [SIP address]
        [Switch off]
        [Home]
        > [Numbers]
        Forwarding · Follow-me — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0170 for 20 seconds, then to +1 206-555-0171 for 20 seconds, then to +1 206-555-0172 for 20 seconds, then to +1 206-555-0173 for 20 seconds, then to +1 206-555-0174 for 20 seconds, then to +1 206-555-0175 for 20 seconds, then to +1 206-555-0176 for 20 seconds, then to +1 206-555-0177, then to voicemail.
        The numbers ring one after the other, from the first to the last.
        1. +1 206-555-0170: always, rings for 20 seconds
        2. +1 206-555-0171: always, rings for 20 seconds
        3. +1 206-555-0172: always, rings for 20 seconds
        4. +1 206-555-0173: always, rings for 20 seconds
        5. +1 206-555-0174: always, rings for 20 seconds
        6. +1 206-555-0175: always, rings for 20 seconds
        [+1 206-555-0170]  [+1 206-555-0171]
        [+1 206-555-0172]  [+1 206-555-0173]
        [+1 206-555-0174]  [+1 206-555-0175]
        [Add a number]  [How they ring]
        [More numbers]
        [Back]  [Home]
        > [More numbers]
        Forwarding · Follow-me — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0170 for 20 seconds, then to +1 206-555-0171 for 20 seconds, then to +1 206-555-0172 for 20 seconds, then to +1 206-555-0173 for 20 seconds, then to +1 206-555-0174 for 20 seconds, then to +1 206-555-0175 for 20 seconds, then to +1 206-555-0176 for 20 seconds, then to +1 206-555-0177, then to voicemail.
        The numbers ring one after the other, from the first to the last.
        7. +1 206-555-0176: always, rings for 20 seconds
        8. +1 206-555-0177: always, rings for 20 seconds
        [+1 206-555-0176]  [+1 206-555-0177]
        [Add a number]  [How they ring]
        [Earlier ones]
        [Back]  [Home]
        > [Earlier ones]
        Forwarding · Follow-me — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0170 for 20 seconds, then to +1 206-555-0171 for 20 seconds, then to +1 206-555-0172 for 20 seconds, then to +1 206-555-0173 for 20 seconds, then to +1 206-555-0174 for 20 seconds, then to +1 206-555-0175 for 20 seconds, then to +1 206-555-0176 for 20 seconds, then to +1 206-555-0177, then to voicemail.
        The numbers ring one after the other, from the first to the last.
        1. +1 206-555-0170: always, rings for 20 seconds
        2. +1 206-555-0171: always, rings for 20 seconds
        3. +1 206-555-0172: always, rings for 20 seconds
        4. +1 206-555-0173: always, rings for 20 seconds
        5. +1 206-555-0174: always, rings for 20 seconds
        6. +1 206-555-0175: always, rings for 20 seconds
        [+1 206-555-0170]  [+1 206-555-0171]
        [+1 206-555-0172]  [+1 206-555-0173]
        [+1 206-555-0174]  [+1 206-555-0175]
        [Add a number]  [How they ring]
        [More numbers]
        [Back]  [Home]
    """)


@pytest.mark.row("N01")
async def test_a_change_within_a_timed_one_ends_with_it(world: World, chat: ChatUser) -> None:
    has_list(world, "12065550177", "12065550178")
    before = line_of(world)
    await chat.moves("/forward", "[Numbers]", "[+1 206-555-0177]", "[Pause]", "[Only until …]")
    await chat.moves("tomorrow 18:00", "[Pause]", "[+1 206-555-0178]", "[Change seconds]")

    await chat.play("""
        > 45
        IP Centrex · Forwarding — 12065550100 Alice Adams
        This is how it will be:
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0178, then to voicemail.
        1. +1 206-555-0177: always, rings for 20 seconds (paused)
        2. +1 206-555-0178: always, rings for 45 seconds
        Until tomorrow 18:00. Then what was there before is put back.
        [Only until …]  [Keep it for good]
        [Cancel]  [Save]
        > [Save]
        Forwarding · Follow-me — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0178, then to voicemail.
        The numbers ring one after the other, from the first to the last.
        1. +1 206-555-0177: always, rings for 20 seconds (paused)
        2. +1 206-555-0178: always, rings for 45 seconds
        Until tomorrow 18:00. Then what was there before is put back.
        [+1 206-555-0177]  [+1 206-555-0178]
        [Add a number]  [How they ring]
        [Back]  [Home]
        > /forward
        IP Centrex · Forwarding — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0178, then to voicemail.
        Forwarding: Follow-me
        1. +1 206-555-0177: always, rings for 20 seconds (paused)
        2. +1 206-555-0178: always, rings for 45 seconds
        Until tomorrow 18:00. Then what was there before is put back.
        Before, calls were forwarded to +1 206-555-0177 and +1 206-555-0178.
        [Forward to a number]  [Numbers]
        [Advanced]  [SIP address]
        [Switch off]  [Change the end]
        [Put back now]
        [Home]
        > [Put back now]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0177 for 20 seconds, then to +1 206-555-0178, then to voicemail.
        Forwarding: Follow-me
        1. +1 206-555-0177: always, rings for 20 seconds
        2. +1 206-555-0178: always, rings for 20 seconds
        [Forward to a number]  [Numbers]
        [Advanced]  [SIP address]
        [Switch off]
        [Home]
    """)

    assert line_of(world) == before


@pytest.mark.row("S32")
async def test_an_advanced_list_takes_addresses_and_shows_whose_number(
    world: World, chat: ChatUser
) -> None:
    await chat.moves("/forward", "[Advanced]", "[Save]")

    await chat.play("""
        > [Add a number]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        Step 1 of 3
        Which number should ring? Send a number, an extension or a SIP address, or share a contact.
        [Cancel]
        > 101@sip.example.com:5060
        IP Centrex · Forwarding — 12065550100 Alice Adams
        Calls cannot be sent to a port. Is this the address?
        Step 1 of 3
        Which number should ring? Send a number, an extension or a SIP address, or share a contact.
        [Yes: 101@sip.example.com]
        [Cancel]
        > [Yes: 101@sip.example.com]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        Step 2 of 3
        When should it ring? Choose, or type days and hours such as “mon-fri 9:00-17:30”.
        Work hours: weekdays 09:00–18:00
        Evenings: every day 18:00–22:00
        Nights: every day 22:00–07:00
        Weekend: weekend
        [Always]  [Work hours]
        [Evenings]  [Nights]
        [Weekend]
        [Back]  [Cancel]
        > [Always]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        Step 3 of 3
        How long should it ring? You can also type the seconds.
        [15 seconds]  [20 seconds]
        [30 seconds]  [45 seconds]
        [Back]  [Cancel]
        > [15 seconds]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        This is how it will be:
        If someone calls now, your phone rings for 30 seconds, then the call goes to 101@sip.example.com, then to voicemail.
        1. 101@sip.example.com: always, rings for 15 seconds
        [Only until …]
        [Back]  [Cancel]  [Add]
        > [Add]
        Forwarding · Advanced — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to 101@sip.example.com, then to voicemail.
        1. 101@sip.example.com: always, rings for 15 seconds
        [101@sip.example.com]  [Add a number]
        [Undo]
        [Back]  [Home]
        > [101@sip.example.com]
        Forwarding · Advanced — 12065550100 Alice Adams
        Number: 101@sip.example.com
        When: always
        It rings for: 15 seconds
        Place in the list: 1
        Paused: no
        Number shown there: The caller's
        [Pause]  [Change hours]
        [Change seconds]  [Change number]
        [Name it]  [Number shown]
        [Delete]
        [Back]  [Home]
        > [Number shown]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        Whose number should be shown there when a call comes?
        Now: The caller's
        [The caller's]  [Caller, my name]
        [Mine]
        [Cancel]
        > [Mine]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        This is how it will be:
        If someone calls now, your phone rings for 30 seconds, then the call goes to 101@sip.example.com, then to voicemail.
        1. 101@sip.example.com: always, rings for 15 seconds
        [Only until …]
        [Cancel]  [Save]
        > [Save]
        Forwarding · Advanced — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to 101@sip.example.com, then to voicemail.
        1. 101@sip.example.com: always, rings for 15 seconds
        [101@sip.example.com]  [Add a number]
        [Undo]
        [Back]  [Home]
    """)

    assert line_of(world)["numbers"][0]["domain"] == "sip.example.com"
    assert line_of(world)["numbers"][0]["keep_original_cli"] == "N"


@pytest.mark.row("S31")
@pytest.mark.parametrize("clears", [True, False], ids=["clears numbers", "keeps numbers"])
async def test_a_single_destination_replaces_the_list_and_undo_brings_it_back(
    world: World, chat: ChatUser, desk: Desk, clears: bool
) -> None:
    await desk.switch(mode_change_clears_numbers=clears)
    has_list(world, "12065550177", "12065550178")
    before = line_of(world)

    await chat.play("""
        > forward to 206 555 0179 until tomorrow 9:00
        IP Centrex · Forwarding — 12065550100 Alice Adams
        This is how it will be:
        If someone calls now, the call goes to +1 206-555-0179.
        It replaces your list of 2 numbers.
        Until tomorrow 09:00. Then what was there before is put back.
        [Back]  [Cancel]  [Forward calls]
        > [Forward calls]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        If someone calls now, the call goes to +1 206-555-0179.
        Forwarding: One number
        Calls go to: +1 206-555-0179
        It rings for: 30 seconds
        Until tomorrow 09:00. Then what was there before is put back.
        Before, calls were forwarded to +1 206-555-0177 and +1 206-555-0178.
        [Forward to a number]  [Follow-me]
        [Advanced]  [SIP address]
        [Switch off]  [Change the end]
        [Put back now]
        [Home]
    """)

    assert [row["redirect_number"] for row in line_of(world)["numbers"]] == ["12065550179"]
    await chat.moves("[Put back now]")
    assert line_of(world) == before


@pytest.mark.row("S28")
@pytest.mark.parametrize("clears", [True, False], ids=["clears numbers", "keeps numbers"])
async def test_a_list_does_not_take_over_the_single_number(
    world: World, chat: ChatUser, desk: Desk, clears: bool
) -> None:
    await desk.switch(mode_change_clears_numbers=clears)
    await chat.moves("forward to 206 555 0179", "[Until I change it]", "[Forward calls]")

    await chat.play("""
        > [Follow-me]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        This is how it will be:
        If someone calls now, your phone rings for 30 seconds, then the call goes to voicemail. Forwarding is on but has no number: such calls skip it.
        Several numbers ring, each at its own hours.
        The number that is set now is deleted: it cannot be used there.
        [Only until …]
        [Cancel]  [Save]
        > [Save]
        Forwarding · Follow-me — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to voicemail. Forwarding is on but has no number: such calls skip it.
        There is no number in the list yet.
        [Add a number]  [Undo]
        [Back]  [Home]
    """)

    assert line_of(world)["mode"] == "Y"
    assert line_of(world)["numbers"] == []


@pytest.mark.row("S30")
async def test_an_afternoon_that_was_meant_is_offered(world: World, chat: ChatUser) -> None:
    monday_noon(world)
    has_list(world, "12065550178")
    await chat.moves("/forward", "[Numbers]", "[Add a number]", "206 555 0177")

    await chat.play("""
        > mon-fri 9-5
        IP Centrex · Forwarding — 12065550100 Alice Adams
        That would end on the next morning. Did you mean weekdays 09:00–17:00? If not, write the end with a zero, such as 05:00.
        Step 2 of 3
        When should it ring? Choose, or type days and hours such as “mon-fri 9:00-17:30”.
        Work hours: weekdays 09:00–18:00
        Evenings: every day 18:00–22:00
        Nights: every day 22:00–07:00
        Weekend: weekend
        [Yes: weekdays 09:00–17:00]
        [Always]  [Work hours]
        [Evenings]  [Nights]
        [Weekend]
        [Back]  [Cancel]
        > [Yes: weekdays 09:00–17:00]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        Step 3 of 3
        How long should it ring? You can also type the seconds.
        [15 seconds]  [20 seconds]
        [30 seconds]  [45 seconds]
        [Back]  [Cancel]
        > 20
        IP Centrex · Forwarding — 12065550100 Alice Adams
        This is how it will be:
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0178 for 20 seconds, then to +1 206-555-0177, then to voicemail.
        1. +1 206-555-0178: always, rings for 20 seconds
        2. +1 206-555-0177: weekdays 09:00–17:00, rings for 20 seconds
        [Only until …]
        [Back]  [Cancel]  [Add]
    """)
    await chat.moves("[Back]", "[Back]", "fri 9-05", "20")
    assert "2. +1 206-555-0177: Fri 09:00–05:00, rings for 20 seconds" in await chat.last()


@pytest.mark.row("S31")
async def test_cancel_leads_back_to_the_number_and_a_name_can_go(
    world: World, chat: ChatUser
) -> None:
    monday_noon(world)
    has_list(world, "12065550178")
    rows_of(world)[0]["name"] = "The office of my cousin"
    await chat.moves("/forward", "[Numbers]")

    await chat.play("""
        > [The office of my co…]
        Forwarding · Follow-me — 12065550100 Alice Adams
        The office of my cousin
        Number: +1 206-555-0178
        When: always
        It rings for: 20 seconds
        Place in the list: 1
        Paused: no
        [Pause]  [Change hours]
        [Change seconds]  [Change number]
        [Name it]  [Delete]
        [Back]  [Home]
        > [Pause]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        This is how it will be:
        If someone calls now, your phone rings for 30 seconds, then the call goes to voicemail. Forwarding is on but all its numbers are paused: such calls skip them.
        1. The office of my cousin, +1 206-555-0178: always, rings for 20 seconds (paused)
        [Only until …]
        [Cancel]  [Pause]
        > [Cancel]
        Forwarding · Follow-me — 12065550100 Alice Adams
        Canceled. Forwarding stays as it was.
        The office of my cousin
        Number: +1 206-555-0178
        When: always
        It rings for: 20 seconds
        Place in the list: 1
        Paused: no
        [Pause]  [Change hours]
        [Change seconds]  [Change number]
        [Name it]  [Delete]
        [Back]  [Home]
        > [Name it]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        What should this number be called? For example Office.
        Now: The office of my cousin
        [No name]
        [Cancel]
        > [No name]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        This is how it will be:
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0178, then to voicemail.
        1. +1 206-555-0178: always, rings for 20 seconds
        [Only until …]
        [Cancel]  [Save]
        > [Save]
        Forwarding · Follow-me — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0178, then to voicemail.
        1. +1 206-555-0178: always, rings for 20 seconds
        [+1 206-555-0178]  [Add a number]
        [Undo]
        [Back]  [Home]
    """)
    await chat.moves("[Add a number]")
    await chat.share_contact("+12065550178", own=False)
    await chat.moves("[Always]", "[15 seconds]")
    assert "+1 206-555-0178 is in the list already." in await chat.last()


@pytest.mark.row("S31", "S75")
async def test_what_is_done_to_a_number_keeps_its_page(world: World, chat: ChatUser) -> None:
    monday_noon(world)
    has_list(world, *(str(12065550170 + n) for n in range(7)))
    await chat.moves("/forward", "[Numbers]", "[More numbers]")

    for moves in (["[Back]"], ["[Pause]", "[Cancel]", "[Back]"], ["[Pause]", "[Pause]"]):
        await chat.moves("[+1 206-555-0176]", *moves)
        assert "7. +1 206-555-0176: always" in await chat.last()
    await chat.moves("[Earlier ones]", "[Add a number]", "101", "[Always]", "20", "[Add]")
    assert "8. 101: always, rings for 20 seconds" in await chat.last()
