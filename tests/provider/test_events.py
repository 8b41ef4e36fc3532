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

from sandbox.provider.server import Config, create
from tests.harness.patience import PATIENCE
from tests.provider.conftest import Caller, Desk, Json


@dataclass
class Receiver:
    """An application that answers with the statuses it was given, then 200."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    silent: int = 0
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    events: asyncio.Queue[Json] = field(default_factory=asyncio.Queue)
    headers: list[dict[str, str]] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        self.events.put_nowait(await request.json())
        self.headers.append(dict(request.headers))
        if self.silent:
            self.silent -= 1
            await self.ended.wait()
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)

    async def wait_for(self, count: int) -> list[Json]:
        """Exactly so many events: none follows within a tenth of a second."""
        async with asyncio.timeout(PATIENCE):
            events = [await self.events.get() for _ in range(count)]
        await asyncio.sleep(0.1)
        assert self.events.empty()
        return events

    async def names(self, count: int) -> list[str]:
        """The kinds of so many events, those that came twice only once."""
        told = {event["variables"]["i_event"]: event for event in await self.wait_for(count)}
        return [event["event_type"] for event in told.values()]

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
    taker.ended.set()
    await runner.cleanup()


@pytest.fixture
def config(receiver: Receiver) -> Config:
    return Config(
        events_url=receiver.url,
        events_user="switch",
        events_password="tell",
        events_retry_seconds=0.05,
        events_silence_seconds=0.2,
    )


def i_events(events: list[Json]) -> list[int]:
    """Counted from the first one that was created."""
    numbers = [int(event["variables"]["i_event"]) for event in events]
    return [number - min(numbers) for number in numbers]


async def test_a_change_of_balance_is_told(receiver: Receiver, desk: Desk) -> None:
    await desk.post("accounts/1001/balance", balance="0.40")

    event, update = await receiver.wait_for(2)

    assert event["event_type"] == "Account/BalanceChanged"
    variables = event["variables"]
    assert isinstance(variables["i_event"], str)
    assert variables["billing_entity_id"] == "1001"
    assert (variables["prev_balance"], variables["curr_balance"]) == (2.5, 0.4)
    assert update["event_type"] == "Subscriber/Updated"
    headers = receiver.headers[0]
    assert headers["Content-Type"] == "application/json"
    assert headers["Authorization"] == f"Basic {base64.b64encode(b'switch:tell').decode()}"
    assert parsedate_to_datetime(headers["Date"]).tzinfo is not None


async def test_an_unchanged_balance_is_no_event(receiver: Receiver, desk: Desk) -> None:
    await desk.post("accounts/1001/balance", balance=2.5)
    await desk.post("accounts/1001/balance", balance=2)

    event, _ = await receiver.wait_for(2)

    assert event["variables"]["curr_balance"] == 2


@pytest.mark.parametrize(
    ("settings", "names"),
    [
        ({"contact": {"city": "Lviv"}}, []),
        ({"blocked": "Y"}, ["Account/Blocked"]),
        ({"bill_status": "S"}, ["Account/Status/Suspended"]),
        ({"bill_status": "C"}, ["Subscriber/Deleted"]),
        ({"product": "Домашній"}, ["Account/Product/Changed"]),
        ({"id": "12065550177"}, ["Account/ID/Changed"]),
        ({"password": "n3w-Secret"}, ["Account/Password/Changed"]),
        ({"features": {"clir": "Y"}}, ["Account/ServiceAttribute/Changed"]),
        ({"custom_fields": {"11": "Sales"}}, ["Account/CustomField/Changed"]),
        ({"product": "Домашній", "blocked": "Y"}, ["Account/Blocked", "Account/Product/Changed"]),
    ],
)
async def test_each_change_has_the_names_that_fit(
    receiver: Receiver, desk: Desk, settings: Json, names: list[str]
) -> None:
    await desk.post("accounts/1001/settings", **settings)

    told = [event["event_type"] for event in (await desk.get("events"))["events"]]
    assert told == [*names, "Subscriber/Updated"]
    assert await receiver.names(len(told) + len(told) // 3) == told


async def test_what_was_taken_back_is_told_too(receiver: Receiver, desk: Desk) -> None:
    await desk.post("accounts/1001/settings", blocked="Y", bill_status="S")
    await desk.post("accounts/1001/settings", blocked="N", bill_status="O")

    told = [event["event_type"] for event in (await desk.get("events"))["events"]]
    assert told[3:] == [
        "Account/Unblocked",
        "Account/Status/SuspensionRemoved",
        "Subscriber/Updated",
    ]


async def test_what_subscribers_and_administrators_change_is_told(
    receiver: Receiver, desk: Desk, alice: Caller, admin: Caller
) -> None:
    old = (await desk.account("alice"))["password"]
    clir = {"name": "clir", "flag_value": "Y"}
    field = {"i_custom_field": 11, "db_value": "Sales"}

    await alice.ok("Account/update_service_features", service_features=[clir])
    await alice.ok("Account/update_account", account_info={"city": "Lviv"})
    await alice.ok("Account/update_custom_fields_values", custom_fields_values=[field])
    await alice.ok("Session/change_password", login="alice", password=old, new_password="n3w-one")
    await alice.ok("Account/update_account_followme", followme_info={"sequence": "Order"})
    await admin.ok("Account/update_account", account_info={"i_account": 1001, "blocked": "Y"})

    told = (await desk.get("events"))["events"]
    assert [event["event_type"] for event in told if event["event_type"][0] == "A"] == [
        "Account/ServiceAttribute/Changed",
        "Account/CustomField/Changed",
        "Account/Password/Changed",
        "Account/Blocked",
    ]
    assert sum(event["event_type"] == "Subscriber/Updated" for event in told) == 6
    assert {event["variables"]["i_account"] for event in told} == {"1001"}


@pytest.mark.parametrize(("status", "attempts"), [(503, 2), (302, 2), (401, 1), (404, 1)])
async def test_a_failed_delivery_is_repeated_and_a_refused_one_dropped(
    receiver: Receiver, desk: Desk, status: int, attempts: int
) -> None:
    receiver.statuses = [status]

    await desk.post("accounts/1001/settings", contact={"city": "Lviv"})

    assert i_events(await receiver.wait_for(attempts)) == [0] * attempts
    (told,) = (await desk.get("events"))["events"]
    assert told["attempts"] == attempts
    assert told["outcome"] == f"HTTP {200 if attempts == 2 else status}"


async def test_silence_is_a_failed_delivery(receiver: Receiver, desk: Desk) -> None:
    receiver.silent = 1

    await desk.post("accounts/1001/settings", contact={"city": "Lviv"})

    assert i_events(await receiver.wait_for(2)) == [0, 0]


async def test_no_event_of_an_account_overtakes_another(receiver: Receiver, desk: Desk) -> None:
    receiver.statuses = [503, 500]

    await desk.post("accounts/1001/balance", balance=1)

    assert i_events(await receiver.wait_for(4)) == [0, 0, 0, 1]


async def test_accounts_do_not_wait_for_each_other(receiver: Receiver, desk: Desk) -> None:
    receiver.silent = 1

    await desk.post("accounts/1001/settings", contact={"city": "Lviv"})
    async with asyncio.timeout(PATIENCE):
        await receiver.events.get()
        await desk.post("accounts/1002/settings", contact={"city": "Lviv"})
        other = await receiver.events.get()

    assert other["variables"]["i_account"] == "1002"


async def test_events_count_up_and_every_third_comes_twice(receiver: Receiver, desk: Desk) -> None:
    for balance in (1, 2):
        await desk.post("accounts/1001/balance", balance=balance)

    assert i_events(await receiver.wait_for(5)) == [0, 1, 2, 2, 3]


async def test_numbers_of_events_go_on_after_a_reset(receiver: Receiver, desk: Desk) -> None:
    await desk.post("accounts/1001/settings", contact={"city": "Lviv"})
    await receiver.wait_for(1)
    await desk.post("reset")
    await desk.post("accounts/1001/settings", contact={"city": "Lviv"})

    await receiver.wait_for(1)
    first, second = (await desk.get("events"))["events"]
    assert int(second["variables"]["i_event"]) > int(first["variables"]["i_event"])


async def test_an_application_that_is_down_gets_the_event_later(
    config: Config, http: aiohttp.ClientSession
) -> None:
    late = Receiver()
    place = late.reserve()
    server = create(replace(config, events_url=late.url))
    await server.start()
    await Desk(http, server.url).post("accounts/1001/settings", contact={"city": "Lviv"})
    await asyncio.sleep(0.15)

    runner = await late.listen(place)

    (event,) = await late.wait_for(1)
    assert event["event_type"] == "Subscriber/Updated"
    await server.stop()
    await runner.cleanup()


class TestCustomAuthorization:
    @pytest.fixture
    def config(self, receiver: Receiver) -> Config:
        return Config(
            events_url=receiver.url, events_header="X-Switch-Key", events_value="Token sesame"
        )

    async def test_header_and_value_are_the_operators(self, receiver: Receiver, desk: Desk) -> None:
        await desk.post("accounts/1001/settings", contact={"city": "Lviv"})
        await receiver.wait_for(1)

        assert receiver.headers[0]["X-Switch-Key"] == "Token sesame"
        assert "Authorization" not in receiver.headers[0]


class TestNobodyListens:
    @pytest.fixture
    def config(self) -> Config:
        return Config()

    async def test_the_desk_shows_what_would_be_told(self, desk: Desk) -> None:
        await desk.post("accounts/1001/settings", blocked="Y")

        told = (await desk.get("events"))["events"]
        assert [(event["event_type"], event["outcome"]) for event in told] == [
            ("Account/Blocked", "nobody listens"),
            ("Subscriber/Updated", "nobody listens"),
        ]
