"""The bot's own web server: Telegram's webhook, health, metrics, the provider's events."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from sqlalchemy import text

from bot.serve import WEBHOOK_PATH
from bot.web import web_app
from handlers.intake import ALLOWED
from store import StoreError
from tests.hard.process import Process
from tests.harness.chat import ChatUser
from tests.harness.patience import PATIENCE
from tests.harness.world import EVENTS, World

SECRET = "X-Telegram-Bot-Api-Secret-Token"


@asynccontextmanager
async def served(world: World) -> AsyncIterator[str]:
    """The web server of the world's bot; its address."""
    assert world.bot is not None
    server = web.AppRunner(web_app(world.bot.parts, WEBHOOK_PATH), access_log=None)
    await server.setup()
    await web.TCPSite(server, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{server.addresses[0][1]}"
    finally:
        await server.cleanup()


@pytest.fixture
async def address(quick: World) -> AsyncIterator[str]:
    async with served(quick) as url:
        yield url


def update(user: ChatUser, number: int, words: str) -> dict[str, Any]:
    chat = {"id": user.id, "type": "private", "first_name": "Alice"}
    sender = {"id": user.id, "is_bot": False, "first_name": "Alice", "language_code": "en"}
    message = {"message_id": number, "date": 1, "chat": chat, "from": sender, "text": words}
    return {"update_id": number, "message": message}


async def post(world: World, url: str, body: Any, secret: str | None) -> int:
    headers = {} if secret is None else {SECRET: secret}
    async with world.http.post(f"{url}{WEBHOOK_PATH}", json=body, headers=headers) as answer:
        return answer.status


async def test_only_telegram_is_listened_to(quick: World, alice: ChatUser, address: str) -> None:
    assert quick.bot is not None
    secret = quick.bot.parts.webhook_secret
    asked = update(alice, 1, "/help")

    for wrong in (None, "", "wrong", secret[:-1], "пароль".encode().decode("latin-1")):
        assert await post(quick, address, asked, wrong) == 403
    assert "To talk to a person" not in await alice.screen()
    nonsense: Any
    for nonsense in ([], "text", {"update_id": "1"}, {"no": "id"}):
        assert await post(quick, address, nonsense, secret) == 400
    assert await post(quick, address, asked, secret) == 200
    assert await post(quick, address, asked, secret) == 200
    await quick.settled()
    assert (await alice.screen()).count("To talk to a person") == 1


async def test_what_cannot_be_stored_is_not_confirmed(
    quick: World, alice: ChatUser, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert quick.bot is not None
    parts = quick.bot.parts

    async def fails(*args: Any, **named: Any) -> Any:
        raise StoreError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(type(parts.store), "run", fails)
        assert await post(quick, address, update(alice, 1, "/help"), parts.webhook_secret) == 503
        async with quick.http.get(f"{address}/health") as health:
            assert health.status == 503
            assert (await health.json())["store"] is False
    assert await post(quick, address, update(alice, 1, "/help"), parts.webhook_secret) == 200
    await quick.settled()
    assert (await alice.screen()).count("To talk to a person") == 1


async def test_health_and_metrics_tell_nothing_about_subscribers(
    quick: World, alice: ChatUser, address: str
) -> None:
    assert quick.bot is not None
    await alice.moves("/menu", "[Calls]")
    row = await quick.desk.account()
    async with quick.http.get(f"{address}/health") as health:
        assert health.status == 200
        assert all((await health.json()).values())
    async with quick.http.get(f"{address}/metrics") as metrics:
        page = await metrics.text()

    assert "selfcare_provider_seconds_count" in page
    for private in (row["id"], row["login"], row["password"], str(alice.id), str(row["i_account"])):
        assert f'"{private}"' not in page
    assert row["id"] not in page


async def test_health_notices_a_bot_that_no_longer_hears(
    quick: World, alice: ChatUser, address: str
) -> None:
    quick.clock.advance(minutes=5)
    async with quick.http.get(f"{address}/health") as health:
        assert health.status == 503
        assert (await health.json())["telegram"] is False


async def test_health_notices_a_dead_loop(quick: World, address: str) -> None:
    assert quick.bot is not None

    async def dies() -> None:
        raise RuntimeError("a mistake of ours")

    quick.bot.parts.spawn(dies())
    await asyncio.sleep(0)
    async with quick.http.get(f"{address}/health") as health:
        assert health.status == 503


async def test_events_need_the_operator_s_password(quick: World, address: str) -> None:
    event = {"event_type": "Account/BalanceChanged", "variables": {"i_event": "1"}}
    for auth, status in (
        (None, 401),
        (aiohttp.BasicAuth(EVENTS[0], "wrong"), 401),
        (aiohttp.BasicAuth("", ""), 401),
        (aiohttp.BasicAuth(*EVENTS), 200),
    ):
        async with quick.http.post(f"{address}/portaswitch/events", json=event, auth=auth) as got:
            assert got.status == status
    url = f"{address}/portaswitch/events"
    for wrong in ("Basic !!!", "Basic", "Bearer x", "Basic 0L/Qv9C+"):
        async with quick.http.post(url, json=event, headers={"Authorization": wrong}) as got:
            assert got.status == 401
    for body in (b"", b"[]", b"{}", b'{"event_type": 1, "variables": 2}', b"\xff"):
        auth = aiohttp.BasicAuth(*EVENTS)
        async with quick.http.post(url, data=body, auth=auth) as got:
            assert got.status == 400


class Door:
    """Stands before the bot and lets through only what it is told to."""

    def __init__(self, target: str, http: aiohttp.ClientSession) -> None:
        self.target, self.http = target, http
        self.answers: list[int] = []

    async def handle(self, request: web.Request) -> web.Response:
        body, headers = await request.read(), {SECRET: request.headers.get(SECRET, "")}
        async with self.http.post(self.target + request.path, data=body, headers=headers) as got:
            self.answers.append(got.status)
            return web.Response(status=got.status)


async def test_telegram_repeats_until_the_database_is_back(
    grown: World, process: Callable[..., Process]
) -> None:
    """The real program in webhook mode: set once, 503 while the inbox cannot be written."""
    user = await grown.user()
    door = Door("", grown.http)
    app = web.Application()
    app.router.add_post("/{path:.*}", door.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    bot = process(grown, public_url=f"http://127.0.0.1:{runner.addresses[0][1]}")
    door.target = bot.url
    await grown.chat_fault("setWebhook", status=429, retry_after=1)
    await bot.start()
    async with asyncio.timeout(PATIENCE):
        while not grown.chat_server.world.updates.webhook.url:
            await asyncio.sleep(0.05)

    await _rename(grown, "inbox", "inbox_away")
    await user.say("/start", settle=False)
    async with asyncio.timeout(PATIENCE):
        while 503 not in door.answers and 500 not in door.answers:
            await asyncio.sleep(0.02)
    await _rename(grown, "inbox_away", "inbox")
    await user.waits_for("How would you like to sign in?")

    assert door.answers[-1] == 200
    calls = (await grown.traffic())["calls"]
    (params,) = [c["params"] for c in calls if c["method"] == "setWebhook" and "result" in c]
    assert all(kind in params["allowed_updates"] for kind in ALLOWED)
    assert await bot.end(signal.SIGTERM) == 0
    await runner.cleanup()


async def _rename(world: World, old: str, new: str) -> None:
    import asyncpg

    conn = await asyncpg.connect(world.settings.database_url)
    try:
        await conn.execute(str(text(f"ALTER TABLE {old} RENAME TO {new}")))
    finally:
        await conn.close()
