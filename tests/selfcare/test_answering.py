"""Answering: what happens to a call, in sentences; how long it rings; what comes last."""

from __future__ import annotations

import pytest

from store import timed
from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import SOON, World
from tests.selfcare.forwarding import has_list, line_of, monday_noon


async def sent(desk: Desk) -> list[object]:
    """The features of the last change that the provider received."""
    features: list[object] = (await desk.log("update_service_features"))[-1]["params"][
        "service_features"
    ]
    return features


@pytest.mark.row("S24")
async def test_the_mode_is_chosen_among_sentences_and_can_be_undone(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await chat.play("""
        > /answering
        IP Centrex · Answering — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to voicemail.
        [Calls: ring, voicemail]
        [It rings: 30 seconds]  [No answer: voicemail]
        [Do not disturb]  [Forwarding]
        [Home]
        > [Calls: ring, voicemail]
        IP Centrex · Answering — 12065550100 Alice Adams
        Calls: what shall it be?
        • ring, voicemail: your phone rings for 30 seconds, then the call goes to voicemail
        • ring only: your phone rings for 30 seconds, then the call ends
        • voicemail at once: the call goes to voicemail
        • reject all calls: the call is rejected
        [ring, voicemail, now]  [ring only]
        [voicemail at once]  [reject all calls]
        [Back]  [Home]
        > [ring only]
        IP Centrex · Answering — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call ends.
        [Calls: ring only]  [It rings: 30 seconds]
        [Undo]  [Do not disturb]
        [Forwarding]
        [Home]
        > [Undo]
        IP Centrex · Answering — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to voicemail.
        [Calls: ring, voicemail]
        [It rings: 30 seconds]  [No answer: voicemail]
        [Do not disturb]  [Forwarding]
        [Home]
    """)
    assert line_of(world)["answer"] == "7"

    # The step of forwarding is not seen while that is off, so it is not changed either.
    changes = await desk.log("update_service_features")
    assert changes[0]["params"]["service_features"] == [
        {"name": "default_action", "flag_value": "3"}
    ]


@pytest.mark.row("S24")
async def test_with_forwarding_all_eight_modes_can_be_chosen(world: World, chat: ChatUser) -> None:
    has_list(world, "12065550177", "12065550178")

    await chat.play("""
        > how long does it ring
        ...
        > /answering
        IP Centrex · Answering — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0177 for 20 seconds, then to +1 206-555-0178, then to voicemail.
        [Calls: ring, forward, voicemail]
        [It rings: 30 seconds]  [No answer: voicemail]
        [Do not disturb]  [Forwarding]
        [Home]
        > [Calls: ring, forward, voicemail]
        IP Centrex · Answering — 12065550100 Alice Adams
        Calls: what shall it be?
        • ring, forward, voicemail: your phone rings for 30 seconds, then the call goes to +1 206-555-0177 for 20 seconds, then to +1 206-555-0178, then to voicemail
        • ring only: your phone rings for 30 seconds, then the call ends
        • ring, voicemail: your phone rings for 30 seconds, then the call goes to voicemail
        • ring, forward: your phone rings for 30 seconds, then the call goes to +1 206-555-0177 for 20 seconds, then to +1 206-555-0178
        • voicemail at once: the call goes to voicemail
        • forward at once: the call goes to +1 206-555-0177 for 20 seconds, then to +1 206-555-0178
        • forward, voicemail: the call goes to +1 206-555-0177 for 20 seconds, then to +1 206-555-0178, then to voicemail
        • reject all calls: the call is rejected
        [ring, forward, voicemail, now]
        [ring only]  [ring, voicemail]
        [ring, forward]  [voicemail at once]
        [forward at once]  [forward, voicemail]
        [reject all calls]
        [Back]  [Home]
        > [reject all calls]
        IP Centrex · Answering — 12065550100 Alice Adams
        If someone calls now, the call is rejected. Forwarding is set up, but the answering mode does not use it.
        [Calls: reject all calls]
        [Undo]  [Do not disturb]
        [Forwarding]
        [Home]
        > [Calls: reject all calls]
        IP Centrex · Answering — 12065550100 Alice Adams
        Calls: what shall it be?
        • reject all calls: the call is rejected
        • ring only: your phone rings for 30 seconds, then the call ends
        • ring, voicemail: your phone rings for 30 seconds, then the call goes to voicemail
        • ring, forward: your phone rings for 30 seconds, then the call goes to +1 206-555-0177 for 20 seconds, then to +1 206-555-0178
        • voicemail at once: the call goes to voicemail
        • forward at once: the call goes to +1 206-555-0177 for 20 seconds, then to +1 206-555-0178
        • forward, voicemail: the call goes to +1 206-555-0177 for 20 seconds, then to +1 206-555-0178, then to voicemail
        • ring, forward, voicemail: your phone rings for 30 seconds, then the call goes to +1 206-555-0177 for 20 seconds, then to +1 206-555-0178, then to voicemail
        [reject all calls, now]
        [ring only]  [ring, voicemail]
        [ring, forward]  [voicemail at once]
        [forward at once]  [forward, voicemail]
        [ring, forward, voicemail]
        [Back]  [Home]
        > [forward, voicemail]
        IP Centrex · Answering — 12065550100 Alice Adams
        If someone calls now, the call goes to +1 206-555-0177 for 20 seconds, then to +1 206-555-0178, then to voicemail.
        [Calls: forward, voicemail]
        [No answer: voicemail]  [Undo]
        [Do not disturb]  [Forwarding]
        [Home]
    """)
    assert line_of(world)["answer"] == "6"


@pytest.mark.row("S24")
async def test_the_ring_time_is_on_the_same_screen(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await chat.play("""
        > /answering
        IP Centrex · Answering — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to voicemail.
        [Calls: ring, voicemail]
        [It rings: 30 seconds]  [No answer: voicemail]
        [Do not disturb]  [Forwarding]
        [Home]
        > [It rings: 30 seconds]
        IP Centrex · Answering — 12065550100 Alice Adams
        How many seconds shall your phone ring before the next step?
        Now: 30 seconds
        [15 seconds]  [20 seconds]
        [30 seconds]  [45 seconds]
        [Cancel]
        > two
        IP Centrex · Answering — 12065550100 Alice Adams
        This needs 5 to 120 seconds, for example 20.
        How many seconds shall your phone ring before the next step?
        Now: 30 seconds
        [15 seconds]  [20 seconds]
        [30 seconds]  [45 seconds]
        [Cancel]
        > 500
        IP Centrex · Answering — 12065550100 Alice Adams
        This needs 5 to 120 seconds, for example 20.
        How many seconds shall your phone ring before the next step?
        Now: 30 seconds
        [15 seconds]  [20 seconds]
        [30 seconds]  [45 seconds]
        [Cancel]
        > 45
        IP Centrex · Answering — 12065550100 Alice Adams
        If someone calls now, your phone rings for 45 seconds, then the call goes to voicemail.
        [Calls: ring, voicemail]
        [It rings: 45 seconds]  [No answer: voicemail]
        [Undo]  [Do not disturb]
        [Forwarding]
        [Home]
    """)
    assert line_of(world)["timeout"] == ["45"]

    await chat.moves("[It rings: 45 seconds]")
    await world.restart(provider_timeout=SOON)
    await desk.fault("Account/update_service_features", "silent_before", times=1)
    await chat.play("""
        > [20 seconds]
        IP Centrex · Answering — 12065550100 Alice Adams
        The provider has not answered, so I do not know whether the change was made. Look at what is set now before you try again.
        [Cancel]  [Try again]
    """)
    await desk.fault(
        "Account/update_service_features", "fault", faultcode="x", faultstring="Not now", times=1
    )
    await chat.play("""
        > [Try again]
        IP Centrex · Answering — 12065550100 Alice Adams
        The provider refused: “Ordered at the provider's desk.” Nothing was changed.
        [Cancel]  [Try again]
        > [Try again]
        IP Centrex · Answering — 12065550100 Alice Adams
        If someone calls now, your phone rings for 20 seconds, then the call goes to voicemail.
        [Calls: ring, voicemail]
        [It rings: 20 seconds]  [No answer: voicemail]
        [Undo]  [Do not disturb]
        [Forwarding]
        [Home]
    """)
    assert line_of(world)["timeout"] == ["20"]


@pytest.mark.row("S37")
async def test_who_takes_what_nobody_answers_is_chosen_by_the_same_sentence(
    chat: ChatUser, desk: Desk
) -> None:
    await chat.play("""
        > /answering
        IP Centrex · Answering — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to voicemail.
        [Calls: ring, voicemail]
        [It rings: 30 seconds]  [No answer: voicemail]
        [Do not disturb]  [Forwarding]
        [Home]
        > [No answer: voicemail]
        IP Centrex · Answering — 12065550100 Alice Adams
        No answer: what shall it be?
        • voicemail: your phone rings for 30 seconds, then the call goes to voicemail
        • auto attendant: your phone rings for 30 seconds, then the call goes to the auto attendant
        • fax only: your phone rings for 30 seconds, then the call goes to the fax mailbox
        [voicemail, now]  [auto attendant]
        [fax only]
        [Back]  [Home]
        > [auto attendant]
        IP Centrex · Answering — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to the auto attendant.
        [Calls: ring, attendant]
        [It rings: 30 seconds]
        [No answer: auto attendant]
        [Do not disturb]  [Forwarding]
        [Home]
    """)
    assert await sent(desk) == [{"name": "auto_attendant", "flag_value": "Y"}]

    await chat.play("""
        > [No answer: auto attendant]
        IP Centrex · Answering — 12065550100 Alice Adams
        No answer: what shall it be?
        • voicemail: your phone rings for 30 seconds, then the call goes to voicemail
        • auto attendant: your phone rings for 30 seconds, then the call goes to the auto attendant
        • fax only: your phone rings for 30 seconds, then the call goes to the fax mailbox
        [voicemail]  [auto attendant, now]
        [fax only]
        [Back]  [Home]
        > [fax only]
        IP Centrex · Answering — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to the fax mailbox.
        [Calls: ring, fax]  [It rings: 30 seconds]
        [No answer: fax only]  [Do not disturb]
        [Forwarding]
        [Home]
    """)
    assert await sent(desk) == [
        {"name": "auto_attendant", "flag_value": "N"},
        {
            "name": "unified_messaging",
            "flag_value": "Y",
            "attributes": [{"name": "fax_only_mode", "values": ["Y"]}],
        },
    ]

    await chat.moves("[No answer: fax only]")
    await desk.settings(locked_features=["unified_messaging"])
    await chat.play("""
        > [voicemail]
        IP Centrex · Answering — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to the fax mailbox.
        [Calls: ring, fax]  [It rings: 30 seconds]
        [No answer: fax only]  [Do not disturb]
        [Forwarding]
        [Home]
    """)


@pytest.mark.row("S24")
async def test_a_change_on_top_of_a_timed_forward_ends_with_it(
    world: World, chat: ChatUser
) -> None:
    monday_noon(world)
    before = line_of(world)
    await chat.moves("forward to 206 555 0179 until 18:00", "[Forward calls]")

    await chat.play("""
        > /answering
        IP Centrex · Answering — 12065550100 Alice Adams
        If someone calls now, the call goes to +1 206-555-0179.
        Until today 18:00. Then what was there before is put back.
        [Calls: forward at once]
        [Do not disturb]  [Forwarding]
        [Home]
        > [Calls: forward at once]
        IP Centrex · Answering — 12065550100 Alice Adams
        Calls: what shall it be?
        • forward at once: the call goes to +1 206-555-0179
        • ring only: your phone rings for 30 seconds, then the call ends
        • ring, voicemail: your phone rings for 30 seconds, then the call goes to voicemail
        • ring, forward: your phone rings for 30 seconds, then the call goes to +1 206-555-0179
        • voicemail at once: the call goes to voicemail
        • forward, voicemail: the call goes to +1 206-555-0179, then to voicemail
        • reject all calls: the call is rejected
        • ring, forward, voicemail: your phone rings for 30 seconds, then the call goes to +1 206-555-0179, then to voicemail
        [forward at once, now]  [ring only]
        [ring, voicemail]  [ring, forward]
        [voicemail at once]  [forward, voicemail]
        [reject all calls]
        [ring, forward, voicemail]
        [Back]  [Home]
        > [ring, forward, voicemail]
        IP Centrex · Answering — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to +1 206-555-0179, then to voicemail.
        Until today 18:00. Then what was there before is put back.
        [Calls: ring, forward, voicemail]
        [It rings: 30 seconds]  [No answer: voicemail]
        [Do not disturb]  [Forwarding]
        [Home]
    """)
    await world.stop()
    world.clock.advance(hours=7)
    await world.start()
    await chat.waits_for("The time is over")
    assert line_of(world) == before


@pytest.mark.row("S24", "S37")
async def test_what_the_provider_keeps_to_itself_is_shown_as_locked(
    chat: ChatUser, desk: Desk
) -> None:
    await desk.settings(locked_features=["default_action", "unified_messaging", "auto_attendant"])

    await chat.play("""
        > /answering
        IP Centrex · Answering — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to voicemail.
        Only your provider can change:
        Calls: ring, voicemail, locked
        It rings: 30 seconds, locked
        No answer: voicemail, locked
        [Do not disturb]  [Forwarding]
        [Ask for a change]
        [Home]
        > [Ask for a change]
        IP Centrex · Answering — 12065550100 Alice Adams
        What shall your provider change?
        [Calls]  [It rings]
        [No answer]
        [Back]  [Home]
        > [It rings]
        My Profile · Help — 12065550100 Alice Adams
        Here is a message to your provider that you can send:
        Hello. This is about my line 12065550100. Please change this for me: It rings (now: 30 seconds).
        To talk to a person at Example Telecom: +1 206 555 0199
        [Copy the message ⧉ Hello. This is about my line 12065550100. Please change this for me: It rings (now: 30 seconds).]
        [Back]  [Home]
        > [Back]
        IP Centrex · Answering — 12065550100 Alice Adams
        If someone calls now, your phone rings for 30 seconds, then the call goes to voicemail.
        Only your provider can change:
        Calls: ring, voicemail, locked
        It rings: 30 seconds, locked
        No answer: voicemail, locked
        [Do not disturb]  [Forwarding]
        [Ask for a change]
        [Home]
    """)


@pytest.mark.row("S37")
async def test_a_line_without_voicemail_has_fewer_choices(world: World, desk: Desk) -> None:
    carol = await world.user("Carol")
    await carol.sign_in("carol")
    await desk.settings("carol", features={"default_action": "4"})

    await carol.play("""
        > /answering
        IP Centrex · Answering — 12065550102 Carol Cole
        If someone calls now, the call is not answered. Voicemail is off. Screening rules are on and may treat some callers differently.
        [Calls: nobody answers]
        [Do not disturb]  [Forwarding]
        [Home]
        > [Calls: nobody answers]
        IP Centrex · Answering — 12065550102 Carol Cole
        Calls: what shall it be?
        • nobody answers: the call is not answered
        • ring only: your phone rings for 30 seconds, then the call ends
        • reject all calls: the call is rejected
        [nobody answers, now]  [ring only]
        [reject all calls]
        [Back]  [Home]
        > [ring only]
        IP Centrex · Answering — 12065550102 Carol Cole
        If someone calls now, your phone rings for 30 seconds, then the call ends. Screening rules are on and may treat some callers differently.
        [Calls: ring only]  [It rings: 30 seconds]
        [Undo]  [Do not disturb]
        [Forwarding]
        [Home]
        > [It rings: 30 seconds]
        IP Centrex · Answering — 12065550102 Carol Cole
        How many seconds shall your phone ring before the next step?
        Now: 30 seconds
        [15 seconds]  [20 seconds]
        [30 seconds]  [45 seconds]
        [Cancel]
        > [Cancel]
        IP Centrex · Answering — 12065550102 Carol Cole
        Canceled. Nothing was changed.
        If someone calls now, your phone rings for 30 seconds, then the call ends. Screening rules are on and may treat some callers differently.
        [Calls: ring only]  [It rings: 30 seconds]
        [Undo]  [Do not disturb]
        [Forwarding]
        [Home]
    """)


async def test_a_second_tap_and_a_lock_meanwhile_change_nothing(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await chat.moves("/answering", "[Calls: ring, voicemail]")
    await chat.tap("voicemail at once", times=2)
    assert len(await desk.log("update_service_features")) == 1

    await chat.moves("[Calls: voicemail at once]")
    await desk.settings(locked_features=["default_action"])
    await chat.moves("[ring only]")
    assert "Calls: voicemail at once, locked" in await chat.last()
    assert line_of(world)["answer"] == "6"


async def test_nothing_is_changed_while_an_earlier_change_is_being_put_back(
    world: World, chat: ChatUser
) -> None:
    monday_noon(world)
    await chat.moves("forward to 206 555 0179 until 18:00", "[Forward calls]")
    now = world.clock()
    assert await world.parts.store.run(timed.take, 1, now=now, lease_seconds=60)

    await chat.play("""
        > /answering
        IP Centrex · Answering — 12065550100 Alice Adams
        If someone calls now, the call goes to +1 206-555-0179.
        Until today 18:00. Then what was there before is put back.
        [Calls: forward at once]
        [Do not disturb]  [Forwarding]
        [Home]
        > [Calls: forward at once]
        IP Centrex · Answering — 12065550100 Alice Adams
        Calls: what shall it be?
        • forward at once: the call goes to +1 206-555-0179
        • ring only: your phone rings for 30 seconds, then the call ends
        • ring, voicemail: your phone rings for 30 seconds, then the call goes to voicemail
        • ring, forward: your phone rings for 30 seconds, then the call goes to +1 206-555-0179
        • voicemail at once: the call goes to voicemail
        • forward, voicemail: the call goes to +1 206-555-0179, then to voicemail
        • reject all calls: the call is rejected
        • ring, forward, voicemail: your phone rings for 30 seconds, then the call goes to +1 206-555-0179, then to voicemail
        [forward at once, now]  [ring only]
        [ring, voicemail]  [ring, forward]
        [voicemail at once]  [forward, voicemail]
        [reject all calls]
        [ring, forward, voicemail]
        [Back]  [Home]
        > [ring only]
        IP Centrex · Answering — 12065550100 Alice Adams
        An earlier change is just being put back. Nothing else was changed.
        [Back]  [Home]
    """)
    assert line_of(world)["answer"] == "2"


async def test_answering_speaks_ukrainian(world: World) -> None:
    has_list(world, "380671234500", login="dmytro")
    dmytro = await world.user("Дмитро", "uk")
    await dmytro.sign_in("dmytro")

    await dmytro.play("""
        > /answering
        IP Centrex · Прийом дзвінків — 380441234567 Дмитро Коваленко
        Якщо зараз хтось зателефонує, ваш телефон дзвонитиме 30 секунд, потім дзвінок піде на +380 67 123 4500, потім на голосову пошту.
        [Дзвінки: телефон, переадресація, пошта]
        [Дзвонить: 30 секунд]
        [Без відповіді: голосова пошта]
        [Не турбувати]  [Переадресація]
        [Головна]
        > [Дзвінки: телефон, переадресація, пошта]
        IP Centrex · Прийом дзвінків — 380441234567 Дмитро Коваленко
        Дзвінки: що вибрати?
        • телефон, переадресація, пошта: ваш телефон дзвонитиме 30 секунд, потім дзвінок піде на +380 67 123 4500, потім на голосову пошту
        • лише телефон: ваш телефон дзвонитиме 30 секунд, потім дзвінок завершиться
        • телефон, пошта: ваш телефон дзвонитиме 30 секунд, потім дзвінок піде на голосову пошту
        • телефон, переадресація: ваш телефон дзвонитиме 30 секунд, потім дзвінок піде на +380 67 123 4500
        • пошта одразу: дзвінок піде на голосову пошту
        • переадресація одразу: дзвінок піде на +380 67 123 4500
        • переадресація, пошта: дзвінок піде на +380 67 123 4500, потім на голосову пошту
        • відхиляти всі: дзвінок буде відхилено
        [телефон, переадресація, пошта, зараз]
        [лише телефон]  [телефон, пошта]
        [телефон, переадресація]
        [пошта одразу]  [переадресація одразу]
        [переадресація, пошта]  [відхиляти всі]
        [Назад]  [Головна]
        > [відхиляти всі]
        IP Centrex · Прийом дзвінків — 380441234567 Дмитро Коваленко
        Якщо зараз хтось зателефонує, дзвінок буде відхилено. Переадресацію налаштовано, але режим відповіді її не використовує.
        [Дзвінки: відхиляти всі]
        [Скасувати зміну]  [Не турбувати]
        [Переадресація]
        [Головна]
    """)
