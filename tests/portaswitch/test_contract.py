"""The contract check against the embedded switch: operations renamed, dropped, added, changed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from portaswitch import Certainty, Contract, Kind, Operations, Realm, Row, Source, Verdict
from sandbox.provider import methods
from sandbox.provider.config import World
from sandbox.provider.methods import METHODS, Method
from sandbox.provider.server import Config
from sandbox.provider.tokens import ACCOUNTS
from tests.portaswitch.conftest import Desk, running

ROWS = [row for row in Operations.load().values() if row.realm is Realm.ACCOUNT]
SERVED = {method.path: method for method in METHODS if ACCOUNTS in method.realms}
KNOWN = {row.path for row in ROWS if row.certainty is not Certainty.UNKNOWN}
UNKNOWN = {row.name for row in ROWS if row.certainty is Certainty.UNKNOWN}
PROPOSED = {row.name for row in ROWS if row.path not in KNOWN}
"""Of the unknown those that are methods of their own, not another use of one that is known."""


@pytest.fixture
def undocumented(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client asks for a document that no switch serves."""
    monkeypatch.setattr("portaswitch.provider.DOCUMENT", "doc/api/Nothing.json")


@asynccontextmanager
async def checked(
    unknown: World = "proposed", corrections: Path | None = None
) -> AsyncIterator[tuple[Desk, Contract]]:
    async with running(Config(unknown=unknown), corrections) as desk:
        alice = await desk.subscriber()
        yield desk, await desk.provider.check((alice["login"], alice["password"]))


def hidden(contract: Contract) -> set[str]:
    return {row.operation for row in contract.rows if not row.available}


def test_the_map_and_the_switch_mark_every_operation_alike() -> None:
    """Both are made from one reference, by people who do not read each other's code."""
    mark = {"verified": "V", "inferred": "I", "proposed": "U"}
    switch = {row.path: mark[SERVED[row.path].certainty] for row in ROWS if row.path in SERVED}

    assert switch == {path: best_mark(path) for path in {row.path for row in ROWS}}


def best_mark(path: str) -> str:
    return min((row.certainty.value for row in ROWS if row.path == path), key="VIU".index)


async def test_what_is_served_as_proposed_is_all_there() -> None:
    async with checked() as (_desk, contract):
        assert contract.source is Source.DOCUMENT
        assert [row for row in contract.rows if row.verdict is not Verdict.PRESENT] == []


@pytest.mark.parametrize("unknown", ["renamed", "absent"])
async def test_just_the_proposals_are_hidden_where_the_document_lacks_them(unknown: World) -> None:
    async with checked(unknown) as (_desk, contract):
        assert hidden(contract) == PROPOSED
        assert {row.verdict for row in contract.rows if not row.available} == {Verdict.MISSING}


async def test_without_a_document_reads_are_found_and_writes_are_not_guessed(
    undocumented: None,
) -> None:
    async with checked() as (_desk, contract):
        assert contract.source is Source.PROBE
        refused = [row.advice for row in contract.rows if row.verdict is Verdict.REFUSED]
        assert [advice for advice in refused if not advice.endswith("_disabled")] == []
        found = {row.operation for row in contract.rows if row.verdict is Verdict.PRESENT}
        assert hidden(contract) == UNKNOWN - found
        assert {row.name for row in ROWS if row.kind is Kind.WRITE} & found == set()


@pytest.mark.parametrize("unknown", ["renamed", "absent"])
async def test_a_probe_hides_just_what_is_unknown(undocumented: None, unknown: World) -> None:
    async with checked(unknown) as (_desk, contract):
        assert hidden(contract) == UNKNOWN


async def test_with_the_operators_names_everything_is_there_again(tmp_path: Path) -> None:
    """Where a document is served, not even `confirmed` is needed."""
    corrections = tmp_path / "operations.toml"
    renamed = [correction(row, SERVED[row.path]) for row in ROWS if row.name in PROPOSED]
    corrections.write_text("\n".join(renamed), encoding="utf-8")

    async with checked("renamed", corrections) as (_desk, contract):
        assert [row for row in contract.rows if row.verdict is not Verdict.PRESENT] == []


def correction(row: Row, served: Method) -> str:
    """What an operator writes for a row whose method the switch serves under other names."""
    assert served.renamed is not None
    to = served.renamed
    service, method = to.path.split("/")
    params = {name: moved(wire, to.params) for name, wire in row.params.items()}
    results = {name: moved(wire, to.results) for name, wire in row.results.items()}
    return "\n".join(
        [
            f'[{row.name}]\nservice = "{service}"\nmethod = "{method}"',
            *(f'params.{name} = "{wire}"' for name, wire in params.items()),
            *(f'results.{name} = "{wire}"' for name, wire in results.items()),
        ]
    )


def moved(wire: str, names: dict[str, str]) -> str:
    outer, dot, inner = wire.partition(".")
    return names.get(outer, outer) + dot + inner


async def test_a_method_that_was_dropped_is_missing_and_the_rest_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dropped = [one for one in METHODS if one.path != "Account/get_alias_list"]
    monkeypatch.setattr(methods, "METHODS", dropped)

    async with checked() as (desk, contract):
        assert hidden(contract) == {"get_alias_list"}
        account = await desk.sign_in()
        assert (await account.get_account_info()).login == "alice"


async def test_methods_and_parameters_that_nobody_here_knows_change_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = SERVED["Account/get_alias_list"]
    added = replace(known, name="get_alias_tree", params=("depth",))
    wider = [replace(one, params=(*one.params, "of_next_release")) for one in METHODS]
    monkeypatch.setattr(methods, "METHODS", [*wider, added])

    async with checked() as (_desk, contract):
        assert [row for row in contract.rows if row.verdict is not Verdict.PRESENT] == []


async def test_a_parameter_that_was_renamed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is verified goes on; a proposed write that takes something else is another method."""
    others = {"i_master_account": "i_owner", "voucher_id": "voucher_code"}
    changed = [
        replace(one, params=tuple(others.get(name, name) for name in one.params)) for one in METHODS
    ]
    monkeypatch.setattr(methods, "METHODS", changed)

    async with checked() as (_desk, contract):
        told = {row.operation: row for row in contract.rows}
        assert told["get_alias_list"].advice == "Account/get_alias_list lists no i_master_account"
        assert told["get_alias_list"].available
        assert told["redeem_voucher"].advice == "Account/topup_account lists no voucher_id"
        assert not told["redeem_voucher"].available
