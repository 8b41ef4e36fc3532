"""The switch's own description says what is served, in each of the three worlds."""

import inspect
import re
from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.provider.methods import METHODS
from sandbox.provider.openapi import _operation
from sandbox.provider.server import Config
from tests.provider.conftest import Caller, Json


async def whole(anyone: Caller, name: str = "AccountInterface") -> Json:
    async with anyone.http.get(f"{anyone.url}/doc/api/{name}.json") as response:
        assert response.status == 200
        found: Json = await response.json()
        return found


async def document(anyone: Caller, name: str = "AccountInterface") -> Json:
    paths: Json = (await whole(anyone, name))["paths"]
    return paths


def params(operation: Json) -> set[str]:
    schema = operation["post"]["requestBody"]["content"]["application/json"]["schema"]
    return set(schema["properties"]["params"]["properties"])


async def test_verified_methods_are_listed_with_their_parameters(anyone: Caller) -> None:
    paths = await document(anyone)

    assert paths["/Account/get_account_info"]["post"]["x-certainty"] == "verified"
    assert "detailed_info" in params(paths["/Account/get_account_info"])
    assert {"from_date", "to_date", "with_cr_download_ids"} <= params(
        paths["/Account/get_xdr_list"]
    )
    assert "/Account/get_account_list" not in paths


@pytest.mark.parametrize("name", ["AccountInterface", "AdminInterface"])
async def test_the_document_keeps_the_rules_of_its_format(
    anyone: Caller, admin: Caller, name: str
) -> None:
    told = await whole(admin if name == "AdminInterface" else anyone, name)

    assert told["openapi"].startswith("3.0.")
    assert {"title", "version"} <= set(told["info"])
    operations = [item["post"] for item in told["paths"].values()]
    ids = [operation["operationId"] for operation in operations]
    assert len(set(ids)) == len(ids)
    for operation in operations:
        assert operation["requestBody"]["content"]
        assert all(answer["description"] for answer in operation["responses"].values())
        assert {key for need in operation["security"] for key in need} <= set(
            told["components"]["securitySchemes"]
        )
    for schema in schemas(told):
        assert schema["type"] in {"array", "boolean", "integer", "number", "object", "string"}
        assert ("items" in schema) == (schema["type"] == "array")
        assert set(schema.get("required", ())) <= set(schema.get("properties", ()))
    for reference in references(told):
        place = told
        for step in reference.removeprefix("#/").split("/"):
            place = place[step]


def schemas(part: Any) -> Iterator[Json]:
    """Every schema of the document: what has a type outside the security schemes."""
    if isinstance(part, dict):
        if isinstance(part.get("type"), str) and part["type"] != "http":
            yield part
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            yield from schemas(inner)


def references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if "$ref" in part:
            yield part["$ref"]
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            yield from references(inner)


async def test_parameters_have_the_types_of_the_wire(anyone: Caller) -> None:
    paths = await document(anyone)

    def kind(path: str, name: str) -> Json:
        body = paths[path]["post"]["requestBody"]["content"]["application/json"]["schema"]
        found: Json = body["properties"]["params"]["properties"][name]
        return found

    assert kind("/Account/get_account_info", "detailed_info")["type"] == "integer"
    assert kind("/Account/update_account", "account_info")["type"] == "object"
    assert kind("/Account/get_xdr_list", "from_date")["type"] == "string"
    assert kind("/Account/delete_mailbox_messages", "message_uids") == {
        "type": "array",
        "items": {"type": "string"},
    }
    assert kind("/UA/get_phone_directory_info", "get_records")["type"] == "string"
    recording = paths["/CDR/get_call_recording"]["post"]["responses"]["200"]["content"]
    assert set(recording) == {"audio/wav", "application/zip"}


async def test_every_listed_method_is_served(anyone: Caller, alice: Caller) -> None:
    for path in await document(anyone):
        answer = await alice.call(path.removeprefix("/"))
        assert answer.json.get("faultcode") != "Client.Request.unknown_method", path
        if path == "/Session/logout":
            alice.token = None


async def test_the_admin_realm_describes_itself(admin: Caller) -> None:
    paths = await document(admin, "AdminInterface")

    assert "/AccessControl/create_otp" in paths


@pytest.mark.parametrize(
    ("world", "there", "gone"),
    [
        ("proposed", "/Account/topup_account", "/Account/use_voucher"),
        ("renamed", "/Account/use_voucher", "/Account/topup_account"),
        ("absent", None, "/Account/topup_account"),
    ],
)
class TestWorlds:
    @pytest.fixture
    def config(self, world: str) -> Config:
        return Config(unknown=world)  # type: ignore[arg-type]  # one of the three, see above

    async def test_proposals_are_marked_and_follow_the_world(
        self, anyone: Caller, there: str | None, gone: str
    ) -> None:
        paths = await document(anyone)

        assert gone not in paths
        if there is None:
            assert all(p["post"]["x-certainty"] != "proposed" for p in paths.values())
        else:
            assert paths[there]["post"]["x-certainty"] == "proposed"

    async def test_the_renamed_parameter_is_the_documented_one(
        self, anyone: Caller, there: str | None, world: str, gone: str
    ) -> None:
        paths = await document(anyone)

        if there is not None:
            wanted = "voucher_number" if world == "renamed" else "voucher_id"
            assert params(paths[there]) == {"i_account", wanted}


# How a handler reads a parameter, and the type that its document must then give.
_READERS = {
    "integer": "integer",
    "needed_integer": "integer",
    "switched_on": "integer",
    "record": "object",
    "file": "string",
    "text": "string",
}
_READ = re.compile(rf'call\.({"|".join(_READERS)})\(\s*"(\w+)"')
# Read as text to be compared, whatever they are; a flag that is a switch; an amount.
_FREE = {"get_records"}


def test_each_parameter_is_documented_as_its_handler_reads_it() -> None:
    wrong = []
    for method in METHODS:
        body = _operation(method)["requestBody"]["content"]
        (form,) = body.values()
        fields = form["schema"]["properties"]
        documented = fields["params"]["properties"] | fields
        for reader, name in _READ.findall(inspect.getsource(method.run)):
            kind = documented.get(name, {}).get("type")
            if kind != _READERS[reader] and name not in _FREE:
                wrong.append((method.path, name, kind, reader))
    assert wrong == []


def test_an_upload_is_a_form_with_the_file_beside_the_parameters() -> None:
    uploads = [method for method in METHODS if "file" in method.params]

    assert uploads
    for method in uploads:
        (kind,) = (content := _operation(method)["requestBody"]["content"])
        assert kind == "multipart/form-data"
        assert set(content[kind]["schema"]["properties"]) == {"params", "file"}
