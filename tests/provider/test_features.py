"""Service features: the shape, inheritance, locks, and what is refused."""

from typing import Any

import pytest

from tests.provider.conftest import Caller, Desk, Json


async def feature(caller: Caller, name: str) -> Json:
    listed = (await caller.ok("Account/get_service_features"))["service_features"]
    found: Json = next(item for item in listed if item["name"] == name)
    return found


async def write(caller: Caller, **wanted: Any) -> Any:
    return await caller.call("Account/update_service_features", service_features=[wanted])


async def test_all_forty_five_have_the_captured_shape(alice: Caller) -> None:
    listed = (await alice.ok("Account/get_service_features", i_account=1001))["service_features"]

    assert len({item["name"] for item in listed}) == 45
    for item in listed:
        assert set(item) == {
            "name",
            "flag_value",
            "effective_flag_value",
            "locked",
            "locks",
            "attributes",
        }
        for attribute in item["attributes"]:
            assert set(attribute) == {"name", "values", "effective_values"}
            for value in attribute["values"] + attribute["effective_values"]:
                assert value is None or isinstance(value, str)


async def test_the_stock_answering_mode_is_seven_after_thirty_seconds(alice: Caller) -> None:
    assert await feature(alice, "default_action") == {
        "name": "default_action",
        "flag_value": "7",
        "effective_flag_value": "7",
        "locked": 0,
        "locks": [],
        "attributes": [{"name": "timeout", "values": ["30"], "effective_values": ["30"]}],
    }


async def test_a_marker_inherits_flag_and_values_of_the_product(alice: Caller) -> None:
    mailbox = await feature(alice, "unified_messaging")
    forwarding = await feature(alice, "forward_mode")

    assert (mailbox["flag_value"], mailbox["effective_flag_value"]) == ("~", "Y")
    assert forwarding["attributes"][0] == {
        "name": "max_forwards",
        "values": [None],
        "effective_values": ["5"],
    }


async def test_an_own_flag_applies_until_the_marker_comes_back(alice: Caller) -> None:
    assert (await write(alice, name="clir", flag_value="Y")).json == {"success": 1}
    own = await feature(alice, "clir")
    await write(alice, name="clir", flag_value="~")
    inherited = await feature(alice, "clir")

    assert (own["flag_value"], own["effective_flag_value"]) == ("Y", "Y")
    assert (inherited["flag_value"], inherited["effective_flag_value"]) == ("~", "N")


async def test_values_are_written_with_or_without_a_flag(alice: Caller) -> None:
    await write(alice, name="default_action", attributes=[{"name": "timeout", "values": ["20"]}])

    changed = await feature(alice, "default_action")

    assert changed["flag_value"] == "7"
    assert changed["attributes"][0]["effective_values"] == ["20"]


async def test_a_whole_object_may_be_sent_back(alice: Caller) -> None:
    listed = (await alice.ok("Account/get_service_features"))["service_features"]
    for item in listed:
        if item["name"] == "associated_number":
            item["flag_value"] = "Y"
            item["attributes"][0]["values"] = ["12065550199"]

    answer = await alice.ok(
        "Account/update_service_features", service_features=listed, detailed_response=1
    )

    assert len(answer["service_features"]) == 45
    changed = await feature(alice, "associated_number")
    assert changed["attributes"][0]["effective_values"] == ["12065550199"]


async def test_a_locked_feature_is_refused_and_its_echo_taken(carol: Caller) -> None:
    refused = await write(carol, name="forward_mode", flag_value="C")
    locked = await feature(carol, "forward_mode")

    assert refused.faultcode == "Server.Account.update_service_features.feature_locked"
    assert (locked["locked"], locked["locks"]) == (1, ["user"])
    assert (await write(carol, **locked)).status == 200


async def test_an_own_flag_without_values_leaves_the_inherited_ones(alice: Caller) -> None:
    """What a client sends that knows only the flag: the echo of `values` holds a null."""
    await write(
        alice,
        name="clir",
        flag_value="P",
        attributes=[{"name": "clir_note", "values": [None]}],
    )

    changed = await feature(alice, "clir")
    assert changed["effective_flag_value"] == "P"
    effective = {one["name"]: one["effective_values"] for one in changed["attributes"]}
    assert effective["clir_note"] == ["# hide=*67 show=*82"]


async def test_an_administrator_may_change_what_is_locked(admin: Caller, carol: Caller) -> None:
    await admin.ok(
        "Account/update_service_features",
        i_account=1003,
        service_features=[{"name": "forward_mode", "flag_value": "Y"}],
    )

    assert (await feature(carol, "forward_mode"))["effective_flag_value"] == "Y"


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        ({"name": "no_such_thing", "flag_value": "Y"}, "unknown_feature"),
        ({"name": "forward_mode", "flag_value": "Q"}, "invalid_flag"),
        (
            {"name": "default_action", "attributes": [{"name": "x", "values": ["1"]}]},
            "invalid_attribute",
        ),
    ],
)
async def test_nothing_changes_when_one_of_the_features_is_refused(
    alice: Caller, wanted: Json, reason: str
) -> None:
    answer = await alice.call(
        "Account/update_service_features",
        service_features=[{"name": "clir", "flag_value": "Y"}, wanted],
    )

    assert answer.faultcode == f"Server.Account.update_service_features.{reason}"
    assert (await feature(alice, "clir"))["flag_value"] == "~"


async def test_features_can_be_nested_in_an_account_update(alice: Caller) -> None:
    wanted = [{"name": "clir", "flag_value": "Y"}]

    await alice.ok("Account/update_account", account_info={"service_features": wanted})

    assert (await feature(alice, "clir"))["effective_flag_value"] == "Y"


async def test_the_desk_sets_and_locks_features(alice: Caller, desk: Desk) -> None:
    await desk.post(
        "accounts/1001/settings",
        features={"unified_messaging": "N", "default_action": {"attributes": {"timeout": 45}}},
        locked_features=["clir"],
    )

    assert (await feature(alice, "unified_messaging"))["effective_flag_value"] == "N"
    timeout = (await feature(alice, "default_action"))["attributes"][0]
    assert timeout["values"] == ["45"]
    assert (await feature(alice, "clir"))["locked"] == 1
