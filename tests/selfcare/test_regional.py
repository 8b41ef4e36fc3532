"""Language, time zone and formats of the portal, beside the language of this chat."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sandbox.provider.config import Config
from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import SOON, World
from tests.harness.world import world as make_world
from tests.selfcare.test_profile import received


@pytest.mark.row("S16")
async def test_the_languages_keep_in_step_where_one_wants_it(chat: ChatUser, desk: Desk) -> None:
    await chat.moves("/language")
    await chat.play("""
        > [Portal, time and dates]
        My Profile · Portal, time and dates — 12065550100 Alice Adams
        How your provider's self-care portal and this chat speak to you.
        I go by this time zone, too.
        [Portal: English]  [This chat: English]
        [Keep in step: off]  [Time zone: New York]
        [Formats]
        [Home]
        > [Portal: English]
        My Profile · Portal, time and dates — 12065550100 Alice Adams
        Portal: what shall it be?
        [Deutsch]  [English, now]
        [Español]  [Français]
        [Polski]  [Українська]
        [Back]  [Home]
        > [Deutsch]
        My Profile · Portal, time and dates — 12065550100 Alice Adams
        How your provider's self-care portal and this chat speak to you.
        I go by this time zone, too.
        [Portal: Deutsch]  [This chat: English]
        [Keep in step: off]  [Time zone: New York]
        [Formats]
        [Home]
        > [Keep in step: off]
        My Profile · Portal, time and dates — 12065550100 Alice Adams
        How your provider's self-care portal and this chat speak to you.
        The chat and the portal change their language together.
        I go by this time zone, too.
        [Portal: English]  [This chat: English]
        [Keep in step: on]  [Time zone: New York]
        [Formats]
        [Home]
    """)
    await chat.play("""
        > [This chat: English]
        My Profile · Portal, time and dates — 12065550100 Alice Adams
        This chat: what shall it be?
        [English, now]  [Українська]
        [Back]  [Home]
        > [Українська]
        Мій профіль · Кабінет, час і дати — 12065550100 Alice Adams
        Якою мовою і в якому вигляді з вами говорять особистий кабінет провайдера та цей чат.
        Чат і кабінет змінюють мову разом.
        За цим часовим поясом живу і я.
        [Кабінет: Українська]  [Цей чат: Українська]
        [Синхронно: увімкнено]  [Час міста: Нью-Йорк]
        [Формати]
        [Головна]
    """)
    await chat.moves("/language", "[English]")
    assert await received(desk) == [
        {"i_lang": "de"},
        {"i_lang": "en"},
        {"i_lang": "uk"},
        {"i_lang": "en"},
    ]


@pytest.mark.row("S16")
async def test_the_chat_is_understood_even_if_the_portal_does_not_follow(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await chat.moves("/language", "[Portal, time and dates]", "[Keep in step: off]")
    await world.restart(provider_timeout=SOON)
    await desk.fault("Account/update_account", "silent_before", times=1)
    await chat.moves("/language")
    await chat.play("""
        > [Українська]
        ...
        > [English]
        My Profile · Language — 12065550100 Alice Adams
        Which language shall I speak?
        [English: in use]  [Українська]
        [Portal, time and dates]
        [Home]
    """)


@pytest.mark.row("S16")
async def test_a_city_is_known_by_its_name_in_the_language_of_the_chat(world: World) -> None:
    olena = await world.user("Олена", "uk")
    await olena.sign_in("alice")
    await olena.moves("часовий пояс")

    await olena.play("""
        > [Час міста: Нью-Йорк]
        Мій профіль · Кабінет, час і дати — 12065550100 Alice Adams
        За часом якого міста ви живете?
        Зараз: Нью-Йорк
        [Скасувати]
        > Лондн
        Мій профіль · Кабінет, час і дати — 12065550100 Alice Adams
        Я не знаю такого поясу. Надішліть велике місто в ньому, наприклад Київ або Нью-Йорк.
        За часом якого міста ви живете?
        Зараз: Нью-Йорк
        [Так: Лондон]
        [Скасувати]
        > [Так: Лондон]
        Мій профіль · Кабінет, час і дати — 12065550100 Alice Adams
        Якою мовою і в якому вигляді з вами говорять особистий кабінет провайдера та цей чат.
        За цим часовим поясом живу і я.
        [Кабінет: English]  [Цей чат: Українська]
        [Синхронно: вимкнено]  [Час міста: Лондон]
        [Формати]
        [Головна]
        > [Час міста: Лондон]
        Мій профіль · Кабінет, час і дати — 12065550100 Alice Adams
        За часом якого міста ви живете?
        Зараз: Лондон
        [Скасувати]
        > Warsaw
        Мій профіль · Кабінет, час і дати — 12065550100 Alice Adams
        Якою мовою і в якому вигляді з вами говорять особистий кабінет провайдера та цей чат.
        За цим часовим поясом живу і я.
        [Кабінет: English]  [Цей чат: Українська]
        [Синхронно: вимкнено]  [Час міста: Варшава]
        [Формати]
        [Головна]
    """)


@pytest.mark.row("S16")
async def test_zone_and_formats_are_set_by_example(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await chat.moves("/language", "[Portal, time and dates]")
    await chat.play("""
        > [Time zone: New York]
        My Profile · Portal, time and dates — 12065550100 Alice Adams
        Which city has your time?
        Now: New York
        [Cancel]
        > Kiyv
        My Profile · Portal, time and dates — 12065550100 Alice Adams
        I do not know that zone. Send a large city in it, for example Kyiv or New York.
        Which city has your time?
        Now: New York
        [Yes: Kyiv]
        [Cancel]
        > kyiv
        My Profile · Portal, time and dates — 12065550100 Alice Adams
        How your provider's self-care portal and this chat speak to you.
        I go by this time zone, too.
        [Portal: English]  [This chat: English]
        [Keep in step: off]  [Time zone: Kyiv]
        [Formats]
        [Home]
        > [Formats]
        ...
        > [Dates: 2026-12-31]
        My Profile · Portal, time and dates — 12065550100 Alice Adams
        Dates: what shall it be?
        [2026-12-31, now]  [12/31/2026]
        [12/31/26]  [31-12-2026]
        [31-12-26]  [31.12.2026]
        [31.12.26]  [12-31-2026]
        [Back]  [Home]
        > [31.12.2026]
        My Profile · Portal, time and dates — 12065550100 Alice Adams
        How the portal shows dates and times, and how it takes what is typed there.
        [Dates: 31.12.2026]  [Times: 23:59:59]
        [Typed dates: 2026-12-31]
        [Typed times: 23:59:59]
        [Back]  [Home]
        > [Typed times: 23:59:59]
        My Profile · Portal, time and dates — 12065550100 Alice Adams
        Typed times: what shall it be?
        [23:59:59, now]  [23:59]
        [11:59:59 PM]  [11:59 PM]
        [Back]  [Home]
        > [11:59 PM]
        My Profile · Portal, time and dates — 12065550100 Alice Adams
        How the portal shows dates and times, and how it takes what is typed there.
        [Dates: 31.12.2026]  [Times: 23:59:59]
        [Typed dates: 2026-12-31]
        [Typed times: 11:59 PM]
        [Back]  [Home]
    """)
    assert await received(desk) == [
        {"i_time_zone": 331},
        {"out_date_format": "DD.MM.YYYY", "out_date_time_format": "DD.MM.YYYY HH24:MI:SS"},
        {"in_time_format": "HH12:MI AM"},
    ]
    await chat.moves("/menu")
    assert f"As of {world.clock().astimezone(ZoneInfo('Europe/Kyiv')):%H:%M}" in await chat.last()


@pytest.mark.row("S16")
async def test_where_the_switch_has_no_lists_the_provider_is_asked(tmp_path: Path) -> None:
    async with make_world(tmp_path, provider=Config(unknown="absent")) as world:
        chat = await world.user()
        await chat.sign_in()
        await chat.moves("/language")
        await chat.play("""
            > [Portal, time and dates]
            My Profile · Portal, time and dates — 12065550100 Alice Adams
            How your provider's self-care portal and this chat speak to you.
            I go by this time zone, too.
            Only your provider can change:
            Portal: English, locked
            Time zone: New York, locked
            [This chat: English]  [Keep in step: off]
            [Formats]  [Ask for a change]
            [Home]
        """)
