"""Nothing secret in a log, an error or a record, whatever is called and however it fails."""

from __future__ import annotations

import asyncio
import gc
import logging
import traceback
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from portaswitch import Provider, ProviderConfig, ProviderError, Tokens, TooLarge
from tests.portaswitch import samples
from tests.portaswitch.conftest import (
    Answer,
    Script,
    confirm_everything,
    cuts,
    cuts_body,
    refuses,
    says,
    sends_file,
    shows_page,
    stays_silent,
)

MARK = "s3cr3t"
"""Part of every secret here: one search finds them all."""

Call = Callable[[Provider], Awaitable[object]]

TOKENS = Tokens(f"{MARK}-access", f"{MARK}-refresh")
SESSION: dict[str, Call] = {
    "login": lambda p: p.login("alice", f"{MARK}-password"),
    "ping": lambda p: p.ping(TOKENS),
    "refresh": lambda p: p.refresh(TOKENS),
    "logout": lambda p: p.logout(TOKENS),
    "change_password": lambda p: p.change_password("alice", f"{MARK}-old", f"{MARK}-new"),
    "redeem_voucher": lambda p: p.account(TOKENS).redeem_voucher(f"{MARK}-4411"),
}


def _of_account(sample: samples.Sample) -> Call:
    return lambda provider: sample(provider.account(TOKENS))


CALLS = SESSION | {name: _of_account(sample) for name, sample in samples.collected().items()}

GRANTED: dict[str, Any] = {"access_token": f"{MARK}-new", "refresh_token": f"{MARK}-new-refresh"}
UNREADABLE = {"password": f"{MARK}-sip", "h323_password": f"{MARK}-sip", "key": MARK}
"""A row without the id that makes it one: it is logged."""


async def page_with_a_secret(request: web.Request) -> web.StreamResponse:
    return web.Response(text=f'{{"broken": "{MARK}', status=200, content_type="application/json")


FAULTS: dict[str, Answer] = {
    "refused": refuses("Server.Account.no", f"Not {MARK}-password."),
    "ended": refuses("Server.Session.check_auth.auth_failed", f"{MARK}-access is over."),
    "cut": cuts,
    "cut in the middle": cuts_body,
    "silent": stays_silent,
    "gateway": shows_page(502),
    "broken JSON": page_with_a_secret,
    "file": sends_file(MARK.encode() * 1000, filename="a.wav"),
    "unreadable rows": says(GRANTED | {"xdr_list": [UNREADABLE], "alias_list": [UNREADABLE]}),
    "no success": says({"success": 0, **UNREADABLE}),
    "an account": says(GRANTED | {"account_info": {"i_account": 55, **UNREADABLE}}),
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_no_operation_tells_a_secret(
    script: Script, caplog: pytest.LogCaptureFixture, fault: str
) -> None:
    caplog.set_level(logging.DEBUG)
    provider = Provider(ProviderConfig(script.url, read_timeout=0.1, connect_timeout=5))
    confirm_everything(provider)
    script.answers = defaultdict(lambda: deque([FAULTS[fault]]))

    with capture_logs() as logs:
        outcomes = await asyncio.gather(*(_outcome(call, provider) for call in CALLS.values()))
        await provider.stop()
        gc.collect()  # what a forgotten task would complain of is logged now

    assert len(outcomes) > 50
    assert len(logs) >= len(outcomes)
    for name, told in zip(CALLS, outcomes, strict=True):
        assert MARK not in told, name
    assert MARK not in str(logs)
    assert MARK not in caplog.text


async def _outcome(call: Call, provider: Provider) -> str:
    """All that a program may write of what came out of a call."""
    try:
        return repr(await call(provider))
    except ProviderError as error:
        chain = "".join(traceback.format_exception(error))
        return f"{error} {error!r} {error.args} {chain}"


def test_no_error_is_made_of_more_than_names() -> None:
    assert MARK not in repr(ProviderConfig("https://switch", admin_token=MARK))
    assert MARK not in repr(TOKENS)
    assert str(TooLarge("Account/x", 5)) == "Account/x: more than 5 bytes"
