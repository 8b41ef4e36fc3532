"""How two public clients drive the API, imitated from the reference: nothing may surprise them."""

import base64
from datetime import datetime
from typing import Any

import aiohttp
import orjson
import pytest

from sandbox.provider.server import Provider
from tests.provider.conftest import Desk, Json


class WebTrit:
    """JSON and bearer; on a token that is not processed, one refresh and one more try."""

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self.http = http
        self.url = url
        self.session: Json = {}
        self.refreshed = 0

    async def request(self, path: str, params: Json, *, bare: bool = False) -> Any:
        headers = {} if bare else {"Authorization": f"Bearer {self.session['access_token']}"}
        async with self.http.post(
            f"{self.url}/rest/{path}", json={"params": params}, headers=headers
        ) as response:
            if "attachment" in response.headers.get("Content-Disposition", ""):
                return response.headers["Content-Type"], await response.read()
            answer = await response.json()
            if response.status == 200:
                return answer
            if answer["faultcode"] == (
                "Client.Session.check_auth.failed_to_process_access_token"
            ) and not (bare or self.refreshed):
                self.refreshed += 1
                token = self.session["refresh_token"]
                self.session |= await self.request(
                    "Session/refresh_access_token", {"refresh_token": token}, bare=True
                )
                return await self.request(path, params)
            raise AssertionError(answer)


@pytest.fixture
async def webtrit(http: aiohttp.ClientSession, provider: Provider, desk: Desk) -> WebTrit:
    client = WebTrit(http, provider.url)
    password = (await desk.account("alice"))["password"]
    # On releases before MR128 the password is sent as the token as well.
    login = {"login": "alice", "password": password, "token": password}
    client.session = await client.request("Session/login", login, bare=True)
    return client


async def test_webtrit_reads_a_user(webtrit: WebTrit) -> None:
    answer = await webtrit.request(
        "Account/get_account_info",
        {"detailed_info": 1, "without_service_features": 1, "limit_alias_did_number_list": 100},
    )
    aliases = (await webtrit.request("Account/get_alias_list", {}))["alias_list"]

    info = answer["account_info"]
    assert isinstance(info["balance"], float)
    assert info["billing_model"] in {-1, 1}
    assert info["is_active"] == 1
    assert info["h323_password"]
    assert info["time_zone_name"] == "America/New_York"
    assert [number["did_number"] for number in info["alias_did_number_list"]]
    assert len(aliases) == 2
    assert {"iso_4217", "id", "extension_id", "customer_name", "firstname"} <= set(info)


async def test_webtrit_reads_calls_of_all_times(webtrit: WebTrit) -> None:
    answer = await webtrit.request(
        "Account/get_xdr_list",
        {
            "i_service_type": 3,
            "get_total": 1,
            "show_unsuccessful": 1,
            "limit": 100,
            "offset": 0,
            "from_date": "1970-01-01 00:00:00",
            "to_date": "9000-01-01 00:00:00",
        },
    )

    assert answer["total"] == len(answer["xdr_list"]) == 20
    for row in answer["xdr_list"]:
        assert (
            int(row["unix_disconnect_time"]) - int(row["unix_connect_time"])
            == (row["charged_quantity"])
        )
        assert int(row["disconnect_cause"])
        assert row["bit_flags"] & 12
        assert row["failed"] in {0, 1}
        assert row["disconnect_reason"]


async def test_webtrit_reads_the_mailbox_through(webtrit: WebTrit) -> None:
    listed = (await webtrit.request("Account/get_mailbox_message_list", {}))["messages"]
    for message in listed:
        uid = str(message["message_uid"])
        datetime.strptime(message["delivery_date"], "%d-%b-%Y %H:%M:%S %z")
        details = await webtrit.request("Account/get_mailbox_message_details", {"message_uid": uid})
        assert details["from"].split(" ")[1][1:].isdigit()
        assert details["to"].split(" ")[0] == "12065550100"
        for kind in ("wav", "mp3", "au"):
            content_type, body = await webtrit.request(
                "Account/get_mailbox_message_attachment", {"message_uid": uid, "format": kind}
            )
            assert content_type.startswith("audio/")
            assert body
        flag = {"message_uids": [uid], "flag": "Seen", "action": "set_flag"}
        await webtrit.request("Account/set_mailbox_messages_flag", flag)

    listed = (await webtrit.request("Account/get_mailbox_message_list", {}))["messages"]
    assert all("\\Seen" in message["flags"] for message in listed)


async def test_webtrit_goes_on_after_its_token_died(webtrit: WebTrit, desk: Desk) -> None:
    expired = await desk.post("sessions/expire", i_account=1001)

    answer = await webtrit.request("Account/get_alias_list", {})

    assert expired == {"expired": 1}
    assert answer["alias_list"]
    assert webtrit.refreshed == 1


async def test_webtrit_is_signed_out_when_the_refresh_token_died_too(
    webtrit: WebTrit, desk: Desk
) -> None:
    await desk.post("sessions/expire", i_account=1001, refresh=True)

    with pytest.raises(AssertionError, match="refresh_failed"):
        await webtrit.request("Account/get_alias_list", {})


class Elixir:
    """Form fields that hold JSON, a slash at the end, a session id."""

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self.http = http
        self.url = url
        self.session_id: str | None = None

    async def perform(self, service: str, method: str, params: Json) -> tuple[int, Json]:
        fields = {"params": orjson.dumps(params).decode()}
        if self.session_id is not None:
            fields["auth_info"] = orjson.dumps({"session_id": self.session_id}).decode()
        async with self.http.post(f"{self.url}/rest/{service}/{method}/", data=fields) as response:
            assert response.content_type == "application/json"
            return response.status, await response.json()


@pytest.fixture
async def elixir_admin(http: aiohttp.ClientSession, provider: Provider) -> Elixir:
    assert provider.admin_url is not None
    client = Elixir(http, provider.admin_url)
    _, session = await client.perform(
        "Session", "login", {"login": "selfcare-bot", "token": "sandbox-admin-token"}
    )
    client.session_id = session["session_id"]
    return client


async def test_elixir_signs_an_account_in_with_what_the_admin_realm_tells(
    elixir_admin: Elixir, http: aiohttp.ClientSession, provider: Provider
) -> None:
    client = Elixir(http, provider.url)
    _, answer = await elixir_admin.perform(
        "Account",
        "get_account_info",
        {"i_account": 1001, "detailed_info": 1, "without_service_features": 1},
    )
    known = {key: answer["account_info"][key] for key in ("login", "password")}

    _, session = await client.perform("Session", "login", known)
    client.session_id = session["session_id"]

    status, calls = await client.perform(
        "Account",
        "get_xdr_list",
        {
            "to_date": "9999-01-01 00:00:00",
            "from_date": "0001-01-01 00:00:00",
            "get_total": 1,
            "i_service_type": 3,
            "limit": 100,
            "offset": 0,
            "show_unsuccessful": 1,
        },
    )
    assert (status, calls["total"]) == (200, 20)
    assert await client.perform("Session", "logout", {"session_id": client.session_id}) == (
        200,
        {"success": 1},
    )
    status, fault = await client.perform("Account", "get_account_info", {})
    assert (status, fault["faultcode"]) == (500, "Server.Session.check_auth.auth_failed")


async def test_elixir_changes_a_password_that_must_change(
    elixir_admin: Elixir, http: aiohttp.ClientSession, provider: Provider
) -> None:
    client = Elixir(http, provider.url)
    _, answer = await elixir_admin.perform("Account", "get_account_info", {"i_account": 1005})
    known = {key: answer["account_info"][key] for key in ("login", "password")}
    status, fault = await client.perform("Session", "login", known)
    assert (status, fault["faultcode"]) == (500, "Server.Session.alert_You_must_change_password")

    status, session = await client.perform(
        "Session", "change_password", known | {"new_password": "a1b2c3", "establish_new_session": 1}
    )

    assert status == 200
    client.session_id = session["session_id"]
    status, answer = await client.perform("Account", "get_account_info", {"i_account": 1005})
    assert (status, answer["account_info"]["login"]) == (200, "erin")


async def test_a_php_client_decodes_the_token_with_plain_base64(
    http: aiohttp.ClientSession, provider: Provider, desk: Desk
) -> None:
    account = await desk.account("alice")
    client = WebTrit(http, provider.url)
    login = {"login": "alice", "password": account["password"]}

    session = await client.request("Session/login", login, bare=True)

    payload = session["access_token"].split(".")[1]
    claims = orjson.loads(base64.b64decode(payload + "=" * (-len(payload) % 4)))
    assert claims["login"] == "alice"
