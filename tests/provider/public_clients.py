"""Public clients of the API, imitated: what each sends, and what it demands of the answer.

Each is told by what its publicly readable code does; none of that code is here.
"""

import base64
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import aiohttp
import orjson
import pytest

from tests.provider.conftest import Desk, Json

_DEAD_TOKEN = (
    "Server.Session.check_auth.auth_failed",
    "Client.check_auth.envelope_missed",
    "Client.Session.check_auth.failed_to_process_jwt",
    "Client.Session.check_auth.failed_to_process_access_token",
)


EVER = {"from_date": "1970-01-01 00:00:00", "to_date": "9000-01-01 00:00:00"}


class RefusedError(Exception):
    """HTTP 500 with a faultcode; its text is the code."""


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(RefusedError) as caught:
        yield
    assert str(caught.value) == code


async def password_of(desk: Desk, login: str) -> str:
    return str((await desk.account(login))["password"])


@dataclass(frozen=True)
class File:
    content_type: str
    name: str
    body: bytes


class WebTrit:
    """WebTrit's Python adapter: JSON and bearer, no body key but `params`.

    An answer is JSON by its content type, else a file by its disposition, else an error.
    """

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self.http = http
        self.url = url
        self.session: Json = {}

    async def call(self, path: str, params: Json, *, bare: bool = False) -> Any:
        headers = {} if bare else {"Authorization": f"Bearer {self.session['access_token']}"}
        async with self.http.post(
            f"{self.url}/rest/{path}", json={"params": params}, headers=headers
        ) as response:
            if "application/json" in response.headers.get("Content-Type", ""):
                answer = await response.json()
                if response.status != 200:
                    raise RefusedError(answer["faultcode"])
                return answer
            assert response.status == 200
            disposition = response.headers["Content-Disposition"]
            assert "attachment" in disposition
            return File(response.headers["Content-Type"], disposition, await response.read())

    async def login(self, **params: str) -> Json:
        self.session = await self.call("Session/login", params, bare=True)
        return self.session


class WebTritAdmin(WebTrit):
    """Its admin half: signs in by token, and once more on a dead session."""

    async def call(self, path: str, params: Json, *, bare: bool = False) -> Any:
        try:
            return await super().call(path, params, bare=bare)
        except RefusedError as refused:
            if bare or str(refused) not in (_DEAD_TOKEN[0], _DEAD_TOKEN[3]):
                raise
            await self.login(login="selfcare-bot", token="sandbox-admin-token")
            return await super().call(path, params)

    async def account_info(self, **by: object) -> Json:
        wanted = {"without_service_features": 1, "detailed_info": 1, "get_auth_info": 1, **by}
        answer = await self.call("Account/get_account_info", wanted)
        found: Json = answer.get("account_info", {})
        return found


class Elixir:
    """WebTrit's Elixir adapter: form fields that hold JSON, a slash at the end, a session id."""

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self.http = http
        self.url = url
        self.session_id: str | None = None

    async def perform(self, service: str, method: str, params: Json) -> tuple[int, Any]:
        """Status and decoded body; the bytes where the body is no JSON."""
        fields = {"params": orjson.dumps(params).decode()}
        if self.session_id is not None:
            fields["auth_info"] = orjson.dumps({"session_id": self.session_id}).decode()
        async with self.http.post(f"{self.url}/rest/{service}/{method}/", data=fields) as response:
            if response.content_type != "application/json":
                return response.status, await response.read()
            return response.status, await response.json()


class Php:
    """portabilling/billing: decodes the token itself, refreshes by its `exp`, pings, files."""

    def __init__(self, http: aiohttp.ClientSession, url: str, account: Json) -> None:
        self.http = http
        self.url = url
        self.account = account
        self.session: Json = {}
        self.logins = 0

    @property
    def claims(self) -> Json:
        """PHP's base64_decode drops what it does not know, `-` and `_` among it."""
        payload = re.sub("[^A-Za-z0-9+/]", "", self.session["access_token"].split(".")[1])
        decoded: Json = orjson.loads(base64.b64decode(payload + "=" * (-len(payload) % 4)))
        return decoded

    async def _send(self, path: str, params: Json) -> tuple[int, Any]:
        headers = {"content-type": "application/json"}
        if self.session:
            headers["Authorization"] = f"Bearer {self.session['access_token']}"
        body = orjson.dumps({"params": params})
        async with self.http.post(f"{self.url}/rest{path}", data=body, headers=headers) as response:
            kind = re.search("application/[a-zA-Z]+", response.headers["content-type"])
            assert kind is not None, "an unknown content type is an error to it"
            if kind[0] == "application/json":
                return response.status, await response.json(content_type=None)
            named = re.search(
                'attachment; filename="([^"]+)"', response.headers["Content-Disposition"]
            )
            assert named is not None
            return response.status, File(kind[0], named[1], await response.read())

    async def login(self) -> None:
        self.session, self.logins = {}, self.logins + 1
        status, answer = await self._send("/Session/login", self.account)
        if status != 200:
            raise RefusedError(answer["faultcode"])
        self.session = answer

    async def call(self, path: str, params: Json) -> Any:
        """One more login on a session that died, then the answer or the fault."""
        status, answer = await self._send(path, params)
        if status == 500 and answer["faultcode"] in _DEAD_TOKEN:
            await self.login()
            status, answer = await self._send(path, params)
        if status != 200:
            raise RefusedError(answer["faultcode"])
        return answer

    async def refresh(self) -> bool:
        token = {"refresh_token": self.session["refresh_token"]}
        status, answer = await self._send("/Session/refresh_access_token", token)
        self.session = self.session | answer if status == 200 else {}
        return status == 200

    async def is_alive(self) -> bool:
        token = {"access_token": self.session["access_token"]}
        status, answer = await self._send("/Session/ping", token)
        assert status == 200, "any other status is an error to it"
        return int(answer.get("user_id") or 0) > 0

    async def logout(self) -> tuple[int, Any]:
        token = {"access_token": self.session["access_token"]}
        return await self._send("/Session/logout", token)


class N8n:
    """The n8n node: form fields, a session id kept between runs, any error means log in again."""

    def __init__(self, http: aiohttp.ClientSession, url: str, **credentials: str) -> None:
        self.http = http
        self.url = url
        self.credentials = credentials
        self.session_id = ""

    async def _post(self, path: str, fields: dict[str, Json]) -> tuple[int, Json]:
        data = {key: orjson.dumps(value).decode() for key, value in fields.items()}
        async with self.http.post(f"{self.url}{path}", data=data) as response:
            return response.status, orjson.loads(await response.read())

    async def run(self, path: str, body: Json) -> Json:
        for _ in range(2):
            if not self.session_id:
                _, session = await self._post("/rest/Session/login/", {"params": self.credentials})
                self.session_id = session["session_id"]
            auth = {"session_id": self.session_id}
            status, answer = await self._post(path, {"auth_info": auth, "params": body})
            if status == 200:
                return answer
            self.session_id = ""
        raise RefusedError(answer["faultcode"])


class Ruby:
    """An old self-care site: everything in the path, read with GET; all values are texts."""

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self.http = http
        self.url = url

    async def get(self, path: str, *parts: Json) -> Json:
        written = [quote(orjson.dumps(part).decode()) for part in parts]
        async with self.http.get("/".join([f"{self.url}/rest/{path}", *written])) as response:
            found: Json = await response.json()
            return found
