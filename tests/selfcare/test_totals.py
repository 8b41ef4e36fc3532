"""Totals by kind, and the records behind each."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import World
from tests.selfcare.reminders import november


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with november(tmp_path) as made:
        yield made


@pytest.mark.row("S58")
async def test_totals_by_kind_and_the_records_behind_each(chat: ChatUser, desk: Desk) -> None:
    await desk.call(to="442079460018", seconds=400, amount="5.15")

    await chat.play("""
        > /totals
        Billing · Totals — 12065550100 Alice Adams
        You have spent $5.62 since 1 Nov.
        Calls: $5.62 for 9 calls, all of what you spent
        Payments: $15.00 in 2 payments
        Refunds: $0.75 in 1 refund
        [Calls]  [Payments]
        [Refunds]
        [Last month]
        [Home]
        > [Calls]
        ...
        > /totals
        Billing · Totals — 12065550100 Alice Adams
        You have spent $5.62 since 1 Nov.
        Calls: $5.62 for 9 calls, all of what you spent
        Payments: $15.00 in 2 payments
        Refunds: $0.75 in 1 refund
        [Calls]  [Payments]
        [Refunds]
        [Last month]
        [Home]
        > [Refunds]
        ...
        > /totals
        Billing · Totals — 12065550100 Alice Adams
        You have spent $5.62 since 1 Nov.
        Calls: $5.62 for 9 calls, all of what you spent
        Payments: $15.00 in 2 payments
        Refunds: $0.75 in 1 refund
        [Calls]  [Payments]
        [Refunds]
        [Last month]
        [Home]
        > [Last month]
        Billing · Totals — 12065550100 Alice Adams
        You spent $5.99 from 1 Oct to 31 Oct.
        Fees: $5.99 in 1 charge, all of what you spent
        [Fees]
        [This month]
        [Home]
        > [Fees]
        ...
        > /totals last
        Billing · Totals — 12065550100 Alice Adams
        You spent $5.99 from 1 Oct to 31 Oct.
        Fees: $5.99 in 1 charge, all of what you spent
        [Fees]
        [This month]
        [Home]
        > [This month]
        Billing · Totals — 12065550100 Alice Adams
        You have spent $5.62 since 1 Nov.
        Calls: $5.62 for 9 calls, all of what you spent
        Payments: $15.00 in 2 payments
        Refunds: $0.75 in 1 refund
        [Calls]  [Payments]
        [Refunds]
        [Last month]
        [Home]
    """)
    await chat.moves("/totals", "[Refunds]")
    assert "Only: Refunds" in await chat.last()


@pytest.mark.row("S58")
async def test_in_the_subscribers_language(world: World) -> None:
    dmytro = await world.user("Дмитро", "uk")
    await dmytro.sign_in("dmytro")

    await dmytro.play("""
        > /totals
        Рахунок · Підсумки — 380441234567 Дмитро Коваленко
        З 1 лист. ви витратили 6,72 ₴.
        Дзвінки: 0,73 ₴ за 8 дзвінків, мала частка ваших витрат
        Абонплата та інше: 5,99 ₴, 1 списання, більша частина ваших витрат
        Платежі: 15,00 ₴, 2 платежі
        Повернення: 0,75 ₴, 1 повернення
        [Дзвінки]  [Абонплата та інше]
        [Платежі]  [Повернення]
        [Минулий місяць]
        [Головна]
    """)


async def test_a_provider_that_is_away(chat: ChatUser, desk: Desk) -> None:
    await desk.fault("Account/get_xdr_list", "http_500", times=9)

    await chat.play("""
        > /totals
        Billing · Totals — 12065550100 Alice Adams
        The provider does not answer right now. Nothing was changed. Try again soon.
        [Try again]
        [Home]
    """)


@pytest.mark.row("S58")
@pytest.mark.row("S75")
async def test_back_from_the_records_of_a_kind_leads_to_the_totals(chat: ChatUser) -> None:
    await chat.moves("/totals", "[Payments]")
    assert "Billing · Transactions" in await chat.last()
    await chat.moves("[Back]")

    assert "Billing · Totals" in await chat.last()
