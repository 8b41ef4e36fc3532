"""The proposals of signing in: a second factor, and a forgotten password; in the three worlds."""

from datetime import UTC, datetime

import pytest

from sandbox.provider.proposals.signing_in import Generator
from sandbox.provider.server import Config, Provider
from tests.provider.conftest import Answer, Caller, Desk

WRONG = "Server.Session.one_time_password_invalid"


def test_the_codes_are_those_of_the_rfc() -> None:
    """RFC 6238, appendix B: the last six of its eight digits."""
    generator = Generator(b"12345678901234567890")

    assert generator.code(datetime.fromtimestamp(59, UTC)) == "287082"
    assert generator.code(datetime.fromtimestamp(1_111_111_109, UTC)) == "081804"


async def sign_in(anyone: Caller, desk: Desk, **code: str) -> Answer:
    password = (await desk.account("alice"))["password"]
    return await anyone.call("Session/login", login="alice", password=password, **code)


async def test_a_login_with_a_generator_needs_its_code(anyone: Caller, desk: Desk) -> None:
    assert (await desk.account("alice"))["one_time_password"] is None
    await desk.post("accounts/1001/settings", second_factor=True)
    code = (await desk.account("alice"))["one_time_password"]

    asked = await sign_in(anyone, desk)
    wrong = await sign_in(anyone, desk, one_time_password="000000" if code != "000000" else "1")
    right = await sign_in(anyone, desk, one_time_password=code)
    again = await sign_in(anyone, desk, one_time_password=code)

    assert asked.faultcode == "Server.Session.one_time_password_required"
    assert wrong.faultcode == WRONG
    assert right.json["access_token"]
    assert again.faultcode == WRONG
    await desk.post("accounts/1001/settings", second_factor=False)
    assert (await sign_in(anyone, desk)).status == 200


async def test_a_code_lasts_a_minute(anyone: Caller, desk: Desk, provider: Provider) -> None:
    await desk.post("accounts/1001/settings", second_factor=True)
    code = (await desk.account("alice"))["one_time_password"]
    provider.clock.advance(60)

    assert (await sign_in(anyone, desk, one_time_password=code)).faultcode == WRONG


async def test_guessed_codes_lock_the_login(anyone: Caller, desk: Desk, provider: Provider) -> None:
    await desk.post("accounts/1001/settings", second_factor=True)
    for _ in range(provider.config.failures_before_lock):
        await sign_in(anyone, desk, one_time_password="not digits")

    locked = await sign_in(anyone, desk)

    assert locked.faultcode == "Server.Session.cannot_login_brute_force_activity"


async def test_a_token_needs_no_second_factor(anyone: Caller, admin: Caller, desk: Desk) -> None:
    await desk.post("accounts/1001/settings", second_factor=True)
    info = (await admin.ok("Account/get_account_info", login="alice"))["account_info"]

    await anyone.ok("Session/login", login="alice", token=info["api_token"])


async def test_a_forgotten_password_is_mailed_and_must_be_changed(
    anyone: Caller, alice: Caller, desk: Desk
) -> None:
    assert await anyone.ok("Session/reset_password", login="alice") == {"success": 1}

    (message,) = (await desk.get("outbox"))["messages"]
    assert (message["i_account"], message["to"]) == (1001, "alice@example.com")
    refused = await anyone.call("Session/login", login="alice", password=message["code"])
    assert refused.faultcode == "Server.Session.alert_You_must_change_password"
    ended = await alice.call("Account/get_alias_list")
    assert ended.faultcode == "Client.Session.check_auth.failed_to_process_access_token"


async def test_nobody_learns_which_logins_there_are(anyone: Caller, desk: Desk) -> None:
    assert await anyone.ok("Session/reset_password", login="mallory") == {"success": 1}

    assert (await desk.get("outbox"))["messages"] == []


class TestRenamed:
    @pytest.fixture
    def config(self) -> Config:
        return Config(unknown="renamed")

    async def test_both_have_other_names(self, anyone: Caller, desk: Desk) -> None:
        await desk.post("accounts/1001/settings", second_factor=True)
        code = (await desk.account("alice"))["one_time_password"]

        assert (await sign_in(anyone, desk, one_time_password=code)).status == 500
        assert (await sign_in(anyone, desk, second_factor=code)).status == 200
        assert await anyone.ok("Session/restore_password", user="bob") == {"sent": 1}
        assert (await desk.get("outbox"))["messages"][0]["i_account"] == 1002


class TestAbsent:
    @pytest.fixture
    def config(self) -> Config:
        return Config(unknown="absent")

    async def test_neither_is_there(self, anyone: Caller, desk: Desk) -> None:
        await desk.post("accounts/1001/settings", second_factor=True)

        assert (await sign_in(anyone, desk)).status == 200
        gone = await anyone.call("Session/reset_password", login="alice")
        assert gone.faultcode == "Client.Request.unknown_method"
