"""Call recording: by direction, and the law before the first recording."""

from __future__ import annotations

import pytest

from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import World


@pytest.mark.row("S35")
async def test_the_law_comes_before_recording_is_switched_on(chat: ChatUser, desk: Desk) -> None:
    await chat.play("""
        > record my calls
        IP Centrex · Call recording — 12065550100 Alice Adams
        Your calls are not recorded automatically.
        [Recording: off]
        [Home]
        > [Recording: off]
        IP Centrex · Call recording — 12065550100 Alice Adams
        Recording: what shall it be?
        [calls I make: off]  [calls I get: off]
        [forwarded calls: off]
        [Back]  [Home]
        > [calls I get: off]
        IP Centrex · Call recording — 12065550100 Alice Adams
        The law has a say in recordings: in many places everybody on the call must know of it, and in some everybody must agree before it begins. It is up to you to tell them, in each call.
        [Agree and switch on]
        [Back]  [Home]
        > [Back]
        IP Centrex · Call recording — 12065550100 Alice Adams
        Your calls are not recorded automatically.
        [Recording: off]
        [Home]
    """)
    assert await desk.log("update_service_features") == []

    await chat.moves("[Recording: off]", "[calls I get: off]")
    await chat.play("""
        > [Agree and switch on]
        IP Centrex · Call recording — 12065550100 Alice Adams
        Recording: what shall it be?
        [calls I make: off]  [calls I get: on]
        [forwarded calls: off]
        [Back]  [Home]
        > [forwarded calls: off]
        IP Centrex · Call recording — 12065550100 Alice Adams
        Recording: what shall it be?
        [calls I make: off]  [calls I get: on]
        [forwarded calls: on]
        [Back]  [Home]
        > [Back]
        IP Centrex · Call recording — 12065550100 Alice Adams
        Recorded automatically: calls I get and forwarded calls. Tell the others so in each call.
        [Recording: some]
        [Home]
    """)

    sent = [
        call["params"]["service_features"] for call in await desk.log("update_service_features")
    ]
    assert sent == [
        [
            {
                "name": "call_recording",
                "flag_value": "Y",
                "attributes": [{"name": "auto_record", "values": [mask]}],
            }
        ]
        for mask in ("2", "6")
    ]


@pytest.mark.row("S35")
async def test_switching_off_needs_no_notice_and_on_again_does(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await desk.settings(
        features={"call_recording": {"flag_value": "Y", "attributes": {"auto_record": "1"}}}
    )
    await chat.moves("record my calls", "[Recording: calls I make]")
    await chat.play("""
        > [calls I make: on]
        IP Centrex · Call recording — 12065550100 Alice Adams
        Recording: what shall it be?
        [calls I make: off]  [calls I get: off]
        [forwarded calls: off]
        [Back]  [Home]
    """)
    await world.restart()
    await chat.moves("[calls I make: off]")
    assert "[Agree and switch on]" in await chat.last()

    await desk.settings(locked_features=["call_recording"])
    await chat.play("""
        > [Agree and switch on]
        IP Centrex · Call recording — 12065550100 Alice Adams
        Your calls are not recorded automatically.
        Only your provider can change:
        Recording: off, locked
        [Ask for a change]
        [Home]
        > [Ask for a change]
        IP Centrex · Call recording — 12065550100 Alice Adams
        What shall your provider change?
        [Recording]
        [Back]  [Home]
        > [Recording]
        My Profile · Help — 12065550100 Alice Adams
        Here is a message to your provider that you can send:
        Hello. This is about my line 12065550100. Please change this for me: Recording (now: off).
        To talk to a person at Example Telecom: +1 206 555 0199
        [Copy the message ⧉ Hello. This is about my line 12065550100. Please change this for me: Recording (now: off).]
        [Back]  [Home]
    """)


async def test_recording_speaks_ukrainian(world: World) -> None:
    dmytro = await world.user("Дмитро", "uk")
    await dmytro.sign_in("dmytro")

    await dmytro.play("""
        > запис розмов
        IP Centrex · Запис дзвінків — 380441234567 Дмитро Коваленко
        Ваші дзвінки не записуються автоматично.
        [Запис: вимкнено]
        [Головна]
        > [Запис: вимкнено]
        IP Centrex · Запис дзвінків — 380441234567 Дмитро Коваленко
        Запис: що вибрати?
        [вихідні: вимкнено]  [вхідні: вимкнено]
        [переадресовані: вимкнено]
        [Назад]  [Головна]
        > [вхідні: вимкнено]
        IP Centrex · Запис дзвінків — 380441234567 Дмитро Коваленко
        Записування розмов регулює закон: у багатьох країнах усі учасники мають знати про запис, а подекуди й дати згоду до його початку. Повідомляти про це в кожній розмові маєте ви.
        [Згода, увімкнути]
        [Назад]  [Головна]
        > [Згода, увімкнути]
        IP Centrex · Запис дзвінків — 380441234567 Дмитро Коваленко
        Запис: що вибрати?
        [вихідні: вимкнено]  [вхідні: увімкнено]
        [переадресовані: вимкнено]
        [Назад]  [Головна]
    """)
