"""Transactions: what a period came to, its records, the search, the files and the pictures."""

from __future__ import annotations

import asyncio
import io
import re
import zipfile
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sandbox.provider.model import Xdr
from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.patience import PATIENCE
from tests.harness.world import SOON, World


async def a_day(world: World, desk: Desk) -> None:
    """Nine answered calls of today and one that was not, a payment, a refund and a fee, only."""
    alice = world.account()
    now = world.provider.switch.clock.now().replace(microsecond=0)
    alice.history = [
        Xdr(alice.next_id("xdr"), service, now, 0, Decimal(amount), description=said)
        for service, amount, said in (
            (4, "5.99", "Monthly fee"),
            (2, "-10.00", "Voucher recharge"),
            (1, "-0.75", "Refund"),
        )
    ]
    await desk.call(to="442079460018", seconds=600, amount="0.90")
    await desk.call(to="380441234567", seconds=120, amount="0.30")
    for _call in range(4):
        await desk.call(**{"from": "12065550133"}, seconds=30)
    await desk.call(**{"from": "12125550123"}, seconds=300)
    await desk.call(to="12125550123", seconds=75, amount="0.004")
    await desk.call(to="12065550101", answered=False)
    await desk.call(to="12125550123", seconds=60, amount="0.05")


@pytest.mark.row("S64")
@pytest.mark.row("S66")
@pytest.mark.row("S67")
@pytest.mark.row("S69")
@pytest.mark.row("S75")
async def test_a_period_its_totals_its_records_and_back(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await a_day(world, desk)

    await chat.play("""
        > /transactions today
        Billing · Transactions — 12065550100 Alice Adams
        {{day}}: 12 records
        Calls: 9, 21 min 15 sec and $1.25 in all
        Payments: 1, $10.00 in all
        Refunds: 1, $0.75 in all
        Fees: 1, $5.99 in all
        Spent in all: $7.24
        [Show records]  [Totals by service]
        [Spending by day]  [By destination]
        [Download]
        [Other days]  [Search]
        [Home]
        > [Show records]
        Billing · Transactions — 12065550100 Alice Adams
        {{day}}: records 1 to 8 of 12
        1. Refund, {{when}}: $0.75
        2. Payment: Voucher recharge, {{when}}: $10.00
        3. Fee: Monthly fee, {{when}}: $5.99
        4. Call from +1 206-555-0133, {{when}}, 0:30: free
        5. Call from +1 206-555-0133, {{when}}, 0:30: free
        6. Call from +1 206-555-0133, {{when}}, 0:30: free
        7. Call from +1 206-555-0133, {{when}}, 0:30: free
        8. Call to Mum, {{when}}, 1:00: $0.05
        [1: Refund]  [2: Payment]
        [3: Fee]  [4: +1 206-555-0133]
        [5: +1 206-555-0133]  [6: +1 206-555-0133]
        [7: +1 206-555-0133]  [8: Mum]
        [Older]
        [Back]  [Home]
        > [Older]
        Billing · Transactions — 12065550100 Alice Adams
        {{day}}: records 9 to 12 of 12
        1. Call to Mum, {{when}}, 1:15: $0.004
        2. Call to +380 44 123 4567, {{when}}, 2:00: $0.30
        3. Call from Mum, {{when}}, 5:00: free
        4. Call to +44 20 7946 0018, {{when}}, 10:00: $0.90
        [1: Mum]  [2: +380 44 123 4567]
        [3: Mum]  [4: +44 20 7946 0018]
        [Newer]
        [Back]  [Home]
        > [Newer]
        Billing · Transactions — 12065550100 Alice Adams
        {{day}}: records 1 to 8 of 12
        1. Refund, {{when}}: $0.75
        2. Payment: Voucher recharge, {{when}}: $10.00
        3. Fee: Monthly fee, {{when}}: $5.99
        4. Call from +1 206-555-0133, {{when}}, 0:30: free
        5. Call from +1 206-555-0133, {{when}}, 0:30: free
        6. Call from +1 206-555-0133, {{when}}, 0:30: free
        7. Call from +1 206-555-0133, {{when}}, 0:30: free
        8. Call to Mum, {{when}}, 1:00: $0.05
        [1: Refund]  [2: Payment]
        [3: Fee]  [4: +1 206-555-0133]
        [5: +1 206-555-0133]  [6: +1 206-555-0133]
        [7: +1 206-555-0133]  [8: Mum]
        [Older]
        [Back]  [Home]
        > [8: Mum]
        Billing · Transactions — 12065550100 Alice Adams
        Call
        Name: Mum
        Direction: outgoing
        From: +1 206-555-0100
        To: +1 212-555-0123
        When: {{when}}
        Length: 1 min
        Cost: $0.05
        Tap to call: +12125550123
        [Copy number ⧉ +12125550123]
        [Back]  [Home]
        > [Back]
        Billing · Transactions — 12065550100 Alice Adams
        {{day}}: records 1 to 8 of 12
        1. Refund, {{when}}: $0.75
        2. Payment: Voucher recharge, {{when}}: $10.00
        3. Fee: Monthly fee, {{when}}: $5.99
        4. Call from +1 206-555-0133, {{when}}, 0:30: free
        5. Call from +1 206-555-0133, {{when}}, 0:30: free
        6. Call from +1 206-555-0133, {{when}}, 0:30: free
        7. Call from +1 206-555-0133, {{when}}, 0:30: free
        8. Call to Mum, {{when}}, 1:00: $0.05
        [1: Refund]  [2: Payment]
        [3: Fee]  [4: +1 206-555-0133]
        [5: +1 206-555-0133]  [6: +1 206-555-0133]
        [7: +1 206-555-0133]  [8: Mum]
        [Older]
        [Back]  [Home]
        > [1: Refund]
        Billing · Transactions — 12065550100 Alice Adams
        Refund
        Description: Refund
        Service: Credits / Adjustments
        When: {{when}}
        Number of the record: {{record}}
        Amount: $0.75
        [Back]  [Home]
        > [Back]
        Billing · Transactions — 12065550100 Alice Adams
        {{day}}: records 1 to 8 of 12
        1. Refund, {{when}}: $0.75
        2. Payment: Voucher recharge, {{when}}: $10.00
        3. Fee: Monthly fee, {{when}}: $5.99
        4. Call from +1 206-555-0133, {{when}}, 0:30: free
        5. Call from +1 206-555-0133, {{when}}, 0:30: free
        6. Call from +1 206-555-0133, {{when}}, 0:30: free
        7. Call from +1 206-555-0133, {{when}}, 0:30: free
        8. Call to Mum, {{when}}, 1:00: $0.05
        [1: Refund]  [2: Payment]
        [3: Fee]  [4: +1 206-555-0133]
        [5: +1 206-555-0133]  [6: +1 206-555-0133]
        [7: +1 206-555-0133]  [8: Mum]
        [Older]
        [Back]  [Home]
        > [Back]
        Billing · Transactions — 12065550100 Alice Adams
        {{day}}: 12 records
        Calls: 9, 21 min 15 sec and $1.25 in all
        Payments: 1, $10.00 in all
        Refunds: 1, $0.75 in all
        Fees: 1, $5.99 in all
        Spent in all: $7.24
        [Show records]  [Totals by service]
        [Spending by day]  [By destination]
        [Download]
        [Other days]  [Search]
        [Home]
        > [Totals by service]
        Billing · Transactions — 12065550100 Alice Adams
        {{day}}: 12 records
        Payments: 1, $10.00 in all, in your favor
        Subscriptions: 1, $5.99 in all
        Voice Calls: 9, 21 min 15 sec and $1.25 in all
        Credits / Adjustments: 1, $0.75 in all, in your favor
        [Payments]  [Subscriptions]
        [Voice Calls]
        [Credits / Adjustments]
        [Back]  [Home]
        > [Subscriptions]
        Billing · Transactions — 12065550100 Alice Adams
        {{day}}: 1 record
        Service: Subscriptions
        1. Fee: Monthly fee, {{when}}: $5.99
        [1: Fee]
        [Back]  [Home]
        > [Back]
        Billing · Transactions — 12065550100 Alice Adams
        {{day}}: 12 records
        Payments: 1, $10.00 in all, in your favor
        Subscriptions: 1, $5.99 in all
        Voice Calls: 9, 21 min 15 sec and $1.25 in all
        Credits / Adjustments: 1, $0.75 in all, in your favor
        [Payments]  [Subscriptions]
        [Voice Calls]
        [Credits / Adjustments]
        [Back]  [Home]
        > [Back]
        ...
        > [Other days]
        Billing · Transactions — 12065550100 Alice Adams
        Which days do you want to see?
        [Today]  [Last 7 days]
        [This month]  [Last month]
        [Choose in a calendar]
        [Back]  [Home]
        > [Last 7 days]
        Billing · Transactions — 12065550100 Alice Adams
        {{days}}: 21 records
        Calls: 15, 56 min 9 sec and $1.62 in all
        Payments: 3, $25.00 in all
        Refunds: 2, $1.50 in all
        Fees: 1, $5.99 in all
        Spent in all: $7.61
        [Show records]  [Totals by service]
        [Spending by day]  [By destination]
        [Download]
        [Other days]  [Search]
        [Home]
    """)


@pytest.mark.row("S64")
async def test_a_calendar_is_tapped_and_nothing_is_typed(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await chat.moves("/transactions", "[Other days]", "[Choose in a calendar]")
    today = world.clock().astimezone(ZoneInfo("America/New_York"))
    month = await chat.last()
    assert f"[{today.day}]" in month
    assert f"[{today.day + 1}]" not in month, "what has not been yet cannot be chosen"

    before = f"{today.replace(day=1) - timedelta(days=1):%B %Y}"
    await chat.moves(f"[{before}]", "[28]")
    assert "From 28 " in await chat.last()
    assert "[27]" not in await chat.last()
    await chat.moves("[28]")
    assert re.search(r"28 \w+: ", await chat.last())

    ranges = {
        (call["params"]["from_date"][:10], call["params"]["to_date"][:10])
        for call in await desk.log("get_xdr_list")
    }
    longest = max(date.fromisoformat(end) - date.fromisoformat(start) for start, end in ranges)
    assert longest <= timedelta(days=7), "a wide range is a burden on the switch"


@pytest.mark.row("S65")
async def test_the_search_narrows_by_a_tap_and_by_words(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await a_day(world, desk)

    await chat.play("""
        > calls to mum today
        Billing · Transactions — 12065550100 Alice Adams
        {{day}}: 2 records
        Only: Calls
        Direction: outgoing
        With: mum
        Calls: 2, 2 min 15 sec and $0.05 in all
        Spent in all: $0.05
        [Show records]  [Totals by service]
        [Spending by day]  [By destination]
        [Download]
        [Other days]  [Search]
        [Home]
        > [Search]
        Billing · Transactions — 12065550100 Alice Adams
        2 records fit.
        Only: Calls
        Direction: outgoing
        With: mum
        You can also write it, for example: calls to Anna in May.
        [Who: mum]  [Kind: Calls]
        [Direction: outgoing]  [Service: any]
        [At least: any]  [Clear the search]
        [Show the result]
        [Back]  [Home]
        > [At least: any]
        Billing · Transactions — 12065550100 Alice Adams
        What is the least that a record must have cost? For example 1.50.
        [Cancel]
        > lots
        Billing · Transactions — 12065550100 Alice Adams
        This needs an amount from $0.01 to $100,000.00, for example 5.
        What is the least that a record must have cost? For example 1.50.
        [Cancel]
        > 0.04
        Billing · Transactions — 12065550100 Alice Adams
        1 record fits.
        Only: Calls
        Direction: outgoing
        With: mum
        At least: $0.04
        You can also write it, for example: calls to Anna in May.
        [Who: mum]  [Kind: Calls]
        [Direction: outgoing]  [Service: any]
        [At least: $0.04]  [Clear the search]
        [Show the result]
        [Back]  [Home]
        > [Show the result]
        Billing · Transactions — 12065550100 Alice Adams
        {{day}}: 1 record
        Only: Calls
        Direction: outgoing
        With: mum
        At least: $0.04
        Calls: 1, 1 min and $0.05 in all
        Spent in all: $0.05
        [Show records]  [Totals by service]
        [Spending by day]  [By destination]
        [Download]
        [Other days]  [Search]
        [Home]
        > [Show records]
        Billing · Transactions — 12065550100 Alice Adams
        {{day}}: 1 record
        Only: Calls
        Direction: outgoing
        With: mum
        At least: $0.04
        1. Call to Mum, {{when}}, 1:00: $0.05
        [1: Mum]
        [Back]  [Home]
        > [1: Mum]
        Billing · Transactions — 12065550100 Alice Adams
        Call
        Name: Mum
        Direction: outgoing
        From: +1 206-555-0100
        To: +1 212-555-0123
        When: {{when}}
        Length: 1 min
        Cost: $0.05
        Tap to call: +12125550123
        [Copy number ⧉ +12125550123]
        [Back]  [Home]
        > [Back]
        Billing · Transactions — 12065550100 Alice Adams
        {{day}}: 1 record
        Only: Calls
        Direction: outgoing
        With: mum
        At least: $0.04
        1. Call to Mum, {{when}}, 1:00: $0.05
        [1: Mum]
        [Back]  [Home]
        > [Back]
        Billing · Transactions — 12065550100 Alice Adams
        {{day}}: 1 record
        Only: Calls
        Direction: outgoing
        With: mum
        At least: $0.04
        Calls: 1, 1 min and $0.05 in all
        Spent in all: $0.05
        [Show records]  [Totals by service]
        [Spending by day]  [By destination]
        [Download]
        [Other days]  [Search]
        [Home]
        > [Search]
        Billing · Transactions — 12065550100 Alice Adams
        1 record fits.
        Only: Calls
        Direction: outgoing
        With: mum
        At least: $0.04
        You can also write it, for example: calls to Anna in May.
        [Who: mum]  [Kind: Calls]
        [Direction: outgoing]  [Service: any]
        [At least: $0.04]  [Clear the search]
        [Show the result]
        [Back]  [Home]
        > [Clear the search]
        Billing · Transactions — 12065550100 Alice Adams
        12 records fit.
        You can also write it, for example: calls to Anna in May.
        [Who: any]  [Kind: any]
        [Direction: any]  [Service: any]
        [At least: any]
        [Show the result]
        [Back]  [Home]
        > [Kind: any]
        Billing · Transactions — 12065550100 Alice Adams
        Which kind of record?
        [Calls]  [Payments]
        [Refunds]  [Fees]
        [Any]
        [Back]  [Home]
        > [Payments]
        Billing · Transactions — 12065550100 Alice Adams
        1 record fits.
        Only: Payments
        You can also write it, for example: calls to Anna in May.
        [Who: any]  [Kind: Payments]
        [Direction: any]  [Service: any]
        [At least: any]  [Clear the search]
        [Show the result]
        [Back]  [Home]
        > [Service: any]
        Billing · Transactions — 12065550100 Alice Adams
        Which service?
        [Credits / Adjustments]
        [Payments]  [Subscriptions]
        [Voice Calls]
        [Any]
        [Back]  [Home]
        > [Payments]
        Billing · Transactions — 12065550100 Alice Adams
        1 record fits.
        Only: Payments
        Service: Payments
        You can also write it, for example: calls to Anna in May.
        [Who: any]  [Kind: Payments]
        [Direction: any]  [Service: Payments]
        [At least: any]  [Clear the search]
        [Show the result]
        [Back]  [Home]
        > [Show the result]
        Billing · Transactions — 12065550100 Alice Adams
        {{day}}: 1 record
        Only: Payments
        Service: Payments
        Payments: 1, $10.00 in all
        [Show records]  [Totals by service]
        [Download]
        [Other days]  [Search]
        [Home]
        > calls from nobody at all today
        Billing · Transactions — 12065550100 Alice Adams
        {{day}}: no records
        Only: Calls
        Direction: incoming
        With: nobody at all
        Nobody in your phone book is called “nobody at all”. Try another name, or a part of the number.
        [Other days]  [Search]
        [Home]
        > calls to 4420 today
        Billing · Transactions — 12065550100 Alice Adams
        {{day}}: 1 record
        Only: Calls
        Direction: outgoing
        With: 4420
        Calls: 1, 10 min and $0.90 in all
        Spent in all: $0.90
        [Show records]  [Totals by service]
        [Spending by day]  [By destination]
        [Download]
        [Other days]  [Search]
        [Home]
    """)


@pytest.mark.row("S65")
async def test_search_in_ukrainian_and_nobody_found(world: World, desk: Desk) -> None:
    olena = await world.user("Олена", "uk")
    row = await desk.account("dmytro")
    await olena.moves("/signin", "[Логін і пароль]", "dmytro", row["password"])
    dmytro = world.account("dmytro")
    dmytro.history = []  # else his other calls of this day would be there, too
    await desk.call("dmytro", to="12125550123", seconds=95, amount="1.20")

    await olena.play("""
        > дзвінки до mum сьогодні
        Рахунок · Операції — 380441234567 Дмитро Коваленко
        {{day}}: 1 запис
        Лише: Дзвінки
        Напрямок: вихідний
        З ким: mum
        Дзвінки: 1, разом 1 хв 35 с і 1,20 ₴
        Усього витрачено: 1,20 ₴
        [Показати записи]  [За послугами]
        [Витрати за днями]  [За напрямками]
        [Завантажити]
        [Інші дні]  [Пошук]
        [Головна]
    """)


@pytest.mark.row("S68")
async def test_files_hold_the_same_search_and_no_formula(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await a_day(world, desk)
    await desk.call(**{"from": "=cmd|' /C calc'!A0"}, seconds=30)

    await chat.play("""
        > incoming calls today
        Billing · Transactions — 12065550100 Alice Adams
        {{day}}: 6 records
        Only: Calls
        Direction: incoming
        Calls: 6, 7 min 30 sec in all, free
        [Show records]  [Totals by service]
        [Download]
        [Other days]  [Search]
        [Home]
        > [Download]
        Billing · Transactions — 12065550100 Alice Adams
        {{day}}: 6 records
        Only: Calls
        Direction: incoming
        XLSX is for Excel and other spreadsheets, CSV for other programs.
        [CSV]  [Excel (XLSX)]
        [Monthly file: off]
        [Back]  [Home]
        > [CSV]
        (file transactions-{{days}}.csv)
        Billing · Transactions — 12065550100 Alice Adams
        {{day}}: 6 records
        Only: Calls
        Direction: incoming
        Time zone: New York
        [Back]  [Home]
    """)
    table = (await document(chat)).decode("utf-8-sig").splitlines()
    assert table[0].startswith("Time,Kind,Direction,From,To,Name,Seconds,Amount,Currency")
    assert all(",Call,incoming," in line for line in table[1:])
    assert any("'=cmd|" in line for line in table)
    assert any(",12125550123,12065550100,Mum,300,0" in line for line in table)

    before = len(await chat.messages())
    await chat.tap("Excel (XLSX)", times=2)
    assert len(await chat.messages()) == before + 1
    with zipfile.ZipFile(io.BytesIO(await document(chat))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<row ") == len(table)
    assert "<f>" not in sheet


@pytest.mark.row("S68")
async def test_the_file_of_a_month_comes_by_itself(world: World, chat: ChatUser) -> None:
    await chat.moves("/transactions", "[Download]", "[Monthly file: off]", "[Monthly file: on]")
    await chat.moves("[Monthly file: off]")
    assert "comes by itself" in await chat.last()
    before = len(await chat.messages())

    world.clock.advance(days=32)
    async with asyncio.timeout(PATIENCE):
        while len(await chat.messages()) == before:
            await asyncio.sleep(0.05)

    (file,) = (await chat.messages())[before:]
    assert file["document"]["file_name"].endswith(".xlsx")


async def document(chat: ChatUser) -> bytes:
    message: dict[str, Any] = (await chat.messages())[-1]
    url = f"{chat.world.chat_server.url}/control/files/{message['document']['file_id']}"
    async with chat.world.http.get(url) as answer:
        return await answer.read()


@pytest.mark.row("S66")
async def test_pictures_say_in_words_what_they_show(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await a_day(world, desk)
    await chat.moves("/transactions today", "[Spending by day]")

    await chat.play("""
        > /transactions today
        Billing · Transactions — 12065550100 Alice Adams
        {{day}}: 12 records
        Calls: 9, 21 min 15 sec and $1.25 in all
        Payments: 1, $10.00 in all
        Refunds: 1, $0.75 in all
        Fees: 1, $5.99 in all
        Spent in all: $7.24
        [Show records]  [Totals by service]
        [Spending by day]  [By destination]
        [Download]
        [Other days]  [Search]
        [Home]
        > [By destination]
        (picture)
        Billing · Transactions — 12065550100 Alice Adams
        Calls by destination, {{day}}
        United Kingdom: $0.90
        Ukraine: $0.30
        United States: $0.05
        [Dark picture]
        [Back]  [Home]
        > [Back]
        Billing · Transactions — 12065550100 Alice Adams
        {{day}}: 12 records
        Calls: 9, 21 min 15 sec and $1.25 in all
        Payments: 1, $10.00 in all
        Refunds: 1, $0.75 in all
        Fees: 1, $5.99 in all
        Spent in all: $7.24
        [Show records]  [Totals by service]
        [Spending by day]  [By destination]
        [Download]
        [Other days]  [Search]
        [Home]
    """)


async def test_silence_a_refusal_and_an_empty_period(world: World, desk: Desk) -> None:
    await world.restart(provider_timeout=SOON)
    chat = await world.user()
    await chat.sign_in()
    await desk.fault("Account/get_phonebook_list", "fault")
    await desk.fault("Account/get_xdr_list", "silent_before", times=2)

    await chat.play("""
        > /transactions
        Billing · Transactions — 12065550100 Alice Adams
        The provider does not answer right now. Nothing was changed. Try again soon.
        [Try again]
        [Home]
        > [Try again]
    """)
    world.clock.advance(days=40)
    await chat.play("""
        > /transactions today
        Billing · Transactions — 12065550100 Alice Adams
        {{day}}: no records
        Nothing was charged or paid on these days. Choose other days to look further back.
        [Other days]  [Search]
        [Home]
        > calls from 123 in the middle of nowhere
        Billing · Transactions — 12065550100 Alice Adams
        {{days}}: no records
        Only: Calls
        Direction: incoming
        With: 123 in the middle of nowhere
        Nobody in your phone book is called “123 in the middle of nowhere”. Try another name, or a part of the number.
        [Other days]  [Search]
        [Home]
    """)


@pytest.mark.row("S65")
@pytest.mark.row("S75")
async def test_a_question_of_the_search_keeps_its_place_and_can_be_taken_back(
    chat: ChatUser,
) -> None:
    await chat.moves("/transactions", "[Other days]", "[This month]", "[Search]", "[Who: any]")
    await chat.moves("Mum")
    await chat.play("""
        > [Who: Mum]
        Billing · Transactions — 12065550100 Alice Adams
        Whose calls? Send a name from your phone book, a number or a part of one, or share a contact.
        [Anybody]
        [Cancel]
        > [Cancel]
        Billing · Transactions — 12065550100 Alice Adams
        Canceled. Nothing was changed.
        {{found}}
        With: Mum
        You can also write it, for example: calls to Anna in May.
        [Who: Mum]  [Kind: any]
        [Direction: any]  [Service: any]
        [At least: any]  [Clear the search]
        [Show the result]
        [Back]  [Home]
    """)
    await chat.moves("[Who: Mum]", "[Anybody]", "[At least: any]", "0.05", "[At least: $0.05]")
    await chat.play("""
        > [Any amount]
        Billing · Transactions — 12065550100 Alice Adams
        {{found}}
        You can also write it, for example: calls to Anna in May.
        [Who: any]  [Kind: any]
        [Direction: any]  [Service: any]
        [At least: any]
        [Show the result]
        [Back]  [Home]
    """)


@pytest.mark.row("S67")
@pytest.mark.row("S75")
async def test_back_from_the_records_of_a_service_leads_to_the_services(chat: ChatUser) -> None:
    await chat.moves("/transactions", "[Totals by service]", "[Voice Calls]")
    assert "Service: Voice Calls" in await chat.last()
    await chat.moves("[Back]")

    assert "[Voice Calls]" in await chat.last()
    assert "Service:" not in await chat.last()
