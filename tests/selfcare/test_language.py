"""The language that the bot speaks."""

import pytest

from tests.harness.chat import ChatUser
from tests.harness.world import World


@pytest.mark.row("S03")
async def test_the_language_is_chosen_by_its_own_name(chat: ChatUser) -> None:
    await chat.play("""
        > /language
        My Profile · Language — 12065550100 Alice Adams
        Which language shall I speak?
        [English: in use]  [Українська]
        [Portal, time and dates]
        [Home]
        > [Українська]
        Мій профіль · Мова — 12065550100 Alice Adams
        Якою мовою мені спілкуватися?
        [English]  [Українська: вибрано]
        [Кабінет, час і дати]
        [Головна]
        > [Головна]
        ...
    """)

    assert "Доступно: 2,50" in await chat.last()


@pytest.mark.row("S03")
async def test_the_first_language_is_that_of_telegram(world: World) -> None:
    olena = await world.user("Олена", "uk")
    stranger = await world.user("Pierre", "fr")

    await olena.play("""
        > /language
        Мій профіль · Мова
        Якою мовою мені спілкуватися?
        [English]  [Українська: вибрано]
        [Головна]
    """)
    await stranger.play("""
        > /start
        Sign in
        Here you look after your line with Example Telecom: calls, forwarding, voicemail, balance.
        How would you like to sign in?
        [Use my phone number]
        [Login and password]
        [Talk to a person]
    """)


@pytest.mark.row("S03")
async def test_the_choice_outlives_a_restart_and_a_sign_out(world: World, chat: ChatUser) -> None:
    await chat.moves("/language", "[Українська]")
    await world.restart()

    await chat.moves("/menu", "[Мій профіль]", "[Мої номери]", "[Вийти]", "[Вийти]", "/start")

    assert "Як ви хочете увійти?" in await chat.last()


@pytest.mark.row("S03")
async def test_the_commands_speak_the_chosen_language_too(world: World, chat: ChatUser) -> None:
    await chat.moves("/language", "[Українська]")

    commands = {one["command"]: one["description"] for one in (await chat.state())["commands"]}

    assert commands["menu"] == "Відкрити меню"
    assert len(commands) >= 5


async def test_a_language_that_is_typed_is_found(chat: ChatUser) -> None:
    await chat.play("""
        > ukrainian
        My Profile · Language — 12065550100 Alice Adams
        Which language shall I speak?
        [English: in use]  [Українська]
        [Portal, time and dates]
        [Home]
    """)
