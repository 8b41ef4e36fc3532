"""The phone book: speed dial codes, favourites within the product's limits; the directory."""

from datetime import timedelta
from typing import Any

import pytest

from sandbox.provider.server import Config, Provider
from tests.provider.conftest import Answer, Caller, Desk, Json

PHONEBOOK = "Account/get_phonebook_list"


async def limit(desk: Desk, i_account: int = 1001, **attributes: Any) -> None:
    values = {
        key: value if isinstance(value, list) else [value] for key, value in attributes.items()
    }
    feature = {"flag_value": "Y", "attributes": values}
    await desk.post(f"accounts/{i_account}/settings", features={"phonebook": feature})


async def add(caller: Caller, number: str, **more: object) -> Answer:
    info = {"phone_number": number, **more}
    return await caller.call("Account/add_phonebook_record", phonebook_rec_info=info)


async def added(caller: Caller, number: str, **more: object) -> int:
    answer = await add(caller, number, **more)
    assert answer.status == 200, answer.body
    return int(answer.json["i_account_phonebook"])


async def change(caller: Caller, key: int, **changes: object) -> Answer:
    info = {"i_account_phonebook": key, **changes}
    return await caller.call("Account/update_phonebook_record", phonebook_rec_info=info)


async def favorites(caller: Caller) -> list[str]:
    listed = (await caller.ok(PHONEBOOK))["phonebook_rec_list"]
    return [row["phone_number"] for row in listed if row["favorite"] == "Y"]


# -- records --------------------------------------------------------------------------------------


async def test_a_record_has_the_captured_fields(alice: Caller) -> None:
    rows = (await alice.ok(PHONEBOOK, i_account=1001))["phonebook_rec_list"]

    assert set(rows[0]) == {
        "i_account_phonebook", "i_account", "phone_number", "name", "phone_type", "dial_id",
        "favorite",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"phone_number": ""}, "missing_parameter"),
        ({"phone_number": ["1"]}, "invalid_value"),
        ({"phone_type": "car"}, "invalid_value"),
        ({"dial_id": "one"}, "invalid_dial_id"),
        ({"dial_id": -1}, "invalid_dial_id"),
        ({"dial_id": 100}, "invalid_dial_id"),
        ({"dial_id": 1}, "dial_id_taken"),
        ({"favorite": "perhaps"}, "invalid_value"),
    ],
)
async def test_what_is_wrong_is_not_added(alice: Caller, more: Json, reason: str) -> None:
    before = await alice.ok(PHONEBOOK)

    info = {"phone_number": "12125550199"} | more
    answer = await alice.call("Account/add_phonebook_record", phonebook_rec_info=info)

    assert answer.faultcode == f"Server.Account.add_phonebook_record.{reason}"
    assert await alice.ok(PHONEBOOK) == before


async def test_a_code_has_as_many_digits_as_the_product_says(alice: Caller, desk: Desk) -> None:
    await limit(desk, enable_abbrev_dial="Y", abbrev_dial="3")
    key = await added(alice, "12125550199", dial_id=123)
    refused = await change(alice, key, dial_id=1234)

    await limit(desk, enable_abbrev_dial="N", abbrev_dial="3")
    # Where short codes are not dialed, their length says nothing.
    taken = await change(alice, key, dial_id=1234)

    assert refused.faultcode == "Server.Account.update_phonebook_record.invalid_dial_id"
    assert taken.status == 200
    assert (await change(alice, key, dial_id="")).status == 200
    row = (await alice.ok(PHONEBOOK))["phonebook_rec_list"][-1]
    assert (row["phone_number"], row["dial_id"]) == ("12125550199", None)


async def test_records_of_others_are_not_there(alice: Caller, bob: Caller) -> None:
    rows = (await bob.ok(PHONEBOOK))["phonebook_rec_list"]
    key = rows[0]["i_account_phonebook"]

    read = await alice.call("Account/get_phonebook_record", i_account_phonebook=key)
    changed = await change(alice, key, i_account=1002, name="Mine")
    deleted = await alice.call("Account/delete_phonebook_record", i_account_phonebook=key)

    assert read.faultcode == "Server.Account.get_phonebook_record.record_not_found"
    assert changed.faultcode == "Server.Account.forbidden_account_access"
    assert deleted.faultcode == "Server.Account.delete_phonebook_record.record_not_found"


# -- favourites -----------------------------------------------------------------------------------


async def test_favorites_are_marked_up_to_the_most_allowed(alice: Caller, desk: Desk) -> None:
    await limit(desk, favorite_change_allowed="Y", max_favorites="2")
    first = await added(alice, "12125550001", favorite="Y")
    await added(alice, "12125550002", favorite="Y")

    third = await add(alice, "12125550003", favorite="Y")
    # Another number in the same place needs no more room; one given up makes some.
    moved = await change(alice, first, phone_number="12125550004")
    full = await favorites(alice)
    await change(alice, first, favorite="N")
    await added(alice, "12125550003", favorite="Y")

    assert third.faultcode == "Server.Account.add_phonebook_record.too_many_favorites"
    assert moved.status == 200
    assert full == ["12125550004", "12125550002"]
    assert await favorites(alice) == ["12125550002", "12125550003"]


@pytest.mark.parametrize("patterns", [["1212%", "44%"], ["1212%, 44%"]])
async def test_a_favorite_matches_one_of_the_patterns(
    alice: Caller, desk: Desk, patterns: list[str]
) -> None:
    await limit(desk, favorite_change_allowed="Y", favorite_allowed_patterns=patterns)

    await added(alice, "442079460018", favorite="Y")
    refused = await add(alice, "380931234567", favorite="Y")

    assert refused.faultcode == "Server.Account.add_phonebook_record.favorite_not_allowed"
    assert await favorites(alice) == ["442079460018"]


async def test_a_favorite_rests_for_the_days_of_the_lock(
    alice: Caller, desk: Desk, provider: Provider
) -> None:
    await limit(desk, favorite_change_allowed="Y", favorite_change_lock_days="1")
    key = await added(alice, "12125550001", favorite="Y")

    unmarked = await change(alice, key, favorite="N")
    moved = await change(alice, key, phone_number="12125550002")
    deleted = await alice.call("Account/delete_phonebook_record", i_account_phonebook=key)
    named = await change(alice, key, name="Mum", favorite="Y")
    provider.clock.advance(timedelta(days=1).total_seconds())
    later = await change(alice, key, favorite="N")

    assert {answer.faultcode.rpartition(".")[2] for answer in (unmarked, moved, deleted)} == {
        "favorite_locked"
    }
    assert (named.status, later.status) == (200, 200)
    assert await favorites(alice) == []


async def test_where_favorites_are_the_providers_none_can_be_marked(
    alice: Caller, desk: Desk
) -> None:
    await limit(desk, favorite_change_allowed="N")

    refused = await add(alice, "12125550001", favorite="Y")

    assert refused.faultcode == "Server.Account.add_phonebook_record.favorite_change_forbidden"
    assert (await add(alice, "12125550001", favorite="N")).status == 200


@pytest.mark.parametrize(("world", "mark"), [("renamed", "is_favorite"), ("absent", None)])
class TestWorlds:
    @pytest.fixture
    def config(self, world: str) -> Config:
        return Config(unknown=world)  # type: ignore[arg-type]  # one of the two, see above

    async def test_the_mark_is_not_known_publicly(
        self, alice: Caller, world: str, mark: str | None
    ) -> None:
        await added(alice, "12125550001", favorite="Y", is_favorite="Y")

        row = (await alice.ok(PHONEBOOK))["phonebook_rec_list"][-1]
        assert {key: row[key] for key in row if "favorite" in key} == ({mark: "Y"} if mark else {})


# -- the company's directory ----------------------------------------------------------------------


async def test_a_directory_has_its_records_only_when_asked(alice: Caller, carol: Caller) -> None:
    (directory,) = (await alice.ok("UA/get_phone_directory_list", get_total=1))[
        "phone_directory_list"
    ]
    key = directory["i_ua_config_directory"]

    bare = await alice.ok("UA/get_phone_directory_info", i_ua_config_directory=key)
    full = await alice.ok(
        "UA/get_phone_directory_info", i_ua_config_directory=key, get_records="Y", get_total=1,
        limit=1, offset=1,
    )  # fmt: skip
    other = await carol.call("UA/get_phone_directory_info", i_ua_config_directory=key)

    assert "directory_records" not in bare["phone_directory_info"]
    (record,) = full["phone_directory_info"]["directory_records"]
    assert set(record) == {
        "first_name", "last_name", "office_number", "mobile_number", "other_number",
    }  # fmt: skip
    assert full["total"] > 1
    assert other.faultcode == "Server.UA.get_phone_directory_info.directory_not_found"
