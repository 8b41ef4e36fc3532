"""Signing in, staying in, and calls that find their session ended."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from portaswitch import (
    Account,
    CodeNeeded,
    NotMapped,
    Provider,
    ProviderConfig,
    Rejected,
    SessionExpired,
    Tokens,
    Unavailable,
)
from tests.portaswitch.conftest import Script, jwt, refuses, says, shows_page

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)

ALIASES = "Account/get_alias_list"
DELETE = "Account/delete_followme_number"
LOGIN = "Session/login"
REFRESH = "Session/refresh_access_token"

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


@pytest.mark.parametrize(
    "answer",
    [refuses("Server.Session.refresh_access_token.refresh_failed"), shows_page(502)],
    ids=["refused", "unavailable"],
)
async def test_calls_side_by_side_share_a_renewal_that_fails_too(
    script: Script, account: Account, answer: object
) -> None:
    script.on(ALIASES, ENDED)
    script.on(REFRESH, answer)  # type: ignore[arg-type]  # as above

    calls = (account.get_alias_list() for _ in range(5))
    outcomes = await asyncio.gather(*calls, return_exceptions=True)

    assert {type(outcome) for outcome in outcomes} <= {SessionExpired, Unavailable}
    assert len(script.calls(REFRESH)) == 1


async def test_a_renewal_outlives_the_canceled_call_that_began_it(
    script: Script, provider: Provider, tokens: Tokens
) -> None:
    """Its refresh token may be spent already: the new ones must not be lost."""
    script.on(ALIASES, ENDED, NO_ALIASES)
    begun, may_end = asyncio.Event(), asyncio.Event()

    async def renew(old: Tokens) -> Tokens:
        begun.set()
        await may_end.wait()
        return Tokens("new")

    account = provider.account(tokens, renew=renew)
    call = asyncio.create_task(account.get_alias_list())
    await begun.wait()
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    may_end.set()
    await asyncio.sleep(0)
    await asyncio.sleep(0)

    assert account.tokens == Tokens("new")


# -- what some switches want besides --------------------------------------------------------------


async def test_a_login_says_its_domain_where_one_is_set(script: Script) -> None:
    script.on(LOGIN, says({"access_token": "t"}))
    provider = Provider(ProviderConfig(url=script.url, login_domain="example.net"))

    await provider.login("alice", "s3cret")

    await provider.stop()
    assert script.seen[0].params["domain"] == "example.net"


async def test_a_second_factor_is_a_state_of_its_own(script: Script, tmp_path: Path) -> None:
    mapped = tmp_path / "operations.toml"
    mapped.write_text('[login]\nparams.one_time_password = "second_factor"\n', encoding="utf-8")
    needed = refuses("Server.Session.one_time_password_required", "Enter the code.")
    script.on(LOGIN, needed, says({"access_token": "t"}))
    provider = Provider(ProviderConfig(url=script.url, operations_file=mapped))

    with pytest.raises(CodeNeeded) as caught:
        await provider.login("alice", "s3cret")
    await provider.login("alice", "s3cret", "123456")

    await provider.stop()
    assert caught.value.faultstring == "Enter the code."
    assert script.seen[1].params == {
        "login": "alice",
        "password": "s3cret",
        "second_factor": "123456",
    }


async def test_a_code_is_not_sent_before_the_operator_says_where(
    script: Script, provider: Provider
) -> None:
    with pytest.raises(NotMapped):
        await provider.login("alice", "s3cret", "123456")

    assert not script.seen
