"""The page's side: events, the panel of calls, the proxy to the desk, and who may come in."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web
from telegram import Bot, MenuButtonCommands
from yarl import URL

from sandbox.chat import server
from tests.chat.conftest import TOKEN, Json, Sandbox, Start
from tests.harness.patience import PATIENCE


class Events:
    """The stream as a page reads it."""

    def __init__(self, answer: aiohttp.ClientResponse) -> None:
        self.answer = answer

    async def next(self, kind: str) -> Json:
        """The next event of a kind."""
        async with asyncio.timeout(PATIENCE):
            async for line in self.answer.content:
                if line.startswith(b"data: "):
                    event: Json = json.loads(line[6:])
                    if event["kind"] == kind:
                        return event
        raise AssertionError("the stream ended")


@asynccontextmanager
async def events(sandbox: Sandbox) -> AsyncIterator[Events]:
    """Listen."""
    async with sandbox.http.get(f"{sandbox.url}/control/stream") as answer:
        assert answer.content_type == "text/event-stream"
        yield Events(answer)


async def test_a_page_hears_everything_that_happens(sandbox: Sandbox, bot: Bot) -> None:
    user = await sandbox.person()
    async with events(sandbox) as page:
        own = await sandbox.post(f"users/{user}/send", {"text": "hi"})
        assert await page.next("message") == {"user_id": user, "kind": "message", "message": own}

        await bot.send_chat_action(user, "typing")
        assert (await page.next("state"))["chat_action"] == "typing"

        keyboard = {"inline_keyboard": [[{"text": "x", "callback_data": "a"}]]}
        sent = await sandbox.ok("sendMessage", chat_id=user, text="1", reply_markup=keyboard)
        number = sent["message_id"]
        assert (await page.next("message"))["message"]["reply_markup"] == keyboard
        assert (await page.next("state"))["chat_action"] is None

        await bot.edit_message_text("2", user, number)
        assert (await page.next("edited"))["message"]["text"] == "2"

        tap = {"message_id": number, "data": "a"}
        pressed = asyncio.create_task(sandbox.post(f"users/{user}/tap", tap))
        query = (await bot.get_updates(timeout=5))[-1].callback_query
        assert query is not None
        await query.answer("Done")
        assert (await page.next("callback"))["text"] == "Done"
        await pressed

        await bot.delete_message(user, number)
        assert (await page.next("deleted"))["message_id"] == number

        await bot.set_my_commands([("home", "Home")])
        shown = (await page.next("state"))["commands"]
        assert shown == [{"command": "home", "description": "Home"}]

        await sandbox.post(f"users/{user}/block")
        assert (await page.next("blocked"))["blocked"] is True


async def test_the_panel_shows_calls_with_their_outcome(sandbox: Sandbox) -> None:
    user = await sandbox.person()
    await sandbox.post("calls/clear")
    await sandbox.ok("sendMessage", chat_id=user, text="x", made_up=1)
    await sandbox.refused("sendmessage", chat_id=user)

    first, second = (await sandbox.get("calls"))["calls"]
    assert first["params"] == {"chat_id": user, "text": "x", "made_up": 1}
    assert (first["method"], first["ok"], first["error"]) == ("sendMessage", True, None)
    assert second["error"] == "Bad Request: message text is empty"
    assert (await sandbox.get(f"calls?after={first['n']}"))["calls"] == [second]


async def test_the_webhooks_secret_is_not_shown(sandbox: Sandbox) -> None:
    await sandbox.ok("setWebhook", url="https://example.com/hook", secret_token="hush")
    assert "hush" not in json.dumps(await sandbox.get("calls"))


async def test_the_bot_presents_itself(sandbox: Sandbox, bot: Bot) -> None:
    user = await sandbox.person()
    await bot.set_my_name("Line")
    await bot.set_my_description("Your line in the chat")
    await bot.set_my_description("Ваша лінія в чаті", language_code="uk")
    await bot.set_my_short_description("Line")
    await bot.set_chat_menu_button(menu_button=MenuButtonCommands())

    shown = await sandbox.get("bot")
    assert (shown["first_name"], shown["description"]) == ("Line", "Your line in the chat")
    assert (await bot.get_my_description("uk")).description == "Ваша лінія в чаті"
    assert (await bot.get_my_description("de")).description == "Your line in the chat"
    assert (await bot.get_my_name()).name == "Line"
    assert (await bot.get_my_short_description()).short_description == "Line"
    assert (await bot.get_chat_menu_button(user)).type == "commands"
    assert (await bot.get_me()).first_name == "Line"


async def test_control_is_for_this_machine_and_its_own_page(sandbox: Sandbox) -> None:
    path = f"{sandbox.url}/control/users"
    for headers in ({"Origin": "https://evil.example"}, {"Host": "evil.example"}):
        async with sandbox.http.get(path, headers=headers) as answer:
            assert answer.status == 403
    async with sandbox.http.get(path, headers={"Origin": sandbox.url}) as answer:
        assert answer.status == 200


async def test_mistakes_are_named(sandbox: Sandbox) -> None:
    user = await sandbox.person()
    for path, body in (
        ("users", {}),
        (f"users/{user}/send", {}),
        (f"users/{user}/send", {"text": " "}),
        (f"users/{user}/tap", {"message_id": 1, "data": "x"}),
        (f"users/{user}/edit", {"message_id": 1, "text": "x"}),
        ("clock", {"advance_seconds": -1}),
    ):
        assert (await sandbox.post(path, body, status=400))["error"]
    assert (await sandbox.post("users/1/send", {"text": "x"}, status=404))["error"]


async def test_the_page_is_served_and_nothing_beside_it(
    sandbox: Sandbox,
) -> None:
    for path in ("../server.py", "%2e%2e/server.py", "..%2fserver.py", "none.js", "%00"):
        # As it is: a well-behaved client would resolve the dots itself.
        url = URL(f"{sandbox.url}/page/{path}", encoded=True)
        async with sandbox.http.get(url) as answer:
            assert answer.status in (400, 404)
    if (server.PAGE / "index.html").exists():
        async with sandbox.http.get(f"{sandbox.url}/") as answer:
            assert answer.status == 200
            assert answer.content_type == "text/html"
            assert answer.headers["Cache-Control"] == "no-store"


async def test_the_desk_is_passed_on(start: Start) -> None:
    async def echo(request: web.Request) -> web.Response:
        body = (await request.read()).decode()
        return web.json_response(
            {"method": request.method, "path": request.path_qs, "body": body}, status=207
        )

    app = web.Application()
    app.router.add_route("*", "/desk/{path:.*}", echo)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sandbox = await start(desk_url=f"http://127.0.0.1:{runner.addresses[0][1]}")
    url = f"{sandbox.url}/desk/accounts/1/call?x=%D0%B6"

    for method in ("GET", "POST", "DELETE"):
        data = "привіт" if method == "POST" else None
        async with sandbox.http.request(method, url, data=data) as answer:
            assert answer.status == 207
            assert await answer.json() == {
                "method": method,
                "path": "/desk/accounts/1/call?x=%D0%B6",
                "body": data or "",
            }
    await runner.cleanup()
    async with sandbox.http.get(url) as answer:
        assert answer.status == 502


async def test_without_a_desk_there_is_none(sandbox: Sandbox) -> None:
    async with sandbox.http.get(f"{sandbox.url}/desk/accounts") as answer:
        assert answer.status == 404
        assert "error" in await answer.json()


async def test_a_server_with_open_streams_and_polls_stops_at_once(sandbox: Sandbox) -> None:
    async with events(sandbox):
        poll = asyncio.create_task(
            sandbox.http.get(f"{sandbox.url}/bot{TOKEN}/getUpdates?timeout=50")
        )
        await asyncio.sleep(0.1)
        async with asyncio.timeout(20):
            await sandbox.chat.stop()
        poll.cancel()
