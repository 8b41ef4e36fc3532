"""Call barring: what is barred in words, whether one number is, and lifting it."""

import pytest

from sandbox.provider.seed import phonebook
from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import SOON, World

ABROAD, PREMIUM = "1823", "1824"


def barred(*rules: str) -> dict[str, object]:
    attributes = {"call_barring_rules": list(rules)}
    return {"call_barring": {"flag_value": "Y", "attributes": attributes}}


@pytest.mark.row("S48", "A08")
async def test_the_list_is_told_in_words_and_a_tap_bars_or_lifts_a_class(
    chat: ChatUser, desk: Desk
) -> None:
    await chat.play("""
        > /barring
        IP Centrex · Call barring — 12065550100 Alice Adams
        Nothing is barred: your phone can call wherever your product allows.
        [Can I call …?]
        [International calls: allowed]
        [Premium rate: allowed]
        [Directory assistance: allowed]
        [Mobile numbers: allowed]
        [Home]
        > [International calls: allowed]
        IP Centrex · Call barring — 12065550100 Alice Adams
        Your phone cannot call:
        • International calls: numbers that begin with 011 or 00
        [Can I call …?]
        [International calls: barred]
        [Premium rate: allowed]
        [Directory assistance: allowed]
        [Mobile numbers: allowed]
        [Home]
        > [Premium rate: allowed]
        IP Centrex · Call barring — 12065550100 Alice Adams
        Your phone cannot call:
        • International calls: numbers that begin with 011 or 00
        • Premium rate: numbers that begin with 1900 or 1976
        [Can I call …?]
        [International calls: barred]
        [Premium rate: barred]
        [Directory assistance: allowed]
        [Mobile numbers: allowed]
        [Home]
        > [International calls: barred]
        IP Centrex · Call barring — 12065550100 Alice Adams
        Your phone cannot call:
        • Premium rate: numbers that begin with 1900 or 1976
        [Can I call …?]
        [International calls: allowed]
        [Premium rate: barred]
        [Directory assistance: allowed]
        [Mobile numbers: allowed]
        [Home]
        > [Premium rate: barred]
        IP Centrex · Call barring — 12065550100 Alice Adams
        Nothing is barred: your phone can call wherever your product allows.
        [Can I call …?]
        [International calls: allowed]
        [Premium rate: allowed]
        [Directory assistance: allowed]
        [Mobile numbers: allowed]
        [Home]
    """)

    sent = [
        call["params"]["service_features"] for call in await desk.log("update_service_features")
    ]
    assert sent == [
        [
            {
                "name": "call_barring",
                "flag_value": flag,
                "attributes": [{"name": "call_barring_rules", "values": rules}],
            }
        ]
        for flag, rules in (
            ("Y", [ABROAD]),
            ("Y", [ABROAD, PREMIUM]),
            ("Y", [PREMIUM]),
            ("N", []),
        )
    ]


@pytest.mark.row("S48", "N21")
async def test_can_i_call_is_answered_with_yes_or_no_and_why(chat: ChatUser, desk: Desk) -> None:
    await desk.settings(features=barred(ABROAD, "1825"))

    await chat.play("""
        > can I call +44 20 7946 0000?
        IP Centrex · Call barring — 12065550100 Alice Adams
        No. +44 20 7946 0000 is barred by “International calls”.
        [Allow: International calls]
        [Another number]
        [Back]  [Home]
        > [Another number]
        IP Centrex · Call barring — 12065550100 Alice Adams
        Which number do you want to call? Send it, for example +44 20 7946 0000.
        [Cancel]
        > no idea
        IP Centrex · Call barring — 12065550100 Alice Adams
        I could not read a number there. Send one such as +12065550123, or an extension.
        Which number do you want to call? Send it, for example +44 20 7946 0000.
        [Cancel]
        > 206 555 0177
        IP Centrex · Call barring — 12065550100 Alice Adams
        Yes. +1 206-555-0177 is not barred.
        [Another number]
        [Back]  [Home]
        > [Another number]
        IP Centrex · Call barring — 12065550100 Alice Adams
        Which number do you want to call? Send it, for example +44 20 7946 0000.
        [Cancel]
        > 411
        IP Centrex · Call barring — 12065550100 Alice Adams
        No. 411 is barred by “Directory assistance”.
        [Allow: Directory assistance]
        [Another number]
        [Back]  [Home]
        > [Another number]
        IP Centrex · Call barring — 12065550100 Alice Adams
        Which number do you want to call? Send it, for example +44 20 7946 0000.
        [Cancel]
        > 1 900 555 1234
        IP Centrex · Call barring — 12065550100 Alice Adams
        Yes. +1 900-555-1234 is not barred.
        Calls to it cost more than usual.
        [Another number]
        [Back]  [Home]
        > [Another number]
        IP Centrex · Call barring — 12065550100 Alice Adams
        Which number do you want to call? Send it, for example +44 20 7946 0000.
        [Cancel]
        > +44 20 7946 0000
        IP Centrex · Call barring — 12065550100 Alice Adams
        No. +44 20 7946 0000 is barred by “International calls”.
        [Allow: International calls]
        [Another number]
        [Back]  [Home]
        > [Allow: International calls]
        IP Centrex · Call barring — 12065550100 Alice Adams
        Yes. +44 20 7946 0000 is not barred.
        [Another number]
        [Back]  [Home]
    """)

    (call,) = await desk.log("update_service_features")
    (feature,) = call["params"]["service_features"]
    assert feature["attributes"] == [{"name": "call_barring_rules", "values": ["1825"]}]

    await desk.balance("0")
    await chat.play("""
        > can I call them?
        IP Centrex · Call barring — 12065550100 Alice Adams
        I could not read a number there. Send one such as +12065550123, or an extension.
        Which number do you want to call? Send it, for example +44 20 7946 0000.
        [Cancel]
        > 206 555 0177
        IP Centrex · Call barring — 12065550100 Alice Adams
        Yes. +1 206-555-0177 is not barred.
        But your line has another problem. The money on this line is used up.
        [Another number]
        [Back]  [Home]
    """)


@pytest.mark.row("S48", "N21")
async def test_what_the_provider_has_barred_is_to_be_asked_for_in_one_tap(
    chat: ChatUser, desk: Desk
) -> None:
    await desk.settings(features=barred(ABROAD), locked_features=["call_barring"])

    await chat.play("""
        > /barring
        IP Centrex · Call barring — 12065550100 Alice Adams
        Your phone cannot call:
        • International calls: numbers that begin with 011 or 00
        Locked: only your provider can change this list.
        [Can I call …?]
        [Ask to lift it]
        [Home]
        > [Ask to lift it]
        IP Centrex · Call barring — 12065550100 Alice Adams
        What shall your provider lift?
        [International calls]
        [Back]  [Home]
        > [International calls]
        My Profile · Help — 12065550100 Alice Adams
        Here is a message to your provider that you can send:
        Hello. This is about my line 12065550100. Please lift the barring of “International calls”.
        To talk to a person at Example Telecom: +1 206 555 0199
        [Copy the message ⧉ Hello. This is about my line 12065550100. Please lift the barring of “International calls”.]
        [Back]  [Home]
        > can i call +442079460000
        IP Centrex · Call barring — 12065550100 Alice Adams
        No. +44 20 7946 0000 is barred by “International calls”.
        Only your provider can lift this.
        [Ask to lift it]  [Another number]
        [Back]  [Home]
        > [Ask to lift it]
        My Profile · Help — 12065550100 Alice Adams
        Here is a message to your provider that you can send:
        Hello. This is about my line 12065550100. Please lift the barring of “International calls”: I want to call +44 20 7946 0000.
        To talk to a person at Example Telecom: +1 206 555 0199
        [Copy the message ⧉ Hello. This is about my line 12065550100. Please lift the barring of “International calls”: I want to call +44 20 7946 0000.]
        [Back]  [Home]
    """)

    refused = {"faultcode": "Server.CallBarring.get_call_barring_class_info.access_denied"}
    await desk.fault("CallBarring/get_call_barring_class_info", "fault", **refused)
    await desk.fault("Account/get_call_barring_options", "fault", faultcode="x")
    await chat.play("""
        > can i call +442079460000
        IP Centrex · Call barring — 12065550100 Alice Adams
        I do not know. “class 1823” is barred, and your provider does not say here which numbers that means.
        [Ask your provider]  [Another number]
        [Back]  [Home]
        > /barring
        IP Centrex · Call barring — 12065550100 Alice Adams
        Your phone cannot call:
        • class 1823
        Locked: only your provider can change this list.
        [Can I call …?]
        [Ask to lift it]
        [Home]
    """)
    assert await desk.log("update_service_features") == []


@pytest.mark.row("A08")
async def test_a_refusal_and_silence_claim_nothing(world: World, chat: ChatUser) -> None:
    desk, method = world.desk, "Account/update_service_features"
    await world.restart(provider_timeout=SOON)
    await chat.moves("/barring")

    await desk.fault(method, "fault", faultcode="x", times=1)
    await chat.play("""
        > [International calls: allowed]
        IP Centrex · Call barring — 12065550100 Alice Adams
        The provider refused: “Ordered at the provider's desk.” Nothing was changed.
        [Back]  [Home]
    """)
    await chat.moves("/barring")
    await desk.fault(method, "silent_after", times=1)
    await chat.play("""
        > [International calls: allowed]
        IP Centrex · Call barring — 12065550100 Alice Adams
        The provider has not answered, so I do not know whether the change was made. Look at what is set now before you try again.
        [Try again]
        [Home]
        > /barring
        IP Centrex · Call barring — 12065550100 Alice Adams
        Your phone cannot call:
        • International calls: numbers that begin with 011 or 00
        [Can I call …?]
        [International calls: barred]
        [Premium rate: allowed]
        [Directory assistance: allowed]
        [Mobile numbers: allowed]
        [Home]
    """)


@pytest.mark.row("N21")
async def test_in_ukrainian(world: World) -> None:
    await world.desk.settings("dmytro", features=barred(ABROAD))
    user = await world.user("Дмитро", "uk")
    await user.sign_in("dmytro")

    await user.play("""
        > чи можу я подзвонити на +44 20 7946 0000?
        IP Centrex · Заборона дзвінків — 380441234567 Дмитро Коваленко
        Ні. Дзвінки на +44 20 7946 0000 заборонено: «International calls».
        [Дозволити: International calls]
        [Інший номер]
        [Назад]  [Головна]
        > [Назад]
        IP Centrex · Заборона дзвінків — 380441234567 Дмитро Коваленко
        З вашого телефону не можна дзвонити сюди:
        • International calls: номери, що починаються з 011 або 00
        [Чи можна дзвонити…?]
        [International calls: заборонено]
        [Premium rate: дозволено]
        [Directory assistance: дозволено]
        [Mobile numbers: дозволено]
        [Головна]
    """)


@pytest.mark.row("S48", "N21")
async def test_a_name_of_the_phone_book_is_a_number_too(world: World, chat: ChatUser) -> None:
    book = phonebook(world.provider.switch, world.account())
    await chat.play("""
        > can I call Mum?
        IP Centrex · Call barring — 12065550100 Alice Adams
        Yes. +1 212-555-0123 is not barred.
        [Another number]
        [Back]  [Home]
        > can I call the pope
        IP Centrex · Call barring — 12065550100 Alice Adams
        I could not read a number there. Send one such as +12065550123, or an extension.
        Which number do you want to call? Send it, for example +44 20 7946 0000.
        [Cancel]
        > MUM
        IP Centrex · Call barring — 12065550100 Alice Adams
        Yes. +1 212-555-0123 is not barred.
        [Another number]
        [Back]  [Home]
        > [Another number]
        IP Centrex · Call barring — 12065550100 Alice Adams
        Which number do you want to call? Send it, for example +44 20 7946 0000.
        [Cancel]
        > mum!
        IP Centrex · Call barring — 12065550100 Alice Adams
        Yes. +1 212-555-0123 is not barred.
        [Another number]
        [Back]  [Home]
    """)
    book[1]["name"] = "Mum's office"
    await chat.moves("can I call mum")
    assert "More than one number in your phone book is called so." in await chat.last()


@pytest.mark.row("S48")
async def test_a_locked_list_with_nothing_on_it_can_be_asked_for(world: World) -> None:
    user = await world.user("Carol")
    await user.sign_in("carol")

    await user.play("""
        > /barring
        IP Centrex · Call barring — 12065550102 Carol Cole
        Nothing is barred: your phone can call wherever your product allows.
        Locked: only your provider can change this list.
        [Can I call …?]
        [Ask for a change]
        [Home]
        > [Ask for a change]
        My Profile · Help — 12065550102 Carol Cole
        Here is a message to your provider that you can send:
        Hello. This is about my line 12065550102. Please let me choose which numbers my phone cannot call.
        To talk to a person at Example Telecom: +1 206 555 0199
        [Copy the message ⧉ Hello. This is about my line 12065550102. Please let me choose which numbers my phone cannot call.]
        [Back]  [Home]
    """)
