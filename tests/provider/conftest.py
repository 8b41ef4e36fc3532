"""A provider per test on free ports, and small hands to reach it with."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from sandbox.provider.server import Config, Provider, create

Json = dict[str, Any]
EVER = {"from_date": "0001-01-01 00:00:00", "to_date": "9999-01-01 00:00:00"}


@dataclass(frozen=True)
class Answer:
    """An HTTP answer; `json` is empty for a file."""

    status: int
    headers: Any
    body: bytes
    json: Json

    @property
    def faultcode(self) -> str:
        assert self.status == 500, self.body
        return str(self.json["faultcode"])


class Caller:
    """Calls methods of one realm with a bearer token."""

    def __init__(self, http: aiohttp.ClientSession, url: str, token: str | None = None) -> None:
        self.http = http
        self.url = url
        self.token = token

    async def call(self, path: str, **params: Any) -> Answer:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        url = f"{self.url}/rest/{path}"
        async with self.http.post(url, json={"params": params}, headers=headers) as response:
            return await read(response)

    async def ok(self, path: str, **params: Any) -> Json:
        answer = await self.call(path, **params)
        assert answer.status == 200, answer.body
        return answer.json


class Desk:
    """The provider's desk."""

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self.http = http
        self.url = url

    async def get(self, path: str) -> Json:
        async with self.http.get(f"{self.url}/desk/{path}") as response:
            answer = await read(response)
            assert answer.status == 200, answer.body
            return answer.json

    async def post(self, path: str, **body: Any) -> Json:
        async with self.http.post(f"{self.url}/desk/{path}", json=body) as response:
            answer = await read(response)
            assert answer.status == 200, answer.body
            return answer.json

    async def account(self, login: str) -> Json:
        accounts: list[Json] = (await self.get("accounts"))["accounts"]
        return next(account for account in accounts if account["login"] == login)


async def read(response: aiohttp.ClientResponse) -> Answer:
    body = await response.read()
    is_json = response.content_type == "application/json"
    return Answer(response.status, response.headers, body, await response.json() if is_json else {})


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def config() -> Config:
    return Config()


@pytest.fixture
async def provider(config: Config) -> AsyncIterator[Provider]:
    server = create(config)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def desk(http: aiohttp.ClientSession, provider: Provider) -> Desk:
    return Desk(http, provider.url)


@pytest.fixture
def anyone(http: aiohttp.ClientSession, provider: Provider) -> Caller:
    """Somebody who has not signed in."""
    return Caller(http, provider.url)


async def signed_in(anyone: Caller, desk: Desk, login: str) -> Caller:
    account = await desk.account(login)
    answer = await anyone.ok("Session/login", login=login, password=account["password"])
    return Caller(anyone.http, anyone.url, answer["access_token"])


@pytest.fixture
async def alice(anyone: Caller, desk: Desk) -> Caller:
    return await signed_in(anyone, desk, "alice")


@pytest.fixture
async def bob(anyone: Caller, desk: Desk) -> Caller:
    return await signed_in(anyone, desk, "bob")


@pytest.fixture
async def carol(anyone: Caller, desk: Desk) -> Caller:
    """Billed to her company, much is locked, no mailbox."""
    return await signed_in(anyone, desk, "carol")


@pytest.fixture
async def admin(http: aiohttp.ClientSession, provider: Provider) -> Caller:
    assert provider.admin_url is not None
    nobody = Caller(http, provider.admin_url)
    config = provider.config
    answer = await nobody.ok("Session/login", login=config.admin_login, token=config.admin_token)
    return Caller(http, provider.admin_url, answer["access_token"])
