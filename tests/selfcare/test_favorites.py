"""Favorites: what stands on home, and in which order."""

from __future__ import annotations

import pytest

from tests.harness.chat import ChatUser
from tests.harness.world import World


@pytest.mark.row("S05")
async def test_home_is_put_in_order(world: World, chat: ChatUser) -> None:
    await chat.play("""
        > /favorites
        Dashboard · Favorites on home — 12065550100 Alice Adams
        These stand on home. Tap one to move it or to take it away.
        1. Recharge
        2. Forwarding
        3. Voicemail
        4. Calls
        [Recharge]  [Forwarding]
        [Voicemail]  [Calls]
        [Add another]
        [Balance on top: off]
        [Home]
        > [Calls]
        Dashboard · Favorites on home — 12065550100 Alice Adams
        Calls is number 4 on home.
        [Move it up]  [Take it away]
        [Back]  [Home]
        > [Move it up]
        Dashboard · Favorites on home — 12065550100 Alice Adams
        These stand on home. Tap one to move it or to take it away.
        1. Recharge
        2. Forwarding
        3. Calls
        4. Voicemail
        [Recharge]  [Forwarding]
        [Calls]  [Voicemail]
        [Add another]
        [Balance on top: off]
        [Home]
        > [Recharge]
        Dashboard · Favorites on home — 12065550100 Alice Adams
        Recharge is number 1 on home.
        [Move it down]  [Take it away]
        [Back]  [Home]
        > [Take it away]
        Dashboard · Favorites on home — 12065550100 Alice Adams
        These stand on home. Tap one to move it or to take it away.
        1. Forwarding
        2. Calls
        3. Voicemail
        [Forwarding]  [Calls]
        [Voicemail]  [Add another]
        [Balance on top: off]
        [Home]
        > [Add another]
        Dashboard · Favorites on home — 12065550100 Alice Adams
        Where does it belong?
        [Dashboard]  [My Profile]
        [IP Centrex]  [Billing]
        [Back]  [Home]
        > [IP Centrex]
        Dashboard · Favorites on home — 12065550100 Alice Adams
        Which one shall stand on home, too?
        [When people call you]  [When you call]
        [Voicemail]  [Sound and language]
        [Numbers and people]  [Recordings]
        [Music on hold]
        [Back]  [Home]
        > [When you call]
        Dashboard · Favorites on home — 12065550100 Alice Adams
        Which one shall stand on home, too?
        [Calls from elsewhere]  [Hide my number]
        [Call barring]
        [Back]  [Home]
        > [Hide my number]
        Dashboard · Favorites on home — 12065550100 Alice Adams
        These stand on home. Tap one to move it or to take it away.
        1. Forwarding
        2. Calls
        3. Voicemail
        4. Hide my number
        [Forwarding]  [Calls]
        [Voicemail]  [Hide my number]
        [Add another]
        [Balance on top: off]
        [Home]
    """)

    await world.restart()
    await chat.moves("/menu")

    home = await chat.last()
    assert "[Forwarding]  [Calls]\n[Voicemail]  [Hide my number]\n[Dashboard]" in home


@pytest.mark.row("S05")
async def test_what_is_used_most_is_proposed(chat: ChatUser) -> None:
    for _time in range(3):
        await chat.moves("/hide", "[Home]")

    await chat.play("""
        > /favorites
        Dashboard · Favorites on home — 12065550100 Alice Adams
        These stand on home. Tap one to move it or to take it away.
        1. Recharge
        2. Forwarding
        3. Voicemail
        4. Calls
        You often use Hide my number, too.
        [Recharge]  [Forwarding]
        [Voicemail]  [Calls]
        [Add what you use]  [Add another]
        [Balance on top: off]
        [Home]
        > [Add what you use]
        Dashboard · Favorites on home — 12065550100 Alice Adams
        These stand on home. Tap one to move it or to take it away.
        1. Recharge
        2. Forwarding
        3. Voicemail
        4. Calls
        5. Hide my number
        [Recharge]  [Forwarding]
        [Voicemail]  [Calls]
        [Hide my number]  [Add another]
        [Balance on top: off]
        [Home]
    """)


@pytest.mark.row("S05")
async def test_a_second_tap_and_an_old_button_change_nothing(chat: ChatUser) -> None:
    await chat.moves("/favorites", "[Calls]")
    await chat.tap("Take it away", times=2)

    await chat.play("""
        > /favorites
        ...
    """)
    assert "Calls" not in await chat.last()
