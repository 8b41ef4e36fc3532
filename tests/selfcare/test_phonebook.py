"""The phone book: contacts, speed dial codes and favorites."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandbox.provider.config import Config
from sandbox.provider.seed import phonebook
from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import SOON, World
from tests.harness.world import world as make_world

UPDATE = "update_phonebook_record"


def limits(**attributes: str) -> dict[str, object]:
    return {"phonebook": {"flag_value": "Y", "attributes": attributes}}


@pytest.mark.row("S21")
async def test_a_contact_is_added_changed_and_deleted(chat: ChatUser, desk: Desk) -> None:
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
        > [Add a contact]
        IP Centrex · Phone book — 12065550100 Alice Adams
        Step 1 of 3
        Whom shall I add? Share a contact from Telegram, or type the number, with the name if you like: Mum +1 206 555 0123.
        [Cancel]
        > somebody
        IP Centrex · Phone book — 12065550100 Alice Adams
        I could not read a number there. Send one such as +12065550123, or an extension.
        Step 1 of 3
        Whom shall I add? Share a contact from Telegram, or type the number, with the name if you like: Mum +1 206 555 0123.
        [Cancel]
        > Aunt Vera: 206 555 0142
        IP Centrex · Phone book — 12065550100 Alice Adams
        Step 2 of 2
        What kind of number is it? Aunt Vera, +1 206-555-0142
        [mobile]  [home]
        [work]  [other]
        [Back]  [Cancel]
        > [home]
        IP Centrex · Phone book — 12065550100 Alice Adams
        Aunt Vera
        Number: +1 206-555-0142
        Kind: home
        Speed dial: none
        Favorite: no, 0 of 5 used
        [Change name]  [Change number]
        [Change kind]  [Give a code]
        [Favorite: no]  [Copy number ⧉ +12065550142]
        [Delete]
        [Back]  [Home]
        > [Change name]
        IP Centrex · Phone book — 12065550100 Alice Adams
        What shall the name be?
        Now: Aunt Vera
        [Cancel]
        > Auntie
        IP Centrex · Phone book — 12065550100 Alice Adams
        Auntie
        Number: +1 206-555-0142
        Kind: home
        Speed dial: none
        Favorite: no, 0 of 5 used
        [Change name]  [Change number]
        [Change kind]  [Give a code]
        [Favorite: no]  [Copy number ⧉ +12065550142]
        [Delete]
        [Back]  [Home]
        > [Change kind]
        IP Centrex · Phone book — 12065550100 Alice Adams
        What kind of number is it?
        Now: home
        [mobile]  [home]
        [work]  [other]
        [Cancel]
        > car
        IP Centrex · Phone book — 12065550100 Alice Adams
        Tap one of the buttons, or type its label: mobile, home, work, other.
        What kind of number is it?
        Now: home
        [mobile]  [home]
        [work]  [other]
        [Cancel]
        > mobile
        IP Centrex · Phone book — 12065550100 Alice Adams
        Auntie
        Number: +1 206-555-0142
        Kind: mobile
        Speed dial: none
        Favorite: no, 0 of 5 used
        [Change name]  [Change number]
        [Change kind]  [Give a code]
        [Favorite: no]  [Copy number ⧉ +12065550142]
        [Delete]
        [Back]  [Home]
        > [Change number]
        IP Centrex · Phone book — 12065550100 Alice Adams
        What is the new number? Send it, or share a contact.
        Now: +1 206-555-0142
        [Cancel]
        > +1 212 555 0123
        IP Centrex · Phone book — 12065550100 Alice Adams
        Mum has this number already.
        What is the new number? Send it, or share a contact.
        Now: +1 206-555-0142
        [Cancel]
        > 206 555 0143
        IP Centrex · Phone book — 12065550100 Alice Adams
        Auntie
        Number: +1 206-555-0143
        Kind: mobile
        Speed dial: none
        Favorite: no, 0 of 5 used
        [Change name]  [Change number]
        [Change kind]  [Give a code]
        [Favorite: no]  [Copy number ⧉ +12065550143]
        [Delete]
        [Back]  [Home]
        > [Delete]
        IP Centrex · Phone book — 12065550100 Alice Adams
        Delete Auntie from the phone book?
        Number: +1 206-555-0143
        Kind: mobile
        Speed dial: none
        Favorite: no, 0 of 5 used
        It cannot be brought back.
        [Keep it]  [Delete]
        [Back]  [Home]
        > [Keep it]
        IP Centrex · Phone book — 12065550100 Alice Adams
        Auntie
        Number: +1 206-555-0143
        Kind: mobile
        Speed dial: none
        Favorite: no, 0 of 5 used
        [Change name]  [Change number]
        [Change kind]  [Give a code]
        [Favorite: no]  [Copy number ⧉ +12065550143]
        [Delete]
        [Back]  [Home]
        > [Delete]
        IP Centrex · Phone book — 12065550100 Alice Adams
        Delete Auntie from the phone book?
        Number: +1 206-555-0143
        Kind: mobile
        Speed dial: none
        Favorite: no, 0 of 5 used
        It cannot be brought back.
        [Keep it]  [Delete]
        [Back]  [Home]
        > [Delete]
        IP Centrex · Phone book — 12065550100 Alice Adams
        2 contacts in your phone book:
        • Mum, +1 212-555-0123, speed dial 1
        • Office, +1 206-555-0199
        [Mum]  [Office]
        [Add a contact]  [Files]
        [Speed dial]  [Favorites]
        [Home]
    """)

    (added,) = await desk.log("add_phonebook_record")
    assert added["params"]["phonebook_rec_info"] == {
        "i_account": 1001,
        "phone_number": "12065550142",
        "name": "Aunt Vera",
        "phone_type": "home",
    }
    changed = [one["params"]["phonebook_rec_info"] for one in await desk.log(UPDATE)]
    key = changed[0].pop("i_account_phonebook")
    assert changed == [
        {"i_account": 1001, "name": "Auntie"},
        {"i_account": 1001, "i_account_phonebook": key, "phone_type": "mobile"},
        {"i_account": 1001, "i_account_phonebook": key, "phone_number": "12065550143"},
    ]
    (deleted,) = await desk.log("delete_phonebook_record")
    assert deleted["params"] == {"i_account_phonebook": key}


@pytest.mark.row("S21")
async def test_a_shared_contact_brings_its_name(world: World, chat: ChatUser, desk: Desk) -> None:
    await chat.moves("/phonebook", "[Add a contact]")
    await chat.share_contact("+380441234567", own=False)
    await world.restart()
    await chat.play("""
        > whatever
        IP Centrex · Phone book — 12065550100 Alice Adams
        Tap one of the buttons, or type its label: mobile, home, work, other.
        Step 2 of 2
        What kind of number is it? Alice, +380 44 123 4567
        [mobile]  [home]
        [work]  [other]
        [Back]  [Cancel]
        > [mobile]
        IP Centrex · Phone book — 12065550100 Alice Adams
        Alice
        Number: +380 44 123 4567
        Kind: mobile
        Speed dial: none
        Favorite: no, 0 of 5 used
        [Change name]  [Change number]
        [Change kind]  [Give a code]
        [Favorite: no]  [Copy number ⧉ +380441234567]
        [Delete]
        [Back]  [Home]
    """)

    await chat.moves("/phonebook", "[Add a contact]")
    await chat.share_contact("+1 212 555 0123", own=False)
    assert "already" in await chat.last()
    assert len(await desk.log("add_phonebook_record")) == 1


@pytest.mark.row("S21")
async def test_what_is_typed_below_the_book_is_searched(chat: ChatUser, desk: Desk) -> None:
    await chat.play("""
        > /phonebook office
        IP Centrex · Phone book — 12065550100 Alice Adams
        1 contact matches “office”:
        • Office, +1 206-555-0199
        [Office]
        [Show all]
        [Home]
        > [Office]
        IP Centrex · Phone book — 12065550100 Alice Adams
        Office
        Number: +1 206-555-0199
        Kind: work
        Speed dial: none
        Favorite: no, 0 of 5 used
        [Change name]  [Change number]
        [Change kind]  [Give a code]
        [Favorite: no]  [Copy number ⧉ +12065550199]
        [Delete]
        [Back]  [Home]
        > [Back]
        IP Centrex · Phone book — 12065550100 Alice Adams
        1 contact matches “office”:
        • Office, +1 206-555-0199
        [Office]
        [Show all]
        [Home]
        > 0123
        IP Centrex · Phone book — 12065550100 Alice Adams
        1 contact matches “0123”:
        • Mum, +1 212-555-0123, speed dial 1
        [Mum]
        [Show all]
        [Home]
        > nobody
        IP Centrex · Phone book — 12065550100 Alice Adams
        Nobody in your phone book matches “nobody”.
        [Add a contact]  [Show all]
        [Home]
        > [Show all]
        IP Centrex · Phone book — 12065550100 Alice Adams
        2 contacts in your phone book:
        • Mum, +1 212-555-0123, speed dial 1
        • Office, +1 206-555-0199
        [Mum]  [Office]
        [Add a contact]  [Files]
        [Speed dial]  [Favorites]
        [Home]
    """)

    await chat.say("voicemail")
    assert "IP Centrex · Voicemail" in await chat.last()
    await chat.say("office")
    assert "matches" not in await chat.last()


@pytest.mark.row("S21")
async def test_a_silent_provider_gets_no_contact_twice(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await world.restart(provider_timeout=SOON)
    await desk.fault("Account/add_phonebook_record", "silent_after", times=1)
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
        > [Add a contact]
        IP Centrex · Phone book — 12065550100 Alice Adams
        Step 1 of 3
        Whom shall I add? Share a contact from Telegram, or type the number, with the name if you like: Mum +1 206 555 0123.
        [Cancel]
        > Vera +1 206 555 0142
        IP Centrex · Phone book — 12065550100 Alice Adams
        Step 2 of 2
        What kind of number is it? Vera, +1 206-555-0142
        [mobile]  [home]
        [work]  [other]
        [Back]  [Cancel]
        > [mobile]
        IP Centrex · Phone book — 12065550100 Alice Adams
        The provider has not answered, so I do not know whether the change was made. Look at what is set now before you try again.
        [Cancel]  [Try again]
        > [Try again]
        IP Centrex · Phone book — 12065550100 Alice Adams
        This number is in your phone book already.
        Vera
        Number: +1 206-555-0142
        Kind: mobile
        Speed dial: none
        Favorite: no, 0 of 5 used
        [Change name]  [Change number]
        [Change kind]  [Give a code]
        [Favorite: no]  [Copy number ⧉ +12065550142]
        [Delete]
        [Back]  [Home]
    """)
    assert len(await desk.log("add_phonebook_record")) == 1

    await desk.fault("Account/get_phonebook_list", "silent_before", times=1)
    await chat.play("""
        > /phonebook
        IP Centrex · Phone book — 12065550100 Alice Adams
        The provider does not answer right now. Nothing was changed. Try again soon.
        [Try again]
        [Home]
        > [Try again]
        IP Centrex · Phone book — 12065550100 Alice Adams
        3 contacts in your phone book:
        • Mum, +1 212-555-0123, speed dial 1
        • Office, +1 206-555-0199
        • Vera, +1 206-555-0142
        [Mum]  [Office]
        [Vera]
        [Add a contact]  [Files]
        [Speed dial]  [Favorites]
        [Home]
    """)


@pytest.mark.row("S22")
async def test_free_codes_are_offered_and_taken_ones_refused(chat: ChatUser, desk: Desk) -> None:
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
        > [Speed dial]
        IP Centrex · Phone book — 12065550100 Alice Adams
        Dial the code alone, and your phone calls the number.
        1: Mum
        A code has up to 2 digits. Free are 2, 3, 4, 5, 6, 7, 8, and 9.
        [Mum]
        [Back]  [Home]
        > [Mum]
        IP Centrex · Phone book — 12065550100 Alice Adams
        Mum
        Number: +1 212-555-0123
        Kind: home
        Speed dial: 1
        Favorite: no, 0 of 5 used
        [Change name]  [Change number]
        [Change kind]  [Change code]
        [Favorite: no]  [Copy number ⧉ +12125550123]
        [Delete]
        [Back]  [Home]
        > [Back]
        IP Centrex · Phone book — 12065550100 Alice Adams
        2 contacts in your phone book:
        • Mum, +1 212-555-0123, speed dial 1
        • Office, +1 206-555-0199
        [Mum]  [Office]
        [Add a contact]  [Files]
        [Speed dial]  [Favorites]
        [Home]
        > [Office]
        IP Centrex · Phone book — 12065550100 Alice Adams
        Office
        Number: +1 206-555-0199
        Kind: work
        Speed dial: none
        Favorite: no, 0 of 5 used
        [Change name]  [Change number]
        [Change kind]  [Give a code]
        [Favorite: no]  [Copy number ⧉ +12065550199]
        [Delete]
        [Back]  [Home]
        > [Give a code]
        IP Centrex · Phone book — 12065550100 Alice Adams
        Which speed dial code shall Office have?
        It may have up to 2 digits. Tap a free one, or type another.
        [2]  [3]
        [4]  [5]
        [6]  [7]
        [Cancel]
        > 123
        IP Centrex · Phone book — 12065550100 Alice Adams
        A speed dial code has 2 digits at most.
        Which speed dial code shall Office have?
        It may have up to 2 digits. Tap a free one, or type another.
        [2]  [3]
        [4]  [5]
        [6]  [7]
        [Cancel]
        > 1
        IP Centrex · Phone book — 12065550100 Alice Adams
        Mum already has the code 1.
        Which speed dial code shall Office have?
        It may have up to 2 digits. Tap a free one, or type another.
        [2]  [3]
        [4]  [5]
        [6]  [7]
        [Cancel]
        > one
        IP Centrex · Phone book — 12065550100 Alice Adams
        A speed dial code is a number such as 2.
        Which speed dial code shall Office have?
        It may have up to 2 digits. Tap a free one, or type another.
        [2]  [3]
        [4]  [5]
        [6]  [7]
        [Cancel]
        > [2]
        IP Centrex · Phone book — 12065550100 Alice Adams
        Office
        Number: +1 206-555-0199
        Kind: work
        Speed dial: 2
        Favorite: no, 0 of 5 used
        [Change name]  [Change number]
        [Change kind]  [Change code]
        [Favorite: no]  [Copy number ⧉ +12065550199]
        [Delete]
        [Back]  [Home]
        > [Change code]
        IP Centrex · Phone book — 12065550100 Alice Adams
        Which speed dial code shall Office have?
        It may have up to 2 digits. Tap a free one, or type another.
        [3]  [4]
        [5]  [6]
        [7]  [8]
        [No code]
        [Cancel]
        > [No code]
        IP Centrex · Phone book — 12065550100 Alice Adams
        Office
        Number: +1 206-555-0199
        Kind: work
        Speed dial: none
        Favorite: no, 0 of 5 used
        [Change name]  [Change number]
        [Change kind]  [Give a code]
        [Favorite: no]  [Copy number ⧉ +12065550199]
        [Delete]
        [Back]  [Home]
    """)

    sent = [one["params"]["phonebook_rec_info"] for one in await desk.log(UPDATE)]
    assert [one["dial_id"] for one in sent] == [2, ""]


@pytest.mark.row("S23")
async def test_a_star_says_how_many_are_used_and_who_qualifies(chat: ChatUser, desk: Desk) -> None:
    await desk.settings(
        features=limits(
            favorite_change_allowed="Y",
            max_favorites="1",
            favorite_allowed_patterns="1206%,1212%",
        )
    )
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
        > [Favorites]
        IP Centrex · Phone book — 12065550100 Alice Adams
        Calls to favorites have a special rate: 0 of 1 used.
        Your provider allows only numbers that begin with 1206 or 1212.
        Open a contact to make it a favorite.
        [Back]  [Home]
        > [Back]
        IP Centrex · Phone book — 12065550100 Alice Adams
        2 contacts in your phone book:
        • Mum, +1 212-555-0123, speed dial 1
        • Office, +1 206-555-0199
        [Mum]  [Office]
        [Add a contact]  [Files]
        [Speed dial]  [Favorites]
        [Home]
        > [Mum]
        IP Centrex · Phone book — 12065550100 Alice Adams
        Mum
        Number: +1 212-555-0123
        Kind: home
        Speed dial: 1
        Favorite: no, 0 of 1 used
        [Change name]  [Change number]
        [Change kind]  [Change code]
        [Favorite: no]  [Copy number ⧉ +12125550123]
        [Delete]
        [Back]  [Home]
        > [Favorite: no]
        IP Centrex · Phone book — 12065550100 Alice Adams
        Mum
        Number: +1 212-555-0123
        Kind: home
        Speed dial: 1
        Favorite: yes, 1 of 1 used
        [Change name]  [Change number]
        [Change kind]  [Change code]
        [Favorite: yes]  [Copy number ⧉ +12125550123]
        [Delete]
        [Back]  [Home]
        > [Change number]
        IP Centrex · Phone book — 12065550100 Alice Adams
        What is the new number? Send it, or share a contact.
        Now: +1 212-555-0123
        [Cancel]
        > +44 20 7946 0000
        IP Centrex · Phone book — 12065550100 Alice Adams
        +44 20 7946 0000 cannot be a favorite. Your provider allows only numbers that begin with 1206 or 1212.
        What is the new number? Send it, or share a contact.
        Now: +1 212-555-0123
        [Cancel]
        > /phonebook
        IP Centrex · Phone book — 12065550100 Alice Adams
        “Phone book” was left; nothing of it was done.
        2 contacts in your phone book:
        • Mum, +1 212-555-0123, speed dial 1, favorite
        • Office, +1 206-555-0199
        [Mum]  [Office]
        [Add a contact]  [Files]
        [Speed dial]  [Favorites]
        [Home]
        > [Office]
        IP Centrex · Phone book — 12065550100 Alice Adams
        Office
        Number: +1 206-555-0199
        Kind: work
        Speed dial: none
        Favorite: no, 1 of 1 used
        [Change name]  [Change number]
        [Change kind]  [Give a code]
        [Favorite: no]  [Copy number ⧉ +12065550199]
        [Delete]
        [Back]  [Home]
        > [Favorite: no]
        IP Centrex · Phone book — 12065550100 Alice Adams
        You may have 1 favorite, and it is used. Take it away first.
        [Favorites]
        [Back]  [Home]
        > [Favorites]
        IP Centrex · Phone book — 12065550100 Alice Adams
        Calls to favorites have a special rate: 1 of 1 used.
        • Mum, +1 212-555-0123, speed dial 1, favorite
        Your provider allows only numbers that begin with 1206 or 1212.
        [Mum]
        [Back]  [Home]
        > [Mum]
        IP Centrex · Phone book — 12065550100 Alice Adams
        Mum
        Number: +1 212-555-0123
        Kind: home
        Speed dial: 1
        Favorite: yes, 1 of 1 used
        [Change name]  [Change number]
        [Change kind]  [Change code]
        [Favorite: yes]  [Copy number ⧉ +12125550123]
        [Delete]
        [Back]  [Home]
        > [Favorite: yes]
        IP Centrex · Phone book — 12065550100 Alice Adams
        Mum
        Number: +1 212-555-0123
        Kind: home
        Speed dial: 1
        Favorite: no, 0 of 1 used
        [Change name]  [Change number]
        [Change kind]  [Change code]
        [Favorite: no]  [Copy number ⧉ +12125550123]
        [Delete]
        [Back]  [Home]
    """)
    sent = [one["params"]["phonebook_rec_info"] for one in await desk.log(UPDATE)]
    assert [one["favorite"] for one in sent] == ["Y", "N"]

    await desk.settings(
        features=limits(favorite_allowed_patterns="44%", favorite_change_lock_days="30")
    )
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
        > [Mum]
        IP Centrex · Phone book — 12065550100 Alice Adams
        Mum
        Number: +1 212-555-0123
        Kind: home
        Speed dial: 1
        Favorite: no, 0 of 1 used
        [Change name]  [Change number]
        [Change kind]  [Change code]
        [Favorite: no]  [Copy number ⧉ +12125550123]
        [Delete]
        [Back]  [Home]
        > [Favorite: no]
        IP Centrex · Phone book — 12065550100 Alice Adams
        +1 212-555-0123 cannot be a favorite. Your provider allows only numbers that begin with 44.
        [Favorites]
        [Back]  [Home]
    """)
    await desk.settings(features=limits(favorite_allowed_patterns="1206%"))
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
        > [Office]
        IP Centrex · Phone book — 12065550100 Alice Adams
        Office
        Number: +1 206-555-0199
        Kind: work
        Speed dial: none
        Favorite: no, 0 of 1 used
        [Change name]  [Change number]
        [Change kind]  [Give a code]
        [Favorite: no]  [Copy number ⧉ +12065550199]
        [Delete]
        [Back]  [Home]
        > [Favorite: no]
        IP Centrex · Phone book — 12065550100 Alice Adams
        Make Office a favorite? Calls to favorites have a special rate.
        After a change, a favorite stays as it is for 30 days.
        [Make it a favorite]
        [Back]  [Home]
        > [Make it a favorite]
        IP Centrex · Phone book — 12065550100 Alice Adams
        Office
        Number: +1 206-555-0199
        Kind: work
        Speed dial: none
        Favorite: yes, 1 of 1 used
        [Change name]  [Change number]
        [Change kind]  [Give a code]
        [Favorite: yes]  [Copy number ⧉ +12065550199]
        [Delete]
        [Back]  [Home]
        > [Favorite: yes]
        IP Centrex · Phone book — 12065550100 Alice Adams
        Take Office away from the favorites?
        After a change, a favorite stays as it is for 30 days.
        [Take it away]
        [Back]  [Home]
        > [Take it away]
        IP Centrex · Phone book — 12065550100 Alice Adams
        The provider refused it. After a change, a favorite stays as it is for 30 days.
        Office
        Number: +1 206-555-0199
        Kind: work
        Speed dial: none
        Favorite: yes, 1 of 1 used
        [Change name]  [Change number]
        [Change kind]  [Give a code]
        [Favorite: yes]  [Copy number ⧉ +12065550199]
        [Delete]
        [Back]  [Home]
        > [Delete]
        IP Centrex · Phone book — 12065550100 Alice Adams
        Delete Office from the phone book?
        Number: +1 206-555-0199
        Kind: work
        Speed dial: none
        Favorite: yes, 1 of 1 used
        It cannot be brought back.
        [Keep it]  [Delete]
        [Back]  [Home]
        > [Delete]
        IP Centrex · Phone book — 12065550100 Alice Adams
        The provider refused it. After a change, a favorite stays as it is for 30 days.
        Office
        Number: +1 206-555-0199
        Kind: work
        Speed dial: none
        Favorite: yes, 1 of 1 used
        [Change name]  [Change number]
        [Change kind]  [Give a code]
        [Favorite: yes]  [Copy number ⧉ +12065550199]
        [Delete]
        [Back]  [Home]
    """)


@pytest.mark.row("S23")
async def test_where_the_switch_does_not_tell_favorites_there_is_no_star(tmp_path: Path) -> None:
    async with make_world(tmp_path, provider=Config(unknown="absent")) as world:
        user = await world.user()
        await user.sign_in()
        await user.moves("/phonebook")
        assert "Favorites" not in await user.last()
        await user.moves("[Mum]")
        assert "Favorite" not in await user.last()


@pytest.mark.row("A25")
async def test_a_caller_is_saved_from_the_call_and_from_the_message(
    chat: ChatUser, desk: Desk
) -> None:
    await desk.call(**{"from": "12065550142"}, answered=True, seconds=5)
    await chat.moves("/calls", "[1: +1 206-555-0142]")
    await chat.play("""
        > [Save to phone book]
        IP Centrex · Phone book — 12065550100 Alice Adams
        Step 1 of 2
        What is the name for +1 206-555-0142?
        [Cancel]
        > Vera
        IP Centrex · Phone book — 12065550100 Alice Adams
        Step 2 of 2
        What kind of number is it? Vera, +1 206-555-0142
        [mobile]  [home]
        [work]  [other]
        [Back]  [Cancel]
        > [home]
        IP Centrex · Phone book — 12065550100 Alice Adams
        Vera
        Number: +1 206-555-0142
        Kind: home
        Speed dial: none
        Favorite: no, 0 of 5 used
        [Change name]  [Change number]
        [Change kind]  [Give a code]
        [Favorite: no]  [Copy number ⧉ +12065550142]
        [Delete]
        [Back]  [Home]
    """)

    await desk.voicemail("12065550177")
    await chat.moves("/voicemail", "[1: +1 206-555-0177]")
    await chat.play("""
        > [Save to phone book]
        IP Centrex · Phone book — 12065550100 Alice Adams
        Step 1 of 2
        What is the name for +1 206-555-0177?
        [Cancel]
        > Tom
        IP Centrex · Phone book — 12065550100 Alice Adams
        Step 2 of 2
        What kind of number is it? Tom, +1 206-555-0177
        [mobile]  [home]
        [work]  [other]
        [Back]  [Cancel]
        > /cancel
        IP Centrex · Phone book — 12065550100 Alice Adams
        Canceled. Nobody was added.
        3 contacts in your phone book:
        • Mum, +1 212-555-0123, speed dial 1
        • Office, +1 206-555-0199
        • Vera, +1 206-555-0142
        [Mum]  [Office]
        [Vera]
        [Add a contact]  [Files]
        [Speed dial]  [Favorites]
        [Home]
    """)
    assert len(await desk.log("add_phonebook_record")) == 1


@pytest.mark.row("S21")
async def test_a_long_book_is_turned_page_by_page(chat: ChatUser) -> None:
    switch = chat.world.provider.switch
    alice = chat.world.account()
    book = phonebook(switch, alice)
    book += [
        book[1] | {"i_account_phonebook": 900 + n, "name": f"{n:02} Colleague of a long name"}
        for n in range(12)
    ]
    await chat.play("""
        > /phonebook
        IP Centrex · Phone book — 12065550100 Alice Adams
        14 contacts in your phone book:
        • 00 Colleague of a long name, +1 206-555-0199
        • 01 Colleague of a long name, +1 206-555-0199
        • 02 Colleague of a long name, +1 206-555-0199
        • 03 Colleague of a long name, +1 206-555-0199
        • 04 Colleague of a long name, +1 206-555-0199
        • 05 Colleague of a long name, +1 206-555-0199
        Type a name or a part of a number to find somebody.
        [00 Colleague of a l…]  [01 Colleague of a l…]
        [02 Colleague of a l…]  [03 Colleague of a l…]
        [04 Colleague of a l…]  [05 Colleague of a l…]
        [Next]
        [Add a contact]  [Files]
        [Speed dial]  [Favorites]
        [Home]
        > [Next]
        IP Centrex · Phone book — 12065550100 Alice Adams
        14 contacts in your phone book:
        • 06 Colleague of a long name, +1 206-555-0199
        • 07 Colleague of a long name, +1 206-555-0199
        • 08 Colleague of a long name, +1 206-555-0199
        • 09 Colleague of a long name, +1 206-555-0199
        • 10 Colleague of a long name, +1 206-555-0199
        • 11 Colleague of a long name, +1 206-555-0199
        Type a name or a part of a number to find somebody.
        [06 Colleague of a l…]  [07 Colleague of a l…]
        [08 Colleague of a l…]  [09 Colleague of a l…]
        [10 Colleague of a l…]  [11 Colleague of a l…]
        [Previous]  [Next]
        [Add a contact]  [Files]
        [Speed dial]  [Favorites]
        [Home]
        > [Next]
        IP Centrex · Phone book — 12065550100 Alice Adams
        14 contacts in your phone book:
        • Mum, +1 212-555-0123, speed dial 1
        • Office, +1 206-555-0199
        Type a name or a part of a number to find somebody.
        [Mum]  [Office]
        [Previous]
        [Add a contact]  [Files]
        [Speed dial]  [Favorites]
        [Home]
        > [Mum]
        IP Centrex · Phone book — 12065550100 Alice Adams
        Mum
        Number: +1 212-555-0123
        Kind: home
        Speed dial: 1
        Favorite: no, 0 of 5 used
        [Change name]  [Change number]
        [Change kind]  [Change code]
        [Favorite: no]  [Copy number ⧉ +12125550123]
        [Delete]
        [Back]  [Home]
        > [Back]
        IP Centrex · Phone book — 12065550100 Alice Adams
        14 contacts in your phone book:
        • Mum, +1 212-555-0123, speed dial 1
        • Office, +1 206-555-0199
        Type a name or a part of a number to find somebody.
        [Mum]  [Office]
        [Previous]
        [Add a contact]  [Files]
        [Speed dial]  [Favorites]
        [Home]
        > colleague
        IP Centrex · Phone book — 12065550100 Alice Adams
        12 contacts match “colleague”:
        • 00 Colleague of a long name, +1 206-555-0199
        • 01 Colleague of a long name, +1 206-555-0199
        • 02 Colleague of a long name, +1 206-555-0199
        • 03 Colleague of a long name, +1 206-555-0199
        • 04 Colleague of a long name, +1 206-555-0199
        • 05 Colleague of a long name, +1 206-555-0199
        Type a name or a part of a number to find somebody.
        [00 Colleague of a l…]  [01 Colleague of a l…]
        [02 Colleague of a l…]  [03 Colleague of a l…]
        [04 Colleague of a l…]  [05 Colleague of a l…]
        [Next]
        [Show all]
        [Home]
    """)


@pytest.mark.row("S21")
async def test_in_ukrainian_and_where_favorites_are_the_providers(world: World, desk: Desk) -> None:
    await desk.settings("dmytro", features=limits(favorite_change_allowed="N"))
    user = await world.user("Олена", "uk")
    await user.sign_in("dmytro")
    await user.play("""
        > телефонна книга
        IP Centrex · Телефонна книга — 380441234567 Дмитро Коваленко
        2 контакти у вашій телефонній книзі:
        • Mum, +1 212-555-0123, швидкий набір 1
        • Office, +1 206-555-0199
        [Mum]  [Office]
        [Додати контакт]  [Файли]
        [Швидкий набір]
        [Головна]
        > /phonebook
        IP Centrex · Телефонна книга — 380441234567 Дмитро Коваленко
        2 контакти у вашій телефонній книзі:
        • Mum, +1 212-555-0123, швидкий набір 1
        • Office, +1 206-555-0199
        [Mum]  [Office]
        [Додати контакт]  [Файли]
        [Швидкий набір]
        [Головна]
        > [Mum]
        IP Centrex · Телефонна книга — 380441234567 Дмитро Коваленко
        Mum
        Номер: +1 212-555-0123
        Вид: домашній
        Швидкий набір: 1
        [Змінити ім’я]  [Змінити номер]
        [Змінити вид]  [Змінити код]
        [Копіювати номер ⧉ +12125550123]  [Видалити]
        [Назад]  [Головна]
        > [Назад]
        IP Centrex · Телефонна книга — 380441234567 Дмитро Коваленко
        2 контакти у вашій телефонній книзі:
        • Mum, +1 212-555-0123, швидкий набір 1
        • Office, +1 206-555-0199
        [Mum]  [Office]
        [Додати контакт]  [Файли]
        [Швидкий набір]
        [Головна]
    """)


@pytest.mark.row("S21")
async def test_a_number_that_nobody_has_can_be_kept_at_once(chat: ChatUser) -> None:
    await chat.moves("/phonebook")
    await chat.play("""
        > +44 20 7946 0777
        IP Centrex · Phone book — 12065550100 Alice Adams
        Nobody in your phone book matches “+44 20 7946 0777”.
        [Add this number]  [Show all]
        [Home]
        > [Add this number]
        IP Centrex · Phone book — 12065550100 Alice Adams
        Step 1 of 2
        What is the name for +44 20 7946 0777?
        [Cancel]
    """)
