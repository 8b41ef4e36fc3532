"""The operation map, its overrides, and the contract check."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from portaswitch import (
    Account,
    Certainty,
    Contract,
    Kind,
    NotMapped,
    Operation,
    Operations,
    OperationsError,
    Provider,
    ProviderConfig,
    Rejected,
    Row,
    Source,
    Tokens,
    Unavailable,
    Verdict,
)
from portaswitch.document import methods
from portaswitch.probe import NOT_TRIED
from tests.portaswitch.conftest import Script, jwt, refuses, says, shows_page, stays_silent

DOC = "doc/api/AccountInterface.json"


def mapped(tmp_path: Path, toml: str) -> Operations:
    path = tmp_path / "operations.toml"
    path.write_text(toml, encoding="utf-8")
    return Operations.load(path)


def verdict(contract: Contract, operation: str) -> tuple[bool, Verdict]:
    (row,) = [row for row in contract.rows if row.operation == operation]
    return row.available, row.verdict


def document(**methods: list[str]) -> dict[str, Any]:
    """An OpenAPI document with these methods, `Account__get_x=[params]`."""
    return {
        "openapi": "3.0.3",
        "paths": {
            "/" + name.replace("__", "/"): {
                "post": {
                    "requestBody": {
                        "content": {
                            "application/json": {
                                "schema": {
                                    "properties": {
                                        "params": {
                                            "type": "object",
                                            "properties": {key: {} for key in params},
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
            for name, params in methods.items()
        },
    }


INFO = ["i_account", "detailed_info", "without_service_features", "with_customer_info"]


# -- the map --------------------------------------------------------------------------------------


def test_the_shipped_map_names_what_is_verified_and_what_is_a_proposal() -> None:
    operations = Operations.load()

    assert operations["get_xdr_list"].path == "Account/get_xdr_list"
    assert operations["get_xdr_list"].certainty is Certainty.VERIFIED
    assert operations["redeem_voucher"].path == "Account/topup_account"
    assert operations["redeem_voucher"].certainty is Certainty.UNKNOWN
    assert operations["redeem_voucher"].kind is Kind.WRITE
    assert operations["change_password"].path == "Session/change_password"
    assert operations["change_account_password"].path == "Account/change_password"
    assert not any(row.confirmed for row in operations.values())


def test_an_operator_maps_an_operation_to_other_names(tmp_path: Path) -> None:
    row = mapped(
        tmp_path,
        """
        [redeem_voucher]
        service = "Voucher"
        method = "apply"
        params = { number = "voucher_info.pin", i_account = "" }
        results = { amount = "receipt.sum" }
        confirmed = true
        """,
    )["redeem_voucher"]

    assert row.path == "Voucher/apply"
    assert row.wire_params({"i_account": 55, "number": "44"}) == {"voucher_info": {"pin": "44"}}
    assert row.read({"receipt": {"sum": 10}, "new_balance": 12}) == {
        "amount": 10,
        "new_balance": 12,
    }
    assert row.confirmed


def test_other_rows_stay_as_shipped(tmp_path: Path) -> None:
    operations = mapped(tmp_path, "[redeem_voucher]\nconfirmed = true\n")

    assert operations["redeem_voucher"].path == "Account/topup_account"
    assert operations["get_alias_list"] == Operations.load()["get_alias_list"]


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ("[redeem_vouchers]\n", ["[redeem_vouchers]", "did you mean 'redeem_voucher'"]),
        ("[redeem_voucher]\nmetod = 'x'\n", ["[redeem_voucher]", "'metod'", "'method'"]),
        ("[redeem_voucher]\nmethod = 'a/b'\n", ["[redeem_voucher]", "method"]),
        ("[redeem_voucher]\nservice = 3\n", ["[redeem_voucher]", "service"]),
        ("[redeem_voucher]\nconfirmed = 'yes'\n", ["[redeem_voucher]", "confirmed"]),
        ("[redeem_voucher]\nparams = 'x'\n", ["[redeem_voucher]", "params"]),
        ("[redeem_voucher.params]\nnumbr = 'x'\n", ["[redeem_voucher]", "'numbr'", "'number'"]),
        ("[redeem_voucher.results]\namount = 1\n", ["[redeem_voucher]", "results.amount"]),
        ("[redeem_voucher.results]\nsum = 'x'\n", ["[redeem_voucher]", "'sum'", "amount"]),
        ("[redeem_voucher]\nservice = ''\n", ["[redeem_voucher]", "service", "'Account'"]),
        ("[redeem_voucher]\nmethod = 'тест'\n", ["[redeem_voucher]", "'topup_account'"]),
        ("[redeem_voucher.params]\nnumber = 'a..b'\n", ["[redeem_voucher]", "params.number"]),
        ("[redeem_voucher.params]\nnumber = 'a b'\n", ["[redeem_voucher]", "params.number"]),
        ("[redeem_voucher.params.number]\nx = 'y'\n", ["[redeem_voucher]", "params.number"]),
        ("[redeem_voucher.results]\namount = '.x'\n", ["[redeem_voucher]", "results.amount"]),
        (
            "[redeem_voucher.params]\nnumber = 'i_account'\n",
            ["[redeem_voucher]", "params.i_account", "params.number", "in each other's way"],
        ),
        (
            "[redeem_voucher.params]\nnumber = 'i_account.pin'\n",
            ["[redeem_voucher]", "params.i_account and params.number", "'i_account.pin'"],
        ),
        ("[upload_moh.params]\nfile = ''\n", ["[upload_moh]", "params.file"]),
        ("[ping.params]\nx = 'y'\n", ["[ping]", "'x'", "access_token"]),
        ("[delete_followme_number.results]\nx = 'y'\n", ["results has no 'x'; it has none"]),
        ("[redeem_voucher]\n[redeem_voucher]\n", ["operations.toml", "not valid TOML"]),
        ("redeem_voucher = 1\n", ["[redeem_voucher]", "table"]),
        ("[redeem_voucher\n", ["operations.toml", "not valid TOML"]),
    ],
)
def test_a_mistake_in_the_file_is_named_with_its_row(
    tmp_path: Path, toml: str, words: list[str]
) -> None:
    with pytest.raises(OperationsError) as caught:
        mapped(tmp_path, toml)

    assert all(word in str(caught.value) for word in words), str(caught.value)


def test_every_shipped_row_is_one_that_an_operator_could_have_written() -> None:
    shipped = Operations.load()

    assert dict(shipped.corrected({name: {} for name in shipped})) == dict(shipped)


def test_a_file_of_a_windows_editor_is_read(tmp_path: Path) -> None:
    operations = mapped(tmp_path, "\ufeff[redeem_voucher]\r\nconfirmed = true\r\n")

    assert operations["redeem_voucher"].confirmed


@pytest.mark.parametrize("content", [b"\xff\xfe[", b"[redeem_voucher]\nmethod = '\xe9'\n"])
def test_a_file_that_is_no_utf_8_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "operations.toml"
    path.write_bytes(content)

    with pytest.raises(OperationsError, match=r"operations\.toml: not valid TOML"):
        Operations.load(path)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(OperationsError, match="Is a directory"):
        Operations.load(tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(OperationsError, match=r"missing\.toml"):
        Operations.load(tmp_path / "missing.toml")


# -- before a check -------------------------------------------------------------------------------


def test_before_a_check_the_verified_is_there_and_the_unknown_is_not() -> None:
    contract = Contract.assumed(Operations.load())

    assert contract.source is Source.ASSUMED
    assert contract.has("get_xdr_list")
    assert not contract.has(Operation("redeem_voucher"))


def test_what_the_operator_confirmed_is_there(tmp_path: Path) -> None:
    operations = mapped(tmp_path, "[redeem_voucher]\nconfirmed = true\n")

    assert Contract.assumed(operations).has("redeem_voucher")


def test_what_the_operator_rules_out_is_hidden_and_no_longer_told(tmp_path: Path) -> None:
    operations = mapped(
        tmp_path, "[redeem_voucher]\nconfirmed = false\n[get_alias_list]\nconfirmed = false\n"
    )
    served = document(Account__get_account_info=INFO, Account__get_alias_list=["i_master_account"])

    for contract in (
        Contract.assumed(operations),
        Contract.from_document(operations, served),
        Contract.from_probe(operations, {"get_alias_list": ""}),
    ):
        assert contract is not None
        for name in ("redeem_voucher", "get_alias_list"):
            (row,) = [row for row in contract.rows if row.operation == name]
            assert (row.available, row.verdict, row.advice) == (False, Verdict.RULED_OUT, "")


def test_a_name_that_is_not_in_the_map_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError, match="redeem_vouchers"):
        Contract.assumed(Operations.load()).has("redeem_vouchers")


async def test_what_is_not_there_is_not_called(script: Script, account: Account) -> None:
    with pytest.raises(NotMapped, match="redeem_voucher"):
        await account.redeem_voucher("4411223399")

    assert not script.seen


# -- against the switch's document ----------------------------------------------------------------


async def test_the_document_confirms_a_proposal(script: Script, provider: Provider) -> None:
    served = document(
        Account__get_account_info=INFO, Account__topup_account=["i_account", "voucher_id", "more"]
    )
    script.on(DOC, says(served))

    contract = await provider.check()

    assert provider.contract is contract
    assert contract.source is Source.DOCUMENT
    assert verdict(contract, "get_account_info") == (True, Verdict.PRESENT)
    assert verdict(contract, "redeem_voucher") == (True, Verdict.PRESENT)
    assert verdict(contract, "get_alias_list") == (False, Verdict.MISSING)


async def test_a_write_of_the_same_name_that_takes_no_voucher_is_another_method(
    script: Script, provider: Provider
) -> None:
    script.on(
        DOC,
        says(
            document(Account__get_account_info=INFO, Account__topup_account=["i_account", "amount"])
        ),
    )

    contract = await provider.check()

    assert verdict(contract, "redeem_voucher") == (False, Verdict.DIFFERS)
    (row,) = [row for row in contract.rows if row.operation == "redeem_voucher"]
    assert "voucher_id" in row.advice


def test_a_verified_method_lives_without_parameters_of_newer_releases() -> None:
    served = document(Account__get_xdr_list=["from_date", "to_date", "limit"])

    contract = Contract.from_document(Operations.load(), served)

    assert contract is not None
    assert verdict(contract, "get_xdr_list") == (True, Verdict.DIFFERS)


def test_the_operators_word_counts_more_than_the_document(tmp_path: Path) -> None:
    operations = mapped(tmp_path, "[redeem_voucher]\nmethod = 'hidden'\nconfirmed = true\n")

    contract = Contract.from_document(operations, document(Account__get_account_info=INFO))

    assert contract is not None
    assert verdict(contract, "redeem_voucher") == (True, Verdict.CONFIRMED)


def test_references_and_swagger_2_are_understood() -> None:
    served = {
        "swagger": "2.0",
        "paths": {
            "/rest/Account/get_account_info": {
                "post": {
                    "parameters": [{"in": "body", "schema": {"$ref": "#/definitions/Envelope"}}]
                }
            }
        },
        "definitions": {
            "Envelope": {"properties": {"params": {"$ref": "#/definitions/Info"}}},
            "Info": {
                "allOf": [
                    {"properties": {"i_account": {}, "detailed_info": {}}},
                    {"$ref": "#/definitions/More"},
                ]
            },
            "More": {
                "properties": {
                    "without_service_features": {},
                    "with_customer_info": {},
                    "again": {"$ref": "#/definitions/More"},
                }
            },
        },
    }

    contract = Contract.from_document(Operations.load(), served)

    assert contract is not None
    assert verdict(contract, "get_account_info") == (True, Verdict.PRESENT)


@pytest.mark.parametrize(
    ("inner", "available"),
    [({"properties": {"pin": {}}}, True), ({"properties": {"code": {}}}, False), ({}, True)],
)
def test_nested_parameters_are_looked_for_where_they_are_described(
    tmp_path: Path, inner: dict[str, Any], available: bool
) -> None:
    operations = mapped(tmp_path, "[redeem_voucher.params]\nnumber = 'voucher_info.pin'\n")
    served = document(
        Account__get_account_info=INFO, Account__topup_account=["i_account", "voucher_info"]
    )
    schema = served["paths"]["/Account/topup_account"]["post"]["requestBody"]["content"]
    params = schema["application/json"]["schema"]["properties"]["params"]["properties"]
    params["voucher_info"] = inner

    contract = Contract.from_document(operations, served)

    assert contract is not None
    assert contract.has("redeem_voucher") is available


@pytest.mark.parametrize(
    ("operation", "available"), [("redeem_voucher", False), ("get_account_info", True)]
)
def test_what_a_method_requires_and_the_row_does_not_know_is_told(
    operation: str, available: bool
) -> None:
    served = document(
        Account__get_account_info=[*INFO, "captcha"],
        Account__topup_account=["i_account", "voucher_id", "captcha"],
    )
    for item in served["paths"].values():
        schema = item["post"]["requestBody"]["content"]["application/json"]["schema"]
        schema["properties"]["params"]["required"] = ["i_account", "captcha"]

    contract = Contract.from_document(Operations.load(), served)

    assert contract is not None
    assert verdict(contract, operation) == (available, Verdict.DIFFERS)
    (row,) = [row for row in contract.rows if row.operation == operation]
    assert row.advice == f"{row.path} requires captcha, which the row does not know"


def test_the_files_of_a_form_are_parameters() -> None:
    form = {
        "properties": {
            "params": {"properties": {"name": {}}},
            "auth_info": {},
            "file": {"type": "string", "format": "binary"},
        }
    }
    served = {
        "paths": {
            "/MOH/upload": {
                "post": {"requestBody": {"content": {"multipart/form-data": {"schema": form}}}}
            }
        }
    }

    assert methods(served)["MOH/upload"].parameters == {"name", "file"}


@pytest.mark.parametrize(
    "served",
    [None, [], {}, {"paths": {"/pets": {"post": {}}}}, {"paths": []}, "text"],
)
def test_some_other_document_is_no_document(served: object) -> None:
    assert Contract.from_document(Operations.load(), served) is None


# -- without a document ---------------------------------------------------------------------------


@pytest.mark.parametrize("answer", [shows_page(404), shows_page(200), refuses("no")])
async def test_without_a_document_and_a_probe_nothing_new_is_known(
    script: Script, provider: Provider, answer: Any
) -> None:
    script.on(DOC, answer)

    contract = await provider.check()

    assert contract.source is Source.ASSUMED
    assert contract.has("get_alias_list")


@pytest.fixture
def probed(script: Script, provider: Provider) -> list[Row]:
    """The reads of the map; the switch lets the test account in and answers them with nothing."""
    script.on("Session/login", says({"access_token": jwt(i_account=55)}))
    script.on("Session/logout", says({"success": 1}))
    reads = [
        row
        for row in provider.operations.values()
        if row.kind is Kind.READ and row.realm == "account" and row.name not in NOT_TRIED
    ]
    for row in reads:
        script.on(row.path, says({}))
    return reads


async def test_a_probe_tries_the_reads_and_nothing_else(
    script: Script, provider: Provider, probed: list[Row]
) -> None:
    script.on("Service/get_service_list", refuses("Server.no_access"))

    contract = await provider.check(("probe", "pass"))

    assert contract.source is Source.PROBE
    assert verdict(contract, "get_alias_list") == (True, Verdict.PRESENT)
    assert verdict(contract, "get_service_list") == (True, Verdict.REFUSED)
    assert verdict(contract, "redeem_voucher") == (False, Verdict.UNCONFIRMED)
    called = {seen.path for seen in script.seen} - {DOC, "Session/login", "Session/logout"}
    assert called == {row.path for row in probed}


async def test_a_probe_names_the_account_and_reads_little(
    script: Script, provider: Provider, probed: list[Row]
) -> None:
    await provider.check(("probe", "pass"))

    sent = {row.name: seen.params for row in probed for seen in script.calls(row.path)}
    assert sent["get_alias_list"] == {"i_master_account": 55}
    assert sent["get_xdr_list"].keys() == {"from_date", "to_date", "limit"}
    assert sent["get_mailbox_message_list"] == {}


async def test_a_page_in_place_of_a_read_tells_of_that_read_only(
    script: Script, provider: Provider, probed: list[Row]
) -> None:
    script.on("Service/get_service_list", shows_page(404))

    contract = await provider.check(("probe", "pass"))

    (row,) = [row for row in contract.rows if row.operation == "get_service_list"]
    assert (row.available, row.verdict) == (True, Verdict.REFUSED)
    assert row.advice == "the test account was refused: HTTP 404 text/html"
    assert verdict(contract, "get_mailbox_message_list") == (True, Verdict.PRESENT)


async def test_a_switch_that_goes_down_while_it_is_probed_was_not_checked(
    script: Script, provider: Provider, probed: list[Row]
) -> None:
    script.on("Service/get_service_list", shows_page(502))

    with pytest.raises(Unavailable):
        await provider.check(("probe", "pass"))

    assert provider.contract.source is Source.ASSUMED
    assert len(script.calls("Session/logout")) == 1


async def test_what_was_probed_stands_though_the_farewell_failed(
    script: Script, provider: Provider, probed: list[Row]
) -> None:
    script.on("Session/logout", shows_page(502))

    assert (await provider.check(("probe", "pass"))).source is Source.PROBE


async def test_a_switch_that_cannot_be_asked_leaves_the_contract_as_it_was(
    script: Script, provider: Provider
) -> None:
    script.on(DOC, says(document(Account__get_account_info=INFO)), stays_silent)
    before = await provider.check()

    with pytest.raises(Unavailable):
        await provider.check()

    assert provider.contract is before


async def test_a_refused_probe_is_told(script: Script, provider: Provider) -> None:
    script.on("Session/login", refuses("Server.Session.auth_failed"))

    with pytest.raises(Rejected, match="auth_failed"):
        await provider.check(("probe", "wrong"))


async def test_a_corrected_row_is_what_is_called(script: Script, tmp_path: Path) -> None:
    path = tmp_path / "operations.toml"
    path.write_text(
        "[redeem_voucher]\nmethod = 'use'\nparams.number = 'pin'\nresults.amount = 'sum'\n"
        "confirmed = true\n",
        encoding="utf-8",
    )
    script.on("Account/use", says({"sum": "10.00", "new_balance": 12.5}))
    provider = Provider(ProviderConfig(url=script.url, operations_file=path))

    receipt = await provider.account(Tokens(jwt()), i_account=55).redeem_voucher("4411223399")

    await provider.stop()
    assert (str(receipt.amount), str(receipt.new_balance)) == ("10.00", "12.5")
    assert script.seen[0].params == {"i_account": 55, "pin": "4411223399"}
