"""A caller who was not answered becomes one card, and the card learns what happens next."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from scheduler import missed
from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import World
from tests.scheduler.conftest import cards, hours_around_now, set_alerts, some_polls

CALLER, AS_SHOWN = "12065550777", "+1 206-555-0777"
CARD = "issed call"


async def rings(desk: Desk, caller: str = CALLER, **how: Any) -> None:
    call: dict[str, Any] = {"from": caller, "answered": False}
    await desk.call(**call | how)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the seconds that a caller's message gets to arrive."""
    monkeypatch.setattr(missed, "SETTLES", timedelta(0))


@pytest.mark.row("A22")
@pytest.mark.row("N12")
async def test_three_calls_within_minutes_are_one_card_that_counts_and_is_marked(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await some_polls()
    assert await cards(chat, CARD) == 0, "what was missed before the sign-in is no news"

    await rings(desk)
    await some_polls()
    await chat.waits_for("Missed call")
    await rings(desk)
    await rings(desk)
    await some_polls()
    await chat.waits_for("3 missed calls")
    await world.restart()
    await some_polls()
    assert await cards(chat, CARD) == 1

    await chat.play("""
        > [Called back: no]
        Dashboard · Calls — 12065550100 Alice Adams
        3 missed calls
        From: +1 206-555-0777
        When: {{when}}
        Last tried: {{when}}
        Tap to call: +12065550777
        [Copy number ⧉ +12065550777]  [Called back: yes]
        [Block this caller]  [Save to phone book]
        [Call details]  [Alerts]
        [Back]  [Home]
    """)
    await rings(desk)
    await chat.waits_for("4 missed calls")

    card = await chat.last()
    assert "[Called back: no]" in card, "they have called again since"
    assert await cards(chat, CARD) == 1


@pytest.mark.row("A22")
@pytest.mark.row("N12")
async def test_the_card_is_told_of_the_call_back(world: World, chat: ChatUser, desk: Desk) -> None:
    await some_polls()
    await rings(desk)
    await some_polls()
    await chat.waits_for("Missed call")
    await chat.tap("Call details")
    await desk.call(to=CALLER, seconds=0)
    await some_polls()
    assert await cards(chat, "You called back: ") == 1
    await rings(desk)
    await some_polls()
    assert await cards(chat, CARD) == 2, "what comes after that is a new story"


@pytest.mark.row("A22")
@pytest.mark.row("N12")
async def test_no_card_where_a_colleague_answered_or_it_was_settled_at_once(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await some_polls()
    await rings(desk, elsewhere=True)
    await rings(desk, "12065550778")
    await desk.call(**{"from": "12065550778"}, seconds=0)
    await some_polls()

    assert await cards(chat, CARD) == 0


@pytest.mark.row("A22")
async def test_a_caller_who_leaves_a_message_is_told_by_one_card(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await some_polls()
    await desk.voicemail(CALLER)
    await rings(desk)
    await some_polls()
    await chat.waits_for("New voice message")
    assert await cards(chat, CARD) == 0

    await chat.moves("/alerts", "[New voicemail: on]")
    await desk.voicemail("12065550778")
    await rings(desk, "12065550778")
    await some_polls()
    assert await cards(chat, "Missed call\n") == 1


@pytest.mark.row("A22")
async def test_switched_off_nothing_is_asked_and_nothing_is_told_later(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await chat.moves("/alerts", "[Missed calls: on]")
    await some_polls(2)
    asked = len(await desk.log("get_xdr_list"))
    await rings(desk, "12065550778")
    await some_polls()
    assert len(await desk.log("get_xdr_list")) == asked
    await chat.tap("Missed calls: off")
    await some_polls()
    await rings(desk)
    await some_polls()

    await chat.waits_for(AS_SHOWN)
    assert await cards(chat, "Missed call\n") == 1


async def test_a_withheld_number_has_nothing_to_call_back(
    world: World, desk: Desk, chat: ChatUser
) -> None:
    olena = await world.user("Олена", "uk")
    await olena.sign_in()
    await some_polls()
    await rings(desk, "anonymous")
    await some_polls()

    assert await cards(olena, "1 пропущений дзвінок\n") == 1
    card = await chat.last()
    assert "From: withheld number" in card
    assert "[Block withheld calls]" in card
    assert "Copy number" not in card
    assert "Called back" not in card


@pytest.mark.row("A22")
async def test_in_quiet_hours_missed_calls_wait_and_are_one_card(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await set_alerts(world, chat, quiet=hours_around_now(world))
    await some_polls()
    await rings(desk)
    await some_polls()
    await rings(desk)
    await some_polls()
    assert await cards(chat, CARD) == 0

    world.clock.advance(hours=2, minutes=1)
    await chat.waits_for(CARD)
    await some_polls()
    assert await cards(chat, CARD) == 1
    assert "2 missed calls" in await chat.last()
