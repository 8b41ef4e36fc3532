"""The one place through which every call goes: envelopes, faults, silence, cuts, secrets."""

from __future__ import annotations

import asyncio
import logging
import traceback

import pytest
from aiohttp import web
from aiohttp.test_utils import unused_port
from structlog.testing import capture_logs

from portaswitch import (
    Account,
    Provider,
    ProviderConfig,
    Rejected,
    Tokens,
    TooLarge,
    Unavailable,
)
from tests.portaswitch.conftest import (
    Answer,
    Script,
    cuts,
    cuts_body,
    jwt,
    redirects,
    refused,
    refuses,
    says,
    sends_file,
    shows_page,
    stays_silent,
)

ALIASES = "Account/get_alias_list"
DELETE = "Account/delete_followme_number"
AUDIO = "Account/get_mailbox_message_attachment"


async def test_a_call_is_an_envelope_with_a_bearer_token(
    script: Script, account: Account, tokens: Tokens
) -> None:
    script.on(DELETE, says({"success": 1}))

    await account.delete_followme_number(701)

    (seen,) = script.seen
    assert seen.url == "/rest/Account/delete_followme_number"
    assert seen.body == {"params": {"i_follow_me_number": 701}}
    assert seen.authorization == f"Bearer {tokens.access_token}"


async def test_params_are_sent_even_when_there_are_none(script: Script, provider: Provider) -> None:
    script.on("Service/get_service_list", says({"service_list": []}))

    await provider.account(Tokens(jwt())).get_service_list()

    assert script.seen[0].body == {"params": {}}


async def test_a_bare_session_id_travels_in_the_envelope_too(
    script: Script, provider: Provider
) -> None:
    script.on(ALIASES, says({"alias_list": None}))

    assert await provider.account(Tokens("6f1c")).get_alias_list() == ()

    assert script.seen[0].body == {"auth_info": {"session_id": "6f1c"}, "params": {}}
    assert script.seen[0].authorization == "Bearer 6f1c"


@pytest.mark.parametrize("status", [500, 200, 401])
async def test_a_fault_is_a_refusal_whatever_the_status(
    script: Script, account: Account, status: int
) -> None:
    script.on(DELETE, refuses("Server.Account.no", "There is no such number.", status))

    with pytest.raises(Rejected) as caught:
        await account.delete_followme_number(1)

    assert caught.value.faultcode == "Server.Account.no"
    assert caught.value.faultstring == "There is no such number."
    assert caught.value.operation == DELETE


async def test_a_fault_without_a_code_is_a_refusal_in_the_providers_words(
    script: Script, account: Account
) -> None:
    script.on(DELETE, says({"faultstring": "No."}, 500))

    with pytest.raises(Rejected) as caught:
        await account.delete_followme_number(1)

    assert (caught.value.faultcode, caught.value.faultstring) == ("", "No.")


@pytest.mark.parametrize(
    "answer",
    [
        shows_page(502),
        shows_page(200),
        shows_page(503, "application/json"),
        says({"success": 1}, 500),
        says({"success": 1}, 404),
        says("yes"),
    ],
    ids=["bad gateway", "page", "broken JSON", "500 without fault", "404", "no object"],
)
async def test_what_means_nothing_may_have_been_done(
    script: Script, account: Account, answer: Answer
) -> None:
    script.on(DELETE, answer)

    with pytest.raises(Unavailable) as caught:
        await account.delete_followme_number(1)

    assert caught.value.sent
    assert len(script.seen) == 1


async def test_redirects_are_not_followed(script: Script, account: Account) -> None:
    script.on(ALIASES, redirects(f"{script.url}/elsewhere"))

    with pytest.raises(Unavailable, match="HTTP 307"):
        await account.get_alias_list()

    assert not script.calls("elsewhere")


async def test_an_empty_list_for_an_object_is_an_empty_answer(
    script: Script, account: Account
) -> None:
    script.on(ALIASES, says([]))

    assert await account.get_alias_list() == ()


# -- nothing was sent -----------------------------------------------------------------------------


async def test_a_refused_connection_is_not_sent() -> None:
    problem = await refused(ProviderConfig(url=f"http://127.0.0.1:{unused_port()}"))

    assert not problem.sent


async def test_an_unknown_host_is_not_sent() -> None:
    problem = await refused(ProviderConfig(url="http://switch.invalid", connect_timeout=5))

    assert not problem.sent


async def test_waiting_in_a_crowd_for_a_connection_is_not_sent(script: Script) -> None:
    script.on(DELETE, stays_silent)
    config = ProviderConfig(url=script.url, connections=1, connect_timeout=0.2, read_timeout=1)
    provider = Provider(config)
    account = provider.account(Tokens(jwt()))

    first = asyncio.create_task(account.delete_followme_number(1))
    await asyncio.sleep(0.05)
    with pytest.raises(Unavailable) as caught:
        await account.delete_followme_number(2)

    assert not caught.value.sent
    with pytest.raises(Unavailable):
        await first
    await provider.stop()
    assert [seen.params for seen in script.seen] == [{"i_follow_me_number": 1}]


# -- silence and cuts -----------------------------------------------------------------------------


async def test_silence_may_have_been_done_and_is_not_asked_twice(
    script: Script, account: Account
) -> None:
    script.on(ALIASES, stays_silent)

    with pytest.raises(Unavailable) as caught:
        await account.get_alias_list()

    assert caught.value.sent
    assert len(script.seen) == 1


@pytest.mark.parametrize("cut", [cuts, cuts_body], ids=["before the answer", "in its middle"])
async def test_a_read_that_was_cut_is_read_again_over_a_new_connection(
    script: Script, account: Account, cut: Answer
) -> None:
    row = {"i_account": 7, "id": "12065550107", "blocked": "N"}
    script.on(ALIASES, cut, says({"alias_list": [row]}))

    (alias,) = await account.get_alias_list()

    assert alias.id == "12065550107"
    first, second = script.seen
    assert first.peer != second.peer


async def test_a_read_that_is_cut_twice_is_unavailable(script: Script, account: Account) -> None:
    script.on(ALIASES, cuts)

    with pytest.raises(Unavailable):
        await account.get_alias_list()

    assert len(script.seen) == 2


async def test_no_repetition_begins_when_the_time_of_the_call_is_over(script: Script) -> None:
    async def cuts_late(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0.15)
        return await cuts(request)

    script.on(ALIASES, cuts_late)
    config = ProviderConfig(url=script.url, call_timeout=0.2, read_attempts=50)
    provider = Provider(config)

    with pytest.raises(Unavailable):
        await provider.account(Tokens(jwt())).get_alias_list()

    await provider.stop()
    assert len(script.seen) <= 2


async def test_an_answer_that_drips_ends_with_the_time_of_the_whole_call(script: Script) -> None:
    async def drips(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(100):
            await response.write(b" ")
            await asyncio.sleep(0.02)
        return response

    script.on(ALIASES, drips)
    provider = Provider(ProviderConfig(url=script.url, call_timeout=0.2))

    with pytest.raises(Unavailable, match="no answer in time"):
        await provider.account(Tokens(jwt())).get_alias_list()

    await provider.stop()
    assert len(script.seen) == 1


async def test_a_write_that_was_cut_is_never_repeated(script: Script, account: Account) -> None:
    script.on(DELETE, cuts, says({"success": 1}))

    with pytest.raises(Unavailable) as caught:
        await account.delete_followme_number(1)

    assert caught.value.sent
    assert len(script.seen) == 1


async def test_reads_share_a_connection_and_writes_open_their_own(
    script: Script, account: Account
) -> None:
    """So a write never meets a connection that the server is about to close."""
    script.on(ALIASES, says({"alias_list": []}))
    script.on(DELETE, says({"success": 1}))

    await account.get_alias_list()
    await account.get_alias_list()
    await account.delete_followme_number(1)
    await account.delete_followme_number(2)

    reads = {seen.peer for seen in script.calls(ALIASES)}
    writes = {seen.peer for seen in script.calls(DELETE)}
    assert len(reads) == 1
    assert len(writes) == 2
    assert not reads & writes


async def test_a_stale_connection_is_no_trouble(account: Account, script: Script) -> None:
    """A server that cuts every second request of a connection, as one that closes idle ones."""
    used: set[object] = set()

    async def once_per_connection(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        peer = request.transport.get_extra_info("peername")
        if peer in used:
            return await cuts(request)
        used.add(peer)
        return await says({"alias_list": [], "success": 1})(request)

    script.on(ALIASES, once_per_connection)
    script.on(DELETE, once_per_connection)

    await account.get_alias_list()
    await account.get_alias_list()
    await account.delete_followme_number(1)

    assert len(script.calls(DELETE)) == 1


# -- files ----------------------------------------------------------------------------------------


async def test_a_file_is_read_whole(script: Script, account: Account) -> None:
    content = bytes(range(256)) * 100
    script.on(AUDIO, sends_file(content))

    audio = await account.get_mailbox_message_attachment("12", "wav")

    assert (audio.content, audio.content_type, audio.filename) == (content, "audio/wav", "7.wav")
    assert script.seen[0].params == {"message_uid": "12", "format": "wav"}


async def test_a_file_beyond_the_limit_is_not_read_on(script: Script, account: Account) -> None:
    script.on(AUDIO, sends_file(b"x" * 100_000))

    with pytest.raises(TooLarge) as caught:
        await account.get_mailbox_message_attachment("12", limit_bytes=50_000)

    assert caught.value.limit_bytes == 50_000


async def test_a_refused_file_is_a_refusal(script: Script, account: Account) -> None:
    script.on(AUDIO, refuses("Server.Account.unified_messaging_disabled"))

    with pytest.raises(Rejected, match="unified_messaging_disabled"):
        await account.get_mailbox_message_attachment("12")


@pytest.mark.parametrize(
    "answer",
    [shows_page(200), shows_page(200, "text/plain"), shows_page(502), says({"success": 1})],
)
async def test_a_page_is_no_file(script: Script, account: Account, answer: Answer) -> None:
    script.on(AUDIO, answer)

    with pytest.raises(Unavailable):
        await account.get_mailbox_message_attachment("12")


# -- what is told, and what is not ----------------------------------------------------------------


async def test_the_observer_hears_names_and_outcomes(
    script: Script, account: Account, observed: list[tuple[str, str]]
) -> None:
    script.on(ALIASES, says({"alias_list": []}), refuses("no"), shows_page(502))

    await account.get_alias_list()
    with pytest.raises(Rejected):
        await account.get_alias_list()
    with pytest.raises(Unavailable):
        await account.get_alias_list()

    assert observed == [(ALIASES, "ok"), (ALIASES, "rejected"), (ALIASES, "unavailable")]


@pytest.mark.parametrize(
    "answer",
    [refuses("Server.Session.auth_failed", "Wrong: pass-word-42"), cuts, shows_page(502)],
    ids=["refused", "cut", "page"],
)
async def test_no_secret_is_logged_or_carried_by_an_error(
    script: Script,
    provider: Provider,
    answer: Answer,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    script.on("Session/login", answer)

    login, password = "alice", "pass-word-42"
    with capture_logs() as logs, pytest.raises((Rejected, Unavailable)) as caught:
        await provider.login(login, password)

    told = [str(logs), caplog.text, repr(caught.value), str(caught.value)]
    told += traceback.format_exception(caught.value)
    assert not [text for text in told if password in text or login in text]
    assert caught.value.__context__ is None
    assert {entry["event"] for entry in logs} >= {"provider_call"}


def test_settings_and_tokens_do_not_show_secrets() -> None:
    config = ProviderConfig(url="https://switch", admin_token="admin-secret")

    assert "admin-secret" not in repr(config)
    assert "secret" not in repr(Tokens("secret-a", "secret-b"))
