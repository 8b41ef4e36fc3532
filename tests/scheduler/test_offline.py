"""A phone that stays away is told once, and the card learns when it is back."""

from __future__ import annotations

import pytest

from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import World
from tests.scheduler.conftest import cards, set_alerts, some_polls

CARD = "or earlier"


@pytest.mark.row("S12")
async def test_a_phone_that_stays_offline_is_told_once_and_the_card_learns_that_it_is_back(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await set_alerts(world, chat, phone_offline="15")
    await desk.settings(sip_status=0)
    await some_polls()
    world.clock.advance(minutes=14)
    await some_polls()
    assert await cards(chat, CARD) == 0, "not for as long as was wished"

    world.clock.advance(minutes=2)
    await chat.waits_for("or earlier")
    await world.restart()
    world.clock.advance(hours=2)
    await some_polls()
    assert await cards(chat, CARD) == 1

    await chat.play("""
        > [Phone and app]
        Dashboard · Phone and app — 12065550100 Alice Adams
        The phone that your calls reach:
        Phone: offline, since {{when}} or earlier
        Calls cannot reach it until it is online.
        [Set up a phone app]  [Refresh]
        [Home]
        > [Home]
        ...
    """)
    assert "Phone: offline, since" in await chat.last()
    await desk.settings(sip_status=1)
    await chat.waits_for("online again")
    assert await cards(chat, "online again") == 1


@pytest.mark.row("S12")
async def test_a_phone_that_is_back_in_time_is_not_told(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await set_alerts(world, chat, phone_offline="15")
    for _time in range(2):
        await desk.settings(sip_status=0)
        await some_polls()
        world.clock.advance(minutes=14)
        await some_polls()
        await desk.settings(sip_status=1)
        await some_polls()

    assert await cards(chat, CARD) == 0


@pytest.mark.row("S12")
async def test_nobody_is_told_who_did_not_ask(world: World, chat: ChatUser, desk: Desk) -> None:
    await desk.settings(sip_status=0)
    await some_polls()
    world.clock.advance(days=1)
    await some_polls()

    assert await cards(chat, CARD) == 0


@pytest.mark.row("S12")
async def test_how_long_is_chosen_among_the_alerts(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await desk.settings(sip_status=0)
    await chat.play("""
        > /alerts
        ...
        > [Phone offline: off]
        My Profile · Alerts — 12065550100 Alice Adams
        Phone offline: what shall it be?
        [off, now]  [after 15 min]
        [after 1 hr]  [after 4 hr]
        [Back]  [Home]
        > [after 15 min]
        My Profile · Alerts — 12065550100 Alice Adams
        I write to you when one of these happens on this line. Tap one to change it.
        [New voicemail: on]  [Missed calls: on]
        [Low balance: on]  [Plan reminders: on]
        [End of a forward: on]
        [Phone offline: after 15 min]
        [Low is below $5.00]  [Quiet hours: off]
        [Home]
    """)
    await some_polls()
    world.clock.advance(minutes=16)
    await chat.waits_for("or earlier")

    await chat.play("""
        > [Forwarding]
        ...
        > [Back]
        Dashboard · Phone and app — 12065550100 Alice Adams
        The phone that your calls reach:
        Phone: offline, since {{when}} or earlier
        Calls cannot reach it until it is online.
        [Set up a phone app]  [Refresh]
        [Home]
    """)
