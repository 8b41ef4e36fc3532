"""Music on hold: what there is to choose from, uploads that take their time."""

from typing import Any

import pytest

from sandbox.provider.server import Config, Provider
from tests.provider.conftest import Answer, Caller, Json
from tests.provider.uploading import SOUND, upload

LIST, UPLOAD, DELETE = "Account/get_moh_list", "Account/upload_moh", "Account/delete_moh"


async def own_music(caller: Caller) -> list[Json]:
    listed: list[Json] = (await caller.ok(LIST))["moh_list"]
    return listed


async def choose(caller: Caller, flag: str, i_moh: Any = None) -> Answer:
    feature: Json = {"name": "music_on_hold", "flag_value": flag}
    if i_moh is not None:
        feature["attributes"] = [{"name": "i_moh", "values": [i_moh]}]
    return await caller.call("Account/update_service_features", service_features=[feature])


async def test_the_switch_has_music_of_its_own(alice: Caller) -> None:
    answer = await alice.ok(LIST, i_account=1001)

    assert set(answer) == {"default_moh_list", "moh_list"}
    assert {"i_moh": 1, "name": "Classic melody"} in answer["default_moh_list"]
    assert answer["moh_list"] == []


async def test_a_company_has_music_for_all_its_lines(carol: Caller) -> None:
    (item,) = await own_music(carol)

    assert (item["owner"], item["status"]) == ("customer", "active")
    assert (await choose(carol, "Y", item["i_moh"])).status == 200


async def test_an_upload_plays_after_ten_minutes(alice: Caller, provider: Provider) -> None:
    i_moh = (await upload(alice, UPLOAD, name=" Our tune ")).json["i_moh"]

    fresh = await own_music(alice)
    provider.clock.advance(9 * 60 + 50)
    (nearly,) = await own_music(alice)
    provider.clock.advance(11)
    (ready,) = await own_music(alice)

    row = {"i_moh": i_moh, "name": "Our tune", "owner": "account"}
    assert fresh == [row | {"status": "pending"}]
    assert (nearly["status"], ready["status"]) == ("pending", "active")


async def test_own_music_is_chosen_and_deleted_once_it_is_not_in_use(alice: Caller) -> None:
    i_moh = (await upload(alice, UPLOAD, name="Our tune")).json["i_moh"]

    chosen = await choose(alice, "Y", str(i_moh))
    used = await alice.call(DELETE, i_moh=i_moh)
    await choose(alice, "Y", "2")
    deleted = await alice.ok(DELETE, i_moh=str(i_moh))

    assert chosen.json == {"success": 1}
    assert used.faultcode == "Server.Account.delete_moh.moh_in_use"
    assert deleted == {"success": 1}
    assert await own_music(alice) == []


async def test_music_that_is_not_there_cannot_be_chosen(alice: Caller, bob: Caller) -> None:
    foreign = (await upload(bob, UPLOAD, name="Bob's")).json["i_moh"]

    outcomes = [await choose(alice, "Y", i_moh) for i_moh in (foreign, "4711", "tune", "")]

    assert {answer.faultcode for answer in outcomes} == {
        "Server.Account.update_service_features.moh_not_found"
    }
    assert (await alice.call(DELETE, i_moh=foreign)).faultcode == (
        "Server.Account.delete_moh.moh_not_found"
    )


async def test_the_admin_realm_chooses_among_the_accounts_music(
    alice: Caller, admin: Caller
) -> None:
    i_moh = (await upload(alice, UPLOAD, name="Our tune")).json["i_moh"]

    def account(i_account: int) -> Json:
        attribute = {"name": "i_moh", "values": [str(i_moh)]}
        feature = {"name": "music_on_hold", "flag_value": "Y", "attributes": [attribute]}
        return {"i_account": i_account, "service_features": [feature]}

    foreign = await admin.call("Account/update_account", account_info=account(1002))

    assert foreign.faultcode == "Server.Account.update_account.moh_not_found"
    await admin.ok("Account/update_account", account_info=account(1001))


async def test_the_treble_clef_is_a_flag_alone(alice: Caller) -> None:
    for flag in ("N", "Y", "^"):
        assert (await choose(alice, flag)).json == {"success": 1}


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("", SOUND, "invalid_name"),
        ("x" * 65, SOUND, "invalid_name"),
        ("Tune", b"OggS" + bytes(100), "unsupported_format"),
        ("Tune", SOUND + bytes(10 * 1024 * 1024), "file_too_large"),
    ],
)
async def test_a_wrong_upload_adds_nothing(
    alice: Caller, name: str, content: bytes, reason: str
) -> None:
    answer = await upload(alice, UPLOAD, content, name=name)

    assert answer.faultcode == f"Server.Account.upload_moh.{reason}"
    assert await own_music(alice) == []


async def test_there_is_an_end_to_music(alice: Caller) -> None:
    for number in range(10):
        assert (await upload(alice, UPLOAD, name=f"Tune {number}")).status == 200

    answer = await upload(alice, UPLOAD, name="One more")

    assert answer.faultcode == "Server.Account.upload_moh.too_many"


class TestRenamed:
    @pytest.fixture
    def config(self) -> Config:
        return Config(unknown="renamed")

    async def test_the_same_thing_has_other_names(self, alice: Caller) -> None:
        i_music = (await upload(alice, "MOH/add_file", title="Our tune")).json["i_music"]

        assert (await alice.ok("MOH/get_list"))["items"][0]["i_moh"] == i_music
        assert await alice.ok("MOH/remove_file", i_music=i_music) == {"success": 1}
