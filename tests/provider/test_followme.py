"""Forwarding as clients drive it: mode, follow-me record, numbers."""

from typing import Any

import pytest

from tests.provider.conftest import Caller, Desk, Json


async def mode(caller: Caller, flag: str) -> None:
    await caller.ok(
        "Account/update_service_features",
        service_features=[{"name": "forward_mode", "flag_value": flag}],
    )


async def add(caller: Caller, number: str = "12065550199", **more: Any) -> int:
    info = {"i_account": 1001, "redirect_number": number, **more}
    answer = await caller.ok("Account/add_followme_number", number_info=info)
    return int(answer["i_follow_me_number"])


async def numbers(caller: Caller) -> list[Json]:
    listed: list[Json] = (await caller.ok("Account/get_account_followme"))["followme_numbers"]
    return listed


async def test_before_anything_is_forwarded_the_numbers_are_null(alice: Caller) -> None:
    answer = await alice.ok("Account/get_account_followme", i_account=1001)

    assert answer == {"followme_info": {}, "followme_numbers": None}


async def test_forwarding_to_one_number_as_in_the_reference(alice: Caller) -> None:
    await mode(alice, "C")
    await alice.ok(
        "Account/update_account_followme",
        i_account=1001,
        followme_info={"i_account": 1001, "sequence": "Order", "timeout": 30},
    )

    key = await add(alice, i_follow_order=1, active="Y", timeout=15, keep_original_cli="Y")

    answer = await alice.ok("Account/get_account_followme")
    assert answer["followme_info"]["sequence"] == "Order"
    assert answer["followme_info"]["timeout"] == 30
    assert len(answer["followme_numbers"]) == 1
    row = answer["followme_numbers"][0]
    assert row["i_follow_me_number"] == key
    assert row["i_follow_me"] == answer["followme_info"]["i_follow_me"]
    assert row["redirect_number"] == "12065550199"
    assert (row["period"], row["active"], row["use_tcp"]) == ("Always", "Y", "N")


async def test_a_number_needs_a_forwarding_mode(alice: Caller) -> None:
    answer = await alice.call(
        "Account/add_followme_number",
        number_info={"i_account": 1001, "redirect_number": "12065550199"},
    )

    assert answer.faultcode == "Server.Account.add_followme_number.forwarding_disabled"


async def test_adding_a_number_makes_the_record_it_hangs_under(alice: Caller) -> None:
    await mode(alice, "Y")

    await add(alice)

    answer = await alice.ok("Account/get_account_followme")
    assert answer["followme_info"]["i_account"] == 1001


async def test_numbers_are_listed_in_order_and_close_up(alice: Caller) -> None:
    await mode(alice, "Y")
    first = await add(alice, "12065550191")
    second = await add(alice, "12065550192", name="Mobile", period="hr{9-16}wd{mo tu we th fr}")
    await add(alice, "12065550193", active="N")

    deleted = await alice.ok("Account/delete_followme_number", i_follow_me_number=first)

    assert deleted == {"success": 1}
    left = await numbers(alice)
    assert [row["redirect_number"] for row in left] == ["12065550192", "12065550193"]
    assert [row["i_follow_order"] for row in left] == [1, 2]
    assert left[0]["i_follow_me_number"] == second
    assert left[0]["period"] == "hr{9-16}wd{mo tu we th fr}"


async def test_an_update_changes_only_what_it_names(alice: Caller) -> None:
    await mode(alice, "Y")
    key = await add(alice, timeout=25)

    answer = await alice.ok(
        "Account/update_followme_number", number_info={"i_follow_me_number": key, "active": "N"}
    )

    assert answer == {"i_follow_me_number": key}
    row = (await numbers(alice))[0]
    assert (row["active"], row["timeout"], row["redirect_number"]) == ("N", 25, "12065550199")


async def test_sip_uris_go_to_allowed_domains_only(alice: Caller) -> None:
    await mode(alice, "U")
    foreign = await alice.call(
        "Account/add_followme_number",
        number_info={"redirect_number": "alice", "domain": "evil.example"},
    )

    await add(alice, "alice", domain="sip.example.com", use_tcp="Y")

    assert foreign.faultcode == "Server.Account.add_followme_number.domain_not_allowed"
    assert (await numbers(alice))[0]["domain"] == "sip.example.com"


@pytest.mark.parametrize(
    ("field", "value"),
    [("keep_original_cli", "X"), ("active", "1"), ("timeout", "soon"), ("redirect_number", "a b")],
)
async def test_odd_values_are_refused(alice: Caller, field: str, value: str) -> None:
    await mode(alice, "Y")

    answer = await alice.call(
        "Account/add_followme_number",
        number_info={"redirect_number": "12065550199", field: value},
    )

    assert answer.faultcode.startswith("Server.Account.add_followme_number.invalid_")


@pytest.mark.parametrize(("clears", "left"), [(False, 1), (True, 0)])
async def test_whether_a_new_mode_clears_the_numbers_is_a_setting(
    alice: Caller, desk: Desk, clears: bool, left: int
) -> None:
    await desk.post("settings", mode_change_clears_numbers=clears)
    await mode(alice, "Y")
    await add(alice)

    await mode(alice, "C")

    assert len(await numbers(alice)) == left


@pytest.mark.parametrize(
    ("path", "params"),
    [
        ("Account/add_followme_number", {"number_info": "12065550199"}),
        (
            "Account/update_service_features",
            {"service_features": [{"name": "clir", "attributes": 5}]},
        ),
        ("Account/update_service_features", {"service_features": ["clir"]}),
        ("Account/update_account", {"account_info": []}),
    ],
)
async def test_structures_of_another_shape_are_refused(
    alice: Caller, path: str, params: Json
) -> None:
    answer = await alice.call(path, **params)

    assert set(answer.json) == {"faultcode", "faultstring"}
    assert answer.status == 500
