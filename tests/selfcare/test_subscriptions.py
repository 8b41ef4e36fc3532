"""Subscriptions: the next charge, the plans, their prices and dates."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from sandbox.provider import subscriptions
from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import World
from tests.selfcare.reminders import later, look, november


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with november(tmp_path) as made:
        yield made


@pytest.mark.row("S59")
@pytest.mark.row("S61")
@pytest.mark.row("S62")
@pytest.mark.row("S63")
async def test_the_next_charge_the_plans_and_their_dates(world: World, desk: Desk) -> None:
    """Bob has ten percent off."""
    bob = await world.user("Bob")
    await bob.sign_in("bob")

    await bob.play("""
        > /subscriptions
        Billing · Subscriptions — 12065550101 Bob Baker
        Next charge: $2.50 on 28 Nov, for Call Recording.
        1. Call Recording: $2.50 a month, begins on 28 Nov
        2. Home Monthly: $5.39 a month instead of $5.99
        [1: Call Recording]  [2: Home Monthly]
        [Ended: 1]
        [Home]
        > [2: Home Monthly]
        Billing · Subscriptions — 12065550101 Bob Baker
        Home Monthly
        Next charge: $5.39 on 1 Dec
        Before the discount: $5.99
        After the discount: $5.39
        Discount: 10% off
        Start: 14 Oct 2025
        Activation: 14 Oct 2025
        Paid until: 30 Nov
        On the invoice: “Home Monthly, monthly fee”
        Finish: none, it goes on
        [Back]  [Home]
        > [Back]
        Billing · Subscriptions — 12065550101 Bob Baker
        Next charge: $2.50 on 28 Nov, for Call Recording.
        1. Call Recording: $2.50 a month, begins on 28 Nov
        2. Home Monthly: $5.39 a month instead of $5.99
        [1: Call Recording]  [2: Home Monthly]
        [Ended: 1]
        [Home]
        > [1: Call Recording]
        Billing · Subscriptions — 12065550101 Bob Baker
        Call Recording
        Next charge: $2.50 on 28 Nov
        Price: $2.50 a month
        Start: 28 Nov
        On the invoice: “Call Recording, monthly fee”
        Finish: none, it goes on
        [Back]  [Home]
        > [Back]
        Billing · Subscriptions — 12065550101 Bob Baker
        Next charge: $2.50 on 28 Nov, for Call Recording.
        1. Call Recording: $2.50 a month, begins on 28 Nov
        2. Home Monthly: $5.39 a month instead of $5.99
        [1: Call Recording]  [2: Home Monthly]
        [Ended: 1]
        [Home]
        > [Ended: 1]
        Billing · Subscriptions — 12065550101 Bob Baker
        These have ended, and cost nothing more.
        1. Second Number: $1.00 a month, ended on 9 Oct
        [1: Second Number]
        [Back]  [Home]
        > [1: Second Number]
        Billing · Subscriptions — 12065550101 Bob Baker
        Second Number
        Price: $1.00 a month
        Start: 14 Oct 2025
        Activation: 14 Oct 2025
        Paid until: 9 Oct
        On the invoice: “Second Number, monthly fee”
        Finish: 9 Oct
        [Back]  [Home]
        > [Back]
        Billing · Subscriptions — 12065550101 Bob Baker
        These have ended, and cost nothing more.
        1. Second Number: $1.00 a month, ended on 9 Oct
        [1: Second Number]
        [Back]  [Home]
        > [Back]
        Billing · Subscriptions — 12065550101 Bob Baker
        Next charge: $2.50 on 28 Nov, for Call Recording.
        1. Call Recording: $2.50 a month, begins on 28 Nov
        2. Home Monthly: $5.39 a month instead of $5.99
        [1: Call Recording]  [2: Home Monthly]
        [Ended: 1]
        [Home]
    """)

    assert {
        call["params"]["with_effective_fees"] for call in await desk.log("get_subscriptions")
    } == {1}


@pytest.mark.row("S63")
async def test_in_the_subscribers_language(world: World) -> None:
    dmytro = await world.user("Дмитро", "uk")
    await dmytro.sign_in("dmytro")

    await dmytro.play("""
        > /subscriptions
        Рахунок · Підписки — 380441234567 Дмитро Коваленко
        Наступне списання: 2,50 ₴, 28 лист. (Call Recording).
        1. Call Recording: 2,50 ₴ на місяць, початок 28 лист.
        2. Домашній: 5,99 ₴ на місяць
        [1: Call Recording]  [2: Домашній]
        [Завершені: 1]
        [Головна]
        > [2: Домашній]
        Рахунок · Підписки — 380441234567 Дмитро Коваленко
        Домашній
        Наступне списання: 5,99 ₴, 1 груд.
        Ціна: 5,99 ₴ на місяць
        Початок: 14 жовт. 2025 р.
        Активація: 14 жовт. 2025 р.
        Сплачено до: 30 лист.
        У рахунку: «Домашній, monthly fee»
        Кінець: немає, діє далі
        [Назад]  [Головна]
    """)


@pytest.mark.row("S59")
async def test_a_provider_that_is_away(chat: ChatUser, desk: Desk) -> None:
    await desk.fault("Account/get_subscriptions", "http_500", times=9)

    await chat.play("""
        > /subscriptions
        Billing · Subscriptions — 12065550100 Alice Adams
        The provider does not answer right now. Nothing was changed. Try again soon.
        [Try again]
        [Home]
    """)


@pytest.mark.row("S63")
async def test_the_end_is_told_of_a_week_before_and_once(
    chat: ChatUser, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish = world.clock().date() + timedelta(days=9)
    active = subscriptions._active

    def ending(account: Any, today: Any) -> dict[str, Any]:
        return active(account, today) | {"finish_date": f"{finish}"}

    monkeypatch.setattr(subscriptions, "_active", ending)
    await look(world)
    assert "ends in" not in await chat.screen(1)
    await chat.moves("/subscriptions", "[2: Easy Prepaid]")
    assert "I remind you seven days before it ends." in await chat.last()
    later(world, days=2)
    await look(world)
    card = await chat.waits_for("ends in 7 days")
    assert card.splitlines() == [
        "Billing · Subscriptions — 12065550100 Alice Adams",
        "Your subscription Easy Prepaid ends in 7 days, on 27 Nov.",
        "To keep it, ask your provider.",
        "[Show it]  [Ask your provider]",
        "[Home]",
    ]
    await look(world)

    await chat.play("""
        > [Show it]
        Billing · Subscriptions — 12065550100 Alice Adams
        Easy Prepaid
        Price: $5.99 a month
        Start: 14 Oct 2025
        Activation: 14 Oct 2025
        Paid until: 30 Nov
        On the invoice: “Easy Prepaid, monthly fee”
        Finish: 27 Nov
        [Back]  [Home]
    """)
    assert (await chat.screen()).count("ends in") == 1
