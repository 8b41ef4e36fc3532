"""The phone book as a file, and contacts out of one."""

from __future__ import annotations

import pytest

from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import SOON, World

GOOGLE = """\
First Name,Last Name,Phone 1 - Label,Phone 1 - Value,Speed dial
Vera,Smith,Mobile,+1 206 555 0142,2
=HYPERLINK("x"),,,206 555 0143 ::: 206 555 0999,1
Mum,,,+1 212-555-0123,
Nobody,,,soon,
Vera again,,,12065550142,
"""


@pytest.mark.row("S21")
async def test_a_file_is_looked_through_before_its_contacts_are_added(
    chat: ChatUser, desk: Desk
) -> None:
    await chat.play("""
        > /phonebook
        IP Centrex · Phone book — 12065550100 Alice Adams
        2 contacts in your phone book:
        • Mum, +1 212-555-0123, speed dial 1
        • Office, +1 206-555-0199
        [Mum]  [Office]
        [Add a contact]  [Files]
        [Speed dial]  [Favorites]
        [Home]
        > [Files]
        IP Centrex · Phone book — 12065550100 Alice Adams
        Your whole phone book can go into a file, and contacts can come out of one.
        [Get the file]  [Add from a file]
        [Back]  [Home]
        > [Add from a file]
        IP Centrex · Phone book — 12065550100 Alice Adams
        Send the contacts as a CSV file, as your address book or a spreadsheet saves it.
        One contact a line: name, number, and if you like kind and speed dial. 200 contacts at most. You see them before anything is added.
        [Cancel]
        > here
        IP Centrex · Phone book — 12065550100 Alice Adams
        I need a file here.
        Send the contacts as a CSV file, as your address book or a spreadsheet saves it.
        One contact a line: name, number, and if you like kind and speed dial. 200 contacts at most. You see them before anything is added.
        [Cancel]
    """)
    await chat.send_file("document", b"\x89PNG\x00\x00", "contacts.csv")
    assert "could not read that file" in await chat.last()
    await chat.send_file("document", b"name,number\nVera,soon\n", "contacts.csv")
    await chat.send_file("document", b"12065550142\n" * 202, "contacts.csv")
    assert "That file has 202 lines" in await chat.last()
    await chat.send_file("document", GOOGLE.encode(), "contacts.csv")
    assert (await chat.last()).splitlines()[1:] == [
        "Add 2 contacts to your phone book?",
        "• Vera Smith, +1 206-555-0142",
        '• =HYPERLINK("x"), +1 206-555-0143',
        "2 lines are skipped: those numbers are there already.",
        "1 contact comes without its speed dial code: it is taken or too long.",
        "I could not read the number in line 5.",
        "[Cancel]  [Add 2 contacts]",
    ]
    await chat.play("""
        > [Add 2 contacts]
        IP Centrex · Phone book — 12065550100 Alice Adams
        2 contacts were added.
        [Phone book]
        [Back]  [Home]
        > [Phone book]
        IP Centrex · Phone book — 12065550100 Alice Adams
        4 contacts in your phone book:
        • =HYPERLINK("x"), +1 206-555-0143
        • Mum, +1 212-555-0123, speed dial 1
        • Office, +1 206-555-0199
        • Vera Smith, +1 206-555-0142, speed dial 2
        [=HYPERLINK("x")]  [Mum]
        [Office]  [Vera Smith]
        [Add a contact]  [Files]
        [Speed dial]  [Favorites]
        [Home]
    """)
    added = [one["params"]["phonebook_rec_info"] for one in await desk.log("add_phonebook_record")]
    assert [(one["name"], one["phone_number"], one.get("dial_id")) for one in added] == [
        ("Vera Smith", "12065550142", 2),
        ('=HYPERLINK("x")', "12065550143", None),
    ]

    await chat.moves("/phonebook", "[Files]")
    await chat.play("""
        > [Get the file]
        (file phonebook.csv)
        IP Centrex · Phone book — 12065550100 Alice Adams
        4 contacts of your phone book.
        Open it with a spreadsheet, or keep it: I can read it again.
        [Back]  [Home]
    """)
    assert (await sheet(chat)).splitlines() == [
        "name,number,kind,speed dial",
        '"\'=HYPERLINK(""x"")",1 206-555-0143,other,',
        "Mum,1 212-555-0123,home,1",
        "Office,1 206-555-0199,work,",
        "Vera Smith,1 206-555-0142,mobile,2",
    ]

    await chat.moves("/phonebook", "[Files]", "[Add from a file]")
    await chat.send_file("document", GOOGLE.encode(), "contacts.csv")
    assert "in your phone book already" in await chat.last()


@pytest.mark.row("S21")
async def test_a_break_in_the_middle_leaves_only_the_rest_to_add(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await world.restart(provider_timeout=SOON)
    await desk.fault("Account/add_phonebook_record", "silent_after", times=1)
    await chat.moves("/phonebook", "[Files]", "[Add from a file]")
    await chat.send_file(
        "document", "Vera;2065550142\nТом;2065550143\nІра;2065550144".encode(), "a.csv"
    )
    await chat.play("""
        > [Add 3 contacts]
        IP Centrex · Phone book — 12065550100 Alice Adams
        The provider has not answered, so I do not know whether the change was made. Look at what is set now before you try again.
        [Cancel]  [Try again]
        > [Try again]
        IP Centrex · Phone book — 12065550100 Alice Adams
        Add 2 contacts to your phone book?
        • Том, +1 206-555-0143
        • Іра, +1 206-555-0144
        1 line is skipped: that number is there already.
        [Cancel]  [Add 2 contacts]
    """)
    await desk.fault("Account/add_phonebook_record", "fault", faultcode="x.full", times=1)
    await chat.play("""
        > [Add 2 contacts]
        IP Centrex · Phone book — 12065550100 Alice Adams
        1 contact was added.
        The provider refused 1: “Ordered at the provider's desk.”
        [Phone book]
        [Back]  [Home]
    """)


async def sheet(chat: ChatUser) -> str:
    """The file that was sent last."""
    document = next(one["document"] for one in reversed(await chat.messages()) if "document" in one)
    async with chat.world.http.get(
        f"{chat.world.chat_server.url}/control/files/{document['file_id']}"
    ) as answer:
        return (await answer.read()).decode("utf-8-sig")
