"""A running chat sandbox, its people, and a bot over real HTTP.

Whatever a test says is replayed through the Bot API's description afterwards, when it is at hand.
"""

import base64
import importlib.util
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import aiohttp
import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from sandbox.chat.config import Config
from sandbox.chat.server import Chat, create

TOKEN = "7000000001:AAExampleExampleExampleExampleExample"
JUDGE = Path(__file__).resolve().parents[3] / "shared" / "tools" / "botapi_validate.py"

Json = dict[str, Any]
Start = Callable[..., Awaitable["Sandbox"]]


@dataclass
class Sandbox:
    """A server with a raw client: `call` speaks the Bot API, `get` and `post` the control API."""

    chat: Chat
    http: aiohttp.ClientSession

    @property
    def url(self) -> str:
        return self.chat.url

    async def call(self, method: str, /, **params: Any) -> Json:
        """The whole answer of a call with a JSON body."""
        async with self.http.post(f"{self.url}/bot{TOKEN}/{method}", json=params) as answer:
            body: Json = await answer.json()
            assert answer.status == body.get("error_code", 200)
            return body

    async def ok(self, method: str, /, **params: Any) -> Any:
        """The result of a call that succeeds."""
        body = await self.call(method, **params)
        assert body["ok"], body
        return body["result"]

    async def refused(self, method: str, /, **params: Any) -> str:
        """The description of a call that is refused."""
        body = await self.call(method, **params)
        assert not body["ok"], body
        return str(body["description"])

    async def post(self, path: str, body: Any = None, *, status: int = 200) -> Json:
        """A POST to the control API: a dict as JSON, FormData as it is."""
        sent = {"data": body} if isinstance(body, aiohttp.FormData) else {"json": body or {}}
        async with self.http.post(f"{self.url}/control/{path}", **sent) as answer:
            result: Json = await answer.json()
            assert answer.status == status, result
            return result

    async def get(self, path: str, *, status: int = 200) -> Json:
        """A GET from the control API."""
        async with self.http.get(f"{self.url}/control/{path}") as answer:
            result: Json = await answer.json()
            assert answer.status == status, result
            return result

    async def person(self, language: str = "en", *, started: bool = True) -> int:
        """A new user, who by default has sent /start (which is fetched and confirmed)."""
        body = {"first_name": "Olena", "language_code": language}
        number = int((await self.post("users", body))["id"])
        if started:
            await self.post(f"users/{number}/send", {"text": "/start"})
            await self.updates()
        return number

    async def updates(self, **params: Any) -> list[Json]:
        """What is pending now; fetched and confirmed."""
        found: list[Json] = await self.ok("getUpdates", **params)
        if found:
            await self.ok("getUpdates", offset=found[-1]["update_id"] + 1, limit=1, timeout=0)
        return found

    async def messages(self, user: int) -> list[Json]:
        """The chat as the user sees it."""
        found: list[Json] = (await self.get(f"users/{user}/messages"))["messages"]
        return found


def _judge() -> ModuleType | None:
    if not JUDGE.exists():
        assert not os.environ.get("CI"), f"CI must have {JUDGE}"
        return None
    spec = importlib.util.spec_from_file_location("botapi_validate", JUDGE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def judge() -> ModuleType:
    """The validator of the Bot API's description."""
    module = _judge()
    if module is None:
        pytest.skip(f"{JUDGE} is not in this clone")
    return module


_SPECS: dict[str, Any] = {}


def misfits(traffic: Json) -> list[str]:
    """What the server answered or delivered against the description."""
    module = _judge()
    if module is None:
        return []
    spec = _SPECS.setdefault("spec", module.Spec.load())
    found = []
    for call in traffic["calls"]:
        if "result" in call:
            violations = spec.check_result(call["method"], call["result"])
            found += [f"{call['method']}: {v.path} {v.message}" for v in violations]
    for update in traffic["updates"]:
        found += [f"update: {v.path} {v.message}" for v in spec.check_update(update)]
    return found


def wrong_requests(module: ModuleType, traffic: Json) -> list[str]:
    """What a bot sent against the description."""
    spec = _SPECS.setdefault("spec", module.Spec.load())
    found = []
    for call in traffic["calls"]:
        files = {
            name: module.Upload(part["filename"], part["size"], base64.b64decode(part["head"]))
            for name, part in call["files"].items()
        }
        violations = spec.check(call["method"], call["params"], wire=call["wire"], files=files)
        found += [
            f"{call['method']}: {v.path} {v.message}" for v in violations if v.severity == "error"
        ]
    return found


@pytest.fixture
async def start() -> AsyncIterator[Start]:
    """Starts sandboxes with a configuration of one's own; ends and judges them."""
    running: list[Sandbox] = []

    async def begin(**config: Any) -> Sandbox:
        chat = create(Config(**config))
        await chat.start()
        running.append(Sandbox(chat, aiohttp.ClientSession()))
        return running[-1]

    yield begin
    for sandbox in running:
        traffic = sandbox.chat.world.recorder.traffic()
        await sandbox.http.close()
        await sandbox.chat.stop()
        assert misfits(traffic) == []


@pytest.fixture
async def sandbox(start: Start) -> Sandbox:
    """A sandbox with the default configuration."""
    return await start()


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    """The real python-telegram-bot."""
    bot = Bot(
        TOKEN,
        base_url=f"{sandbox.url}/bot",
        base_file_url=f"{sandbox.url}/file/bot",
        request=HTTPXRequest(connection_pool_size=8),
    )
    async with bot:
        yield bot
