"""Incoming calls: one tap each; what the provider keeps is asked for with a ready message."""

from __future__ import annotations

import pytest

from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import SOON, World


@pytest.mark.row("S25")
async def test_the_ring_for_colleagues_is_one_toggle_whose_label_is_its_state(
    chat: ChatUser, desk: Desk
) -> None:
    await chat.play("""
        > call waiting
        IP Centrex · Incoming calls — 12065550100 Alice Adams
        All calls ring alike, also those from your company's other phones.
        Your phone shows who is calling.
        While you talk, you hear when someone else calls.
        [Company ring: off]  [Caller info: on]
        [Call waiting: on]  [Answering]
        [Home]
        > [Company ring: off]
        IP Centrex · Incoming calls — 12065550100 Alice Adams
        Calls from your company's other phones ring with a tone of their own.
        Your phone shows who is calling.
        While you talk, you hear when someone else calls.
        [Company ring: on]  [Caller info: on]
        [Call waiting: on]  [Answering]
        [Home]
    """)
    await chat.moves("[Call waiting: on]", "[Caller info: on]")
    await chat.play("""
        > who is calling
        IP Centrex · Incoming calls — 12065550100 Alice Adams
        Calls from your company's other phones ring with a tone of their own.
        Your phone does not show who is calling.
        While you talk, other callers find your line busy.
        [Company ring: on]  [Caller info: off]
        [Call waiting: off]  [Answering]
        [Home]
    """)

    sent = [
        call["params"]["service_features"] for call in await desk.log("update_service_features")
    ]
    # The flag limits calls that wait, so "off" is written as Y.
    assert sent == [
        [{"name": "distinctive_ring_vpn", "flag_value": "Y"}],
        [{"name": "call_wait_limit", "flag_value": "Y"}],
        [{"name": "clip", "flag_value": "N"}],
    ]


@pytest.mark.row("S26", "S27")
async def test_what_the_provider_sets_is_locked_with_a_request_that_is_filled_in(
    world: World,
) -> None:
    await world.restart(contact_url="https://t.me/example_telecom")
    bob = await world.user("Bob")
    await bob.sign_in("bob")

    await bob.play("""
        > call waiting
        IP Centrex · Incoming calls — 12065550101 Bob Baker
        All calls ring alike, also those from your company's other phones.
        Your phone shows who is calling.
        While you talk, you hear when someone else calls.
        Only your provider can change:
        Caller info: on, locked
        Call waiting: on, locked
        [Company ring: off]  [Answering]
        [Ask for a change]
        [Home]
        > [Ask for a change]
        IP Centrex · Incoming calls — 12065550101 Bob Baker
        What shall your provider change?
        [Caller info]  [Call waiting]
        [Back]  [Home]
        > [Call waiting]
        My Profile · Help — 12065550101 Bob Baker
        Here is a message to your provider that you can send:
        Hello. This is about my line 12065550101. Please switch this off for me: Call waiting.
        To talk to a person at Example Telecom: +1 206 555 0199
        [Copy the message ⧉ Hello. This is about my line 12065550101. Please switch this off for me: Call waiting.]
        [Write to a person]
        [Back]  [Home]
        > [Back]
        IP Centrex · Incoming calls — 12065550101 Bob Baker
        All calls ring alike, also those from your company's other phones.
        Your phone shows who is calling.
        While you talk, you hear when someone else calls.
        Only your provider can change:
        Caller info: on, locked
        Call waiting: on, locked
        [Company ring: off]  [Answering]
        [Ask for a change]
        [Home]
    """)
    await bob.moves("[Ask for a change]", "[Caller info]")
    message = (await bob.messages())[-1]
    links = [
        button["url"]
        for row in message["reply_markup"]["inline_keyboard"]
        for button in row
        if "url" in button
    ]
    assert links == [
        "https://t.me/example_telecom?text=Hello.%20This%20is%20about%20my%20line%2012065550101."
        "%20Please%20switch%20this%20off%20for%20me%3A%20Caller%20info."
    ]


@pytest.mark.row("S25")
async def test_a_refusal_a_silence_and_a_second_tap(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await world.restart(provider_timeout=SOON)
    await chat.moves("call waiting")
    await desk.fault("Account/update_service_features", "silent_after", times=1)
    await chat.play("""
        > [Company ring: off]
        IP Centrex · Incoming calls — 12065550100 Alice Adams
        The provider has not answered, so I do not know whether the change was made. Look at what is set now before you try again.
        [Try again]
        [Home]
        > [Try again]
        IP Centrex · Incoming calls — 12065550100 Alice Adams
        Calls from your company's other phones ring with a tone of their own.
        Your phone shows who is calling.
        While you talk, you hear when someone else calls.
        [Company ring: on]  [Caller info: on]
        [Call waiting: on]  [Answering]
        [Home]
    """)

    await chat.tap("Company ring: on", times=2)
    assert len(await desk.log("update_service_features")) == 2

    await desk.settings(locked_features=["distinctive_ring_vpn"])
    await chat.moves("[Company ring: off]")
    assert "Company ring: off, locked" in await chat.last()


async def test_incoming_calls_speak_ukrainian(world: World, desk: Desk) -> None:
    dmytro = await world.user("Дмитро", "uk")
    await dmytro.sign_in("dmytro")
    await desk.settings("dmytro", locked_features=["clip"])

    await dmytro.play("""
        > очікування дзвінка
        IP Centrex · Вхідні дзвінки — 380441234567 Дмитро Коваленко
        Усі дзвінки звучать однаково, зокрема з інших телефонів вашої компанії.
        Ваш телефон показує, хто дзвонить.
        Поки ви розмовляєте, ви чуєте, що дзвонить ще хтось.
        Змінити може лише ваш провайдер:
        Хто дзвонить: увімкнено, змінити не можна
        [Окремий дзвінок: вимкнено]
        [Очікування дзвінка: увімкнено]
        [Прийом дзвінків]  [Попросити змінити]
        [Головна]
        > [Попросити змінити]
        IP Centrex · Вхідні дзвінки — 380441234567 Дмитро Коваленко
        Що має змінити провайдер?
        [Хто дзвонить]
        [Назад]  [Головна]
        > [Хто дзвонить]
        Мій профіль · Допомога — 380441234567 Дмитро Коваленко
        Ось повідомлення для провайдера, яке можна надіслати:
        Добрий день. Пишу щодо свого номера 380441234567. Будь ласка, вимкніть для мене: Хто дзвонить.
        Поговорити з людиною (Example Telecom): +1 206 555 0199
        [Копіювати ⧉ Добрий день. Пишу щодо свого номера 380441234567. Будь ласка, вимкніть для мене: Хто дзвонить.]
        [Назад]  [Головна]
    """)
