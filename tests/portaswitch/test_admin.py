"""Signing in without a password: finding accounts, codes, sessions that the admin lends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from portaswitch import (
    Admin,
    AdminSession,
    FeatureChange,
    NotMapped,
    Provider,
    ProviderConfig,
    Rejected,
    SessionExpired,
    Tokens,
)
from tests.portaswitch.conftest import Answer, Desk, Script, jwt, refuses, says

LOGIN = "Session/login"

ENDED = refuses("Server.Session.check_auth.auth_failed", "Authentification failed")


@pytest.fixture
def admin(desk: Desk) -> Admin:
    assert desk.provider.admin is not None
    return desk.provider.admin


@pytest.mark.parametrize(
    "key",
    [
        {"id": "12065550100"},
        {"id": "+1 206 555 0100"},
        {"id": "12125550170"},
        {"login": "alice"},
        {"phone": "+12065550900"},
        {"phone": "12065550100"},
    ],
    ids=["number", "number as typed", "alias", "login", "contact phone", "own number as phone"],
)
async def test_an_account_is_found(admin: Admin, key: dict[str, Any]) -> None:
    (found,) = await admin.find_account(**key)

    assert (found.login, found.id) == ("alice", "12065550100")
    assert [found] == list(await admin.find_account(i_account=found.i_account))


@pytest.mark.parametrize(
    "key",
    [
        {"id": "%"},
        {"id": ""},
        {"id": "x12065550100"},
        {"id": "404"},
        {"login": "%"},
        {"login": "al%"},
        {"login": "nobody"},
        {"phone": "0900"},
        {"phone": "%"},
        {"phone": ""},
        {"i_account": 404},
    ],
    ids=str,
)
async def test_nobody_is_found_by_a_part_or_a_wildcard(admin: Admin, key: dict[str, Any]) -> None:
    assert await admin.find_account(**key) == ()


async def test_a_code_opens_only_in_the_session_that_made_it(desk: Desk, admin: Admin) -> None:
    alice = await desk.subscriber("alice")
    bob = await desk.subscriber("bob")
    for_alice = await admin.create_otp(alice["i_account"], via="sms")
    for_bob = await admin.create_otp(bob["i_account"], via="mail")
    outbox = (await desk.get("outbox"))["messages"]
    codes = {message["i_account"]: message["code"] for message in outbox}

    kept = AdminSession.from_json(for_alice.to_json())
    assert not await admin.verify_otp(kept, "000000")
    assert not await admin.verify_otp(for_bob, codes[alice["i_account"]])
    assert await admin.verify_otp(kept, codes[alice["i_account"]])
    assert await admin.verify_otp(for_bob, codes[bob["i_account"]])

    with pytest.raises(SessionExpired):
        await admin.verify_otp(kept, codes[alice["i_account"]])


async def test_a_code_needs_an_address(desk: Desk, admin: Admin) -> None:
    alice = await desk.subscriber()
    await desk.post(f"accounts/{alice['i_account']}/settings", unset_email=True)

    with pytest.raises(Rejected, match="empty_rec_and_bcc"):
        await admin.create_otp(alice["i_account"], via="mail")


@pytest.mark.parametrize("way", ["realm", "api_token"])
async def test_a_session_is_opened_without_a_password(desk: Desk, admin: Admin, way: str) -> None:
    (found,) = await admin.find_account(login="alice")
    open_session: Callable[[], Any] = (
        (lambda: admin.login_to_realm("alice"))
        if way == "realm"
        else (lambda: admin.login_with_api_token(found.i_account))
    )
    tokens: Tokens = await open_session()

    assert await desk.provider.ping(tokens)
    account = desk.provider.account(tokens, i_account=found.i_account)
    assert (await account.get_account_info()).login == "alice"
    await account.update_service_features(FeatureChange("clip", "N"))
    await desk.provider.logout(tokens)
    assert not await desk.provider.ping(tokens)


async def test_a_lent_session_is_renewed_by_lending_again(desk: Desk, admin: Admin) -> None:
    async def renew(old: Tokens) -> Tokens:
        return await admin.login_to_realm("alice")

    account = desk.provider.account(await admin.login_to_realm("alice"), renew=renew)
    i_account = (await account.get_account_info()).i_account
    await desk.post("sessions/expire", i_account=i_account, refresh=True)

    assert (await account.get_account_info()).login == "alice"


async def test_wrong_admin_settings_are_told(desk: Desk) -> None:
    assert desk.provider.admin is not None
    await desk.provider.admin.check()
    wrong = Provider(
        ProviderConfig(url=desk.url, admin_url=desk.url, admin_login="bot", admin_token="wrong")
    )
    assert wrong.admin is not None

    with pytest.raises(Rejected):
        await wrong.admin.check()
    await wrong.stop()


# -- the admin realm, scripted --------------------------------------------------------------------


@pytest.fixture
async def with_admin(script: Script) -> Provider:
    return Provider(
        ProviderConfig(
            url=script.url, admin_url=script.url, admin_login="bot", admin_token="admin-token"
        )
    )


def test_without_settings_there_is_no_admin() -> None:
    assert Provider(ProviderConfig(url="https://s", admin_url="https://s")).admin is None


async def test_a_switch_that_ignores_the_phone_filter_finds_no_stranger(
    script: Script, with_admin: Provider
) -> None:
    strangers = [{"i_account": i, "id": str(1000 + i), "phone1": "12065550111"} for i in range(200)]
    script.on(LOGIN, says({"access_token": jwt()}))
    script.on("Account/get_account_info", says({}))
    script.on("Account/get_account_list", says({"account_list": strangers}))
    assert with_admin.admin is not None

    found = await with_admin.admin.find_account(phone="+1 206 555 0100")

    await with_admin.stop()
    assert found == ()
    assert len(script.calls("Account/get_account_list")) == 5


async def test_the_admins_forgotten_session_is_opened_again(
    script: Script, with_admin: Provider
) -> None:
    script.on(LOGIN, says({"access_token": "one"}), says({"access_token": "two"}))
    script.on("Account/get_account_list", ENDED, says({"account_list": []}))
    assert with_admin.admin is not None

    await with_admin.admin.check()

    await with_admin.stop()
    assert [seen.authorization for seen in script.calls("Account/get_account_list")] == [
        "Bearer one",
        "Bearer two",
    ]


async def test_an_account_without_an_api_token_cannot_be_entered_by_it(
    script: Script, with_admin: Provider
) -> None:
    script.on(LOGIN, says({"access_token": "one"}))
    info = {"i_account": 55, "login": "alice", "api_token": None}
    script.on("Account/get_account_info", says({"account_info": info}))
    assert with_admin.admin is not None

    with pytest.raises(NotMapped):
        await with_admin.admin.login_with_api_token(55)
    await with_admin.stop()


@pytest.mark.parametrize(
    ("answer", "verified"),
    [
        (says({"success": "1"}), True),
        (says({"success": 0}), False),
        (says({}), False),
        (refuses("Server.AccessControl.verify_otp.wrong"), False),
    ],
    ids=["right", "wrong", "nothing said", "refused as wrong"],
)
async def test_only_a_clear_yes_verifies_a_code(
    script: Script, with_admin: Provider, answer: Answer, verified: bool
) -> None:
    script.on("AccessControl/verify_otp", answer)
    script.on("Session/logout", says({"success": 1}))
    assert with_admin.admin is not None

    assert await with_admin.admin.verify_otp(AdminSession(55, "kept"), "123456") is verified

    await with_admin.stop()
    assert script.seen[0].authorization == "Bearer kept"
    assert len(script.calls("Session/logout")) == verified


async def test_a_code_that_could_not_be_checked_is_not_called_wrong(
    script: Script, with_admin: Provider
) -> None:
    script.on("AccessControl/verify_otp", refuses("standalone_mode"))
    assert with_admin.admin is not None

    with pytest.raises(Rejected, match="standalone_mode"):
        await with_admin.admin.verify_otp(AdminSession(55, "kept"), "123456")
    await with_admin.stop()


async def test_a_code_that_was_not_sent_leaves_no_session_open(
    script: Script, with_admin: Provider
) -> None:
    script.on(LOGIN, says({"access_token": "own"}))
    script.on("AccessControl/create_otp", says({"success": 0}))
    script.on("Session/logout", says({"success": 1}))
    assert with_admin.admin is not None

    with pytest.raises(Rejected, match="unsuccessful"):
        await with_admin.admin.create_otp(55, via="mail")

    await with_admin.stop()
    (seen,) = script.calls("Session/logout")
    assert seen.authorization == "Bearer own"
