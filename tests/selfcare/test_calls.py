"""Recent calls and their cards."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import SOON, World

PAGE_LINE = re.compile(r"\d\. (?P<outcome>[^:]+): (?P<way>from|to) ")


async def a_busy_day(desk: Desk) -> None:
    """Seven calls of today, the newest last."""
    await desk.call(**{"from": "12065550133"}, seconds=600)
    await desk.call(to="442079460018", seconds=400, amount="0.12")
    await desk.call(**{"from": "anonymous"}, seconds=300)
    await desk.call(**{"from": "102"}, seconds=200)
    await desk.call(to="12065550199", seconds=75, amount="0.004")
    await desk.call(to="12065550101", answered=False)
    await desk.call(**{"from": "12125550123"}, answered=False)


def asked(log: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """The ranges of calls that the provider was asked for, as days."""
    return [
        (call["params"]["from_date"][:10], call["params"]["to_date"][:10])
        for call in log
        if call["params"].get("i_service_type") == 3
    ]


@pytest.mark.row("S10")
@pytest.mark.row("S75")
async def test_recent_calls_and_a_card_that_leads_back(chat: ChatUser, desk: Desk) -> None:
    await a_busy_day(desk)

    await chat.play("""
        > /calls
        Dashboard · Calls — 12065550100 Alice Adams
        Your calls, as of {{time}}.
        1. Missed: from Mum, {{when}}
        2. No answer: to +1 206-555-0101, {{when}}
        3. Answered: to Office, {{when}}, for 1:15
        4. Answered: from 102, {{when}}, for 3:20
        5. Answered: from a withheld number, {{when}}, for 5:00
        6. Answered: to +44 20 7946 0018, {{when}}, for 6:40
        [1: Mum]  [2: +1 206-555-0101]
        [3: Office]  [4: 102]
        [5: withheld number]  [6: +44 20 7946 0018]
        [Older]
        [Only missed]  [Refresh]
        [Home]
        > [3: Office]
        Dashboard · Calls — 12065550100 Alice Adams
        Answered
        Name: Office
        Direction: outgoing
        From: +1 206-555-0100
        To: +1 206-555-0199
        When: {{when}}
        Length: 1 min 15 sec
        Cost: $0.004
        Tap to call: +12065550199
        [Copy number ⧉ +12065550199]
        [Back]  [Home]
        > [Back]
        ...
        > [Older]
        ...
        > [Newer]
        ...
        > [4: 102]
        Dashboard · Calls — 12065550100 Alice Adams
        Answered
        Direction: incoming
        From: 102
        To: +1 206-555-0100
        When: {{when}}
        Length: 3 min 20 sec
        Cost: free
        [Copy number ⧉ 102]  [Block this caller]
        [Save to phone book]
        [Back]  [Home]
        > [Back]
        Dashboard · Calls — 12065550100 Alice Adams
        Your calls, as of {{time}}.
        1. Missed: from Mum, {{when}}
        2. No answer: to +1 206-555-0101, {{when}}
        3. Answered: to Office, {{when}}, for 1:15
        4. Answered: from 102, {{when}}, for 3:20
        5. Answered: from a withheld number, {{when}}, for 5:00
        6. Answered: to +44 20 7946 0018, {{when}}, for 6:40
        [1: Mum]  [2: +1 206-555-0101]
        [3: Office]  [4: 102]
        [5: withheld number]  [6: +44 20 7946 0018]
        [Older]
        [Only missed]  [Refresh]
        [Home]
        > [5: withheld number]
        Dashboard · Calls — 12065550100 Alice Adams
        Answered
        Direction: incoming
        From: withheld number
        To: +1 206-555-0100
        When: {{when}}
        Length: 5 min
        Cost: free
        [Block withheld calls]
        [Back]  [Home]
    """)


@pytest.mark.row("S10")
async def test_every_outcome_is_told_in_words(chat: ChatUser) -> None:
    """The seeded week holds two calls of every kind."""
    await chat.moves("/calls")
    told = set(PAGE_LINE.findall(await chat.last()))
    while "[Older]" in await chat.last():
        await chat.tap("Older")
        told |= set(PAGE_LINE.findall(await chat.last()))

    assert told == {
        ("Answered", "from"),
        ("Answered", "to"),
        ("Missed", "from"),
        ("No answer", "to"),
        ("Declined", "from"),
        ("Answered elsewhere", "from"),
        ("Failed", "to"),
        ("Not connected", "to"),
        ("Forwarded", "from"),
    }


@pytest.mark.row("S75")
async def test_back_from_a_card_keeps_the_page(chat: ChatUser) -> None:
    await chat.moves("/calls", "[Older]")
    page = await chat.last()

    await chat.tap(re.findall(r"\[(4: [^\]]+)\]", page)[0])
    assert "Direction: " in await chat.last()
    await chat.tap("Back")

    assert without_times(await chat.last()) == without_times(page)


def without_times(screen: str) -> str:
    """The clock may tick over between two looks."""
    return re.sub(r"as of \d\d:\d\d", "", screen)


@pytest.mark.row("S10")
async def test_the_order_of_the_switch_does_not_matter(chat: ChatUser, desk: Desk) -> None:
    await a_busy_day(desk)
    await desk.switch(xdr_order="newest")
    await chat.moves("/calls")
    newest = await chat.last()

    await desk.switch(xdr_order="oldest")
    await chat.moves("/calls")

    assert without_times(await chat.last()) == without_times(newest)
    assert "1. Missed: from Mum" in newest


@pytest.mark.row("S10")
async def test_a_day_that_fills_the_page_is_all_that_is_read(chat: ChatUser, desk: Desk) -> None:
    await a_busy_day(desk)

    await chat.moves("/calls")

    (only,) = asked(await desk.log("get_xdr_list"))
    assert days_between(*only) == 1


@pytest.mark.row("S10")
async def test_closed_days_are_read_once_and_weeks_one_at_a_time(
    chat: ChatUser, desk: Desk
) -> None:
    await chat.moves("/calls", "[Older]", "[Older]", "[Older]")
    before = asked(await desk.log("get_xdr_list"))
    closed = [one for one in before if days_between(*one) > 2]
    assert len(closed) == 1

    await chat.moves("[A week earlier]")

    new = asked(await desk.log("get_xdr_list"))[len(before) :]
    (earlier,) = [one for one in new if days_between(*one) > 2]
    assert days_between(*earlier) == 7
    assert earlier[1] == closed[0][0]


def days_between(first: str, end: str) -> int:
    return (date.fromisoformat(end) - date.fromisoformat(first)).days


@pytest.mark.row("S10")
async def test_an_empty_week_says_so_and_offers_an_earlier_one(
    world: World, chat: ChatUser
) -> None:
    world.clock.advance(days=20)

    await chat.play("""
        > /calls
        Dashboard · Calls — 12065550100 Alice Adams
        No calls since {{day}}. A call appears here some minutes after it has ended.
        [A week earlier]
        [Only missed]  [Refresh]
        [Home]
        > [A week earlier]
        Dashboard · Calls — 12065550100 Alice Adams
        No calls since {{day}}. A call appears here some minutes after it has ended.
        [A week earlier]
        [Only missed]  [Refresh]
        [Home]
    """)
    await chat.tap("A week earlier")

    assert "Your calls, as of " in await chat.last()


@pytest.mark.row("S10")
async def test_the_list_ends_after_five_weeks_and_says_so(chat: ChatUser, desk: Desk) -> None:
    await chat.moves("/calls", "[Older]", "[Older]", "[Older]")
    assert "That is all since " in await chat.last()

    for _week in range(4):
        await chat.tap("A week earlier")

    assert "I look back no further." in await chat.last()
    assert "[A week earlier]" not in await chat.last()
    ranges = asked(await desk.log("get_xdr_list"))
    assert max(days_between(*one) for one in ranges) == 7
    assert days_between(min(ranges)[0], max(ranges)[1]) <= 36


async def test_words_after_the_command_do_no_harm(chat: ChatUser, desk: Desk) -> None:
    await a_busy_day(desk)
    await chat.moves("/calls")
    plain = await chat.last()

    await chat.moves("/calls of today")

    assert without_times(await chat.last()) == without_times(plain)


async def test_a_silent_provider_is_told_and_tried_again(world: World, desk: Desk) -> None:
    await world.restart(provider_timeout=SOON)
    chat = await world.user()
    await chat.sign_in()
    await a_busy_day(desk)
    await desk.fault("Account/get_xdr_list", "silent_before")

    await chat.play("""
        > /calls
        Dashboard · Calls — 12065550100 Alice Adams
        The provider does not answer right now. Nothing was changed. Try again soon.
        [Try again]
        [Home]
    """)
    await desk.mend()
    await chat.tap("Try again")

    assert "1. Missed: from Mum" in await chat.last()


async def test_a_refusal_is_told_in_the_providers_words(chat: ChatUser, desk: Desk) -> None:
    await desk.fault("Account/get_xdr_list", "fault")

    await chat.play("""
        > /calls
        Dashboard · Calls — 12065550100 Alice Adams
        The provider refused: “Ordered at the provider's desk.” Nothing was changed.
        [Home]
    """)


async def test_an_expired_session_leads_to_sign_in(chat: ChatUser, desk: Desk) -> None:
    await chat.moves("/calls")
    await desk.expire(refresh=True)

    await chat.play("""
        > [Refresh]
        Dashboard · Calls — 12065550100 Alice Adams
        Your session with the provider has ended, so nothing was changed. Sign in again to go on.
        [Sign in]
        [Home]
    """)


async def test_a_card_opens_after_a_restart(world: World, chat: ChatUser, desk: Desk) -> None:
    await a_busy_day(desk)
    await chat.moves("/calls")
    await world.restart()

    await chat.tap("1: Mum")

    assert "Direction: incoming" in await chat.last()


async def test_two_quick_taps_on_older_show_the_same_page(chat: ChatUser, desk: Desk) -> None:
    await a_busy_day(desk)
    await chat.moves("/calls")

    await chat.tap("Older", times=2)

    assert "1. Answered: from +1 206-555-0133" in await chat.last()


async def test_a_call_that_is_no_longer_listed(world: World, chat: ChatUser, desk: Desk) -> None:
    await a_busy_day(desk)
    await chat.moves("/calls")
    alice = world.account()
    assert alice.history is not None
    alice.history.pop()

    await chat.play("""
        > [1: Mum]
        Dashboard · Calls — 12065550100 Alice Adams
        The provider no longer lists this call.
        [Back]  [Home]
    """)


@pytest.mark.row("S10")
async def test_calls_in_ukrainian(world: World, desk: Desk) -> None:
    olena = await world.user("Олена", "uk")
    row = await desk.account("dmytro")
    await olena.moves("/signin", "[Логін і пароль]", "dmytro", row["password"])
    await desk.call("dmytro", to="380671234567", seconds=95, amount="1.20")
    for _call in range(2):
        await desk.call("dmytro", **{"from": "380931112233"}, answered=False)
    for _call in range(3):
        await desk.call("dmytro", **{"from": "anonymous"}, answered=False)

    await olena.play("""
        > /calls
        Огляд · Дзвінки — 380441234567 Дмитро Коваленко
        Ваші дзвінки станом на {{time}}.
        1. Пропущено, вхідний: прихований номер, {{when}}
        2. Пропущено, вхідний: прихований номер, {{when}}
        3. Пропущено, вхідний: прихований номер, {{when}}
        4. Пропущено, вхідний: +380 93 111 2233, {{when}}
        5. Пропущено, вхідний: +380 93 111 2233, {{when}}
        6. Прийнято, вихідний: +380 67 123 4567, {{when}}, тривав 1:35
        [1: прихований номер]  [2: прихований номер]
        [3: прихований номер]  [4: +380 93 111 2233]
        [5: +380 93 111 2233]  [6: +380 67 123 4567]
        [Давніші]
        [Лише пропущені]  [Оновити]
        [Головна]
        > [6: +380 67 123 4567]
        Огляд · Дзвінки — 380441234567 Дмитро Коваленко
        Прийнято
        Напрямок: вихідний
        Від кого: +380 44 123 4567
        Кому: +380 67 123 4567
        Коли: {{when}}
        Тривалість: 1 хв 35 с
        Вартість: 1,20 ₴
        Натисніть, щоб подзвонити: +380671234567
        [Копіювати номер ⧉ +380671234567]  [У телефонну книгу]
        [Назад]  [Головна]
    """)


@pytest.mark.row("S10")
async def test_a_caller_is_kept_in_the_phone_book(chat: ChatUser, desk: Desk) -> None:
    await a_busy_day(desk)
    await chat.play("""
        > /calls
        ...
        > [6: +44 20 7946 0018]
        ...
        > [Save to phone book]
        IP Centrex · Phone book — 12065550100 Alice Adams
        Step 1 of 2
        What is the name for +44 20 7946 0018?
        [Cancel]
        > London office
        ...
        > [work]
        IP Centrex · Phone book — 12065550100 Alice Adams
        London office
        Number: +44 20 7946 0018
        Kind: work
        Speed dial: none
        Favorite: no, 0 of 5 used
        [Change name]  [Change number]
        [Change kind]  [Give a code]
        [Favorite: no]  [Copy number ⧉ +442079460018]
        [Delete]
        [Back]  [Home]
    """)
    [added] = await desk.log("add_phonebook_record")
    assert added["params"]["phonebook_rec_info"] == {
        "i_account": chat.world.account().i_account,
        "name": "London office",
        "phone_number": "442079460018",
        "phone_type": "work",
    }


@pytest.mark.row("S10", "S75")
async def test_only_the_missed_ones_and_their_place(chat: ChatUser, desk: Desk) -> None:
    await a_busy_day(desk)
    for n in range(6):
        await desk.call(**{"from": f"1206555017{n}"}, answered=False)
        await desk.call(to="12065550199", seconds=5)

    await chat.play("""
        > /calls
        ...
        > [Only missed]
        Dashboard · Calls — 12065550100 Alice Adams
        Calls that you have missed, as of {{time}}.
        1. Missed: from +1 206-555-0175, {{when}}
        2. Missed: from +1 206-555-0174, {{when}}
        3. Missed: from +1 206-555-0173, {{when}}
        4. Missed: from +1 206-555-0172, {{when}}
        5. Missed: from +1 206-555-0171, {{when}}
        6. Missed: from +1 206-555-0170, {{when}}
        [1: +1 206-555-0175]  [2: +1 206-555-0174]
        [3: +1 206-555-0173]  [4: +1 206-555-0172]
        [5: +1 206-555-0171]  [6: +1 206-555-0170]
        [Older]
        [All calls]  [Refresh]
        [Home]
        > [Older]
        ...
        > [1: Mum]
        Dashboard · Calls — 12065550100 Alice Adams
        Missed
        Name: Mum
        Direction: incoming
        From: +1 212-555-0123
        To: +1 206-555-0100
        When: {{when}}
        Cost: free
        Tap to call: +12125550123
        [Copy number ⧉ +12125550123]  [Block this caller]
        [Back]  [Home]
        > [Back]
        Dashboard · Calls — 12065550100 Alice Adams
        Calls that you have missed, as of {{time}}.
        1. Missed: from Mum, {{when}}
        2. Missed: from Mum, {{when}}
        3. Missed: from Mum, {{when}}
        That is all since {{day}}.
        [1: Mum]  [2: Mum]
        [3: Mum]
        [Newer]  [A week earlier]
        [All calls]  [Refresh]
        [Home]
        > [All calls]
        ...
        > show my missed calls!
        ...
    """)


@pytest.mark.row("S10")
async def test_nothing_missed_says_so(world: World, chat: ChatUser, desk: Desk) -> None:
    world.account().history = []
    await desk.call(to="12065550199", seconds=5)
    await chat.play("""
        > missed calls
        Dashboard · Calls — 12065550100 Alice Adams
        You have missed no calls since {{day}}.
        [A week earlier]
        [All calls]  [Refresh]
        [Home]
        > [All calls]
        Dashboard · Calls — 12065550100 Alice Adams
        Your calls, as of {{time}}.
        1. Answered: to Office, {{when}}, for 0:05
        That is all since {{day}}.
        [1: Office]
        [A week earlier]
        [Only missed]  [Refresh]
        [Home]
    """)
