"""Signing in, staying in, and calls that find their session ended."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from portaswitch import (
    Account,
    FeatureChange,
    FollowMeNumber,
    NotMapped,
    Provider,
    ProviderConfig,
    Rejected,
    Sequence,
    SessionExpired,
    Tokens,
    Unavailable,
)
from portaswitch.account import MAX_PAGES, PAGE
from tests.portaswitch.conftest import Script, jwt, refuses, says, shows_page

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY = (NOW - timedelta(days=1), NOW)

ALIASES = "Account/get_alias_list"
DELETE = "Account/delete_followme_number"
LOGIN = "Session/login"
REFRESH = "Session/refresh_access_token"
XDRS = "Account/get_xdr_list"

ENDED = refuses("Server.Session.check_auth.auth_failed", "Authentification failed")
BAD_TOKEN = refuses("Client.Session.check_auth.failed_to_process_access_token")
NO_ALIASES = says({"alias_list": []})


@pytest.fixture
async def clocked(script: Script) -> Provider:
    return Provider(ProviderConfig(url=script.url), clock=lambda: NOW)


# -- tokens ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "expires_at"),
    [
        ({"expires_in": "3600", "expires_at": "1999-01-01 00:00:00"}, NOW + timedelta(hours=1)),
        ({"expires_at": "2026-11-24 19:00:00"}, datetime(2026, 11, 24, 19, tzinfo=UTC)),
        ({}, None),
    ],
)
async def test_a_login_tells_how_long_it_lasts(
    script: Script, clocked: Provider, answer: dict[str, object], expires_at: datetime | None
) -> None:
    script.on(
        LOGIN, says({"session_id": "6f1c", "access_token": "t", "refresh_token": "r", **answer})
    )

    tokens = await clocked.login("alice", "s3cret")

    await clocked.stop()
    assert (tokens.access_token, tokens.refresh_token) == ("t", "r")
    assert tokens.expires_at == expires_at
    assert script.seen[0].params == {"login": "alice", "password": "s3cret"}
    assert script.seen[0].authorization == ""


async def test_the_tokens_own_claim_counts_where_nothing_else_is_said(
    script: Script, provider: Provider
) -> None:
    script.on(LOGIN, says({"access_token": jwt(exp=1795255200), "expires_at": None}))

    tokens = await provider.login("alice", "s3cret")

    assert tokens.expires_at == datetime.fromtimestamp(1795255200, UTC)
    assert tokens.refresh_token == ""


@pytest.mark.parametrize(
    "faultcode",
    [
        "Server.Session.auth_failed",
        "Server.Session.cannot_login_brute_force_activity",
        "Server.Session.alert_You_must_change_password",
    ],
)
async def test_a_refused_login_says_why(script: Script, provider: Provider, faultcode: str) -> None:
    script.on(LOGIN, refuses(faultcode))

    with pytest.raises(Rejected) as caught:
        await provider.login("alice", "s3cret")

    assert caught.value.faultcode == faultcode


async def test_a_refresh_keeps_the_refresh_token_where_no_new_one_comes(
    script: Script, provider: Provider, tokens: Tokens
) -> None:
    script.on(REFRESH, says({"access_token": "new", "expires_in": 60}))

    renewed = await provider.refresh(tokens)

    assert (renewed.access_token, renewed.refresh_token) == ("new", "refresh-1")
    assert script.seen[0].params == {"refresh_token": "refresh-1"}


@pytest.mark.parametrize(
    "answer",
    [refuses("Server.Session.refresh_access_token.refresh_failed"), ENDED, says({})],
    ids=["spent", "ended", "no token in the answer"],
)
async def test_a_refused_refresh_means_signing_in_again(
    script: Script, provider: Provider, tokens: Tokens, answer: object
) -> None:
    script.on(REFRESH, answer)  # type: ignore[arg-type]  # parametrize gives objects

    with pytest.raises(SessionExpired):
        await provider.refresh(tokens)


async def test_a_lent_session_cannot_be_refreshed(script: Script, provider: Provider) -> None:
    with pytest.raises(SessionExpired):
        await provider.refresh(Tokens("6f1c"))

    assert not script.seen


async def test_a_refresh_is_not_repeated_for_its_token_may_be_spent(
    script: Script, provider: Provider, tokens: Tokens
) -> None:
    script.on(REFRESH, shows_page(502))

    with pytest.raises(Unavailable):
        await provider.refresh(tokens)

    assert len(script.seen) == 1


async def test_ping_tells_the_living_from_the_dead(
    script: Script, provider: Provider, tokens: Tokens
) -> None:
    failed = refuses("Client.Session.ping.failed_to_process_access_token")
    script.on("Session/ping", says({"user_id": "55"}), says({"user_id": 0}), failed, ENDED)

    assert [await provider.ping(tokens) for _ in range(4)] == [True, False, False, False]


async def test_being_logged_out_already_is_success(
    script: Script, provider: Provider, tokens: Tokens
) -> None:
    gone = refuses("Client.Session.logout.failed_to_process_access_token")
    script.on("Session/logout", says({"success": 1}), gone, ENDED, refuses("Server.other"))

    for _ in range(3):
        await provider.logout(tokens)
    with pytest.raises(Rejected):
        await provider.logout(tokens)

    assert script.seen[0].params == {"access_token": tokens.access_token}


async def test_a_password_is_changed_by_the_session_method(
    script: Script, provider: Provider
) -> None:
    script.on("Session/change_password", says({"success": 1}))

    await provider.change_password("alice", "old", "new")

    assert script.seen[0].params == {"login": "alice", "password": "old", "new_password": "new"}


async def test_a_switch_that_lists_only_the_older_method_is_asked_by_that(
    script: Script, provider: Provider
) -> None:
    properties: dict[str, object] = {
        key: {} for key in ("i_account", "old_password", "new_password")
    }
    schema = {"properties": {"params": {"properties": properties}}}
    post = {"requestBody": {"content": {"application/json": {"schema": schema}}}}
    paths = {"/Account/change_password": {"post": post}, "/Account/get_alias_list": {"post": post}}
    script.on("doc/api/AccountInterface.json", says({"paths": paths}))
    script.on(LOGIN, says({"access_token": jwt(i_account=55)}))
    script.on("Account/change_password", says({"success": 1}))
    script.on("Session/logout", says({"success": 1}))
    await provider.check()

    await provider.change_password("alice", "old", "new")

    (seen,) = script.calls("Account/change_password")
    assert seen.params == {"i_account": 55, "old_password": "old", "new_password": "new"}


# -- calls whose session has ended ----------------------------------------------------------------


@pytest.mark.parametrize("fault", [ENDED, BAD_TOKEN, refuses("Client.check_auth.envelope_missed")])
async def test_an_ended_session_is_renewed_once_and_the_call_repeated(
    script: Script, provider: Provider, tokens: Tokens, fault: object
) -> None:
    script.on(DELETE, fault, says({"success": 1}))  # type: ignore[arg-type]  # as above
    script.on(REFRESH, says({"access_token": jwt(i_account=55, jti="new"), "refresh_token": "r2"}))
    account = provider.account(tokens)

    await account.delete_followme_number(701)

    first, second = script.calls(DELETE)
    assert first.params == second.params
    assert second.authorization == f"Bearer {account.tokens.access_token}"
    assert account.tokens.refresh_token == "r2"


async def test_a_call_refused_with_renewed_tokens_too_means_signing_in_again(
    script: Script, account: Account
) -> None:
    script.on(ALIASES, ENDED)
    script.on(REFRESH, says({"access_token": "new"}))

    with pytest.raises(SessionExpired):
        await account.get_alias_list()

    assert len(script.calls(ALIASES)) == 2
    assert len(script.calls(REFRESH)) == 1


async def test_a_silent_renewal_leaves_no_doubt_about_the_call(
    script: Script, account: Account
) -> None:
    script.on(DELETE, ENDED)
    script.on(REFRESH, shows_page(502))

    with pytest.raises(Unavailable) as caught:
        await account.delete_followme_number(701)

    assert not caught.value.sent
    assert caught.value.operation == DELETE


async def test_other_refusals_are_not_repeated(script: Script, account: Account) -> None:
    script.on(ALIASES, refuses("Server.Account.get_alias_list.no"))

    with pytest.raises(Rejected):
        await account.get_alias_list()

    assert [seen.path for seen in script.seen] == [ALIASES]


async def test_the_owner_may_renew_in_its_own_way(
    script: Script, provider: Provider, tokens: Tokens
) -> None:
    script.on(ALIASES, ENDED, NO_ALIASES)

    async def renew(old: Tokens) -> Tokens:
        assert old is tokens
        return Tokens("lent-again")

    account = provider.account(tokens, renew=renew)
    await account.get_alias_list()

    assert account.tokens.access_token == "lent-again"
    assert script.seen[-1].authorization == "Bearer lent-again"
    assert not script.calls(REFRESH)


async def test_calls_side_by_side_renew_once(
    script: Script, provider: Provider, tokens: Tokens
) -> None:
    script.on(ALIASES, ENDED, ENDED, ENDED, NO_ALIASES)
    renewals = 0

    async def renew(old: Tokens) -> Tokens:
        nonlocal renewals
        renewals += 1
        await asyncio.sleep(0.05)
        return Tokens(f"new-{renewals}")

    account = provider.account(tokens, renew=renew)
    await asyncio.gather(*(account.get_alias_list() for _ in range(3)))

    assert renewals == 1


# -- what is sent ---------------------------------------------------------------------------------


async def test_only_what_a_change_names_is_sent(script: Script, account: Account) -> None:
    script.on("Account/update_service_features", says({"success": 1}))

    await account.update_service_features(
        FeatureChange("forward_mode", "C"),
        FeatureChange("default_action", attributes={"timeout": ["20"]}),
    )

    assert script.seen[0].params == {
        "i_account": 55,
        "service_features": [
            {"name": "forward_mode", "flag_value": "C"},
            {"name": "default_action", "attributes": [{"name": "timeout", "values": ["20"]}]},
        ],
    }


async def test_a_write_that_did_not_succeed_is_a_refusal(script: Script, account: Account) -> None:
    script.on("Account/update_service_features", says({"success": 0}))

    with pytest.raises(Rejected, match="unsuccessful"):
        await account.update_service_features(FeatureChange("clip", "Y"))


async def test_a_number_carries_what_its_mode_knows(script: Script, account: Account) -> None:
    script.on("Account/add_followme_number", says({"i_follow_me_number": "701"}))
    script.on("Account/update_followme_number", says({"i_follow_me_number": 701}))

    added = await account.add_followme_number(
        FollowMeNumber("12065550100", timeout=15, use_tcp=False, domain="pbx.example")
    )
    await account.update_followme_number(
        FollowMeNumber("12065550100", i_follow_me_number=701, active=False)
    )

    assert added == 701
    add, update = (seen.params["number_info"] for seen in script.seen)
    assert add == {
        "i_account": 55,
        "redirect_number": "12065550100",
        "timeout": 15,
        "i_follow_order": 1,
        "active": "Y",
        "period": "Always",
        "keep_original_cli": "Y",
        "domain": "pbx.example",
        "use_tcp": "N",
    }
    assert update["i_follow_me_number"] == 701
    assert (update["active"], update["name"]) == ("N", "")


async def test_the_forwarding_record_is_sent_with_its_account(
    script: Script, account: Account
) -> None:
    script.on("Account/update_account_followme", says({"i_follow_me": 3}))

    await account.update_account_followme(sequence=Sequence.SIMULTANEOUS, timeout=30)

    assert script.seen[0].params == {
        "i_account": 55,
        "followme_info": {"i_account": 55, "sequence": "Simultaneous", "timeout": 30},
    }


async def test_an_account_that_is_gone_is_a_session_that_is_over(
    script: Script, account: Account
) -> None:
    script.on("Account/get_account_info", says({}))

    with pytest.raises(SessionExpired):
        await account.get_account_info()


# -- xDRs -----------------------------------------------------------------------------------------


def xdrs(first: int, count: int) -> list[dict[str, object]]:
    return [
        {"i_xdr": i, "unix_disconnect_time": 1795255200 + i} for i in range(first, first + count)
    ]


async def test_xdrs_come_newest_first_however_the_switch_orders_them(
    script: Script, account: Account
) -> None:
    script.on(XDRS, says({"xdr_list": xdrs(1, 3), "total": "17"}))

    page = await account.get_xdr_list(*DAY, limit=3, get_total=True)

    assert [xdr.i_xdr for xdr in page.xdrs] == [3, 2, 1]
    assert page.total == 17
    assert script.seen[0].params == {
        "from_date": "2026-11-22 12:00:00",
        "to_date": "2026-11-23 12:00:00",
        "i_service_type": 3,
        "show_unsuccessful": 1,
        "with_cr_download_ids": 1,
        "limit": 3,
        "offset": 0,
        "get_total": 1,
    }


async def test_without_a_limit_all_pages_are_read(script: Script, account: Account) -> None:
    script.on(XDRS, says({"xdr_list": xdrs(1, PAGE)}), says({"xdr_list": xdrs(PAGE + 1, 5)}))

    page = await account.get_xdr_list(*DAY, get_total=True)

    assert len(page.xdrs) == page.total == PAGE + 5
    assert page.xdrs[0].i_xdr == PAGE + 5
    assert [seen.params["offset"] for seen in script.seen] == [0, PAGE]


async def test_a_list_without_end_is_cut(script: Script, account: Account) -> None:
    script.on(XDRS, says({"xdr_list": xdrs(1, PAGE)}))

    await account.get_xdr_list(*DAY)

    assert len(script.seen) == MAX_PAGES


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
