"""Free text, stray commands and files: never scolded, never lost."""

from base64 import b64decode

import pytest

from conversations import AREAS
from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import World

PICTURE = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("vocher", "Recharge"),
        ("I want to rechrage my phone", "Recharge"),
        ("missed call", "Calls"),
        ("change the language", "Language"),
        ("log out", "My lines"),
        ("/vouchers", "Recharge"),
        ("/balance", "Home"),
    ],
)
async def test_free_text_finds_the_nearest_area(chat: ChatUser, said: str, label: str) -> None:
    await chat.say(said)

    assert f"[{label}]" in await chat.last()
    assert "Do you mean one of these?" in await chat.last()


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("top up", "Billing · Recharge"),
        ("balance", "Available: $2.50"),
        ("Home", "Available: $2.50"),
        ("Voice mail!", "IP Centrex · Voicemail"),
        ("mute my phone", "IP Centrex · Do not disturb"),
        ("complaint", "My Profile · Help"),
        ("City", "My Profile · My details"),
    ],
)
async def test_what_only_one_area_is_called_opens_it(chat: ChatUser, said: str, title: str) -> None:
    await chat.say(said)

    assert title in await chat.last()
    assert "Do you mean one of these?" not in await chat.last()


async def test_a_word_of_several_areas_is_asked_about(chat: ChatUser) -> None:
    """Both have it among their words: which of them is meant, only the subscriber knows."""
    await chat.say("colleagues")

    for label in ("[Incoming calls]", "[Company contacts]", "Do you mean one of these?"):
        assert label in await chat.last()


async def test_what_an_area_is_called_in_ukrainian_opens_it(world: World) -> None:
    olena = await world.user("Олена", "uk")
    await olena.sign_in("dmytro")

    await olena.say("людина")

    assert "Мій профіль · Допомога" in await olena.last()


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("голосва пошта", "Голосова пошта"),
        ("поповненя", "Поповнення"),
        ("переадрисація", "Переадресація"),
        ("дзвінкі", "Дзвінки"),
    ],
)
async def test_free_text_is_understood_in_ukrainian(world: World, said: str, label: str) -> None:
    olena = await world.user("Олена", "uk")
    await olena.sign_in("dmytro")

    await olena.say(said)

    assert f"[{label}]" in await olena.last()


async def test_what_nobody_understands_leads_to_the_menu_and_to_a_person(chat: ChatUser) -> None:
    await chat.play("""
        > qwerty zxcvb
        Home — 12065550100 Alice Adams
        I am not sure what you mean. Try a word such as “balance”, or open the menu.
        [Menu]  [Talk to a person]
    """)


async def test_nothing_is_called_an_unknown_command(chat: ChatUser) -> None:
    await chat.play("""
        > /frobnicate
        Home — 12065550100 Alice Adams
        I am not sure what you mean. Try a word such as “balance”, or open the menu.
        [Menu]  [Talk to a person]
    """)


async def test_there_is_nothing_to_cancel(chat: ChatUser, stranger: ChatUser) -> None:
    await chat.moves("/cancel")
    assert "There is nothing to cancel." in await chat.last()

    await stranger.moves("/cancel")
    assert "There is nothing to cancel." in await stranger.last()


@pytest.mark.parametrize(
    "moves",
    [
        ("/recharge",),
        ("/recharge 4411223399",),
        ("/recharge", "12"),
        ("/alerts", "[Quiet hours: off]", "22:00"),
        ("/menu", "[My Profile]", "[My lines]", "[Sign out]"),
        ("/signin", "[Login and password]", "bob"),
        ("/signin", "[Use my phone number]"),
    ],
)
async def test_cancel_works_wherever_one_is(chat: ChatUser, moves: tuple[str, ...]) -> None:
    await chat.moves(*moves)

    await chat.say("/cancel")
    assert "anceled." in await chat.last() or "You are still signed in." in await chat.last()

    await chat.say("/cancel")
    assert "There is nothing to cancel." in await chat.last()


async def test_a_label_that_is_typed_is_a_tap(chat: ChatUser) -> None:
    await chat.moves("/menu")

    await chat.play("""
        > billing
        Billing — 12065550100 Alice Adams
        Choose what you want to see or change.
        [Recharge]  [Transactions]
        [Send phone credit]  [Subscriptions]
        [Discounts]  [Totals]
        [Back]  [Home]
        > RECHARGE
        Billing · Recharge — 12065550100 Alice Adams
        Send the voucher number: the digits under the scratch strip. I delete your message at once, so that nobody else can use it.
        [Cancel]
        > cancel
        ...
    """)

    assert "Canceled. No voucher was redeemed." in await chat.last()


@pytest.mark.parametrize("kind", ["photo", "document"])
async def test_a_file_is_answered_with_what_can_be_done(chat: ChatUser, kind: str) -> None:
    await chat.send_file(kind, PICTURE, "some.png")

    assert "I cannot use that here. This is what I can do for you." in await chat.last()


async def test_a_file_does_not_end_an_open_question(chat: ChatUser, desk: Desk) -> None:
    await desk.voucher("4411223399", "10.00")
    await chat.moves("/recharge")
    await chat.send_file("photo", PICTURE, "some.png")

    await chat.say("4411 2233 99")

    assert "Redeem this voucher?" in await chat.last()


async def test_a_contact_that_nobody_asked_for_is_declined(chat: ChatUser) -> None:
    await chat.share_contact("+12065550900")

    assert "I cannot use that here." in await chat.last()


async def test_text_beside_an_open_question_is_taken_for_its_answer(chat: ChatUser) -> None:
    await chat.moves("/alerts", "[Low is below $5.00]")

    await chat.play("""
        > voicemail
        My Profile · Alerts — 12065550100 Alice Adams
        This needs an amount from 0.01 to 100,000, for example 5.
        I tell you when less than $5.00 is left. At what amount shall I tell you instead?
        [Cancel]
    """)


@pytest.mark.row("S04")
@pytest.mark.parametrize("language", ["en", "uk"])
async def test_the_title_of_an_area_opens_it_at_once(world: World, language: str) -> None:
    user = await world.user("Alice", language)
    await user.sign_in("alice")
    lacking = {"emergency", "special", "associated"}  # of her product, and of this provider
    for area in AREAS:
        if not area.listed or area.key in lacking:
            continue
        title = user.reader.say(area.title)
        await user.say("/menu")  # ends an open question
        await user.say(title.upper() + "!")
        assert title in (await user.last()).split("\n")[0], title


async def test_an_english_title_is_understood_by_readers_of_ukrainian(world: World) -> None:
    olena = await world.user("Олена", "uk")
    await olena.sign_in("dmytro")

    await olena.say("voicemail")
    assert "Голосова пошта" in (await olena.last()).split("\n")[0]
    await olena.say("вхідні дзвінки")
    assert "Вхідні дзвінки" in (await olena.last()).split("\n")[0]
