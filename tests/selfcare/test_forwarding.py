"""Forwarding: what is set, one number in one message, the end of it, and the way back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import SOON, World
from tests.selfcare.forwarding import line_of, monday_noon, writes


@pytest.mark.row("S33")
@pytest.mark.row("N05")
async def test_one_message_forwards_after_a_look(chat: ChatUser, desk: Desk) -> None:
    await chat.play("""
        > forward to 206 555 0177 until tomorrow 18:00
        IP Centrex · Forwarding — 12065550100 Alice Adams
        This is how it will be:
        If someone calls now, the call goes to +1 206-555-0177.
        Until tomorrow 18:00. Then what was there before is put back.
        [Back]  [Cancel]  [Forward calls]
        > [Forward calls]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        If someone calls now, the call goes to +1 206-555-0177.
        Forwarding: One number
        Calls go to: +1 206-555-0177
        It rings for: 30 seconds
        Until tomorrow 18:00. Then what was there before is put back.
        Before, forwarding was off.
        [Forward to a number]  [Follow-me]
        [Advanced]  [SIP address]
        [Switch off]  [Change the end]
        [Put back now]
        [Home]
        > [Switch off]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        This ends by itself: tomorrow 18:00.
        Before, forwarding was off.
        You can put that back now, or switch forwarding off for good.
        [Put back now]  [Off for good]
        [Back]  [Home]
        > [Put back now]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to voicemail.
        Forwarding: Off
        [Forward to a number]  [Follow-me]
        [Advanced]  [SIP address]
        [Home]
    """)


@pytest.mark.row("S33")
async def test_a_command_asks_what_it_was_not_told(world: World, chat: ChatUser) -> None:
    monday_noon(world)
    await chat.play("""
        > /forward 206 555 0177
        IP Centrex · Forwarding — 12065550100 Alice Adams
        Step 3 of 3
        Until when? You can also type it, for example “tomorrow 9:00” or “for 2 hours”.
        [In 1 hour]  [Today 18:00]
        [Tomorrow 09:00]  [Monday 09:00]
        [Until I change it]  [Choose a day]
        [Back]  [Cancel]
        > [Until I change it]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        This is how it will be:
        If someone calls now, the call goes to +1 206-555-0177.
        [Back]  [Cancel]  [Forward calls]
        > [Forward calls]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        If someone calls now, the call goes to +1 206-555-0177.
        Forwarding: One number
        Calls go to: +1 206-555-0177
        It rings for: 30 seconds
        [Forward to a number]  [Follow-me]
        [Advanced]  [SIP address]
        [Switch off]  [Undo]
        [Home]
        > [Undo]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to voicemail.
        Forwarding: Off
        [Forward to a number]  [Follow-me]
        [Advanced]  [SIP address]
        [Home]
    """)


@pytest.mark.row("S33")
async def test_forwarding_step_by_step(world: World, chat: ChatUser, desk: Desk) -> None:
    monday_noon(world)
    await chat.play("""
        > /forward
        IP Centrex · Forwarding — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to voicemail.
        Forwarding: Off
        [Forward to a number]  [Follow-me]
        [Advanced]  [SIP address]
        [Home]
        > [Forward to a number]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        Step 1 of 3
        Where should your calls go? Send a number or an extension, or share a contact.
        [Cancel]
        > 206 555 0177 until tonight
        IP Centrex · Forwarding — 12065550100 Alice Adams
        I ask for the rest next. Is this the number?
        Step 1 of 3
        Where should your calls go? Send a number or an extension, or share a contact.
        [Yes: +12065550177]
        [Cancel]
        > [Yes: +12065550177]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        Step 2 of 3
        Should your own phone ring first? You can also type the seconds.
        [Forward at once]  [After 15 seconds]
        [After 20 seconds]  [After 30 seconds]
        [Back]  [Cancel]
        > [After 20 seconds]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        Step 3 of 3
        Until when? You can also type it, for example “tomorrow 9:00” or “for 2 hours”.
        [In 1 hour]  [Today 18:00]
        [Tomorrow 09:00]  [Monday 09:00]
        [Until I change it]  [Choose a day]
        [Back]  [Cancel]
        > yesterday
        IP Centrex · Forwarding — 12065550100 Alice Adams
        This needs a time ahead, for example 18:00, tomorrow 9:00, or 2 hours.
        Step 3 of 3
        Until when? You can also type it, for example “tomorrow 9:00” or “for 2 hours”.
        [In 1 hour]  [Today 18:00]
        [Tomorrow 09:00]  [Monday 09:00]
        [Until I change it]  [Choose a day]
        [Back]  [Cancel]
        > for 2 hours
        IP Centrex · Forwarding — 12065550100 Alice Adams
        This is how it will be:
        If someone calls now, your phone rings for 20 seconds, then the call goes to +1 206-555-0177, then to voicemail.
        Until today 14:00. Then what was there before is put back.
        [Back]  [Cancel]  [Forward calls]
        > [Back]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        Step 3 of 3
        Until when? You can also type it, for example “tomorrow 9:00” or “for 2 hours”.
        [In 1 hour]  [Today 18:00]
        [Tomorrow 09:00]  [Monday 09:00]
        [Until I change it]  [Choose a day]
        [Back]  [Cancel]
        > [Back]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        Step 2 of 3
        Should your own phone ring first? You can also type the seconds.
        [Forward at once]  [After 15 seconds]
        [After 20 seconds]  [After 30 seconds]
        [Back]  [Cancel]
        > 250
        IP Centrex · Forwarding — 12065550100 Alice Adams
        This needs 5 to 120 seconds, for example 20.
        Step 2 of 3
        Should your own phone ring first? You can also type the seconds.
        [Forward at once]  [After 15 seconds]
        [After 20 seconds]  [After 30 seconds]
        [Back]  [Cancel]
        > 25
        IP Centrex · Forwarding — 12065550100 Alice Adams
        This is how it will be:
        If someone calls now, your phone rings for 25 seconds, then the call goes to +1 206-555-0177, then to voicemail.
        Until today 14:00. Then what was there before is put back.
        [Back]  [Cancel]  [Forward calls]
        > [Forward calls]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        If someone calls now, your phone rings for 25 seconds, then the call goes to +1 206-555-0177, then to voicemail.
        Forwarding: One number
        Calls go to: +1 206-555-0177
        It rings for: 30 seconds
        Until today 14:00. Then what was there before is put back.
        Before, forwarding was off.
        [Forward to a number]  [Follow-me]
        [Advanced]  [SIP address]
        [Switch off]  [Change the end]
        [Put back now]
        [Home]
    """)

    assert line_of(world)["answer"] == "7"
    assert line_of(world)["timeout"] == ["25"]


@pytest.mark.row("S33")
async def test_a_slip_in_the_number_is_offered_mended(chat: ChatUser, desk: Desk) -> None:
    await chat.play("""
        > forward to +0 44 20 7946 0018 until tomorrow 9:00
        IP Centrex · Forwarding — 12065550100 Alice Adams
        Did you mean +44 20 7946 0018?
        Step 1 of 3
        Where should your calls go? Send a number or an extension, or share a contact.
        [Yes: +442079460018]
        [Cancel]
        > [Yes: +442079460018]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        Step 2 of 3
        Should your own phone ring first? You can also type the seconds.
        [Forward at once]  [After 15 seconds]
        [After 20 seconds]  [After 30 seconds]
        [Back]  [Cancel]
        > [Forward at once]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        This is how it will be:
        If someone calls now, the call goes to +44 20 7946 0018.
        Until tomorrow 09:00. Then what was there before is put back.
        This number is abroad. You pay for each forwarded call as for a call there.
        [Back]  [Cancel]  [Forward abroad]
        > [Cancel]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        Canceled. Forwarding stays as it was.
        If someone calls now, your phone rings for 30 seconds, then the call goes to voicemail.
        Forwarding: Off
        [Forward to a number]  [Follow-me]
        [Advanced]  [SIP address]
        [Home]
    """)


@pytest.mark.row("S33")
@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("forward everything to the office", "If someone calls now, your phone rings"),
        ("call forwarding", "If someone calls now, your phone rings"),
        ("redirect my calls until tomorrow", "Where should your calls go?"),
        ("turn off forwarding", "Forwarding is off already."),
        ("/forward off", "Forwarding is off already."),
        ("скасуй переадресацію", "Forwarding is off already."),
        ("forward to 101 for 2 hours", "the call goes to 101."),
        ("переадресуй на 206 555 0177 до завтра 18:00", "the call goes to +1 206-555-0177."),
        ("forward to +1 900 555 0123 until tomorrow", "You pay its price for each"),
    ],
)
async def test_what_is_said_opens_what_is_meant(
    world: World, chat: ChatUser, said: str, answer: str
) -> None:
    await chat.say(said)

    assert answer in await chat.last()
    assert await writes(world) == []


@pytest.mark.row("S33")
async def test_what_cannot_be_a_destination_is_asked_again(chat: ChatUser) -> None:
    await chat.play("""
        > forward to my friend at 5 sometime
        IP Centrex · Forwarding — 12065550100 Alice Adams
        I did not understand “friend at 5 sometime”. Send just the number, for example +12065550123.
        Step 1 of 3
        Where should your calls go? Send a number or an extension, or share a contact.
        [Cancel]
        > 12065550100
        IP Centrex · Forwarding — 12065550100 Alice Adams
        That is this line's own number. Send another one.
        Step 1 of 3
        Where should your calls go? Send a number or an extension, or share a contact.
        [Cancel]
        > 12125550170
        IP Centrex · Forwarding — 12065550100 Alice Adams
        That is this line's own number. Send another one.
        Step 1 of 3
        Where should your calls go? Send a number or an extension, or share a contact.
        [Cancel]
        > 911
        IP Centrex · Forwarding — 12065550100 Alice Adams
        That is an emergency number. Calls cannot be forwarded there.
        Step 1 of 3
        Where should your calls go? Send a number or an extension, or share a contact.
        [Cancel]
        > hello
        IP Centrex · Forwarding — 12065550100 Alice Adams
        I could not read a number there. Send one such as +12065550123, or an extension.
        Step 1 of 3
        Where should your calls go? Send a number or an extension, or share a contact.
        [Cancel]
        > +1206555017
        IP Centrex · Forwarding — 12065550100 Alice Adams
        “+1206555017” is not a number that calls can go to. Send one such as +12065550123.
        Step 1 of 3
        Where should your calls go? Send a number or an extension, or share a contact.
        [Cancel]
        > /cancel
        IP Centrex · Forwarding — 12065550100 Alice Adams
        Canceled. Forwarding stays as it was.
        If someone calls now, your phone rings for 30 seconds, then the call goes to voicemail.
        Forwarding: Off
        [Forward to a number]  [Follow-me]
        [Advanced]  [SIP address]
        [Home]
    """)


@pytest.mark.row("S33")
async def test_a_number_abroad_needs_a_yes_of_its_own(chat: ChatUser, desk: Desk) -> None:
    await chat.play("""
        > forward to +380 44 123 45 67 until tomorrow 18:00
        IP Centrex · Forwarding — 12065550100 Alice Adams
        This is how it will be:
        If someone calls now, the call goes to +380 44 123 4567.
        Until tomorrow 18:00. Then what was there before is put back.
        This number is abroad. You pay for each forwarded call as for a call there.
        [Back]  [Cancel]  [Forward abroad]
        > [Forward abroad]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        If someone calls now, the call goes to +380 44 123 4567.
        Forwarding: One number
        Calls go to: +380 44 123 4567
        It rings for: 30 seconds
        Until tomorrow 18:00. Then what was there before is put back.
        Before, forwarding was off.
        [Forward to a number]  [Follow-me]
        [Advanced]  [SIP address]
        [Switch off]  [Change the end]
        [Put back now]
        [Home]
    """)


@pytest.mark.row("S28")
async def test_switching_off_shows_first_what_calls_will_do(chat: ChatUser, desk: Desk) -> None:
    await chat.moves("forward to 206 555 0177", "[Until I change it]", "[Forward calls]")
    await chat.play("""
        > stop forwarding
        IP Centrex · Forwarding — 12065550100 Alice Adams
        This is how it will be:
        If someone calls now, your phone rings for 30 seconds, then the call goes to voicemail.
        [Only until …]
        [Cancel]  [Switch off]
        > [Switch off]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to voicemail.
        Forwarding: Off
        [Forward to a number]  [Follow-me]
        [Advanced]  [SIP address]
        [Undo]
        [Home]
        > [Undo]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        If someone calls now, the call goes to +1 206-555-0177.
        Forwarding: One number
        Calls go to: +1 206-555-0177
        It rings for: 30 seconds
        [Forward to a number]  [Follow-me]
        [Advanced]  [SIP address]
        [Switch off]
        [Home]
    """)


@pytest.mark.row("S28")
async def test_a_locked_mode_says_who_controls_it(world: World) -> None:
    carol = await world.user("Carol")
    await carol.sign_in("carol")

    await carol.play("""
        > /forward
        IP Centrex · Forwarding — 12065550102 Carol Cole
        If someone calls now, your phone rings for 30 seconds, then the call ends. Screening rules are on and may treat some callers differently.
        Forwarding: Off (locked)
        The provider sets the forwarding of this line.
        [Ask the provider]
        [Home]
        > forward to 206 555 0177 until tomorrow 18:00
        IP Centrex · Forwarding — 12065550102 Carol Cole
        Your provider does not let you change that here.
        If someone calls now, your phone rings for 30 seconds, then the call ends. Screening rules are on and may treat some callers differently.
        Forwarding: Off (locked)
        The provider sets the forwarding of this line.
        [Ask the provider]
        [Home]
        > [Ask the provider]
        My Profile · Help — 12065550102 Carol Cole
        Here is a message to your provider that you can send:
        Hello. This is about my line 12065550102. Please let me change its forwarding.
        To talk to a person at Example Telecom: +1 206 555 0199
        [Copy the message ⧉ Hello. This is about my line 12065550102. Please let me change its forwarding.]
        [Back]  [Home]
    """)


@pytest.mark.row("S28")
async def test_only_the_kinds_that_the_operator_permits_are_offered(
    world: World, chat: ChatUser
) -> None:
    await world.restart(forward_modes=("C",))

    await chat.play("""
        > /forward
        IP Centrex · Forwarding — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to voicemail.
        Forwarding: Off
        The provider can enable the other kinds of forwarding.
        [Forward to a number]  [Ask the provider]
        [Home]
    """)


@pytest.mark.row("S33")
async def test_two_taps_on_save_write_once(world: World, chat: ChatUser) -> None:
    await chat.moves("forward to 206 555 0177 until tomorrow 18:00")

    await chat.tap("Forward calls", times=2)

    sent = await writes(world)
    assert sent.count("add_followme_number") == 1
    assert sent == [
        "update_service_features",
        "update_account_followme",
        "add_followme_number",
        "update_service_features",
    ]


@pytest.mark.row("S33")
async def test_a_restart_in_the_middle_loses_nothing(world: World, chat: ChatUser) -> None:
    await chat.moves("/forward", "[Forward to a number]", "206 555 0177")
    await world.restart()
    await chat.moves("[Forward at once]")
    await world.restart()
    await chat.moves("tomorrow 18:00")
    await world.restart()

    await chat.play("""
        > [Forward calls]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        If someone calls now, the call goes to +1 206-555-0177.
        Forwarding: One number
        Calls go to: +1 206-555-0177
        It rings for: 30 seconds
        Until tomorrow 18:00. Then what was there before is put back.
        Before, forwarding was off.
        [Forward to a number]  [Follow-me]
        [Advanced]  [SIP address]
        [Switch off]  [Change the end]
        [Put back now]
        [Home]
    """)


@pytest.mark.row("S33")
async def test_a_refusal_in_the_middle_takes_back_what_was_done(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    before = line_of(world)
    await chat.moves("forward to 206 555 0177 until tomorrow 18:00")
    await desk.fault("Account/add_followme_number", "fault", faultcode="Server.Account.no", times=1)

    await chat.play("""
        > [Forward calls]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        The provider refused: “Ordered at the provider's desk.” Nothing was changed.
        [Cancel]  [Try again]
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
    assert "add_followme_number" in await writes(world)


@pytest.mark.row("S33")
async def test_silence_after_a_write_shows_what_is_set_now(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await world.restart(provider_timeout=SOON)
    await chat.moves("forward to 206 555 0177 until tomorrow 18:00")
    await desk.fault("Account/add_followme_number", "silent_after", times=1)

    await chat.play("""
        > [Forward calls]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        The provider did not answer in time. This is what is set now; if it is not what you wanted, try again.
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0177, then to voicemail.
        Forwarding: One number
        Calls go to: +1 206-555-0177
        It rings for: 30 seconds
        Until tomorrow 18:00. Then what was there before is put back.
        Before, forwarding was off.
        [Try again]  [Forward to a number]
        [Follow-me]  [Advanced]
        [SIP address]  [Switch off]
        [Change the end]  [Put back now]
        [Home]
        > [Try again]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        This is how it will be:
        If someone calls now, the call goes to +1 206-555-0177.
        Until tomorrow 18:00. Then what was there before is put back.
        [Back]  [Cancel]  [Forward calls]
        > [Forward calls]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        If someone calls now, the call goes to +1 206-555-0177.
        Forwarding: One number
        Calls go to: +1 206-555-0177
        It rings for: 30 seconds
        Until tomorrow 18:00. Then what was there before is put back.
        Before, forwarding was off.
        [Forward to a number]  [Follow-me]
        [Advanced]  [SIP address]
        [Switch off]  [Change the end]
        [Put back now]
        [Home]
    """)

    assert (await writes(world)).count("add_followme_number") == 1


@pytest.mark.row("S33")
async def test_silence_before_a_write_changes_nothing_and_can_be_tried_again(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await world.restart(provider_timeout=SOON)
    await chat.moves("forward to 206 555 0177 until tomorrow 18:00")
    await desk.fault("Account/update_service_features", "silent_before", times=1)

    await chat.play("""
        > [Forward calls]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        The provider did not answer in time. This is what is set now; if it is not what you wanted, try again.
        If someone calls now, your phone rings for 30 seconds, then the call goes to voicemail.
        Forwarding: Off
        [Try again]  [Forward to a number]
        [Follow-me]  [Advanced]
        [SIP address]
        [Home]
        > [Try again]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        This is how it will be:
        If someone calls now, the call goes to +1 206-555-0177.
        Until tomorrow 18:00. Then what was there before is put back.
        [Back]  [Cancel]  [Forward calls]
        > [Forward calls]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        If someone calls now, the call goes to +1 206-555-0177.
        Forwarding: One number
        Calls go to: +1 206-555-0177
        It rings for: 30 seconds
        Until tomorrow 18:00. Then what was there before is put back.
        Before, forwarding was off.
        [Forward to a number]  [Follow-me]
        [Advanced]  [SIP address]
        [Switch off]  [Change the end]
        [Put back now]
        [Home]
    """)


@pytest.mark.row("S33")
async def test_a_session_that_ends_says_so_and_nothing_is_changed(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await chat.moves("forward to 206 555 0177 until tomorrow 18:00")
    await desk.expire(refresh=True)

    await chat.play("""
        > [Forward calls]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        Your session with the provider has ended, so nothing was changed. Sign in again to go on.
        [Sign in]
        [Back]  [Home]
    """)

    assert await writes(world) == []


@pytest.mark.row("S33")
async def test_forwarding_in_ukrainian(world: World) -> None:
    olena = await world.user("Олена", "uk")
    row = await world.desk.account("dmytro")
    await olena.moves("/signin", "[Логін і пароль]", "dmytro", row["password"])
    monday_noon(world)

    await olena.play("""
        > переадресація на 044 123 45 68 на 2 години
        IP Centrex · Переадресація — 380441234567 Дмитро Коваленко
        Ось як буде:
        Якщо зараз хтось зателефонує, дзвінок піде на +380 44 123 4568.
        До: сьогодні 21:00. Потім повернеться те, що було раніше.
        [Назад]  [Скасувати]  [Переадресувати]
        > /cancel
        IP Centrex · Переадресація — 380441234567 Дмитро Коваленко
        Скасовано. Переадресація залишається без змін.
        Якщо зараз хтось зателефонує, ваш телефон дзвонитиме 30 секунд, потім дзвінок піде на голосову пошту.
        Переадресація: Вимкнено
        [На один номер]  [Слідом за мною]
        [Розширена]  [SIP-адреса]
        [Головна]
    """)


@pytest.mark.row("N01")
async def test_an_end_can_be_moved_and_given_up(world: World, chat: ChatUser) -> None:
    monday_noon(world)
    await chat.moves("forward to 206 555 0177 until tomorrow 18:00", "[Forward calls]")
    await chat.play("""
        > [Change the end]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        Until when should it stay as it is now?
        [In 1 hour]  [Today 18:00]
        [Tomorrow 09:00]  [Monday 09:00]
        [Until I change it]  [Choose a day]
        [Cancel]
        > tomorrow 20:00
        IP Centrex · Forwarding — 12065550100 Alice Adams
        If someone calls now, the call goes to +1 206-555-0177.
        Forwarding: One number
        Calls go to: +1 206-555-0177
        It rings for: 30 seconds
        Until tomorrow 20:00. Then what was there before is put back.
        Before, forwarding was off.
        [Forward to a number]  [Follow-me]
        [Advanced]  [SIP address]
        [Switch off]  [Change the end]
        [Put back now]
        [Home]
        > [Change the end]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        Until when should it stay as it is now?
        [In 1 hour]  [Today 18:00]
        [Tomorrow 09:00]  [Monday 09:00]
        [Until I change it]  [Choose a day]
        [Cancel]
        > [Until I change it]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        If someone calls now, the call goes to +1 206-555-0177.
        Forwarding: One number
        Calls go to: +1 206-555-0177
        It rings for: 30 seconds
        [Forward to a number]  [Follow-me]
        [Advanced]  [SIP address]
        [Switch off]
        [Home]
    """)


@pytest.mark.row("N01")
async def test_an_end_that_passes_while_one_thinks_is_asked_again(
    world: World, chat: ChatUser
) -> None:
    monday_noon(world)
    await chat.moves("forward to 206 555 0177 until 18:00")
    world.clock.advance(hours=7)

    await chat.play("""
        > [Forward calls]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        That time has already passed.
        Step 3 of 3
        Until when? You can also type it, for example “tomorrow 9:00” or “for 2 hours”.
        [In 1 hour]  [Tomorrow 09:00]
        [Monday 09:00]  [Until I change it]
        [Choose a day]
        [Back]  [Cancel]
        > until tomorrow 9:00
        IP Centrex · Forwarding — 12065550100 Alice Adams
        This is how it will be:
        If someone calls now, the call goes to +1 206-555-0177.
        Until tomorrow 09:00. Then what was there before is put back.
        [Back]  [Cancel]  [Forward calls]
        > [Forward calls]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        If someone calls now, the call goes to +1 206-555-0177.
        Forwarding: One number
        Calls go to: +1 206-555-0177
        It rings for: 30 seconds
        Until tomorrow 09:00. Then what was there before is put back.
        Before, forwarding was off.
        [Forward to a number]  [Follow-me]
        [Advanced]  [SIP address]
        [Switch off]  [Change the end]
        [Put back now]
        [Home]
        > [Change the end]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        Until when should it stay as it is now?
        [In 1 hour]  [Tomorrow 09:00]
        [Monday 09:00]  [Until I change it]
        [Choose a day]
        [Cancel]
    """)

    world.clock.advance(hours=2)
    await chat.play("""
        > [In 1 hour]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        That time has already passed.
        Until when should it stay as it is now?
        [In 1 hour]  [Tomorrow 09:00]
        [Monday 09:00]  [Until I change it]
        [Choose a day]
        [Cancel]
    """)


@pytest.mark.row("N01")
async def test_a_second_timed_change_leads_back_to_the_first_state(
    world: World, chat: ChatUser
) -> None:
    before = line_of(world)
    await chat.moves("forward to 206 555 0177 until tomorrow 18:00", "[Forward calls]")
    await chat.moves("forward to 206 555 0178 until tomorrow 20:00", "[Forward calls]")

    await chat.play("""
        > [Put back now]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to voicemail.
        Forwarding: Off
        [Forward to a number]  [Follow-me]
        [Advanced]  [SIP address]
        [Home]
    """)

    assert line_of(world) == before


async def test_undo_leaves_alone_what_somebody_has_changed_since(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await chat.moves("forward to 206 555 0177", "[Until I change it]", "[Forward calls]")
    await desk.settings(features={"forward_mode": "N"})

    await chat.play("""
        > [Undo]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        Forwarding has been changed since, so nothing was taken back.
        If someone calls now, the call is not answered. The answering mode forwards calls, but forwarding is off.
        Forwarding: Off
        [Forward to a number]  [Follow-me]
        [Advanced]  [SIP address]
        [Home]
    """)


async def test_off_for_good_ends_the_timed_change_too(world: World, chat: ChatUser) -> None:
    await chat.moves("forward to 206 555 0177 until tomorrow 18:00", "[Forward calls]")

    await chat.play("""
        > [Switch off]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        This ends by itself: tomorrow 18:00.
        Before, forwarding was off.
        You can put that back now, or switch forwarding off for good.
        [Put back now]  [Off for good]
        [Back]  [Home]
        > [Off for good]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        This is how it will be:
        If someone calls now, your phone rings for 30 seconds, then the call goes to voicemail.
        It stays for good: what was there before is not put back any more.
        [Cancel]  [Switch off]
        > [Switch off]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to voicemail.
        Forwarding: Off
        [Forward to a number]  [Follow-me]
        [Advanced]  [SIP address]
        [Undo]
        [Home]
        > [Undo]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        If someone calls now, the call goes to +1 206-555-0177.
        Forwarding: One number
        Calls go to: +1 206-555-0177
        It rings for: 30 seconds
        Until tomorrow 18:00. Then what was there before is put back.
        Before, forwarding was off.
        [Forward to a number]  [Follow-me]
        [Advanced]  [SIP address]
        [Switch off]  [Change the end]
        [Put back now]
        [Home]
    """)


@pytest.mark.row("S33")
async def test_a_line_without_forwarding_still_says_where_a_call_goes(
    world: World, chat: ChatUser
) -> None:
    alice = world.account()
    alice.product = replace(alice.product, absent=alice.product.absent | {"forward_mode"})
    await chat.play("""
        > /forward
        IP Centrex · Forwarding — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to voicemail.
        This line has no forwarding. The provider can add it.
        [Ask the provider]
        [Home]
    """)


@pytest.mark.row("S33")
async def test_what_is_written_at_a_review_does_not_lose_it(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    monday_noon(world)
    await chat.moves("/forward +12065550199 until 18:00")

    await chat.play("""
        > hm, what now
        IP Centrex · Forwarding — 12065550100 Alice Adams
        I cannot use that here. Please tap a button below.
        This is how it will be:
        If someone calls now, the call goes to +1 206-555-0199.
        Until today 18:00. Then what was there before is put back.
        [Back]  [Cancel]  [Forward calls]
    """)
    await chat.share_contact("+12065550123", own=False)
    assert "the call goes to +1 206-555-0123." in await chat.last(), (
        "it takes the first one's place"
    )
    assert await writes(world) == []
    await chat.play("""
        > forward calls
        IP Centrex · Forwarding — 12065550100 Alice Adams
        If someone calls now, the call goes to +1 206-555-0123.
        Forwarding: One number
        Calls go to: +1 206-555-0123
        It rings for: 30 seconds
        Until today 18:00. Then what was there before is put back.
        Before, forwarding was off.
        [Forward to a number]  [Follow-me]
        [Advanced]  [SIP address]
        [Switch off]  [Change the end]
        [Put back now]
        [Home]
    """)
    assert line_of(world)["numbers"][0]["redirect_number"] == "12065550123"


@pytest.mark.row("S33")
async def test_a_contact_or_a_name_is_a_destination_too(world: World, chat: ChatUser) -> None:
    await chat.moves("/forward", "[Forward to a number]")
    await chat.share_contact("911", own=False)
    assert "That is an emergency number." in await chat.last()
    await chat.share_contact("12065550100")
    assert "That is this line's own number." in await chat.last()
    await chat.share_contact("+1 (206) 555-0177", own=False)
    await chat.moves("[Forward at once]", "[Until I change it]")
    await chat.moves("[Forward calls]")

    assert line_of(world)["numbers"][0]["redirect_number"] == "12065550177"
    await chat.moves("/forward", "[Forward to a number]", "Mum", "[Forward at once]", "for 2 hours")
    assert "the call goes to +1 212-555-0123." in await chat.last()
