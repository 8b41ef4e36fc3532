"""The people's side: what tests, outside checks and the page do to the chats. Loopback only."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote

import orjson
from aiohttp import web

from sandbox.chat.botapi import answer
from sandbox.chat.call import Json
from sandbox.chat.faults import Fault
from sandbox.chat.model import Person, Room, World
from sandbox.chat.people import Mistake, People
from sandbox.chat.stream import Listener

HEARTBEAT_SECONDS = 15
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Unheard(Exception):
    """A chat that is not there."""


class Control:
    """`/control/...`; what is asked wrongly is answered 400 with `{"error": "..."}`."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.people = People(world)

    def add_routes(self, router: web.UrlDispatcher) -> None:
        """Hang the routes into an application."""
        user = "/control/users/{id:-?\\d+}"
        group = "/control/groups/{id:-?\\d+}"
        routes: list[tuple[str, str, Handler]] = [
            ("POST", "/control/users", self.new_user),
            ("GET", "/control/users", self.users),
            ("POST", f"{user}/send", self.send),
            ("POST", f"{user}/tap", self.tap),
            ("POST", f"{user}/edit", self.edit),
            ("POST", f"{user}/delete", self.delete),
            ("POST", f"{user}/block", self.block),
            ("POST", f"{user}/unblock", self.unblock),
            ("GET", f"{user}/messages", self.messages),
            ("GET", f"{user}/state", self.state),
            ("POST", "/control/groups", self.new_group),
            ("POST", f"{group}/send", self.send_to_group),
            ("GET", f"{group}/messages", self.messages),
            ("GET", "/control/files/{file_id}", self.file),
            ("POST", "/control/faults", self.add_fault),
            ("DELETE", "/control/faults", self.clear_faults),
            ("GET", "/control/stream", self.stream),
            ("GET", "/control/bot", self.bot),
            ("GET", "/control/calls", self.calls),
            ("POST", "/control/calls/clear", self.clear_calls),
            ("GET", "/control/traffic", self.traffic),
            ("POST", "/control/redeliver", self.redeliver),
            ("POST", "/control/clock", self.clock),
        ]
        for verb, path, handler in routes:
            router.add_route(verb, path, _guarded(handler))

    # ---- users

    async def new_user(self, request: web.Request) -> web.Response:
        """A user who has not started the bot."""
        body = await read_json(request)
        name = str(body.get("first_name") or "").strip()
        if not name:
            raise Mistake("first_name is needed")
        person = self.world.add_person(
            name,
            str(body.get("language_code", "en") or ""),
            str(body.get("last_name") or ""),
            str(body.get("username") or ""),
        )
        self.world.stream.publish(person.id, "user", **self._row(person))
        return answer({"id": person.id})

    def _row(self, person: Person) -> Json:
        return {
            "id": person.id,
            "first_name": person.first_name,
            "language_code": person.language_code,
            "blocked": self.world.rooms[person.id].blocked,
        }

    async def users(self, request: web.Request) -> web.Response:
        """All users, in order of birth."""
        return answer({"users": [self._row(person) for person in self.world.people.values()]})

    def _room(self, request: web.Request) -> Room:
        room = self.world.rooms.get(int(request.match_info["id"]))
        if room is None:
            raise Unheard
        return room

    def _private(self, request: web.Request) -> tuple[Room, Person]:
        room = self._room(request)
        if room.person is None:
            raise Mistake("this is a group, not a user")
        return room, room.person

    async def send(self, request: web.Request) -> web.Response:
        """A message of the user: JSON text, contact or location, or a multipart file."""
        room, person = self._private(request)
        if request.content_type == "multipart/form-data":
            form = await request.post()
            return answer(await self.people.send_file(room, person, dict(form)))
        return answer(self.people.send(room, person, await read_json(request)))

    async def tap(self, request: web.Request) -> web.Response:
        """A press (or several at once) on an inline button."""
        room, person = self._private(request)
        return answer(await self.people.tap(room, person, await read_json(request)))

    async def edit(self, request: web.Request) -> web.Response:
        """The user corrects a message."""
        room, _ = self._private(request)
        body = await read_json(request)
        return answer(self.people.edit(room, body.get("message_id"), body.get("text")))

    async def delete(self, request: web.Request) -> web.Response:
        """The user takes a message back; Telegram tells the bot nothing."""
        room, _ = self._private(request)
        body = await read_json(request)
        self.people.delete(room, body.get("message_id"))
        return answer({"ok": True})

    async def block(self, request: web.Request) -> web.Response:
        """Stop the bot."""
        room, person = self._private(request)
        self.people.block(room, person, blocked=True)
        return answer({"ok": True})

    async def unblock(self, request: web.Request) -> web.Response:
        """Let it speak again."""
        room, person = self._private(request)
        self.people.block(room, person, blocked=False)
        return answer({"ok": True})

    async def messages(self, request: web.Request) -> web.Response:
        """The chat as it is seen now."""
        posts = self._room(request).posts.values()
        return answer({"messages": [post.message for post in posts]})

    async def state(self, request: web.Request) -> web.Response:
        """What stands below the messages."""
        return answer(self.world.state(self._room(request)))

    # ---- groups

    async def new_group(self, request: web.Request) -> web.Response:
        """A supergroup with the bot in it."""
        body = await read_json(request)
        return answer({"id": self.world.add_group(str(body.get("title") or "Group")).id})

    async def send_to_group(self, request: web.Request) -> web.Response:
        """A member speaks in a group."""
        room = self._room(request)
        body = await read_json(request)
        person = self.world.people.get(body.get("user_id", 0))
        if room.person is not None or person is None:
            raise Mistake("a group and a known user_id are needed")
        return answer(self.people.send(room, person, body))

    # ---- the machinery

    async def file(self, request: web.Request) -> web.Response:
        """A file of either side."""
        stored = self.world.files.by_id.get(request.match_info["file_id"])
        if stored is None:
            return answer({"error": "no such file"}, 404)
        headers = {"X-Content-Type-Options": "nosniff", "Accept-Ranges": "bytes"}
        name = stored.facts.get("file_name")
        if name:
            headers["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(str(name))}"
        size = len(stored.data)
        try:
            start, stop, _ = request.http_range.indices(size)
        except ValueError:
            start, stop = 0, size
        if start >= stop:
            start, stop = 0, size
        status = 200
        if stop - start < size:
            # Players ask for pieces, to seek.
            status = 206
            headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
        return web.Response(
            status=status,
            body=stored.data[start:stop],
            content_type=stored.mime_type,
            headers=headers,
        )

    async def add_fault(self, request: web.Request) -> web.Response:
        """Turn a fault on."""
        try:
            self.world.faults.add(Fault.from_json(await read_json(request)))
        except (TypeError, ValueError) as problem:
            raise Mistake(str(problem)) from None
        return answer({"ok": True})

    async def clear_faults(self, request: web.Request) -> web.Response:
        """Turn all faults off."""
        self.world.faults.clear()
        return answer({"ok": True})

    async def bot(self, request: web.Request) -> web.Response:
        """Who the bot is."""
        bot = self.world.bot
        return answer(
            {
                "id": bot.id,
                "first_name": bot.names.get("", ""),
                "username": bot.username,
                "description": bot.descriptions.get("", ""),
                "short_description": bot.short_descriptions.get("", ""),
            }
        )

    async def calls(self, request: web.Request) -> web.Response:
        """The last calls of the bot."""
        try:
            after = int(request.query.get("after", 0))
        except ValueError:
            raise Mistake("after is a number") from None
        return answer({"calls": self.world.recorder.recent(after)})

    async def clear_calls(self, request: web.Request) -> web.Response:
        """Empty the panel (and the traffic's calls)."""
        self.world.recorder.clear()
        return answer({"ok": True})

    async def traffic(self, request: web.Request) -> web.Response:
        """Everything that was said between bot and server."""
        return answer(self.world.recorder.traffic())

    async def redeliver(self, request: web.Request) -> web.Response:
        """Deliver updates again, as Telegram may at any time."""
        body = await read_json(request)
        ids = body.get("update_ids")
        return answer({"update_ids": self.world.updates.redeliver(ids, int(body.get("last", 1)))})

    async def clock(self, request: web.Request) -> web.Response:
        """Move the virtual clock."""
        seconds = (await read_json(request)).get("advance_seconds")
        if not isinstance(seconds, int | float) or seconds < 0:
            raise Mistake("advance_seconds is a number, not negative")
        self.world.advance(seconds)
        return answer({"now": self.world.now()})

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events until the page goes away."""
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await response.prepare(request)
        listener = Listener(self.world.stream)
        try:
            await response.write(b": open\n\n")
            while not listener.closed:
                await response.write(await listener.take(HEARTBEAT_SECONDS) or b": alive\n\n")
        except (ConnectionError, asyncio.CancelledError):
            # The page was closed, or the server is stopping: both end the stream.
            return response
        finally:
            listener.close()
        return response


def _guarded(handler: Handler) -> Handler:
    async def guarded(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except Unheard:
            return answer({"error": "no such chat"}, 404)
        except Mistake as mistake:
            return answer({"error": str(mistake)}, 400)

    return guarded


async def read_json(request: web.Request) -> dict[str, Any]:
    """The body, a JSON object (or nothing)."""
    try:
        body = orjson.loads(await request.read() or b"{}")
    except orjson.JSONDecodeError:
        raise Mistake("the body is not JSON") from None
    if not isinstance(body, dict):
        raise Mistake("the body is not a JSON object")
    return body
