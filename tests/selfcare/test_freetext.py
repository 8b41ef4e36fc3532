"""Free text, stray commands and files: never scolded, never lost."""

from base64 import b64decode

import pytest

from conversations import AREAS
from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import World
from tests.selfcare.sounds import voice

PICTURE = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("vocher", "Recharge"),
        ("I want to rechrage my phone", "Recharge"),
        ("missed call", "Calls"),
        ("favourite greeting", "Greetings"),
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
        ("log out", "My Profile · My lines"),
        ("password", "My Profile · Change password"),
        ("quiet hours", "My Profile · Alerts"),
        ("settings", "Available: $2.50"),
        ("QR", "Dashboard · Phone and app"),
        ("what can you do?", "My Profile · Help"),
        ("заставка", "IP Centrex · Greetings"),
        ("what is my balance?", "Available: $2.50"),
        ("how much money do I have?", "Available: $2.50"),
        ("is my phone offline", "Dashboard · Phone and app"),
        ("how do I change my greeting", "IP Centrex · Greetings"),
        ("change the language", "My Profile · Language"),
        ("cancel", "There is nothing to cancel."),
    ],
)
async def test_what_only_one_area_is_called_opens_it(chat: ChatUser, said: str, title: str) -> None:
    await chat.say(said)

    assert title in await chat.last()
    assert "Do you mean one of these?" not in await chat.last()


@pytest.mark.parametrize(
    ("said", "labels"),
    [
        ("DISA password", "[Calls from elsewhere]  [Change password]"),
        ("the pin of my voicemail", "[Mailbox settings]  [Voicemail]"),
        ("I lost my phone!", "[Phone and app]"),
        ("how much did I spend", "[Transactions]  [Totals]"),
        ("my number", "[Hide my number]  [Numbers]"),
    ],
)
async def test_the_rarest_word_counts_most(chat: ChatUser, said: str, labels: str) -> None:
    await chat.say(said)

    assert labels in await chat.last()


async def test_what_the_line_does_not_have_is_said_to_be_missing(chat: ChatUser) -> None:
    await chat.play("""
        > emergency
        Home — 12065550100 Alice Adams
        Your line does not have “Emergency address”.
        [Ask your provider]
        [Home]
        > [Ask your provider]
        My Profile · Help — 12065550100 Alice Adams
        Here is a message to your provider that you can send:
        Hello. This is about my line 12065550100. I would like to have this on my line, too: Emergency address.
        To talk to a person at Example Telecom: +1 206 555 0199
        [Copy the message ⧉ Hello. This is about my line 12065550100. I would like to have this on my line, too: Emergency address.]
        [Back]  [Home]
    """)


async def test_an_apostrophe_may_be_any_of_those_on_keyboards(world: World) -> None:
    olena = await world.user("Олена", "uk")
    await olena.sign_in("dmytro")

    for said in ("ім’я", "ім'я", "імʼя"):
        await olena.say(said)
        assert "[Мої дані]" in await olena.last(), said


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


async def test_a_contact_that_nobody_asked_for_is_its_number(chat: ChatUser) -> None:
    await chat.share_contact("+12065550900", own=False)

    assert "+1 206-555-0900: what shall I do with it?" in await chat.last()


async def test_a_number_by_itself_is_asked_about(chat: ChatUser) -> None:
    await chat.play("""
        > +44 20 7946 0000
        A number — 12065550100 Alice Adams
        +44 20 7946 0000: what shall I do with it?
        Tap to call: +442079460000
        [Forward to it]  [Can I call it?]
        [Save to phone book]  [Block this caller]
        [Home]
        > [Can I call it?]
        IP Centrex · Call barring — 12065550100 Alice Adams
        Yes. +44 20 7946 0000 is not barred.
        [Another number]
        [Back]  [Home]
        > (206) 555-0133
        A number — 12065550100 Alice Adams
        +1 206-555-0133: what shall I do with it?
        Tap to call: +12065550133
        [Forward to it]  [Can I call it?]
        [Save to phone book]  [Block this caller]
        [It is a voucher]
        [Home]
        > [Forward to it]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        Step 3 of 3
        Until when? You can also type it, for example “tomorrow 9:00” or “for 2 hours”.
        [In 1 hour]  [Today 18:00]
        [Tomorrow 09:00]  [Monday 09:00]
        [Until I change it]  [Choose a day]
        [Back]  [Cancel]
        > /cancel
        IP Centrex · Forwarding — 12065550100 Alice Adams
        Canceled. Forwarding stays as it was.
        If someone calls now, your phone rings for 30 seconds, then the call goes to voicemail.
        Forwarding: Off
        [Forward to a number]  [Follow-me]
        [Advanced]  [SIP address]
        [Home]
        > +1 206 555 0123
        A number — 12065550100 Alice Adams
        +1 206-555-0123: what shall I do with it?
        Tap to call: +12065550123
        [Forward to it]  [Can I call it?]
        [Save to phone book]  [Block this caller]
        [Home]
        > 0044 20 7946 0000
        A number — 12065550100 Alice Adams
        +44 20 7946 0000: what shall I do with it?
        Tap to call: +442079460000
        [Forward to it]  [Can I call it?]
        [Save to phone book]  [Block this caller]
        [It is a voucher]
        [Home]
    """)


async def test_an_emergency_number_by_itself(chat: ChatUser) -> None:
    """Whoever writes it may be in need: nothing else is of interest then."""
    await chat.play("""
        > 911
        A number — 12065550100 Alice Adams
        I cannot call for help. If you need it now, dial 911 on a phone.
        [Back]  [Home]
    """)


async def test_text_beside_an_open_question_is_taken_for_its_answer(chat: ChatUser) -> None:
    await chat.moves("/alerts", "[Low is below $5.00]")

    await chat.play("""
        > voicemail
        My Profile · Alerts — 12065550100 Alice Adams
        This needs an amount from $0.01 to $100,000.00, for example 5.
        I tell you when less than $5.00 is left. At what amount shall I tell you instead?
        [Cancel]
    """)


@pytest.mark.row("S04")
@pytest.mark.parametrize("language", ["en", "uk"])
async def test_the_title_of_an_area_opens_it_at_once(world: World, language: str) -> None:
    world.chat_server.world.limits.on = False  # a hundred messages, and not a minute for them
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


# ---------------------------------------------------------------------- at a review


async def test_another_answer_at_the_review_takes_the_place_of_the_first(chat: ChatUser) -> None:
    await chat.moves("/profile", "[Phones and e-mail]", "[Fax]", "+44 20 7946 0000")

    await chat.play("""
        > +44 20 7946 0001
        My Profile · My details — 12065550100 Alice Adams
        Save this?
        Fax: not set → +44 20 7946 0001
        [Cancel]  [Save]
        > what is this
        My Profile · My details — 12065550100 Alice Adams
        I cannot use that here. Please tap a button below.
        Save this?
        Fax: not set → +44 20 7946 0001
        [Cancel]  [Save]
        > /frobnicate
        My Profile · My details — 12065550100 Alice Adams
        I cannot use that here. Please tap a button below.
        Save this?
        Fax: not set → +44 20 7946 0001
        [Cancel]  [Save]
        > yes
        My Profile · My details — 12065550100 Alice Adams
        Phones and e-mail
        Contact person: not set
        Phone: +1 206-555-0900
        Second person: not set
        Second phone: not set
        Fax: +44 20 7946 0001
        E-mail: alice@example.com
        Copies by e-mail: not set
        Tap what you want to change.
        [Contact person]  [Phone]
        [Second person]  [Second phone]
        [Fax]  [E-mail]
        [Copies by e-mail]
        [Back]  [Home]
    """)


async def test_a_contact_at_the_review_takes_the_place_of_what_was_typed(chat: ChatUser) -> None:
    await chat.moves("/profile", "[Phones and e-mail]", "[Phone]", "+12065550901")

    await chat.share_contact("12065550901")

    assert "It is the number of your own contact" in await chat.last()


async def test_no_at_the_review_is_cancel(chat: ChatUser, desk: Desk) -> None:
    await chat.moves("/profile", "[Address]", "[City]", "Boston")

    await chat.play("""
        > No!
        My Profile · My details — 12065550100 Alice Adams
        Canceled. Nothing was changed.
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
    """)

    assert await desk.log("update_account") == []


async def test_a_stray_command_does_not_end_an_open_question(chat: ChatUser) -> None:
    await chat.moves("/alerts", "[Quiet hours: off]", "22:00")

    await chat.play("""
        > /frobnicate
        My Profile · Alerts — 12065550100 Alice Adams
        I cannot use that here. Please answer the question, or cancel it.
        Step 2 of 2
        Until what time?
        [06:00]  [07:00]
        [08:00]  [09:00]
        [Back]  [Cancel]
        > 07:00
        My Profile · Alerts — 12065550100 Alice Adams
        I write to you when one of these happens on this line. Tap one to change it.
        [New voicemail: on]  [Missed calls: on]
        [Low balance: on]  [Plan reminders: on]
        [End of a forward: on]  [Phone offline: off]
        [Low is below $5.00]
        [Quiet hours: 22:00 to 07:00]
        [Home]
    """)


async def test_yes_alone_sends_no_money(chat: ChatUser, desk: Desk) -> None:
    await chat.moves("/transfer", "+380 67 765 4321", "1")

    await chat.say("yes")

    assert "Please tap a button below." in await chat.last()
    assert await desk.log("transfer_funds") == []


@pytest.mark.row("S44", "S53")
async def test_a_sound_that_nobody_asked_for_is_led_to_where_it_is_used(chat: ChatUser) -> None:
    await chat.send_file("voice", voice(1), "voice.ogg")
    assert (await chat.screen(1)).splitlines() == [
        "Home — 12065550100 Alice Adams",
        "What is it for? Open that first, then send it there once more.",
        "[Greetings]  [Music on hold]",
        "[Home]",
    ]

    await chat.send_file("document", b"name,number\nMum,+12125550123\n", "book.csv")
    assert "[Phone book]" in await chat.last()
