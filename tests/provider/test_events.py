"""Event webhooks: what is posted, how long it is tried, and that it may come twice."""

import asyncio
import base64
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime

import aiohttp
import pytest
from aiohttp import web

from sandbox.provider.server import Config, Provider, create
from tests.provider.conftest import Desk, Json


@dataclass
class Receiver:
    """An application that answers with the statuses it was given, then 200."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    events: asyncio.Queue[Json] = field(default_factory=asyncio.Queue)
    headers: list[dict[str, str]] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        self.events.put_nowait(await request.json())
        self.headers.append(dict(request.headers))
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)

    async def wait_for(self, count: int) -> list[Json]:
        """Exactly so many events: none follows within a tenth of a second."""
        async with asyncio.timeout(3):
            events = [await self.events.get() for _ in range(count)]
        await asyncio.sleep(0.1)
        assert self.events.empty()
        return events

    def reserve(self) -> socket.socket:
        """An address of its own where nobody listens yet: connections are refused."""
        place = socket.socket()
        place.bind(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{place.getsockname()[1]}/events"
        return place

    async def listen(self, place: socket.socket) -> web.AppRunner:
        app = web.Application()
        app.router.add_post("/events", self.take)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.SockSite(runner, place).start()
        return runner


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    taker = Receiver()
    runner = await taker.listen(taker.reserve())
    yield taker
    await runner.cleanup()


@pytest.fixture
async def provider(receiver: Receiver) -> AsyncIterator[Provider]:
    config = Config(
        events_url=receiver.url,
        events_user="switch",
        events_password="tell",
        events_retry_seconds=0.05,
    )
    server = create(config)
    await server.start()
    yield server
    await server.stop()


async def test_a_change_of_balance_is_told(receiver: Receiver, desk: Desk) -> None:
    await desk.post("accounts/1001/balance", balance="0.40")

    (event,) = await receiver.wait_for(1)

    assert event["event_type"] == "Account/BalanceChanged"
    variables = event["variables"]
    assert isinstance(variables["i_event"], str)
    assert variables["billing_entity_id"] == "1001"
    assert (variables["prev_balance"], variables["curr_balance"]) == (2.5, 0.4)
    headers = receiver.headers[0]
    assert headers["Content-Type"] == "application/json"
    assert headers["Authorization"] == f"Basic {base64.b64encode(b'switch:tell').decode()}"
    assert parsedate_to_datetime(headers["Date"]).tzinfo is not None


async def test_a_change_of_settings_is_told_as_an_update(receiver: Receiver, desk: Desk) -> None:
    await desk.post("accounts/1002/settings", features={"clir": "Y"})

    (event,) = await receiver.wait_for(1)

    assert event["event_type"] == "Subscriber/Updated"
    assert event["variables"]["i_account"] == "1002"


async def test_an_unchanged_balance_is_no_event(receiver: Receiver, desk: Desk) -> None:
    await desk.post("accounts/1001/balance", balance=2.5)
    await desk.post("accounts/1001/balance", balance=2)

    (event,) = await receiver.wait_for(1)

    assert event["variables"]["curr_balance"] == 2


@pytest.mark.parametrize(("status", "attempts"), [(503, 2), (302, 2), (401, 1), (404, 1)])
async def test_a_failed_delivery_is_repeated_and_a_refused_one_dropped(
    receiver: Receiver, desk: Desk, status: int, attempts: int
) -> None:
    receiver.statuses = [status]

    await desk.post("accounts/1001/balance", balance=1)

    events = await receiver.wait_for(attempts)
    assert [event["variables"]["i_event"] for event in events] == (
        [events[0]["variables"]["i_event"]] * attempts
    )


async def test_events_count_up_and_every_third_comes_twice(receiver: Receiver, desk: Desk) -> None:
    for balance in (1, 2, 3, 4):
        await desk.post("accounts/1001/balance", balance=balance)

    events = await receiver.wait_for(5)

    first = int(events[0]["variables"]["i_event"])
    assert [int(event["variables"]["i_event"]) - first for event in events] == [0, 1, 2, 2, 3]


async def test_numbers_of_events_go_on_after_a_reset(receiver: Receiver, desk: Desk) -> None:
    await desk.post("accounts/1001/balance", balance=1)
    await desk.post("reset")
    await desk.post("accounts/1001/balance", balance=1)

    first, second = await receiver.wait_for(2)

    assert int(second["variables"]["i_event"]) > int(first["variables"]["i_event"])


async def test_an_application_that_is_down_gets_the_event_later(
    provider: Provider, http: aiohttp.ClientSession
) -> None:
    late = Receiver()
    place = late.reserve()
    server = create(replace(provider.config, events_url=late.url))
    await server.start()
    await Desk(http, server.url).post("accounts/1001/balance", balance=1)
    await asyncio.sleep(0.15)

    runner = await late.listen(place)

    (event,) = await late.wait_for(1)
    assert event["event_type"] == "Account/BalanceChanged"
    await server.stop()
    await runner.cleanup()
