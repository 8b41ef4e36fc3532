"""Do not disturb: nothing rings for a while, and then everything is as it was."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.patience import PATIENCE
from tests.harness.process import running
from tests.harness.world import SOON, World
from tests.selfcare.forwarding import has_list, line_of, monday_noon


@pytest.mark.row("A01")
async def test_one_tap_keeps_the_phone_still_and_it_rings_again_after_a_restart(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    monday_noon(world)
    has_list(world, "12065550177", "12065550178")
    before = line_of(world)

    await chat.play("""
        > /dnd
        IP Centrex · Do not disturb — 12065550100 Alice Adams
        Your phone keeps still as long as you like, and then rings again by itself.
        Meanwhile callers go to voicemail at once.
        Nothing is forwarded to +1 206-555-0177 and +1 206-555-0178 meanwhile; that comes back too.
        Until when?
        [In 1 hour]  [Today 18:00]
        [Tomorrow 09:00]  [Monday 09:00]
        [Another time]  [For good]
        [Home]
        > [Today 18:00]
        IP Centrex · Do not disturb — 12065550100 Alice Adams
        Do not disturb is on until today 18:00.
        If someone calls now, the call goes to voicemail.
        Nothing is forwarded to +1 206-555-0177 and +1 206-555-0178 meanwhile; that comes back too.
        Then calls are answered again as before.
        [End it now]  [Another end]
        [Home]
        > [Another end]
        IP Centrex · Do not disturb — 12065550100 Alice Adams
        Until when? You can also type it, for example “16:30” or “for 40 minutes”.
        [In 1 hour]  [Today 18:00]
        [Tomorrow 09:00]  [Monday 09:00]
        [Choose a day]
        [Cancel]
        > yesterday
        IP Centrex · Do not disturb — 12065550100 Alice Adams
        This needs a time ahead, for example 18:00, tomorrow 9:00, or 2 hours.
        Until when? You can also type it, for example “16:30” or “for 40 minutes”.
        [In 1 hour]  [Today 18:00]
        [Tomorrow 09:00]  [Monday 09:00]
        [Choose a day]
        [Cancel]
        > for 8 hours
        IP Centrex · Do not disturb — 12065550100 Alice Adams
        Do not disturb is on until today 20:00.
        If someone calls now, the call goes to voicemail.
        Nothing is forwarded to +1 206-555-0177 and +1 206-555-0178 meanwhile; that comes back too.
        Then calls are answered again as before.
        [End it now]  [Another end]
        [Home]
    """)
    assert line_of(world)["answer"] == "4"
    await world.stop()
    world.clock.advance(hours=9)
    await world.start()
    await chat.waits_for("is over")

    await chat.play("""
        > [Do not disturb]
        IP Centrex · Do not disturb — 12065550100 Alice Adams
        Your phone keeps still as long as you like, and then rings again by itself.
        Meanwhile callers go to voicemail at once.
        Nothing is forwarded to +1 206-555-0177 and +1 206-555-0178 meanwhile; that comes back too.
        Until when?
        [In 1 hour]  [Tomorrow 09:00]
        [Monday 09:00]  [Another time]
        [For good]
        [Home]
    """)
    assert line_of(world) == before


@pytest.mark.row("A01")
async def test_it_is_on_top_of_a_forward_and_both_end_in_their_time(
    world: World, chat: ChatUser
) -> None:
    monday_noon(world)
    before = line_of(world)
    await chat.moves("forward to 206 555 0179 until tomorrow 9:00", "[Forward calls]")
    forwarded = line_of(world)

    await chat.play("""
        > do not disturb until 18:00
        IP Centrex · Do not disturb — 12065550100 Alice Adams
        Your phone keeps still as long as you like, and then rings again by itself.
        Meanwhile callers go to voicemail at once.
        Nothing is forwarded to +1 206-555-0179 meanwhile; that comes back too.
        Until when?
        [Until today 18:00]  [Another time]
        [For good]
        [Home]
        > [Until today 18:00]
        IP Centrex · Do not disturb — 12065550100 Alice Adams
        Do not disturb is on until today 18:00.
        If someone calls now, the call goes to voicemail.
        Nothing is forwarded to +1 206-555-0179 meanwhile; that comes back too.
        Then calls are answered again as before.
        [End it now]  [Another end]
        [Home]
        > /forward
        IP Centrex · Forwarding — 12065550100 Alice Adams
        If someone calls now, the call goes to voicemail. Forwarding is set up, but the answering mode does not use it.
        Forwarding: One number
        Calls go to: +1 206-555-0179
        It rings for: 30 seconds
        Until tomorrow 09:00. Then what was there before is put back.
        Before, forwarding was off.
        Do not disturb is on until today 18:00. To change this now, end it first.
        [Do not disturb]
        [Home]
        > forward to 206 555 0180 until tomorrow 18:00
        IP Centrex · Forwarding — 12065550100 Alice Adams
        If someone calls now, the call goes to voicemail. Forwarding is set up, but the answering mode does not use it.
        Forwarding: One number
        Calls go to: +1 206-555-0179
        It rings for: 30 seconds
        Until tomorrow 09:00. Then what was there before is put back.
        Before, forwarding was off.
        Do not disturb is on until today 18:00. To change this now, end it first.
        [Do not disturb]
        [Home]
        > /answering
        IP Centrex · Answering — 12065550100 Alice Adams
        If someone calls now, the call goes to voicemail. Forwarding is set up, but the answering mode does not use it.
        Do not disturb is on until today 18:00. To change this now, end it first.
        [Do not disturb]
        [Home]
        > [Do not disturb]
        IP Centrex · Do not disturb — 12065550100 Alice Adams
        Do not disturb is on until today 18:00.
        If someone calls now, the call goes to voicemail.
        Nothing is forwarded to +1 206-555-0179 meanwhile; that comes back too.
        Then calls are answered again as before.
        [End it now]  [Another end]
        [Home]
        > [End it now]
        IP Centrex · Do not disturb — 12065550100 Alice Adams
        Your phone keeps still as long as you like, and then rings again by itself.
        Meanwhile callers go to voicemail at once.
        Nothing is forwarded to +1 206-555-0179 meanwhile; that comes back too.
        Until when?
        [In 1 hour]  [Today 18:00]
        [Tomorrow 09:00]  [Monday 09:00]
        [Another time]  [For good]
        [Home]
    """)
    assert line_of(world) == forwarded

    await chat.moves("/dnd", "[Tomorrow 09:00]")
    await world.stop()
    world.clock.advance(hours=24)
    await world.start()
    await chat.waits_for("Do not disturb is over")
    world.clock.advance(seconds=10)  # the next tick
    await world.restart()
    await chat.waits_for("your forwarding is again what it was before")
    assert line_of(world) == before


@pytest.mark.row("A01")
async def test_what_somebody_changes_meanwhile_is_left_alone(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    monday_noon(world)
    await desk.settings(features={"unified_messaging": "N"})
    await chat.moves("/dnd", "[In 1 hour]")
    assert line_of(world)["answer"] == "0"
    await desk.settings(features={"default_action": "1"})

    await chat.play("""
        > /dnd
        IP Centrex · Do not disturb — 12065550100 Alice Adams
        Do not disturb was on, but somebody has changed since how calls are answered.
        If someone calls now, your phone rings for 30 seconds, then the call ends.
        [Leave it like this]  [As it was before]
        [Home]
        > [Leave it like this]
        IP Centrex · Do not disturb — 12065550100 Alice Adams
        Your phone keeps still as long as you like, and then rings again by itself.
        Meanwhile calls are rejected.
        Until when?
        [In 1 hour]  [Today 18:00]
        [Tomorrow 09:00]  [Monday 09:00]
        [Another time]  [For good]
        [Home]
        > [In 1 hour]
        IP Centrex · Do not disturb — 12065550100 Alice Adams
        Do not disturb is on until today 13:00.
        If someone calls now, the call is rejected.
        Then calls are answered again as before.
        [End it now]  [Another end]
        [Home]
    """)
    await desk.settings(features={"default_action": "3"})
    await world.stop()
    world.clock.advance(hours=2)
    await world.start()

    assert await chat.waits_for("is over, but somebody has changed") == (
        "IP Centrex · Do not disturb — 12065550100 Alice Adams\n"
        "Do not disturb is over, but somebody has changed meanwhile how calls are answered. "
        "So I put nothing back and left it as it is now.\n"
        "If someone calls now, your phone rings for 30 seconds, then the call ends.\n"
        "[Do not disturb]\n"
        "[Home]"
    )
    assert line_of(world)["answer"] == "3"


async def test_the_same_again_brings_back_what_was_before_somebody_changed_it(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    monday_noon(world)
    await chat.moves("/dnd", "[In 1 hour]")
    await desk.settings(features={"default_action": "1"})

    await chat.moves("/dnd", "[As it was before]")

    assert line_of(world)["answer"] == "7"


@pytest.mark.row("A01")
async def test_an_end_that_the_provider_refuses_is_told(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    monday_noon(world)
    await chat.moves("/dnd", "[In 1 hour]")
    await desk.settings(locked_features=["default_action"])
    await world.stop()
    for _attempt in range(5):
        world.clock.advance(hours=1)
        await world.start()
        await world.ticked("timed")  # it tries as soon as it is there
        await world.stop()
    await world.start()

    told = await chat.waits_for("could not make your phone ring")
    assert "[Do not disturb]  [Talk to a person]" in told


async def test_a_refusal_and_a_silence_say_what_is_known(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await world.restart(provider_timeout=SOON)
    monday_noon(world)
    await desk.fault(
        "Account/update_service_features", "fault", faultcode="x", faultstring="Not now", times=1
    )
    await chat.play("""
        > /dnd
        IP Centrex · Do not disturb — 12065550100 Alice Adams
        Your phone keeps still as long as you like, and then rings again by itself.
        Meanwhile callers go to voicemail at once.
        Until when?
        [In 1 hour]  [Today 18:00]
        [Tomorrow 09:00]  [Monday 09:00]
        [Another time]  [For good]
        [Home]
        > [In 1 hour]
        IP Centrex · Do not disturb — 12065550100 Alice Adams
        The provider refused: “Ordered at the provider's desk.” Nothing was changed.
        [Back]  [Home]
    """)
    assert line_of(world)["answer"] == "7"

    await desk.fault("Account/update_service_features", "silent_before", times=1)
    await chat.moves("/dnd", "[In 1 hour]")
    assert "so I do not know" in await chat.last()

    await desk.fault("Account/update_service_features", "silent_after", times=1)
    await chat.play("""
        > [Try again]
        IP Centrex · Do not disturb — 12065550100 Alice Adams
        Your phone keeps still as long as you like, and then rings again by itself.
        Meanwhile callers go to voicemail at once.
        Until when?
        [In 1 hour]  [Today 18:00]
        [Tomorrow 09:00]  [Monday 09:00]
        [Another time]  [For good]
        [Home]
        > [In 1 hour]
        IP Centrex · Do not disturb — 12065550100 Alice Adams
        The provider has not answered, so I do not know whether the change was made. Look at what is set now before you try again.
        [Try again]
        [Home]
        > [Try again]
        IP Centrex · Do not disturb — 12065550100 Alice Adams
        Do not disturb is on until today 13:00.
        If someone calls now, the call goes to voicemail.
        Then calls are answered again as before.
        [End it now]  [Another end]
        [Home]
    """)
    assert line_of(world)["answer"] == "4"


@pytest.mark.row("A01")
async def test_a_bot_that_is_killed_while_it_begins_ends_it_all_the_same(
    world: World, chat: ChatUser, desk: Desk, tmp_path: Path
) -> None:
    monday_noon(world)
    await chat.moves("/dnd")
    await world.stop()
    await desk.fault("Account/update_service_features", "silent_after", times=1)
    async with running(world, tmp_path, provider_timeout=30) as bot:
        await chat.tap("In 1 hour", settle=False)
        async with asyncio.timeout(PATIENCE):
            while not await desk.log("update_service_features"):
                await asyncio.sleep(0.02)
        await bot.kill()
    assert line_of(world)["answer"] == "4"

    world.clock.advance(hours=2)
    await world.start()

    await chat.waits_for("Do not disturb is over")
    assert line_of(world)["answer"] == "7"


async def test_nothing_below_it_is_changed_from_an_older_message(
    world: World, chat: ChatUser
) -> None:
    monday_noon(world)
    await chat.moves("/answering", "[Calls: ring, voicemail]")
    older = (await chat.messages())[-1]
    (ring_only,) = (
        button["callback_data"]
        for row in older["reply_markup"]["inline_keyboard"]
        for button in row
        if button["text"] == "ring only"
    )
    await chat.moves("/dnd", "[Another time]")
    await world.restart()
    await chat.moves("in 3 hours")

    await chat.tap_data(older["message_id"], ring_only)
    await world.settled()

    (said,) = [one for one in await chat.messages() if one["message_id"] == older["message_id"]]
    assert "Do not disturb is on until today 15:00. To change this now" in said["text"]
    assert line_of(world)["answer"] == "4"
    await chat.play("""
        > my lines
        My Profile · My lines — 12065550100 Alice Adams
        You are signed in on this line.
        [12065550100 Alice Adams, open now]
        [Add a line]  [Sign out]
        [Home]
        > [Sign out]
        My Profile · My lines — 12065550100 Alice Adams
        Sign out of 12065550100? Its alerts stop, and I forget its session.
        Do not disturb will then stay on: your phone will not ring until you change that.
        [Cancel]  [Sign out]
    """)


async def test_a_second_tap_begins_it_once(world: World, chat: ChatUser, desk: Desk) -> None:
    monday_noon(world)
    await chat.moves("/dnd")

    await chat.tap("In 1 hour", times=2)

    assert len(await desk.log("update_service_features")) == 1
    assert "Do not disturb is on" in await chat.last()


async def test_a_line_that_does_not_ring_anyway_or_is_locked_says_so(
    chat: ChatUser, desk: Desk
) -> None:
    await desk.settings(features={"default_action": "4"})
    await chat.play("""
        > /dnd
        IP Centrex · Do not disturb — 12065550100 Alice Adams
        Your phone does not ring now anyway.
        If someone calls now, the call goes to voicemail.
        [Change that]
        [Home]
    """)
    await desk.settings(features={"default_action": "7"}, locked_features=["default_action"])
    await chat.play("""
        > /dnd
        IP Centrex · Do not disturb — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to voicemail.
        Only your provider can change how calls are answered here.
        [Ask for a change]
        [Home]
        > [Ask for a change]
        My Profile · Help — 12065550100 Alice Adams
        Here is a message to your provider that you can send:
        Hello. This is about my line 12065550100. Please let me choose how calls are answered.
        To talk to a person at Example Telecom: +1 206 555 0199
        [Copy the message ⧉ Hello. This is about my line 12065550100. Please let me choose how calls are answered.]
        [Back]  [Home]
    """)


async def test_it_speaks_ukrainian(world: World) -> None:
    monday_noon(world)
    dmytro = await world.user("Дмитро", "uk")
    await dmytro.sign_in("dmytro")
    await dmytro.moves("переадресуй на 067 555 01 79 до завтра 9:00")
    await dmytro.moves("[Переадресувати]")

    await dmytro.play("""
        > не турбувати до 21:00
        IP Centrex · Не турбувати — 380441234567 Дмитро Коваленко
        Ваш телефон мовчатиме, скільки забажаєте, а потім сам знову почне дзвонити.
        Тим часом дзвінки одразу йдуть на голосову пошту.
        Тим часом нічого не переадресовується на +380 67 555 0179; потім це теж повернеться.
        До якого часу?
        [До: сьогодні 21:00]  [Інший час]
        [Назавжди]
        [Головна]
        > [До: сьогодні 21:00]
        IP Centrex · Не турбувати — 380441234567 Дмитро Коваленко
        «Не турбувати» увімкнено, кінець: сьогодні 21:00.
        Якщо зараз хтось зателефонує, дзвінок піде на голосову пошту.
        Тим часом нічого не переадресовується на +380 67 555 0179; потім це теж повернеться.
        Потім дзвінки знову прийматимуться, як раніше.
        [Завершити зараз]  [Інший термін]
        [Головна]
    """)
    await dmytro.moves("/menu")
    assert "Не турбувати до: сьогодні 21:00" in await dmytro.last()


@pytest.mark.row("A01")
async def test_for_good_is_the_way_calls_are_answered(chat: ChatUser, desk: Desk) -> None:
    await chat.play("""
        > /dnd
        ...
        > [For good]
        IP Centrex · Answering — 12065550100 Alice Adams
        Calls: what shall it be?
        • ring, voicemail: your phone rings for 30 seconds, then the call goes to voicemail
        • ring only: your phone rings for 30 seconds, then the call ends
        • voicemail at once: the call goes to voicemail
        • reject all calls: the call is rejected
        [ring, voicemail, now]  [ring only]
        [voicemail at once]  [reject all calls]
        [Back]  [Home]
    """)
    assert await desk.log("update_service_features") == []


@pytest.mark.row("A01")
async def test_an_end_that_is_not_understood_is_said_to_be(world: World, chat: ChatUser) -> None:
    monday_noon(world)
    await chat.play("""
        > do not disturb until the cows come home
        IP Centrex · Do not disturb — 12065550100 Alice Adams
        That end has passed, or I did not understand it. Choose one, or write for example “do not disturb until 18:00”.
        Your phone keeps still as long as you like, and then rings again by itself.
        Meanwhile callers go to voicemail at once.
        Until when?
        [In 1 hour]  [Today 18:00]
        [Tomorrow 09:00]  [Monday 09:00]
        [Another time]  [For good]
        [Home]
        > /dnd for 2 hours
        IP Centrex · Do not disturb — 12065550100 Alice Adams
        Your phone keeps still as long as you like, and then rings again by itself.
        Meanwhile callers go to voicemail at once.
        Until when?
        [Until today 14:00]  [Another time]
        [For good]
        [Home]
        > [Until today 14:00]
        IP Centrex · Do not disturb — 12065550100 Alice Adams
        Do not disturb is on until today 14:00.
        If someone calls now, the call goes to voicemail.
        Then calls are answered again as before.
        [End it now]  [Another end]
        [Home]
        > do not disturb until 18:00
        IP Centrex · Do not disturb — 12065550100 Alice Adams
        Do not disturb is on until today 14:00.
        If someone calls now, the call goes to voicemail.
        Then calls are answered again as before.
        [Until today 18:00]  [End it now]
        [Another end]
        [Home]
        > [Until today 18:00]
        IP Centrex · Do not disturb — 12065550100 Alice Adams
        Do not disturb is on until today 18:00.
        If someone calls now, the call goes to voicemail.
        Then calls are answered again as before.
        [End it now]  [Another end]
        [Home]
    """)
    await chat.moves("/dnd until today 9:00")
    assert "That end has passed" in await chat.last()
    await chat.moves("turn on do not disturb")
    assert "That end has passed" not in await chat.last()


@pytest.mark.row("A01")
async def test_nothing_is_undone_below_it_from_an_older_message(
    world: World, chat: ChatUser
) -> None:
    monday_noon(world)
    await chat.moves("/forward +12065550177", "[Until I change it]", "[Forward calls]")
    message, undo = await chat.find_button("Undo")
    await chat.moves("/dnd for 2 hours", "[Until today 14:00]")
    before = line_of(world)

    await chat.tap_data(message["message_id"], undo)
    await world.settled()

    (said,) = [one for one in await chat.messages() if one["message_id"] == message["message_id"]]
    assert "Do not disturb is on until today 14:00. To change this now" in said["text"]
    assert line_of(world) == before
