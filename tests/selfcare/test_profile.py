"""My details: one field at a time, old and new, one Save; an e-mail is confirmed by a code."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import SOON, World
from tests.selfcare.mail import mailed


async def received(desk: Desk) -> list[dict[str, object]]:
    """The changes that the provider was sent."""
    calls = await desk.log("update_account")
    return [
        {key: value for key, value in one["params"]["account_info"].items() if key != "i_account"}
        for one in calls
    ]


@pytest.mark.row("S07", "S13")
async def test_a_field_is_changed_after_its_old_and_new_value_were_seen(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await chat.play("""
        > /profile
        My Profile · My details — 12065550100 Alice Adams
        Name and company
        First name: Alice
        Last name: Adams
        Address
        Street and house: 186 Main Street
        City: New York
        Country: United States
        Phones and e-mail
        Phone: +1 206-555-0900
        E-mail: alice@example.com
        [Name and company]  [Address]
        [Phones and e-mail]  [Extra information]
        [Home]
        > [Address]
        My Profile · My details — 12065550100 Alice Adams
        Address
        Street and house: 186 Main Street
        Address, line 2: not set
        Postal code: not set
        City: New York
        State or region: not set
        Country: United States
        Tap what you want to change.
        [Street and house]  [Address, line 2]
        [Postal code]  [City]
        [State or region]  [Country]
        [Back]  [Home]
        > [City]
        My Profile · My details — 12065550100 Alice Adams
        City: what shall it be?
        Now: New York
        [Leave it empty]
        [Cancel]
        > Boston
        My Profile · My details — 12065550100 Alice Adams
        Save this?
        City: New York → Boston
        [Cancel]  [Save]
    """)
    await world.restart()
    await chat.play("""
        > [Save]
        My Profile · My details — 12065550100 Alice Adams
        Address
        Street and house: 186 Main Street
        Address, line 2: not set
        Postal code: not set
        City: Boston
        State or region: not set
        Country: United States
        Tap what you want to change.
        [Street and house]  [Address, line 2]
        [Postal code]  [City]
        [State or region]  [Country]
        [Back]  [Home]
        > [Country]
        My Profile · My details — 12065550100 Alice Adams
        Country: what shall it be?
        Now: United States
        [Leave it empty]
        [Cancel]
        > Narnia
        My Profile · My details — 12065550100 Alice Adams
        This needs a country, for example Ukraine or UA.
        Country: what shall it be?
        Now: United States
        [Leave it empty]
        [Cancel]
        > ukraine
        My Profile · My details — 12065550100 Alice Adams
        Save this?
        Country: United States → Ukraine
        [Cancel]  [Save]
        > [Cancel]
        My Profile · My details — 12065550100 Alice Adams
        Canceled. Nothing was changed.
        Address
        Street and house: 186 Main Street
        Address, line 2: not set
        Postal code: not set
        City: Boston
        State or region: not set
        Country: United States
        Tap what you want to change.
        [Street and house]  [Address, line 2]
        [Postal code]  [City]
        [State or region]  [Country]
        [Back]  [Home]
        > [Address, line 2]
        My Profile · My details — 12065550100 Alice Adams
        Address, line 2: what shall it be?
        Now: not set
        [Cancel]
        > Flat 5
        My Profile · My details — 12065550100 Alice Adams
        Save this?
        Address, line 2: not set → Flat 5
        [Cancel]  [Save]
        > [Save]
        My Profile · My details — 12065550100 Alice Adams
        Address
        Street and house: 186 Main Street
        Address, line 2: Flat 5
        Postal code: not set
        City: Boston
        State or region: not set
        Country: United States
        Tap what you want to change.
        [Street and house]  [Address, line 2]
        [Postal code]  [City]
        [State or region]  [Country]
        [Back]  [Home]
        > [Address, line 2]
        My Profile · My details — 12065550100 Alice Adams
        Address, line 2: what shall it be?
        Now: Flat 5
        [Leave it empty]
        [Cancel]
        > [Leave it empty]
        My Profile · My details — 12065550100 Alice Adams
        Save this?
        Address, line 2: Flat 5 → not set
        [Cancel]  [Save]
        > [Save]
        My Profile · My details — 12065550100 Alice Adams
        Address
        Street and house: 186 Main Street
        Address, line 2: not set
        Postal code: not set
        City: Boston
        State or region: not set
        Country: United States
        Tap what you want to change.
        [Street and house]  [Address, line 2]
        [Postal code]  [City]
        [State or region]  [Country]
        [Back]  [Home]
    """)

    assert await received(desk) == [
        {"city": "Boston"},
        {"address_line_2": "Flat 5"},
        {"address_line_2": ""},
    ]


@pytest.mark.row("S13", "S14")
async def test_what_the_provider_keeps_to_itself_becomes_a_message_to_it(
    chat: ChatUser, desk: Desk
) -> None:
    await desk.fault(
        "Account/update_account", "fault", faultcode="Server.Account.access_denied", times=1
    )
    await chat.moves("/profile", "[Phones and e-mail]")
    await chat.play("""
        > [Phone]
        My Profile · My details — 12065550100 Alice Adams
        Phone: which number? Send it, or share a contact.
        Now: +1 206-555-0900
        [Leave it empty]
        [Cancel]
        > call me
        My Profile · My details — 12065550100 Alice Adams
        I could not read a number there. Send one such as +12065550123, or an extension.
        Phone: which number? Send it, or share a contact.
        Now: +1 206-555-0900
        [Leave it empty]
        [Cancel]
        > 020 7946 0018
        My Profile · My details — 12065550100 Alice Adams
        Did you mean +1 207-946-0018?
        Phone: which number? Send it, or share a contact.
        Now: +1 206-555-0900
        [Yes: +12079460018]  [Leave it empty]
        [Cancel]
        > +442079460018
        My Profile · My details — 12065550100 Alice Adams
        Save this?
        Phone: +1 206-555-0900 → +44 20 7946 0018
        It is not confirmed. If the number is your own, share your contact instead of typing it.
        [Cancel]  [Save]
        > [Save]
        My Profile · My details — 12065550100 Alice Adams
        The provider refused: “Ordered at the provider's desk.” Nothing was changed.
        Phone: which number? Send it, or share a contact.
        Now: +1 206-555-0900
        [Ask your provider]  [Leave it empty]
        [Cancel]
        > [Ask your provider]
        My Profile · Help — 12065550100 Alice Adams
        “My details” was left; nothing of it was done.
        Here is a message to your provider that you can send:
        Hello. This is about my line 12065550100. Please change this for me: Phone, to +44 20 7946 0018.
        To talk to a person at Example Telecom: +1 206 555 0199
        [Copy the message ⧉ Hello. This is about my line 12065550100. Please change this for me: Phone, to +44 20 7946 0018.]
        [Back]  [Home]
    """)


@pytest.mark.row("S14")
async def test_silence_after_save_is_told_and_what_is_set_is_shown(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await world.restart(provider_timeout=SOON)
    await chat.moves("/profile", "[Name and company]", "[Company]", "Adams & Sons")
    await desk.fault("Account/update_account", "silent_after", times=1)
    await chat.play("""
        > [Save]
        My Profile · My details — 12065550100 Alice Adams
        Name and company
        Company: Adams & Sons
        Salutation: not set
        First name: Alice
        Middle initial: not set
        Last name: Adams
        Note: not set
        Tap what you want to change.
        [Company]  [Salutation]
        [First name]  [Middle initial]
        [Last name]  [Note]
        [Back]  [Home]
    """)
    assert await received(desk) == [{"companyname": "Adams & Sons"}]


@pytest.mark.row("S14")
async def test_a_new_e_mail_is_saved_once_its_code_was_typed(chat: ChatUser, desk: Desk) -> None:
    await chat.moves("/profile", "[Phones and e-mail]")
    await chat.play("""
        > [E-mail]
        My Profile · My details — 12065550100 Alice Adams
        E-mail: which address shall it be?
        Now: alice@example.com
        [Leave it empty]
        [Cancel]
        > alice@new.example.com
        My Profile · My details — 12065550100 Alice Adams
        Step 2 of 2
        I have sent a code of six digits to alice@new.example.com.
        Which code is it? It is good for 15 minutes; look into the spam folder, too.
        [Back]  [Cancel]
    """)
    assert await received(desk) == []
    await chat.moves(await mailed(desk))

    assert "The new address is confirmed and saved." in await chat.last()
    assert "E-mail: alice@new.example.com" in await chat.last()
    assert await received(desk) == [{"email": "alice@new.example.com"}]


@pytest.mark.row("S14")
async def test_without_a_mail_server_a_new_e_mail_is_saved_as_unconfirmed(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await world.restart(smtp_url=SecretStr(""))
    await chat.moves("/profile", "[Phones and e-mail]")
    await chat.play("""
        > [Copies by e-mail]
        My Profile · My details — 12065550100 Alice Adams
        Copies by e-mail: which address shall it be?
        Now: not set
        [Cancel]
        > bob@example.com
        My Profile · My details — 12065550100 Alice Adams
        Save this?
        Copies by e-mail: not set → bob@example.com
        I cannot send a code there, so please look at it again.
        [Save]
        [Back]  [Home]
        > [Save]
        My Profile · My details — 12065550100 Alice Adams
        The new address is saved, but not confirmed.
        Phones and e-mail
        Contact person: not set
        Phone: +1 206-555-0900
        Second person: not set
        Second phone: not set
        Fax: not set
        E-mail: alice@example.com
        Copies by e-mail: bob@example.com
        Tap what you want to change.
        [Contact person]  [Phone]
        [Second person]  [Second phone]
        [Fax]  [E-mail]
        [Copies by e-mail]
        [Back]  [Home]
        > [Copies by e-mail]
        My Profile · My details — 12065550100 Alice Adams
        Copies by e-mail: which address shall it be?
        Now: bob@example.com
        [Leave it empty]
        [Cancel]
        > [Leave it empty]
        My Profile · My details — 12065550100 Alice Adams
        Save this?
        Copies by e-mail: bob@example.com → not set
        [Save]
        [Back]  [Home]
    """)
    await chat.tap("Save", times=2)
    assert await received(desk) == [{"bcc": "bob@example.com"}, {"bcc": ""}]


@pytest.mark.row("S14")
async def test_a_phone_is_confirmed_by_the_own_contact_and_by_nothing_else(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    for own, trust in ((False, "It is not confirmed."), (True, "so it counts as confirmed.")):
        await chat.moves("/profile", "[Phones and e-mail]", "[Second phone]")
        await chat.share_contact("+1 206 555 0142", own=own)
        await world.settled()
        assert "Second phone: not set → +1 206-555-0142" in await chat.last()
        assert trust in await chat.last()
    await chat.tap("Save")

    assert "Second phone: +1 206-555-0142" in await chat.last()
    assert await received(desk) == [{"phone2": "12065550142"}]

    await chat.moves("[Second phone]", "[Leave it empty]")
    assert "confirmed" not in await chat.last(), "nothing is nobody's number"


@pytest.mark.row("S07", "S13")
async def test_a_profile_speaks_ukrainian(world: World) -> None:
    dmytro = await world.user("Дмитро", "uk")
    await dmytro.sign_in("dmytro")
    await dmytro.play("""
        > /profile
        Мій профіль · Мої дані — 380441234567 Дмитро Коваленко
        Ім’я та компанія
        Ім’я: Дмитро
        Прізвище: Коваленко
        Адреса
        Вулиця та будинок: 46 Main Street
        Місто або село: Київ
        Країна: Україна
        Телефони та email
        Телефон: +380 67 123 4567
        Email: dmytro@example.com
        [Ім’я та компанія]  [Адреса]
        [Телефони та email]  [Додаткова інформація]
        [Головна]
    """)
