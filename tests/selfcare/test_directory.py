"""Company contacts: to read, to search, and to keep in the own phone book."""

from __future__ import annotations

import pytest

from tests.harness.chat import ChatUser
from tests.harness.desk import Desk


@pytest.mark.row("S21")
async def test_colleagues_are_found_by_typing_and_can_be_kept(chat: ChatUser, desk: Desk) -> None:
    await chat.play("""
        > colleagues
        Home — 12065550100 Alice Adams
        Do you mean one of these?
        [Incoming calls]  [Company contacts]
        [Talk to a person]
        [Home]
        > [Company contacts]
        IP Centrex · Company contacts — 12065550100 Alice Adams
        4 contacts of your company:
        • Alice Adams, +1 206-555-0100 and +1 206-555-0900
        • Bob Baker, +1 206-555-0101 and +1 206-555-0901
        • Erin Evans, +1 206-555-0104 and +1 206-555-0904
        • Дмитро Коваленко, +380 44 123 4567 and +380 67 123 4567
        [Alice Adams]  [Bob Baker]
        [Erin Evans]  [Дмитро Коваленко]
        [Home]
    """)
    await chat.play("""
        > 0104
        IP Centrex · Company contacts — 12065550100 Alice Adams
        1 contact matches “0104”:
        • Erin Evans, +1 206-555-0104 and +1 206-555-0904
        [Erin Evans]
        [Show all]
        [Home]
        > [Erin Evans]
        IP Centrex · Company contacts — 12065550100 Alice Adams
        Erin Evans
        Office: +1 206-555-0104
        Mobile: +1 206-555-0904
        [Office: +1 206-555-0104 ⧉ +12065550104]
        [Mobile: +1 206-555-0904 ⧉ +12065550904]
        [Save to phone book]
        [Back]  [Home]
        > [Save to phone book]
        IP Centrex · Phone book — 12065550100 Alice Adams
        Step 1 of 2
        What is the name for +1 206-555-0104?
        [Erin Evans]
        [Cancel]
        > [Erin Evans]
        IP Centrex · Phone book — 12065550100 Alice Adams
        Step 2 of 2
        What kind of number is it? Erin Evans, +1 206-555-0104
        [mobile]  [home]
        [work]  [other]
        [Back]  [Cancel]
        > [work]
        IP Centrex · Phone book — 12065550100 Alice Adams
        Erin Evans
        Number: +1 206-555-0104
        Kind: work
        Speed dial: none
        Favorite: no, 0 of 5 used
        [Change name]  [Change number]
        [Change kind]  [Give a code]
        [Favorite: no]  [Copy number ⧉ +12065550104]
        [Delete]
        [Back]  [Home]
    """)
    assert len(await desk.log("add_phonebook_record")) == 1

    await desk.fault("UA/get_phone_directory_list", "fault", faultcode="x.access_denied", times=1)
    await chat.moves("colleagues")
    await chat.play("""
        > [Company contacts]
        IP Centrex · Company contacts — 12065550100 Alice Adams
        Your company shares no contacts here. It can have your provider list them.
        [Phone book]
        [Ask your provider]
        [Home]
    """)
