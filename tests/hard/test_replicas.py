"""Replicas behind one webhook, on one database: each chat in order, nothing lost, nothing twice."""

from __future__ import annotations

import asyncio
import itertools
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web

from bot.app import SelfcareApplication
from bot.serve import WEBHOOK_PATH, application
from bot.web import web_app
from tests.hard.areas import Journal, areas
from tests.hard.process import Process
from tests.hard.stories import signed_in, tap_only
from tests.harness.chat import ChatUser
from tests.harness.world import World


class Balancer:
    """What stands before the replicas: one after the other, and 502 for one that is gone."""

    def __init__(self, http: aiohttp.ClientSession) -> None:
        self.targets: list[str] = []
        self._http = http
        self._turn = itertools.count()
        self._server: web.AppRunner | None = None
        self.url = ""

    async def start(self) -> None:
        app = web.Application()
        app.router.add_post("/{path:.*}", self._pass_on)
        self._server = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._server.setup()
        await web.TCPSite(self._server, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._server.addresses[0][1]}"

    async def stop(self) -> None:
        if self._server is not None:
            await self._server.cleanup()

    async def _pass_on(self, request: web.Request) -> web.Response:
        target = self.targets[next(self._turn) % len(self.targets)]
        headers = {name: request.headers[name] for name in request.headers if name[:2] == "X-"}
        timeout = aiohttp.ClientTimeout(total=2)
        try:
            async with self._http.post(
                target + request.path, data=await request.read(), headers=headers, timeout=timeout
            ) as answer:
                return web.Response(status=answer.status)
        except (aiohttp.ClientError, TimeoutError):
            return web.Response(status=502)


@pytest.fixture
async def balancer(grown: World) -> AsyncIterator[Balancer]:
    made = Balancer(grown.http)
    await made.start()
    grown.settings = grown.settings.model_copy(update={"public_url": made.url})
    yield made
    await grown.http.post(f"{grown.chat_server.url}/bot{token(grown)}/deleteWebhook")
    await made.stop()


def token(world: World) -> str:
    return world.settings.telegram_token.get_secret_value()


@asynccontextmanager
async def replica(world: World, journal: Journal) -> AsyncIterator[tuple[SelfcareApplication, str]]:
    """One replica in this process, with the notebook's areas, and the address of its server."""
    bot = application(world.settings, world.clock, areas(journal))
    async with bot:
        await bot.start()
        server = web.AppRunner(web_app(bot.parts, WEBHOOK_PATH), access_log=None)
        await server.setup()
        await web.TCPSite(server, "127.0.0.1", 0).start()
        try:
            yield bot, f"http://127.0.0.1:{server.addresses[0][1]}"
        finally:
            await server.cleanup()
            await bot.stop()


async def point_webhook(world: World, bot: SelfcareApplication, url: str) -> None:
    await bot.bot.set_webhook(f"{url}{WEBHOOK_PATH}", secret_token=bot.parts.webhook_secret)


async def quiet(*bots: SelfcareApplication, world: World) -> None:
    """Until Telegram has delivered all and nobody works."""
    async with asyncio.timeout(40):
        calm = 0
        while calm < 3:
            await asyncio.sleep(0.02)
            waiting = world.chat_server.world.updates.count()
            calm = 0 if waiting or any(one.parts.intake.busy for one in bots) else calm + 1


async def test_two_replicas_note_200_quick_updates_of_20_chats_once_and_in_order(
    grown: World, balancer: Balancer, journal: Journal
) -> None:
    # All of it runs in this process: a slow machine must not cost a turn its lease.
    grown.settings = grown.settings.model_copy(update={"lease_seconds": 30.0})
    async with replica(grown, journal) as (one, first), replica(grown, journal) as (two, second):
        balancer.targets = [first, second]
        await point_webhook(grown, one, balancer.url)
        users = [await grown.user(f"User {n}") for n in range(20)]
        for n in range(10):
            await asyncio.gather(*(user.say(f"/note {n}", settle=False) for user in users))
        await quiet(one, two, world=grown)

    expected = [str(n) for n in range(10)]
    assert {user.id: journal.notes[user.id] for user in users} == {
        user.id: expected for user in users
    }
    assert journal.overlaps == 0
    for user in users:
        said = [message["text"] for message in await user.messages() if message["from"]["is_bot"]]
        assert [text.split()[-1] for text in said if "Noted" in text] == expected


async def test_updates_repeated_to_both_replicas_are_done_once(
    grown: World, balancer: Balancer, journal: Journal
) -> None:
    async with replica(grown, journal) as (one, first), replica(grown, journal) as (two, second):
        balancer.targets = [first, second]
        await point_webhook(grown, one, balancer.url)
        user = await grown.user()
        for n in range(6):
            await user.say(f"/note {n}", settle=False)
        redeliver = f"{grown.chat_server.url}/control/redeliver"
        for _again in range(3):
            await grown.http.post(redeliver, json={"last": 6})
        await quiet(one, two, world=grown)

    assert journal.notes[user.id] == [str(n) for n in range(6)]


async def review(user: ChatUser, voucher: str) -> None:
    await user.say("/recharge")
    await user.waits_for("Send the voucher number")
    await user.say(voucher)
    await user.waits_for("Redeem this voucher?")


MakeProcess = Callable[..., Process]


async def test_a_replica_that_was_stopped_in_a_turn_writes_nothing_when_it_goes_on(
    grown: World, balancer: Balancer, process: MakeProcess
) -> None:
    user, desk = await signed_in(grown), grown.desk
    await desk.voucher("4411223399", "10.00")
    one, two = process(grown), process(grown)
    await one.start()
    balancer.targets = [one.url]
    await review(user, "4411 2233 99")

    # It has left the revision, and waits for the balance before it redeems.
    await desk.fault("Account/get_account_info", "delay", seconds=1.5)
    tapped = await tap_only(user, "Redeem …3399")
    await asyncio.sleep(0.6)
    one.send(signal.SIGSTOP)
    await two.start()
    balancer.targets = [two.url]
    await user.waits_for("Please look at what is set now")
    before = len(await user.messages())
    one.send(signal.SIGCONT)
    await asyncio.sleep(1.0)
    await tapped

    assert await desk.redeemed("4411223399") == 0
    assert len(await user.messages()) == before
    assert "lease lost" in one.log.read_text()
    await user.tap("Redeem …3399", settle=False)
    await user.waits_for("$10.00 added")
    assert await desk.redeemed("4411223399") == 1


async def test_the_inbox_of_a_killed_replica_is_finished_by_the_other(
    grown: World, balancer: Balancer, process: MakeProcess
) -> None:
    user, desk = await signed_in(grown), grown.desk
    one, two = process(grown), process(grown)
    await asyncio.gather(one.start(), two.start())
    balancer.targets = [one.url]
    await desk.fault("*", "delay", seconds=1.0, times=4)
    others = [await grown.user(f"User {n}") for n in range(5)]

    await asyncio.gather(
        user.say("/menu", settle=False),
        user.say("/help", settle=False),
        *(other.say("/start", settle=False) for other in others),
    )
    await asyncio.sleep(0.3)
    await one.kill()
    balancer.targets = [two.url]

    await user.waits_for("To talk to a person")
    home, help_ = (message["text"] for message in (await user.messages())[-2:])
    assert "Available: $2.50" in home
    assert "To talk to a person" in help_
    for other in others:
        await other.waits_for("How would you like to sign in?")


async def test_when_the_replica_that_polls_dies_the_other_goes_on(
    grown: World, process: MakeProcess
) -> None:
    user = await grown.user()
    one, two = process(grown), process(grown)
    await one.start()
    await two.start()
    await user.say("/start", settle=False)
    await user.waits_for("How would you like to sign in?")
    await one.kill()
    await user.say("/help", settle=False)

    await user.waits_for("To talk to a person")
