"""Two providers: one does what a test tells it (faults, silence, cuts), one is the sandbox's."""

from __future__ import annotations

import asyncio
import base64
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import orjson
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from portaswitch import Account, Contract, Provider, ProviderConfig, Tokens, Unavailable
from sandbox.provider.server import Config, create

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


def jwt(**claims: Any) -> str:
    """An access token as the switch makes them; nobody checks the signature here."""
    payload = base64.urlsafe_b64encode(orjson.dumps(claims)).rstrip(b"=").decode()
    return f"eyJhbGciOiJSUzI1NiJ9.{payload}.c2lnbmF0dXJl"


def says(body: object, status: int = 200) -> Answer:
    async def answer(request: web.Request) -> web.StreamResponse:
        return web.Response(
            body=orjson.dumps(body), status=status, content_type="application/json", charset="utf-8"
        )

    return answer


def refuses(faultcode: str, faultstring: str = "Refused.", status: int = 500) -> Answer:
    return says({"faultcode": faultcode, "faultstring": faultstring}, status)


def shows_page(status: int, content_type: str = "text/html") -> Answer:
    async def answer(request: web.Request) -> web.StreamResponse:
        return web.Response(text="<h1>Bad gateway</h1>", status=status, content_type=content_type)

    return answer


def redirects(location: str) -> Answer:
    async def answer(request: web.Request) -> web.StreamResponse:
        raise web.HTTPTemporaryRedirect(location)

    return answer


async def cuts(request: web.Request) -> web.StreamResponse:
    """The request was read; the connection ends without an answer."""
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def cuts_body(request: web.Request) -> web.StreamResponse:
    """An answer that ends in the middle."""
    response = web.StreamResponse(headers={"Content-Length": "1000"})
    response.content_type = "application/json"
    await response.prepare(request)
    await response.write(b'{"half":')
    return await cuts(request)


async def stays_silent(request: web.Request) -> web.StreamResponse:
    await asyncio.sleep(60)
    return web.Response()


def sends_file(content: bytes, content_type: str = "audio/wav", filename: str = "7.wav") -> Answer:
    async def answer(request: web.Request) -> web.StreamResponse:
        disposition = {"Content-Disposition": f'attachment; filename="{filename}"'}
        response = web.StreamResponse(headers=disposition)
        response.content_type = content_type
        response.enable_chunked_encoding()
        await response.prepare(request)
        for start in range(0, len(content), 1000):
            await response.write(content[start : start + 1000])
        await response.write_eof()
        return response

    return answer


@dataclass(frozen=True)
class Seen:
    """A request as it arrived; `peer` tells connections apart."""

    path: str
    url: str
    authorization: str
    body: dict[str, Any]
    peer: object

    @property
    def params(self) -> dict[str, Any]:
        params: dict[str, Any] = self.body["params"]
        return params


@dataclass
class Script:
    """Answers by "Service/method", in order; the last one stays."""

    answers: dict[str, deque[Answer]] = field(default_factory=lambda: defaultdict(deque))
    seen: list[Seen] = field(default_factory=list)
    url: str = ""

    def on(self, operation: str, *answers: Answer) -> None:
        self.answers[operation] = deque(answers)

    def calls(self, operation: str) -> list[Seen]:
        return [seen for seen in self.seen if seen.path == operation]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        operation = request.path.strip("/").removeprefix("rest/")
        body = await _body(request)
        assert request.transport is not None
        self.seen.append(
            Seen(
                path=operation,
                url=str(request.rel_url),
                authorization=request.headers.get("Authorization", ""),
                body=body,
                peer=request.transport.get_extra_info("peername"),
            )
        )
        waiting = self.answers[operation]
        if not waiting:
            return web.Response(status=404, text="not scripted")
        answer = waiting.popleft() if len(waiting) > 1 else waiting[0]
        return await answer(request)


async def _body(request: web.Request) -> dict[str, Any]:
    """Members of an envelope; of a form its fields (JSON) and files (name, type, content)."""
    if request.content_type == "multipart/form-data":
        return {
            name: (field.filename, field.content_type, field.file.read())
            if isinstance(field, web.FileField)
            else orjson.loads(str(field))
            for name, field in (await request.post()).items()
        }
    raw = await request.read()
    return orjson.loads(raw) if raw else {}


@pytest.fixture
async def script() -> AsyncIterator[Script]:
    script = Script()
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", script.handle)
    server = TestServer(app)
    await server.start_server(shutdown_timeout=0)
    script.url = str(server.make_url("")).rstrip("/")
    yield script
    await server.close()


@pytest.fixture
def observed() -> list[tuple[str, str]]:
    """(operation, outcome) of every call, as the observer hears them."""
    return []


@pytest.fixture
async def provider(script: Script, observed: list[tuple[str, str]]) -> AsyncIterator[Provider]:
    config = ProviderConfig(url=script.url, connect_timeout=3, read_timeout=3)
    provider = Provider(
        config, observer=lambda operation, _, outcome: observed.append((operation, outcome))
    )
    yield provider
    await provider.stop()


@pytest.fixture
def tokens() -> Tokens:
    return Tokens(access_token=jwt(i_account=55), refresh_token="refresh-1")


@pytest.fixture
def account(provider: Provider, tokens: Tokens) -> Iterator[Account]:
    yield provider.account(tokens)


class Desk:
    """The provider's desk, and the client that talks to the same switch."""

    def __init__(self, url: str, provider: Provider, http: aiohttp.ClientSession) -> None:
        self.url = url
        self.provider = provider
        self._http = http

    async def get(self, path: str) -> Any:
        async with self._http.get(f"{self.url}/desk/{path}") as answer:
            return await answer.json()

    async def post(self, path: str, **body: object) -> Any:
        async with self._http.post(f"{self.url}/desk/{path}", json=body) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def subscriber(self, login: str = "alice") -> dict[str, Any]:
        accounts = (await self.get("accounts"))["accounts"]
        found: dict[str, Any] = next(one for one in accounts if one["login"] == login)
        return found

    async def sign_in(self, login: str = "alice") -> Account:
        subscriber = await self.subscriber(login)
        return self.provider.account(await self.provider.login(login, subscriber["password"]))

    async def calls(self, operation: str) -> list[dict[str, Any]]:
        calls = (await self.get("log"))["calls"]
        return [call for call in calls if f"{call['service']}/{call['method']}" == operation]


@asynccontextmanager
async def running(config: Config, operations_file: Path | None = None) -> AsyncIterator[Desk]:
    switch = create(config)
    await switch.start()
    provider = Provider(
        ProviderConfig(
            url=switch.url,
            admin_url=switch.admin_url,
            admin_login=config.admin_login,
            admin_token=config.admin_token,
            read_timeout=5,
            operations_file=operations_file,
        )
    )
    async with aiohttp.ClientSession() as http:
        await provider.start()
        try:
            yield Desk(switch.url, provider, http)
        finally:
            await provider.stop()
            await switch.stop()


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with running(Config()) as desk:
        yield desk


def confirm_everything(provider: Provider) -> None:
    """As an operator does who has tried all that is unknown."""
    operations = provider.operations
    confirmed = operations.corrected({name: {"confirmed": True} for name in operations})
    provider.contract = Contract.assumed(confirmed)


async def refused(config: ProviderConfig) -> Unavailable:
    """What a write ends in at a provider that cannot be reached."""
    provider = Provider(config)
    try:
        with pytest.raises(Unavailable) as caught:
            await provider.account(Tokens(jwt())).delete_followme_number(1)
    finally:
        await provider.stop()
    return caught.value
