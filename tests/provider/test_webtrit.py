"""Whole visits of WebTrit's two adapters: each call, the fields they index, their error paths."""

import base64
import re
from datetime import UTC, datetime, timedelta

import aiohttp
import orjson
import pytest

from sandbox.provider.server import Config, Provider
from tests.provider.conftest import Desk, Json
from tests.provider.public_clients import (
    EVER,
    Elixir,
    File,
    WebTrit,
    WebTritAdmin,
    password_of,
    refused,
)

BAD_TOKEN = "Client.Session.check_auth.failed_to_process_access_token"


@pytest.fixture
async def webtrit(http: aiohttp.ClientSession, provider: Provider, desk: Desk) -> WebTrit:
    client = WebTrit(http, provider.url)
    password = await password_of(desk, "alice")
    # On releases before MR128 the password is sent as the token as well.
    await client.login(login="alice", password=password, token=password)
    return client


@pytest.fixture
async def webtrit_admin(http: aiohttp.ClientSession, provider: Provider) -> WebTritAdmin:
    client = WebTritAdmin(http, provider.admin_url or "")
    await client.login(login="selfcare-bot", token="sandbox-admin-token")
    return client


async def test_webtrit_signs_in_through_the_admin_realm(
    webtrit_admin: WebTritAdmin, http: aiohttp.ClientSession, provider: Provider
) -> None:
    by_login = await webtrit_admin.account_info(login="alice")
    by_number = await webtrit_admin.account_info(id="12065550100")
    alias = await webtrit_admin.account_info(id="12125550170")
    master = await webtrit_admin.account_info(i_account=alias["i_master_account"])

    assert by_number["h323_password"]
    assert {by_login["i_account"], by_number["i_account"], master["i_account"]} == {1001}
    assert "i_master_account" not in master
    assert await webtrit_admin.account_info(login="nobody") == {}
    client = WebTrit(http, provider.url)
    session = await client.login(login=master["login"], password=master["password"])
    assert {"access_token", "refresh_token"} <= set(session)
    assert session["expires_in"] > 0
    assert (await client.call("Session/ping", session_token(client), bare=True))["user_id"] == 1001


def session_token(client: WebTrit) -> Json:
    return {"access_token": client.session["access_token"]}


async def test_webtrit_signs_in_by_code(webtrit_admin: WebTritAdmin, desk: Desk) -> None:
    info = await webtrit_admin.account_info(id="12065550100")
    i_account = info.get("i_master_account", info["i_account"])
    order = {"send_to": "account", "id": i_account, "notification_type": "mail"}

    sent = await webtrit_admin.call("AccessControl/create_otp", order | {"operation": "General"})
    code = (await desk.get("outbox"))["messages"][-1]["code"]
    answers = [
        await webtrit_admin.call(
            "AccessControl/verify_otp", {"one_time_password": tried, "operation": "General"}
        )
        for tried in ("wrong", code)
    ]
    env = await webtrit_admin.call("Env/get_env_info", {})
    version = await webtrit_admin.call("Generic/get_version", {})

    assert sent["success"] == 1
    assert [answer["success"] for answer in answers] == [0, 1]
    assert code.isdigit()
    assert len(code) == 8
    assert env["env_info"]["email"]
    assert isinstance(version["version"], str)
    await desk.post("accounts/1001/settings", unset_email=True)
    with refused("Server.AccessControl.empty_rec_and_bcc"):
        await webtrit_admin.call("AccessControl/create_otp", order)


async def test_webtrit_admin_signs_in_again_when_its_session_is_gone(
    webtrit_admin: WebTritAdmin, desk: Desk
) -> None:
    await desk.post("reset")

    assert (await webtrit_admin.account_info(login="alice"))["i_account"] == 1001


async def test_webtrit_reads_a_user(webtrit: WebTrit) -> None:
    switches = {
        "detailed_info": 1,
        "without_service_features": 1,
        "limit_alias_did_number_list": 100,
    }
    info = (await webtrit.call("Account/get_account_info", switches))["account_info"]
    aliases = (await webtrit.call("Account/get_alias_list", {}))["alias_list"]

    assert isinstance(info["balance"], (int, float))
    assert info["billing_model"] in {-1, 0, 1, 2, 4}
    assert info["is_active"] == 1
    assert info["h323_password"]
    assert info["time_zone_name"] == "America/New_York"
    assert all(number["did_number"] for number in info["alias_did_number_list"])
    assert [alias["id"] for alias in aliases]
    assert {"iso_4217", "id", "i_account", "i_customer"} <= set(info)
    assert "service_features" not in info


async def test_webtrit_reads_colleagues_in_every_way_it_knows(
    webtrit: WebTrit, webtrit_admin: WebTritAdmin
) -> None:
    asked: Json = {"i_customer": 501, "with_aliases": 1, "get_not_closed_accounts": 1}
    asked |= {"get_only_real_accounts": 1, "get_statuses": 1, "get_total": 1}
    asked |= {"limit_alias_did_number_list": 100, "limit": 1000, "offset": 0}
    accounts = await webtrit_admin.call("Account/get_account_list", asked)
    extensions = await webtrit_admin.call(
        "Customer/get_extensions_list",
        {"i_customer": 501, "detailed_info": 1, "limit_alias_did_number_list": 100},
    )
    office = await webtrit_admin.call("Customer/get_customer_info", {"i_customer": 501})
    branches = await webtrit_admin.call(
        "Customer/get_customer_list", {"i_main_customer": 501, "i_office_type": 2, "check_usage": 0}
    )
    page: Json = {"get_total": 1, "limit": 100, "offset": 0}
    phonebook = await webtrit.call("Account/get_phonebook_list", page)
    directories = await webtrit.call("UA/get_phone_directory_list", page)

    assert int(accounts["total"]) == len(accounts["account_list"]) == 4
    for row in accounts["account_list"]:
        assert row["sip_status"] in {0, 1}
        assert {"i_account", "id", "status"} <= set(row)
        assert all(alias["id"] for alias in row.get("alias_list", []))
    assert {row["type"] for row in extensions["extensions_list"]} <= {
        "Unassigned",
        "Account",
        "Group",
    }
    assert office["customer_info"]["i_office_type"] == 1
    assert branches["customer_list"] == []
    assert all(row["phone_number"] for row in phonebook["phonebook_rec_list"])
    for directory in directories["phone_directory_list"]:
        asked = {**page, "get_records": "Y", "limit": 10_000}
        asked["i_ua_config_directory"] = directory["i_ua_config_directory"]
        info = (await webtrit.call("UA/get_phone_directory_info", asked))["phone_directory_info"]
        assert info["name"]
        assert all(isinstance(row["office_number"], str) for row in info["directory_records"])


async def test_webtrit_reads_calls_and_their_recordings(webtrit: WebTrit) -> None:
    asked: Json = {"i_service_type": 3, "get_total": 1, "show_unsuccessful": 1, "offset": 0}
    answer = await webtrit.call(
        "Account/get_xdr_list", {**asked, **EVER, "limit": 100, "with_cr_download_ids": 1}
    )

    assert answer["total"] == len(answer["xdr_list"]) == 20
    for row in answer["xdr_list"]:
        start, end = (
            datetime.fromtimestamp(int(row[key]), UTC)
            for key in ("unix_connect_time", "unix_disconnect_time")
        )
        assert (end - start).total_seconds() == row["charged_quantity"]
        assert int(row["disconnect_cause"])
        assert row["bit_flags"] & 12 in {4, 8, 12}
        assert row["failed"] in {0, 1}
        assert {"CLI", "CLD", "i_xdr", "disconnect_reason"} <= set(row)
    recorded = next(row for row in answer["xdr_list"] if row.get("cr_download_ids"))
    file = await webtrit.call("CDR/get_call_recording", {"i_xdr": str(recorded["i_xdr"])})
    assert isinstance(file, File)
    assert file.content_type == "audio/wav"
    silent = next(row for row in answer["xdr_list"] if not row.get("cr_download_ids"))
    with refused("Server.CDR.xdr_not_found"):
        await webtrit.call("CDR/get_call_recording", {"i_xdr": 1})
    with refused("Server.CDR.invalid_call_recording_id"):
        await webtrit.call("CDR/get_call_recording", {"i_xdr": silent["i_xdr"]})
    with refused("Server.CDR.invalid_call_recording_id"):
        await webtrit.call(
            "CDR/get_transcription", {"call_recording_id": "0 0 0 0", "check_only": 1}
        )


async def test_webtrit_reads_the_mailbox_through(webtrit: WebTrit) -> None:
    listed = (await webtrit.call("Account/get_mailbox_message_list", {}))["messages"]
    for message in listed:
        uid = str(message["message_uid"])
        datetime.strptime(message["delivery_date"], "%d-%b-%Y %H:%M:%S %z")
        details = await webtrit.call("Account/get_mailbox_message_details", {"message_uid": uid})
        assert details["from"].split(" ")[1][1:].isdigit()
        assert details["to"].split(" ")[0] == "12065550100"
        assert {"size", "voicemail_duration", "subject"} <= set(details)
        for part in details["body_structures"]:
            assert {"bodytype", "bodysubtype", "bodysize", "file_name"} <= set(part)
        for kind in ("wav", "mp3", "au"):
            sound = await webtrit.call(
                "Account/get_mailbox_message_attachment", {"message_uid": uid, "format": kind}
            )
            assert sound.content_type.startswith("audio/")
            assert sound.body
        for action in ("remove_flag", "set_flag"):
            flag = {"message_uids": [uid], "flag": "Seen", "action": action}
            await webtrit.call("Account/set_mailbox_messages_flag", flag)

    heard = (await webtrit.call("Account/get_mailbox_message_list", {}))["messages"]
    assert all("\\Seen" in message["flags"] for message in heard)
    for message in heard:
        uids = {"message_uids": [str(message["message_uid"])]}
        await webtrit.call("Account/delete_mailbox_messages", uids)
    assert (await webtrit.call("Account/get_mailbox_message_list", {}))["messages"] == []


async def test_webtrit_refreshes_and_the_old_token_is_dead(webtrit: WebTrit) -> None:
    old = webtrit.session
    token = {"refresh_token": old["refresh_token"]}

    new = await webtrit.call("Session/refresh_access_token", token, bare=True)

    assert new["refresh_token"] != old["refresh_token"]
    with refused(BAD_TOKEN):
        await webtrit.call("Account/get_alias_list", {})
    with refused("Server.Session.refresh_access_token.refresh_failed"):
        await webtrit.call("Session/refresh_access_token", token, bare=True)
    webtrit.session = new
    await webtrit.call("Account/get_alias_list", {})


async def test_webtrit_logs_out_and_nothing_of_the_session_is_left(webtrit: WebTrit) -> None:
    token = session_token(webtrit)
    refresh = {"refresh_token": webtrit.session["refresh_token"]}

    assert (await webtrit.call("Session/logout", token, bare=True))["success"] == 1

    assert (await webtrit.call("Session/ping", token, bare=True))["user_id"] == 0
    for path, params, code in (
        ("Session/logout", token, "Client.Session.logout.failed_to_process_access_token"),
        (
            "Session/refresh_access_token",
            refresh,
            "Server.Session.refresh_access_token.refresh_failed",
        ),
        ("Account/get_account_info", {}, BAD_TOKEN),
    ):
        with refused(code):
            await webtrit.call(path, params, bare=path.startswith("Session"))


async def test_webtrit_meets_a_line_without_mailbox_and_a_standby_site(
    http: aiohttp.ClientSession, provider: Provider, desk: Desk
) -> None:
    client = WebTrit(http, provider.url)
    await client.login(login="carol", password=await password_of(desk, "carol"))

    with refused("Server.Account.unified_messaging_disabled"):
        await client.call("Account/get_mailbox_message_list", {})
    await client.login(login="alice", password=await password_of(desk, "alice"))
    await desk.post("settings", standalone_mode=True)
    with refused("standalone_mode"):
        await client.call("Account/delete_mailbox_messages", {"message_uids": ["1"]})


@pytest.fixture
async def elixir_admin(http: aiohttp.ClientSession, provider: Provider) -> Elixir:
    client = Elixir(http, provider.admin_url or "")
    _, session = await client.perform(
        "Session", "login", {"login": "selfcare-bot", "token": "sandbox-admin-token"}
    )
    client.session_id = session["session_id"]
    return client


async def credentials(admin: Elixir, i_account: int) -> Json:
    asked = {"i_account": i_account, "detailed_info": 1, "without_service_features": 1}
    status, answer = await admin.perform("Account", "get_account_info", asked)
    assert status == 200
    return {key: answer["account_info"][key] for key in ("login", "password")}


async def test_elixir_shows_an_account_with_what_the_admin_realm_tells(
    elixir_admin: Elixir, http: aiohttp.ClientSession, provider: Provider
) -> None:
    client = Elixir(http, provider.url)
    _, session = await client.perform("Session", "login", await credentials(elixir_admin, 1001))
    client.session_id = session["session_id"]
    asked: Json = {"i_account": 1001, "detailed_info": 1, "without_service_features": 1}

    _, answer = await client.perform("Account", "get_account_info", asked)
    _, aliases = await client.perform("Account", "get_alias_list", {"i_master_account": 1001})
    asked = {"get_total": 1, "i_service_type": 3, "limit": 100, "offset": 0}
    asked |= {"show_unsuccessful": 1, "from_date": "0001-01-01 00:00:00"}
    _, calls = await client.perform(
        "Account", "get_xdr_list", asked | {"to_date": "9999-01-01 00:00:00"}
    )
    recorded = next(row for row in calls["xdr_list"] if row["bit_flags"] & 64)
    status, sound = await client.perform(
        "CDR", "get_call_recording", {"i_xdr": str(recorded["i_xdr"])}
    )

    info = answer["account_info"]
    assert (info["blocked"].lower(), info["bill_status"].lower()) == ("n", "o")
    assert [alias["id"].split("@")[0] for alias in aliases["alias_list"]]
    assert calls["total"] == 20
    for row in calls["xdr_list"]:
        datetime.fromisoformat(row["connect_time"])
        assert row["setup_time"] < 2000, "an answered call with more counts as declined"
    assert (status, sound[:4]) == (200, b"RIFF")


async def test_elixir_logs_out_by_session_id(
    elixir_admin: Elixir, http: aiohttp.ClientSession, provider: Provider
) -> None:
    client = Elixir(http, provider.url)
    _, session = await client.perform("Session", "login", await credentials(elixir_admin, 1001))
    client.session_id = session["session_id"]

    done = await client.perform("Session", "logout", {"session_id": client.session_id})

    assert done == (200, {"success": 1})
    status, fault = await client.perform("Account", "get_account_info", {})
    assert (status, fault["faultcode"]) == (500, "Server.Session.check_auth.auth_failed")


async def test_elixir_changes_a_password_that_must_change(
    elixir_admin: Elixir, http: aiohttp.ClientSession, provider: Provider
) -> None:
    client = Elixir(http, provider.url)
    known = await credentials(elixir_admin, 1005)
    status, fault = await client.perform("Session", "login", known)
    assert (status, fault["faultcode"]) == (500, "Server.Session.alert_You_must_change_password")

    status, session = await client.perform(
        "Session", "change_password", known | {"new_password": "a1b2c3", "establish_new_session": 1}
    )

    assert status == 200
    client.session_id = session["session_id"]
    status, answer = await client.perform("Account", "get_account_info", {"i_account": 1005})
    assert (status, answer["account_info"]["login"]) == (200, "erin")


async def test_elixir_finds_no_account_and_a_wrong_code(elixir_admin: Elixir) -> None:
    assert await elixir_admin.perform("Account", "get_account_info", {"id": "0"}) == (200, {})
    wrong = {"one_time_password": "1", "operation": "General"}
    assert await elixir_admin.perform("AccessControl", "verify_otp", wrong) == (
        200,
        {"success": 0},
    )


async def test_elixir_hands_out_the_demo_accounts_that_nobody_has_yet(
    elixir_admin: Elixir,
) -> None:
    """They are told by a custom field, whose value it sends as a number."""
    asked: Json = {"i_customer": 501, "offset": 0, "limit": 1}

    def marked(value: int) -> Json:
        return {"custom_fields_values": [{"i_custom_field": 13, "db_value": value}]}

    _, none = await elixir_admin.perform("Account", "get_account_list", asked | marked(0))
    wanted = {"i_account": 1002} | marked(0)
    changed = await elixir_admin.perform("Account", "update_custom_fields_values", wanted)
    _, free = await elixir_admin.perform("Account", "get_account_list", asked | marked(0))
    email = {"account_info": {"i_account": 1002, "email": "demo@example.com"}}
    updated = await elixir_admin.perform("Account", "update_account", email)
    _, taken = await elixir_admin.perform(
        "Account", "get_account_list", asked | {"email": "demo@example.com"}
    )

    assert none["account_list"] == []
    assert changed == updated == (200, {"i_account": 1002})
    assert [row["i_account"] for row in free["account_list"] + taken["account_list"]] == [1002] * 2


async def test_webtrit_pings_for_the_owner_of_a_lent_token(
    webtrit: WebTrit, webtrit_admin: WebTritAdmin
) -> None:
    lent = await webtrit_admin.call("Session/login_to_realm", {"login": "bob", "realm": "accounts"})

    payload = lent["access_token"].split(".")[1]
    claims = orjson.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    assert "i_account" not in claims
    assert claims["exp"] > claims["iat"]
    token = {"access_token": lent["access_token"]}
    assert (await webtrit.call("Session/ping", token, bare=True))["user_id"] == 1002


async def test_webtrit_looks_for_addons_at_the_master_of_an_alias(
    webtrit_admin: WebTritAdmin, desk: Desk
) -> None:
    bundled = (await desk.account("bob"))["product"]
    await desk.post("accounts/1001/settings", product=bundled)

    alias = await webtrit_admin.account_info(id="12125550170")
    master = await webtrit_admin.account_info(i_account=alias["i_master_account"])

    assert alias["assigned_addons"] == []
    assert [addon["name"] for addon in master["assigned_addons"]] == ["MOBILE-APP"]


@pytest.mark.parametrize(
    ("mode", "fault"),
    [
        ("standalone", "standalone_mode"),
        ("secondary", "secondary_site"),
        ("read_only", "read_only_mode"),
    ],
)
async def test_webtrit_goes_back_to_a_site_that_says_it_is_normal(
    webtrit: WebTrit, webtrit_admin: WebTritAdmin, desk: Desk, mode: str, fault: str
) -> None:
    async def told() -> str:
        return str((await webtrit_admin.call("Generic/get_session_data", {}))["operating_mode"])

    await desk.post("settings", operating_mode=mode)
    assert await told() == mode
    with refused(fault):
        await webtrit.call("Account/delete_mailbox_messages", {"message_uids": ["1"]})
    await webtrit.call("Account/get_alias_list", {})

    await desk.post("settings", operating_mode="normal")
    assert await told() == "normal"


async def test_webtrit_shows_an_agent_the_queues_and_logs_out_and_in(
    webtrit_admin: WebTritAdmin,
) -> None:
    async def logged_in() -> dict[str, bool]:
        """The caller's queues; a hunt group without a queue is none."""
        page = {"i_customer": 502, "get_total": 1, "limit": 500}
        listed = await webtrit_admin.call("Customer/get_huntgroup_list", page)
        assert int(listed["total"]) == len(listed["huntgroup_list"])
        return {
            group["id"]: member["hunt_active"] == "Y"
            for group in listed["huntgroup_list"]
            if (group.get("assigned_callqueue") or {}).get("i_c_queue")
            for member in group["assigned_extensions"]
            if member["type"] == "Account" and member["account_id"] == "12065550102"
        }

    async def change(**lists: list[Json]) -> Json:
        path = "Account/update_huntgroups_subscription"
        answer: Json = await webtrit_admin.call(path, {"i_account": 1003, **lists})
        return answer

    assert await logged_in() == {"200": True}
    assert await change(unsubscribe_from_huntgroups=[{"id": "200"}]) == {"success": 1}
    assert await logged_in() == {"200": False}
    assert await change(subscribe_to_huntgroups=[{"id": "200"}]) == {"success": 1}
    assert await logged_in() == {"200": True}
    # It is no agent of anything, and success is answered all the same.
    assert await change(unsubscribe_from_huntgroups=[{"id": "999"}]) == {"success": 1}
    with refused("Server.Customer.get_huntgroup_list.missing_parameter"):
        await webtrit_admin.call("Customer/get_huntgroup_list", {"i_customer": 502, "offset": 1})


class TestAnybody:
    """What its models refuse would cost a subscriber the whole screen, so all accounts fit."""

    @pytest.fixture
    def config(self) -> Config:
        return Config(accounts=60)

    async def test_webtrit_can_hold_every_account_as_a_contact(
        self, webtrit_admin: WebTritAdmin, desk: Desk
    ) -> None:
        seen = 0
        for owner in (await webtrit_admin.call("Customer/get_customer_list", {}))["customer_list"]:
            asked = {"i_customer": owner["i_customer"], "with_aliases": 1, "limit": 1000}
            listed = await webtrit_admin.call("Account/get_account_list", asked)
            for row in listed["account_list"]:
                seen += 1
                assert isinstance(row["i_account"], int)
                assert isinstance(row["id"], str)
                assert isinstance(row["sip_status"], int)
                for key in ("extension_id", "extension_name", "companyname", "firstname"):
                    assert isinstance(row.get(key, ""), str | None), key
                first = (row.get("email") or "").split(",")[0].strip()
                assert not first or re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", first)
                assert all(isinstance(alias["id"], str) for alias in row.get("alias_list", []))
        assert seen == 60

    async def test_webtrit_can_hold_every_user_and_call(
        self, http: aiohttp.ClientSession, provider: Provider, webtrit_admin: WebTritAdmin
    ) -> None:
        since = f"{provider.clock.now() - timedelta(days=3):%Y-%m-%d %H:%M:%S}"
        asked: Json = {"i_service_type": 3, "get_total": 1, "show_unsuccessful": 1, "limit": 100}
        asked |= {"with_cr_download_ids": 1, "offset": 0, "from_date": since}
        for i_account in range(1001, 1061):
            known = await webtrit_admin.account_info(i_account=i_account)
            client = WebTrit(http, provider.url)
            client.session = await webtrit_admin.call(
                "Session/login_to_realm", {"login": known["login"], "realm": "accounts"}
            )

            info = (await client.call("Account/get_account_info", {"detailed_info": 1}))[
                "account_info"
            ]
            calls = await client.call("Account/get_xdr_list", asked | {"to_date": EVER["to_date"]})

            for key in ("id", "h323_password", "time_zone_name", "iso_4217", "blocked"):
                assert isinstance(info[key], str), key
            assert isinstance(info["balance"], int | float)
            assert isinstance(info["is_active"], int)
            assert isinstance(calls["total"], int)
            for row in calls["xdr_list"]:
                assert isinstance(row["CLI"], str)
                assert isinstance(row["CLD"], str)
                assert isinstance(row["disconnect_reason"], str | None)
                assert isinstance(row.get("call_id", ""), str | None)
                assert int(row["unix_connect_time"]) <= int(row["unix_disconnect_time"])
                assert row["charged_quantity"] == int(row["charged_quantity"])
                assert isinstance(row["bit_flags"], int)
                assert row["failed"] in {0, 1}
                assert not row.get("cr_download_ids") or row["h323_conf_id"]


class TestBruteForce:
    @pytest.fixture
    def config(self) -> Config:
        return Config(failures_before_lock=2)

    async def test_a_locked_login_has_its_own_code(self, webtrit: WebTrit) -> None:
        for _ in range(2):
            with refused("Server.Session.auth_failed"):
                await webtrit.login(login="alice", password="wrong")
        with refused("Server.Session.cannot_login_brute_force_activity"):
            await webtrit.login(login="alice", password="wrong")
