"""The Bot API over HTTP: from a request to a call, from a result to an answer."""

import inspect
import re
from typing import Any
from urllib.parse import parse_qsl

import orjson
from aiohttp import BodyPartReader, web

from sandbox.chat.call import Call, Json, Part
from sandbox.chat.errors import Refusal, bad, too_large
from sandbox.chat.faults import Dropped
from sandbox.chat.methods import BY_LOWER
from sandbox.chat.methods.receiving import Described
from sandbox.chat.model import World

TOKEN = re.compile(r"([0-9]{1,20}):[A-Za-z0-9_-]{20,}")
SHAPE = re.compile(r"[0-9]+:.*")
MAX_BODY = 64 * 1024 * 1024


class BotApi:
    """`/bot<token>/<method>` and `/file/bot<token>/<path>`."""

    def __init__(self, world: World) -> None:
        self.world = world

    def add_routes(self, router: web.UrlDispatcher) -> None:
        """Hang the routes into an application."""
        for verb in ("GET", "POST"):
            router.add_route(verb, "/bot{token:[^/]+}/{method}", self.method)
        router.add_get("/file/bot{token:[^/]+}/{path:.+}", self.file)

    async def method(self, request: web.Request) -> web.StreamResponse:
        """One call."""
        try:
            self._authorize(request.match_info["token"])
            found = BY_LOWER.get(request.match_info["method"].lower())
            call = await read_call(request, found[0] if found else request.match_info["method"])
        except Refusal as refusal:
            return answer(refusal.as_json(), refusal.code)
        try:
            lost = await self.world.faults.strike(call)
            if found is None:
                raise Refusal(404, "Not Found: method not found")
            result = found[1](self.world, call)
            if inspect.isawaitable(result):
                result = await result
        except Refusal as refusal:
            body = refusal.as_json()
            self.world.recorder.call(call, ok=False, outcome=body)
            return answer(body, refusal.code)
        except Dropped:
            self.world.recorder.call(call, ok=False, outcome={"description": "(dropped)"})
            return drop(request)
        description = {}
        if isinstance(result, Described):
            description = {"description": result.description}
            result = result.result
        self.world.recorder.call(call, ok=True, outcome=result)
        return drop(request) if lost else answer({"ok": True, "result": result, **description})

    def _authorize(self, token: str) -> None:
        match = TOKEN.fullmatch(token)
        if match is None:
            known_shape = SHAPE.fullmatch(token)
            raise Refusal(401, "Unauthorized") if known_shape else Refusal(404, "Not Found")
        bot = self.world.bot
        if not bot.adopted:
            # A real token begins with the bot's own id: the first one names this bot.
            bot.adopted = True
            if 0 < int(match[1]) < 2**52:
                bot.id = int(match[1])

    async def file(self, request: web.Request) -> web.Response:
        """Download by the `file_path` of getFile."""
        try:
            self._authorize(request.match_info["token"])
            stored = self.world.files.by_path.get(request.match_info["path"])
            if stored is None:
                raise Refusal(404, "Not Found")
        except Refusal as refusal:
            return answer(refusal.as_json(), refusal.code)
        return web.Response(body=stored.data, content_type="application/octet-stream")


def answer(body: Json, status: int = 200) -> web.Response:
    """JSON, as compact as it comes."""
    return web.Response(body=orjson.dumps(body), status=status, content_type="application/json")


def drop(request: web.Request) -> web.Response:
    """Close the connection instead of an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def read_call(request: web.Request, method: str) -> Call:
    """Query and body together; the body in any of the three forms that Telegram takes."""
    params: Json = dict(request.query) if request.query_string else {}
    if (request.content_length or 0) > MAX_BODY:
        raise too_large()
    kind = request.content_type if request.can_read_body else ""
    if kind == "multipart/form-data":
        return await _multipart(request, method, params)
    if kind == "application/x-www-form-urlencoded":
        text = (await request.read()).decode("utf-8", "replace")
        params.update(parse_qsl(text, keep_blank_values=True))
    elif kind == "application/json":
        params.update(_json(await request.read()))
        return Call(method, params, "json")
    return Call(method, params, "form")


def _json(body: bytes) -> Json:
    try:
        value: Any = orjson.loads(body) if body.strip() else {}
    except orjson.JSONDecodeError:
        raise bad("can't parse JSON object") from None
    if not isinstance(value, dict):
        raise bad("JSON object expected")
    return {key: item for key, item in value.items() if item is not None}


async def _multipart(request: web.Request, method: str, params: Json) -> Call:
    files: dict[str, Part] = {}
    size = 0
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or not part.name:
                continue
            data = bytes(await part.read(decode=True))
            size += len(data)
            if size > MAX_BODY:
                raise too_large()
            if part.filename is None:
                params[part.name] = data.decode("utf-8", "replace")
            else:
                kind = part.headers.get("Content-Type", "")
                files[part.name] = Part(part.filename, kind, data)
    except (ValueError, AssertionError):
        raise bad("can't parse multipart body") from None
    return Call(method, params, "form", files)
