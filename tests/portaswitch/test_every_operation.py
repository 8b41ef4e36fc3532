"""What holds for every operation of the map: where it goes, how it fails, whose names it uses.

The operations of an account are called by `samples`, the others by what stands here. Each test
makes all calls at once, each at an address of its own: one by one they would take too long.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from portaswitch import (
    Admin,
    AdminSession,
    Contract,
    Kind,
    NotMapped,
    Operations,
    Provider,
    ProviderConfig,
    ProviderError,
    Rejected,
    Row,
    Tokens,
    Unavailable,
)
from portaswitch.probe import DATED, NOT_TRIED
from tests.portaswitch import samples
from tests.portaswitch.conftest import (
    Answer,
    Script,
    Seen,
    confirm_everything,
    cuts,
    jwt,
    refuses,
    says,
    shows_page,
    stays_silent,
)

Call = Callable[[Provider], Awaitable[object]]

ROWS = Operations.load()
TOKENS = Tokens(access_token=jwt(i_account=55), refresh_token="refresh-1")
RENEWED = jwt(i_account=55, renewed=True)
FINE = says({"success": 1, "access_token": RENEWED, "user_id": 55})
"""What the switch answers where a test does not say otherwise."""
ENDED = "Client.Session.check_auth.failed_to_process_access_token"


def _of_account(sample: samples.Sample) -> Call:
    return lambda provider: sample(provider.account(TOKENS))


def _admin(provider: Provider) -> Admin:
    assert provider.admin is not None
    return provider.admin


async def _older_change(provider: Provider) -> None:
    """The older method is for a switch that lacks the newer one."""
    provider.contract = without(provider.contract, "change_password")
    await provider.change_password("alice", "old", "new")


OF_ACCOUNT = {name: _of_account(sample) for name, sample in samples.collected().items()}
OF_SESSION: dict[str, Call] = {
    "login": lambda p: p.login("alice", "s3cret"),
    "ping": lambda p: p.ping(TOKENS),
    "refresh_access_token": lambda p: p.refresh(TOKENS),
    "logout": lambda p: p.logout(TOKENS),
    "change_password": lambda p: p.change_password("alice", "old", "new"),
    "change_account_password": _older_change,
}
OF_ADMIN: dict[str, Call] = {
    "find_accounts": lambda p: _admin(p).check(),
    "find_account": lambda p: _admin(p).find_account(i_account=55),
    "create_otp": lambda p: _admin(p).create_otp(55, via="mail"),
    "verify_otp": lambda p: _admin(p).verify_otp(AdminSession(55, jwt()), "123456"),
    "login_to_realm": lambda p: _admin(p).login_to_realm("alice"),
    "get_huntgroup_list": lambda p: _admin(p).get_huntgroup_members(502),
    "update_huntgroups_subscription": lambda p: _admin(p).update_huntgroups_subscription(
        55, "200", active=False
    ),
}
CALLS = OF_ACCOUNT | OF_SESSION | OF_ADMIN

WITHOUT_TOKEN = {"login", "ping", "refresh_access_token", "change_password"}
"""They make a session, or show it as a parameter (3.1)."""


@dataclass(frozen=True)
class Ended:
    """What became of a call: its result or its error, and the requests for its operation."""

    outcome: object
    requests: list[Seen]
    renewals: int


async def each(
    script: Script,
    names: Iterable[str],
    *answers: Answer,
    lacking: bool = False,
    corrections: Path | None = None,
) -> dict[str, Ended]:
    """Call these operations, which the switch answers so; whatever else they ask is answered fine.

    `lacking`: the contract check has not found them. `corrections`: a folder with a file for each.
    """
    script.answers = defaultdict(lambda: deque([FINE]))

    async def called(name: str) -> Ended:
        file = None if corrections is None else corrections / name
        provider = client(f"{script.url}/{name}", file)
        path = f"{name}/rest/{provider.operations[name].path}"
        script.on(path, *answers or [FINE])
        if lacking:
            provider.contract = without(provider.contract, name)
        try:
            outcome = await CALLS[name](provider)
        except ProviderError as error:
            outcome = error
        await provider.stop()
        renewals = len(script.calls(f"{name}/rest/Session/refresh_access_token"))
        return Ended(outcome, script.calls(path), renewals)

    names = list(names)
    return dict(zip(names, await asyncio.gather(*map(called, names)), strict=True))


def client(url: str, corrections: Path | None) -> Provider:
    """A client for which the switch has every operation of the map."""
    provider = Provider(
        ProviderConfig(
            url=url,
            admin_url=url,
            admin_login="bot",
            admin_token="admin-token",
            connect_timeout=5,
            read_timeout=2,
            operations_file=corrections,
        )
    )
    confirm_everything(provider)
    return provider


def without(contract: Contract, operation: str) -> Contract:
    rows = (
        replace(row, available=row.available and row.operation != operation)
        for row in contract.rows
    )
    return Contract(tuple(rows), contract.source)


def test_every_row_of_the_map_is_called_here() -> None:
    assert set(CALLS) == set(ROWS)


def test_what_a_probe_leaves_out_is_a_read_of_the_map() -> None:
    assert {name for name in NOT_TRIED | DATED if ROWS[name].kind is not Kind.READ} == set()


async def test_a_call_goes_once_to_its_rows_path_and_shows_its_token(script: Script) -> None:
    for name, call in (await each(script, CALLS)).items():
        (request,) = call.requests
        assert request.url == f"/{name}/rest/{ROWS[name].path}"
        assert request.authorization.startswith("Bearer ") is (name not in WITHOUT_TOKEN), name


async def test_a_fault_that_nobody_knows_is_a_refusal_in_the_providers_words(
    script: Script,
) -> None:
    refused = await each(script, CALLS, refuses("Server.Never.heard_of", "Not on a Monday."))

    for name, call in refused.items():
        assert isinstance(call.outcome, Rejected), name
        assert call.outcome.faultcode == "Server.Never.heard_of"
        assert call.outcome.faultstring == "Not on a Monday."
        assert call.outcome.operation == ROWS[name].path


async def test_a_proxys_page_is_no_answer(script: Script) -> None:
    assert_unavailable(await each(script, CALLS, shows_page(502)))


async def test_silence_leaves_a_call_unknown_and_it_is_not_repeated(script: Script) -> None:
    silent = await each(script, CALLS, stays_silent)

    assert_unavailable(silent)
    assert {name: len(call.requests) for name, call in silent.items()} == dict.fromkeys(CALLS, 1)


async def test_a_call_that_is_cut_off_is_repeated_only_if_it_reads(script: Script) -> None:
    cut = await each(script, CALLS, cuts)

    assert_unavailable(cut)
    sent = {name: len(call.requests) for name, call in cut.items()}
    assert sent == {name: 1 if ROWS[name].kind is Kind.WRITE else 2 for name in CALLS}


def assert_unavailable(calls: Mapping[str, Ended]) -> None:
    for name, call in calls.items():
        assert isinstance(call.outcome, Unavailable), name
        assert (call.outcome.operation, call.outcome.sent) == (ROWS[name].path, True)


async def test_an_ended_session_is_renewed_once_and_the_call_sent_again(script: Script) -> None:
    for name, call in (await each(script, OF_ACCOUNT, refuses(ENDED), FINE)).items():
        before, after = call.requests
        assert before.authorization == f"Bearer {TOKENS.access_token}", name
        assert after.authorization == f"Bearer {RENEWED}", name
        assert before.body == after.body
        assert call.renewals == 1


async def test_what_the_switch_lacks_is_not_asked(script: Script) -> None:
    for name, call in (await each(script, OF_ACCOUNT, lacking=True)).items():
        assert isinstance(call.outcome, NotMapped), name
        assert call.outcome.operation == name
        assert call.requests == []


async def test_a_call_follows_the_operators_names(script: Script, tmp_path: Path) -> None:
    for name, row in ROWS.items():
        (tmp_path / name).write_text(renamed(row), encoding="utf-8")
    usual = await each(script, CALLS)

    for name, call in (await each(script, CALLS, corrections=tmp_path)).items():
        (was,), (request,) = usual[name].requests, call.requests
        assert request.path == f"{name}/rest/Operator/does_{name}"
        asked = {logical: dig(was.params, wire) for logical, wire in ROWS[name].params.items()}
        assert request.params.get("asked", {}) == {
            logical: value for logical, value in asked.items() if value is not None
        }
        told = {logical: f"the {logical}" for logical in ROWS[name].results}
        assert Operations.load(tmp_path / name)[name].read({"told": told}) == told


def renamed(row: Row) -> str:
    """An operator's correction in which every name is another one."""
    return "\n".join(
        [
            f"[{row.name}]",
            'service = "Operator"',
            f'method = "does_{row.name}"',
            *(f'params.{logical} = "asked.{logical}"' for logical in row.params),
            *(f'results.{logical} = "told.{logical}"' for logical in row.results),
        ]
    )


def dig(params: Mapping[str, Any], path: str) -> object:
    value: Any = params
    for step in path.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return value
