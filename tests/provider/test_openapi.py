"""The switch's own description says what is served, in each of the three worlds."""

import pytest

from sandbox.provider.server import Config
from tests.provider.conftest import Caller, Json


async def document(anyone: Caller, name: str = "AccountInterface") -> Json:
    async with anyone.http.get(f"{anyone.url}/doc/api/{name}.json") as response:
        assert response.status == 200
        paths: Json = (await response.json())["paths"]
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
