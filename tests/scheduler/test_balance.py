"""Low balance: told once for each fall, from events or without them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from aiohttp import encode_basic_auth, web
from aiohttp.test_utils import unused_port

import sandbox.provider.config
from bot.web import EVENTS_PATH, web_app
from scheduler.balance import judge
from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import EVENTS, World
from tests.harness.world import world as make_world
from tests.scheduler.conftest import cards, some_polls, until

LOW = "getting low"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


async def event(world: World, kind: str, i_event: object, **variables: Any) -> None:
    """As the provider's webhook brings it."""
    assert world.bot is not None
    await world.bot.parts.scheduler.event(kind, {"i_event": i_event, **variables})


async def changed(
    world: World, i_event: object, before: str, after: str, login: str = "alice"
) -> None:
    row = await world.desk.account(login)
    await event(
        world,
        "Account/BalanceChanged",
        i_event,
        billing_entity_id=str(row["i_account"]),
        prev_balance=before,
        curr_balance=after,
    )


async def test_an_event_leads_to_one_card_however_often_it_comes(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await world.restart(poll_seconds=3600)
    await desk.balance("1.20")
    for i_event in ("7", 7, "7", "8"):
        await changed(world, i_event, "2.50", "1.20")

    card = await chat.waits_for(LOW)
    assert "$1.20" in card
    assert "[Enter voucher]" in card
    await some_polls()
    assert await cards(chat, LOW) == 1


async def test_each_fall_is_told_once(world: World, chat: ChatUser, desk: Desk) -> None:
    await world.restart(poll_seconds=3600)
    told = 0
    amounts = ["2.50", "20.00", "4.00", "3.00", "30.00", "1.00"]
    for number, (before, after) in enumerate(pairwise(amounts)):
        await desk.balance(after)
        await changed(world, number, before, after)
        told += after in ("4.00", "1.00")

        async def as_told(expected: int = told) -> bool:
            return await cards(chat, LOW) == expected

        await until(as_told)
        await some_polls(1)
        assert await as_told()


async def test_without_events_the_sweep_sees_the_fall(chat: ChatUser, desk: Desk) -> None:
    await desk.balance("12.00")
    await some_polls(12)
    await desk.balance("3.00")

    await chat.waits_for(LOW)
    await some_polls(12)
    assert await cards(chat, LOW) == 1


async def test_a_line_that_is_low_at_the_sign_in_is_not_told_so(chat: ChatUser) -> None:
    await some_polls(12)

    assert await cards(chat, LOW) == 0


async def test_a_provider_that_cannot_be_read_now_is_read_later(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await world.restart(poll_seconds=3600)
    await desk.balance("1.20")
    await desk.fault("Account/get_account_info", "http_500")
    await changed(world, 1, "2.50", "1.20")
    await some_polls(2)
    await desk.mend()

    await chat.waits_for(LOW)


async def test_an_event_is_not_forgotten_when_the_bot_dies_before_it_has_looked(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await world.restart(poll_seconds=3600)
    await desk.balance("1.20")
    await desk.fault("Account/get_account_info", "http_500")
    await changed(world, 1, "2.50", "1.20")
    await world.stop()
    await desk.mend()
    await world.start()

    await chat.waits_for(LOW)


async def test_a_credit_line_is_low_when_its_limit_is_near(world: World, desk: Desk) -> None:
    bob = await world.user("Bob")
    await bob.sign_in("bob")
    await world.restart(poll_seconds=3600)
    await desk.balance("47.00", "bob")
    await changed(world, 1, "12.40", "47.00", "bob")

    await bob.waits_for(LOW)


async def test_a_line_that_the_company_pays_for_is_never_low(world: World, desk: Desk) -> None:
    carol = await world.user("Carol")
    await carol.sign_in("carol")
    await some_polls(2)
    asked = len(await desk.log("get_account_info"))
    await some_polls(3)
    assert len(await desk.log("get_account_info")) <= asked + 1, "it is no newcomer any more"
    await desk.balance("900.00", "carol")
    await changed(world, 1, "0", "900.00", "carol")
    await some_polls()

    assert await cards(carol, LOW) == 0


async def test_the_chosen_threshold_counts(world: World, chat: ChatUser, desk: Desk) -> None:
    await world.restart(poll_seconds=3600, low_balance="1")
    await desk.balance("1.20")
    await changed(world, 1, "2.50", "1.20")
    await some_polls(3)
    assert await cards(chat, LOW) == 0
    await desk.balance("0.80")
    await changed(world, 2, "1.20", "0.80")

    await chat.waits_for(LOW)


async def test_an_event_of_another_kind_or_of_a_stranger_is_no_mistake(
    world: World, chat: ChatUser
) -> None:
    await event(world, "Invoice/Created", "1", i_invoice="5")
    await event(world, "Subscriber/Updated", "x", i_account="none")
    await event(world, "Subscriber/Updated", "2", i_account="999999")
    await some_polls(2)

    assert await cards(chat, LOW) == 0


@asynccontextmanager
async def listening(world: World, port: int) -> AsyncIterator[None]:
    """The bot's own web server."""
    assert world.bot is not None
    runner = web.AppRunner(web_app(world.bot.parts, "/telegram"))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield
    finally:
        await runner.cleanup()


async def test_the_provider_s_webhook_brings_the_card_within_a_moment(tmp_path: Path) -> None:
    port = unused_port()
    url = f"http://127.0.0.1:{port}{EVENTS_PATH}"
    switch = sandbox.provider.config.Config(
        events_url=url, events_user=EVENTS[0], events_password=EVENTS[1]
    )
    async with make_world(tmp_path, provider=switch) as world, listening(world, port):
        chat = await world.user()
        await chat.sign_in()
        await world.desk.balance("20.00")
        await world.desk.balance("1.00")
        await chat.waits_for(LOW)
        await world.desk.balance("20.00")
        await world.desk.balance("0.50")

        async def twice() -> bool:
            return await cards(chat, LOW) == 2

        await until(twice)
        await some_polls()
        assert await twice()


async def test_a_webhook_s_answer_says_whether_the_event_is_stored(world: World) -> None:
    port = unused_port()
    url = f"http://127.0.0.1:{port}{EVENTS_PATH}"
    body = {"event_type": "Subscriber/Updated", "variables": {"i_event": "1", "i_account": "1"}}
    async with listening(world, port):
        assert world.bot is not None
        async with world.http.post(url, json=body) as answer:
            assert answer.status == 401
        headers = {"Authorization": encode_basic_auth(*EVENTS)}
        async with world.http.post(url, json={"what": 1}, headers=headers) as answer:
            assert answer.status == 400
        async with world.http.post(url, json=body, headers=headers) as answer:
            assert answer.status == 200
        await world.bot.parts.store.close()
        async with world.http.post(url, json=body, headers=headers) as answer:
            assert answer.status == 503
        await world.bot.parts.store.open()


Known = dict[str, Any] | None


@pytest.mark.parametrize(
    ("known", "funds", "heard", "told"),
    [
        (None, "9", [], False),
        (None, None, [], False),
        ({"fall": 1, "low": "3", "told": True}, None, [], False),
        (None, "3", [], False),
        (None, "3", [("4", "3")], True),
        (None, "3", [("2", "3")], False),
        ({"fall": 1}, "3", [], True),
        ({"fall": 1, "low": "3", "told": False}, "2", [], True),
        ({"fall": 1, "low": "3", "told": False}, "4", [], False),
        ({"fall": 1, "low": "3", "told": True}, "1", [], False),
        ({"fall": 1, "low": "3", "told": True}, "1", [("3", "20"), ("20", "1")], True),
        ({"fall": 1, "low": "1", "told": True}, "1", [("20", "1")], False),
    ],
)
def test_a_fall_is_recognized(
    known: Known, funds: str | None, heard: list[tuple[str, str]], told: bool
) -> None:
    changes = [(Decimal(before), Decimal(after)) for before, after in heard]

    left = None if funds is None else Decimal(funds)
    watch, fell = judge(known, left, Decimal(5), changes, NOW)

    assert fell is told
    assert judge(watch, left, Decimal(5), [], NOW) == (watch, False), "told only once"


def test_a_rise_is_remembered_so_that_the_next_fall_is_another_one() -> None:
    low, _fell = judge({"fall": 4}, Decimal(1), Decimal(5), [], NOW)
    risen, _fell = judge(low, Decimal(6), Decimal(5), [], NOW)
    again, fell = judge(risen, Decimal(1), Decimal(5), [], NOW)

    assert fell
    assert again["fall"] > low["fall"]
