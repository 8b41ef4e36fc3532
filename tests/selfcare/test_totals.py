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
        [Month before]
        [Transactions]
        [Home]
        > [Calls]
        Billing · Totals — 12065550100 Alice Adams
        Calls
        today 11:53: to +44 20 7946 0018, $5.15
        today 03:17: to +1 206-555-0133, $0.10
        today 00:46: from +1 212-555-0123, free of charge
        yesterday 18:24: to +1 206-555-0133, $0.27
        16 Nov, 13:29: from +1 206-555-0101, free of charge
        15 Nov, 20:27: to +1 212-555-0123, $0.03
        15 Nov, 01:26: from +1 206-555-0101, free of charge
        14 Nov, 18:11: to +1 206-555-0199, $0.07
        [Older]
        [Back]  [Home]
        > [Older]
        Billing · Totals — 12065550100 Alice Adams
        Calls
        14 Nov, 08:21: from +1 206-555-0101, free of charge
        [Newer]
        [Back]  [Home]
        > [Back]
        Billing · Totals — 12065550100 Alice Adams
        You have spent $5.62 since 1 Nov.
        Calls: $5.62 for 9 calls, all of what you spent
        Payments: $15.00 in 2 payments
        Refunds: $0.75 in 1 refund
        [Calls]  [Payments]
        [Refunds]
        [Month before]
        [Transactions]
        [Home]
        > [Payments]
        Billing · Totals — 12065550100 Alice Adams
        Payments
        16 Nov, 07:00: Manual payment, $5.00
        12 Nov, 09:00: Voucher recharge, $10.00
        [Back]  [Home]
        > [Back]
        Billing · Totals — 12065550100 Alice Adams
        You have spent $5.62 since 1 Nov.
        Calls: $5.62 for 9 calls, all of what you spent
        Payments: $15.00 in 2 payments
        Refunds: $0.75 in 1 refund
        [Calls]  [Payments]
        [Refunds]
        [Month before]
        [Transactions]
        [Home]
        > [Refunds]
        Billing · Totals — 12065550100 Alice Adams
        Refunds
        yesterday 05:00: Refund, $0.75
        [Back]  [Home]
        > [Back]
        Billing · Totals — 12065550100 Alice Adams
        You have spent $5.62 since 1 Nov.
        Calls: $5.62 for 9 calls, all of what you spent
        Payments: $15.00 in 2 payments
        Refunds: $0.75 in 1 refund
        [Calls]  [Payments]
        [Refunds]
        [Month before]
        [Transactions]
        [Home]
        > [Month before]
        Billing · Totals — 12065550100 Alice Adams
        You spent $5.99 from 1 Oct to 31 Oct.
        Fees and the like: $5.99 in 1 charge, all of what you spent
        [Fees and the like]
        [Month before]  [Month after]
        [Transactions]
        [Home]
        > [Fees and the like]
        Billing · Totals — 12065550100 Alice Adams
        Fees and the like
        31 Oct, 20:05: Monthly fee, Easy Prepaid, $5.99
        [Back]  [Home]
        > [Back]
        Billing · Totals — 12065550100 Alice Adams
        You spent $5.99 from 1 Oct to 31 Oct.
        Fees and the like: $5.99 in 1 charge, all of what you spent
        [Fees and the like]
        [Month before]  [Month after]
        [Transactions]
        [Home]
        > [Month before]
        Billing · Totals — 12065550100 Alice Adams
        You spent $0.00 from 1 Sept to 30 Sept.
        Nothing was charged or paid in this time.
        [Month after]
        [Transactions]
        [Home]
        > [Month after]
        Billing · Totals — 12065550100 Alice Adams
        You spent $5.99 from 1 Oct to 31 Oct.
        Fees and the like: $5.99 in 1 charge, all of what you spent
        [Fees and the like]
        [Month before]  [Month after]
        [Transactions]
        [Home]
    """)


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
        [Попередній місяць]
        [Transactions]
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
