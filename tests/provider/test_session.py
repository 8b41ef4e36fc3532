"""Signing in and out, tokens, forced password change, the lock after repeated failures."""

import base64
import re
from dataclasses import replace

import orjson
import pytest

from sandbox.provider.config import Settings
from sandbox.provider.server import Config, Provider
from tests.provider.conftest import Caller, Desk, Json, read, signed_in


def claims(token: str) -> Json:
    part = token.split(".")[1]
    decoded: Json = orjson.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return decoded


async def test_login_answers_session_and_tokens(anyone: Caller, desk: Desk) -> None:
    account = await desk.account("alice")

    answer = await anyone.ok("Session/login", login="alice", password=account["password"])

    assert set(answer) == {
        "session_id",
        "access_token",
        "refresh_token",
        "expires_at",
        "expires_in",
    }
    assert answer["expires_in"] == 172_800
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", answer["expires_at"])


async def test_access_token_carries_the_claims_that_clients_read(alice: Caller) -> None:
    token = claims(alice.token or "")

    assert token["i_account"] == 1001
    assert token["login"] == "alice"
    assert token["realm"] == "accounts"
    assert token["aud"] == ["portabilling-api", "portasip-api"]
    assert token["exp"] - token["iat"] == 172_800
    assert (token["scopes"], token["is_super_user"]) == ("", 0)
    assert isinstance(token["i_env"], int)
    assert isinstance(token["jti"], str)


async def test_access_token_is_signed_as_its_header_says(alice: Caller) -> None:
    head, _, signature = (alice.token or "").split(".")

    decoded = base64.urlsafe_b64decode(head + "=" * (-len(head) % 4))
    assert orjson.loads(decoded) == {"alg": "RS256"}
    assert len(base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4))) == 256


async def test_a_wrong_password_is_refused_with_500(anyone: Caller) -> None:
    answer = await anyone.call("Session/login", login="alice", password="wrong")

    assert answer.status == 500
    assert answer.json == {
        "faultcode": "Server.Session.auth_failed",
        "faultstring": "The login or password is incorrect.",
    }


async def test_the_old_parameter_name_of_the_login_works(anyone: Caller, desk: Desk) -> None:
    account = await desk.account("bob")

    answer = await anyone.ok("Session/login", user="bob", password=account["password"])

    assert claims(answer["access_token"])["login"] == "bob"


async def test_an_api_token_signs_in(anyone: Caller, admin: Caller) -> None:
    info = (await admin.ok("Account/get_account_info", login="bob"))["account_info"]

    answer = await anyone.ok("Session/login", login="bob", token=info["api_token"])

    assert claims(answer["access_token"])["i_account"] == info["i_account"]


async def test_a_password_sent_as_token_too_signs_in(anyone: Caller, desk: Desk) -> None:
    password = (await desk.account("bob"))["password"]

    await anyone.ok("Session/login", login="bob", password=password, token=password)


async def test_repeated_failures_lock_the_login_for_a_while(
    anyone: Caller, desk: Desk, provider: Provider
) -> None:
    right = (await desk.account("alice"))["password"]
    for _ in range(provider.config.failures_before_lock):
        wrong = await anyone.call("Session/login", login="alice", password="wrong")
        assert wrong.faultcode == "Server.Session.auth_failed"

    locked = await anyone.call("Session/login", login="alice", password=right)
    assert locked.faultcode == "Server.Session.cannot_login_brute_force_activity"

    provider.clock.advance(provider.config.lock_seconds + 1)
    await anyone.ok("Session/login", login="alice", password=right)


async def test_a_login_that_nobody_has_is_locked_as_well(
    anyone: Caller, provider: Provider
) -> None:
    for _ in range(provider.config.failures_before_lock):
        await anyone.call("Session/login", login="mallory", password="wrong")

    locked = await anyone.call("Session/login", login="mallory", password="wrong")

    assert locked.faultcode == "Server.Session.cannot_login_brute_force_activity"


async def test_a_forced_change_of_password_is_the_way_in(anyone: Caller, desk: Desk) -> None:
    old = (await desk.account("erin"))["password"]
    refused = await anyone.call("Session/login", login="erin", password=old)
    assert refused.faultcode == "Server.Session.alert_You_must_change_password"

    changed = await anyone.ok(
        "Session/change_password", login="erin", password=old, new_password="n3w-Secret"
    )

    assert changed["success"] == 1
    await anyone.ok("Session/login", login="erin", password="n3w-Secret")


@pytest.mark.parametrize(
    ("old", "new", "faultcode"),
    [
        ("not it", "n3w-Secret", "Server.Session.auth_failed"),
        (None, None, "Server.Session.change_password.password_not_changed"),
        (None, "abc", "Server.Session.change_password.password_too_short"),
    ],
)
async def test_bad_new_passwords_are_refused(
    anyone: Caller, desk: Desk, old: str | None, new: str | None, faultcode: str
) -> None:
    right = (await desk.account("erin"))["password"]

    answer = await anyone.call(
        "Session/change_password", login="erin", password=old or right, new_password=new or right
    )

    assert answer.faultcode == faultcode


async def test_a_new_password_ends_other_sessions(
    anyone: Caller, alice: Caller, desk: Desk
) -> None:
    elsewhere = await signed_in(anyone, desk, "alice")
    old = (await desk.account("alice"))["password"]

    await alice.ok(
        "Session/change_password", login="alice", password=old, new_password="n3w-Secret"
    )

    await alice.ok("Account/get_alias_list")
    refused = await elsewhere.call("Account/get_alias_list")
    assert refused.faultcode == "Client.Session.check_auth.failed_to_process_access_token"


async def test_refresh_gives_new_tokens_and_kills_the_old(anyone: Caller, desk: Desk) -> None:
    password = (await desk.account("alice"))["password"]
    first = await anyone.ok("Session/login", login="alice", password=password)

    second = await anyone.ok("Session/refresh_access_token", refresh_token=first["refresh_token"])

    assert set(second) == {"access_token", "refresh_token", "expires_at", "expires_in"}
    old = Caller(anyone.http, anyone.url, first["access_token"])
    new = Caller(anyone.http, anyone.url, second["access_token"])
    refused = await old.call("Account/get_alias_list")
    assert refused.faultcode == "Client.Session.check_auth.failed_to_process_access_token"
    await new.ok("Account/get_alias_list")
    spent = await anyone.call("Session/refresh_access_token", refresh_token=first["refresh_token"])
    assert spent.faultcode == "Server.Session.refresh_access_token.refresh_failed"


async def test_logout_ends_the_session_once(anyone: Caller, alice: Caller) -> None:
    assert await anyone.ok("Session/logout", access_token=alice.token) == {"success": 1}

    again = await anyone.call("Session/logout", access_token=alice.token)
    assert again.faultcode == "Client.Session.logout.failed_to_process_access_token"


async def test_ping_tells_a_live_token_from_a_dead_one(anyone: Caller, alice: Caller) -> None:
    assert await anyone.ok("Session/ping", access_token=alice.token) == {"user_id": 1001}
    assert await anyone.ok("Session/ping", access_token="nonsense") == {"user_id": 0}


class TestShortTokens:
    @pytest.fixture
    def config(self) -> Config:
        return Config(settings=Settings(access_token_seconds=60))

    async def test_an_expired_token_is_refused_and_refreshes(
        self, provider: Provider, anyone: Caller, desk: Desk
    ) -> None:
        password = (await desk.account("alice"))["password"]
        session = await anyone.ok("Session/login", login="alice", password=password)
        caller = Caller(anyone.http, anyone.url, session["access_token"])
        provider.clock.advance(61)

        refused = await caller.call("Account/get_alias_list")

        assert refused.faultcode == "Client.Session.check_auth.failed_to_process_access_token"
        await anyone.ok("Session/refresh_access_token", refresh_token=session["refresh_token"])


async def test_a_call_without_credentials_misses_its_envelope(anyone: Caller) -> None:
    answer = await anyone.call("Account/get_account_info")

    assert answer.faultcode == "Client.check_auth.envelope_missed"


async def test_an_unknown_session_id_is_not_authenticated(anyone: Caller) -> None:
    form = {"params": "{}", "auth_info": '{"session_id": "0123"}'}

    async with anyone.http.post(
        f"{anyone.url}/rest/Account/get_alias_list/", data=form
    ) as response:
        answer = await read(response)

    assert answer.faultcode == "Server.Session.check_auth.auth_failed"
    assert answer.json["faultstring"] == "Authentification failed"


@pytest.mark.parametrize("path", ["Account/no_such_method", "Nothing", "Session/login/x/y/z", ""])
async def test_the_api_never_says_404(anyone: Caller, alice: Caller, path: str) -> None:
    async with anyone.http.post(f"{anyone.url}/rest/{path}", data=b"{nonsense") as response:
        answer = await read(response)

    assert answer.status == 500
    assert set(answer.json) == {"faultcode", "faultstring"}


async def test_old_clients_may_write_everything_into_the_path(alice: Caller, desk: Desk) -> None:
    password = (await desk.account("alice"))["password"]
    session = await alice.ok("Session/login", login="alice", password=password)
    auth = f'{{"session_id":"{session["session_id"]}"}}'
    url = f'{alice.url}/rest/Account/get_account_info/{auth}/{{"detailed_info":1}}'

    async with alice.http.post(url) as response:
        answer = await read(response)

    assert answer.json["account_info"]["firstname"] == "Alice"


async def test_accounts_are_the_same_for_the_same_seed(provider: Provider) -> None:
    again = type(provider)(provider.config)
    other = type(provider)(replace(provider.config, seed=2))

    def passwords(p: Provider) -> list[str]:
        return [account.password for account in p.switch.accounts.values()]

    assert passwords(again) == passwords(provider)
    assert passwords(other) != passwords(provider)
