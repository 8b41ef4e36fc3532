"""Whole visits of other public clients: PHP, n8n, an old Ruby site, scripts."""

import asyncio
from datetime import datetime
from typing import Any

import aiohttp
import pytest

from sandbox.provider.server import Provider
from tests.provider.conftest import Caller, Desk, Json
from tests.provider.public_clients import EVER, N8n, Php, Ruby, password_of, refused


@pytest.fixture
async def php(http: aiohttp.ClientSession, provider: Provider, desk: Desk) -> Php:
    account = {"login": "alice", "password": await password_of(desk, "alice")}
    client = Php(http, provider.url, account)
    await client.login()
    return client


async def test_php_reads_its_token_by_itself(php: Php) -> None:
    assert php.claims["login"] == "alice"
    assert php.claims["exp"] - php.claims["iat"] == php.session["expires_in"]
    assert datetime.fromisoformat(php.session["expires_at"]).tzinfo is None


async def test_php_keeps_its_session_alive(php: Php, desk: Desk) -> None:
    before = php.session
    assert await php.is_alive()
    assert await php.refresh()
    assert php.session["access_token"] != before["access_token"]
    assert php.session["session_id"] == before["session_id"]

    await desk.post("sessions/expire", i_account=1001, refresh=True)

    assert not await php.is_alive()
    assert (await php.call("/Account/get_alias_list", {}))["alias_list"]
    assert php.logins == 2
    assert await php.logout() == (200, {"success": 1})
    status, fault = await php.logout()
    assert (status, set(fault)) == (500, {"faultcode", "faultstring"})


async def test_php_takes_a_csv_as_a_file(php: Php) -> None:
    file = await php.call("/Account/get_xdr_list", {**EVER, "format": "csv"})

    assert (file.content_type, file.name) == ("application/csv", "xdrs.csv")


async def test_php_calls_a_hundred_things_at_once(php: Php) -> None:
    async def one(number: int) -> Any:
        return await php.call("/Account/get_account_info", {"i_account": 1001, "n": number})

    answers = await asyncio.gather(*(one(number) for number in range(100)))

    assert {answer["account_info"]["login"] for answer in answers} == {"alice"}


async def test_php_is_told_wrong_credentials_apart(
    http: aiohttp.ClientSession, provider: Provider
) -> None:
    with refused("Server.Session.auth_failed"):
        await Php(http, provider.url, {"login": "alice", "password": "wrong"}).login()


async def test_n8n_lists_customers_accounts_extensions_and_xdrs(
    http: aiohttp.ClientSession, provider: Provider, desk: Desk
) -> None:
    node = N8n(http, provider.admin_url or "", login="selfcare-bot", token="sandbox-admin-token")

    customers = await node.run("/rest/Customer/get_customer_list", {})
    customer = await node.run("/rest/Customer/get_customer_info", {"i_customer": 501})
    accounts = await node.run("/rest/Account/get_account_list", {"get_total": 1, "limit": 2})
    account = await node.run("/rest/Account/get_account_info", {"i_account": 1001})
    extensions = await node.run("/rest/Customer/get_extensions_list", {"i_customer": "501"})
    calls = await node.run("/rest/Customer/get_customer_xdrs", {"i_customer": "501", **EVER})
    await desk.post("reset")
    again = await node.run("/rest/Customer/get_customer_list", {})

    assert len(customers["customer_list"]) == 2
    assert customer["customer_info"]["i_customer"] == 501
    assert len(accounts["account_list"]) == 2
    assert account["account_info"]["i_account"] == 1001
    assert extensions["extensions_list"]
    assert calls["xdr_list"]
    assert again == customers
    with refused("Server.Customer.get_customer_xdrs.missing_parameter"):
        await node.run("/rest/Customer/get_customer_xdrs", {"i_customer": "501"})


async def test_an_old_site_writes_everything_into_the_path(
    http: aiohttp.ClientSession, provider: Provider, desk: Desk
) -> None:
    site = Ruby(http, provider.url)
    credentials = {"login": "alice", "password": await password_of(desk, "alice")}

    auth = {"session_id": (await site.get("Session/login", credentials))["session_id"]}
    info = await site.get("Account/get_account_info", auth, {"i_account": "1001"})
    page = {"i_account": "1001", "offset": "0", "limit": "20", **EVER}
    calls = await site.get("Account/get_xdr_list", auth, page)
    aliases = await site.get("Account/get_alias_list", auth, {"i_master_account": "1001"})
    ended = await site.get("Session/logout", auth)

    assert info["account_info"]["phone1"]
    assert {"connect_time", "disconnect_time", "charged_amount", "description", "country"} <= set(
        calls["xdr_list"][0]
    )
    assert aliases["alias_list"][1]["id"]
    assert ended == {"success": 1}
    dead = await site.get("Account/get_alias_list", auth, {})
    assert dead["faultcode"] == "Server.Session.check_auth.auth_failed"


async def test_an_old_php_class_sends_multipart_forms_and_names_the_login_user(
    http: aiohttp.ClientSession, provider: Provider, desk: Desk
) -> None:
    async def posted(path: str, **fields: str) -> Json:
        form = aiohttp.FormData(fields, default_to_multipart=True)
        async with http.post(f"{provider.url}/rest/{path}", data=form) as response:
            found: Json = await response.json()
            return found

    old = await password_of(desk, "alice")
    session = await posted("Session/login", params=f'{{"user":"alice","password":"{old}"}}')
    auth = f'{{"session_id":"{session["session_id"]}"}}'
    change = f'{{"i_account":1001,"old_password":"{old}","new_password":"n3w-Secret"}}'

    info = await posted("Account/get_account_info", auth_info=auth, params='{"i_account":1001}')
    changed = await posted("Account/change_password", auth_info=auth, params=change)
    wrong = await posted("Session/login", params='{"user":"alice","password":"no"}')

    assert info["account_info"]["id"] == "12065550100"
    assert changed == {"success": 1}
    assert wrong["faultstring"]


async def test_scripts_forward_right_after_switching_the_mode(admin: Caller) -> None:
    accounts: list[Json] = []
    while page := (
        await admin.ok(
            "Account/get_account_list", bill_status="O", billing_model=1, i_customer=501,
            id="1206%", offset=len(accounts), limit=1,
        )
    )["account_list"]:  # fmt: skip
        accounts += page
    mode: Json = {"name": "forward_mode", "flag_value": "C", "effective_flag_value": "C"}
    mode |= {"locked": 0, "locks": []}
    number: Json = {"active": "Y", "i_follow_order": 1, "keep_original_cli": "Y", "timeout": 15}
    number |= {"redirect_number": "27110000000", "use_tcp": "N", "weight": 0.0}

    assert [account["login"] for account in accounts] == ["bob"]
    for account in accounts:
        named = {"i_account": account["i_account"]}
        await admin.ok("Account/update_service_features", **named, service_features=[mode])
        added = await admin.ok("Account/add_followme_number", number_info=number | named)
        read = await admin.ok("Account/get_account_followme", **named)
        assert read["followme_numbers"][0]["i_follow_me_number"] == added["i_follow_me_number"]


async def test_a_dialer_sends_a_bare_object_where_it_asks_for_nothing(
    anyone: Caller, desk: Desk
) -> None:
    """Its body is `{}`, not `{"params": {}}`; a `faultcode` is a refusal whatever the status."""
    old = await password_of(desk, "erin")
    login = {"login": "erin", "password": old}

    async def requested(endpoint: str, payload: Json, token: str = "") -> Json:
        headers = {"Accept": "application/json", "Content-Type": "application/json"}
        headers |= {"Authorization": f"Bearer {token}"} if token else {}
        url = f"{anyone.url}/rest{endpoint}"
        async with anyone.http.post(url, json=payload, headers=headers) as response:
            found: Json = await response.json()
            return found

    refused = await requested("/Session/login", {"params": login})
    changed = await requested(
        "/Session/change_password", {"params": login | {"new_password": "n3w-Secret"}}
    )
    session = await requested("/Session/login", {"params": login | {"password": "n3w-Secret"}})
    info = await requested("/Account/get_account_info", {}, session["access_token"])

    assert refused["faultcode"] == "Server.Session.alert_You_must_change_password"
    assert "faultcode" not in changed
    assert info["account_info"]["login"] == "erin"


async def test_a_middleware_blocks_a_sim_by_one_field(admin: Caller, desk: Desk) -> None:
    for blocked in ("Y", "N"):
        account = {"i_account": "1001", "blocked": blocked}
        await admin.ok("Account/update_account", account_info=account)

        assert (await desk.account("alice"))["blocked"] == blocked


async def test_scripts_list_the_hunt_groups_of_a_customer(admin: Caller) -> None:
    listed = await admin.ok("Customer/get_huntgroup_list", i_customer="502")

    assert [group["name"] for group in listed["huntgroup_list"]] == ["Sales", "Support"]
    assert {"i_c_group", "id", "hunt_sequence"} <= set(listed["huntgroup_list"][0])
