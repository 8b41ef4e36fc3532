"""Call screening as proposed: rules in order, the conditions they rest on, what is refused."""

import pytest

from sandbox.provider.server import Config
from tests.provider.conftest import Caller, Desk, Json

SERVICE = "CallProcessing"


@pytest.fixture
async def screened(alice: Caller, desk: Desk) -> Caller:
    await desk.post("accounts/1001/settings", features={"call_processing": "Y"})
    return alice


async def rules(caller: Caller) -> list[Json]:
    listed: list[Json] = (await caller.ok(f"{SERVICE}/get_cp_rule_list"))["cp_rule_list"]
    return listed


async def conditions(caller: Caller) -> list[Json]:
    answer = await caller.ok(f"{SERVICE}/get_cp_condition_list", i_account=1001)
    listed: list[Json] = answer["cp_condition_list"]
    return listed


async def test_a_line_without_the_feature_has_no_screening(alice: Caller) -> None:
    for method in ("get_cp_rule_list", "get_cp_condition_list"):
        answer = await alice.call(f"{SERVICE}/{method}")

        assert answer.faultcode == f"Server.CallProcessing.{method}.call_processing_disabled"


async def test_rules_come_in_order_with_their_conditions_by_name(screened: Caller) -> None:
    first, second = await rules(screened)

    caller = first.pop("from")
    assert caller["name"] == "Mum"
    assert caller["i_cp_condition"] in [row["i_cp_condition"] for row in await conditions(screened)]
    assert first == {
        "i_cp_rule": first["i_cp_rule"], "order": 1, "enabled": "Y", "to": None, "time": None,
        "action": 1, "description": "Mum always rings",
    }  # fmt: skip
    assert (second["time"]["name"], second["action"]) == ("Night", 4)


async def test_a_rule_is_added_changed_and_deleted_with_its_condition(screened: Caller) -> None:
    numbers = [{"number": "1900%"}]
    wanted = {"name": "Premium", "type": "from", "number_pattern_list": numbers}
    condition = await screened.ok(f"{SERVICE}/add_cp_condition", cp_condition_info=wanted)
    rule = {"from": condition, "order": 1, "action": "0", "description": "Never"}
    added = await screened.ok(f"{SERVICE}/add_cp_rule", cp_rule_info=rule)

    await screened.ok(f"{SERVICE}/update_cp_rule", cp_rule_info={**added, "enabled": "N"})
    renamed = {**condition, "name": "Expensive"}
    await screened.ok(f"{SERVICE}/update_cp_condition", cp_condition_info=renamed)

    row = next(row for row in await rules(screened) if row["i_cp_rule"] == added["i_cp_rule"])
    assert (row["enabled"], row["action"]) == ("N", 0)
    assert row["from"] == {**condition, "name": "Expensive"}
    assert (await conditions(screened))[-1] == {
        **wanted, **condition, "name": "Expensive", "period": None,
    }  # fmt: skip
    used = await screened.call(f"{SERVICE}/delete_cp_condition", **condition)
    assert used.faultcode == "Server.CallProcessing.delete_cp_condition.condition_in_use"
    await screened.ok(f"{SERVICE}/delete_cp_rule", **added)
    await screened.ok(f"{SERVICE}/delete_cp_condition", **condition)
    assert (len(await rules(screened)), len(await conditions(screened))) == (2, 2)


@pytest.mark.parametrize(
    ("method", "given", "reason"),
    [
        ("add_cp_rule", {"action": 8}, "invalid_value"),
        ("add_cp_rule", {"order": 0}, "invalid_value"),
        ("add_cp_rule", {"order": "first"}, "invalid_value"),
        ("add_cp_rule", {"enabled": "maybe"}, "invalid_value"),
        ("add_cp_rule", {"from": "Mum"}, "invalid_value"),
        ("add_cp_rule", {"from": {"i_cp_condition": 7}}, "not_found"),
        ("update_cp_rule", {"i_cp_rule": 7}, "not_found"),
        ("add_cp_condition", {"type": "from", "number_pattern_list": []}, "missing_parameter"),
        ("add_cp_condition", {"type": "from", "name": "x"}, "missing_parameter"),
        ("add_cp_condition", {"type": "time", "name": "x"}, "missing_parameter"),
        ("add_cp_condition", {"type": "where", "name": "x"}, "invalid_value"),
        ("add_cp_condition", {"type": "to", "number_pattern_list": ["1900"]}, "invalid_value"),
        ("add_cp_condition", {"type": "to", "number_pattern_list": "1900"}, "invalid_value"),
        ("update_cp_condition", {"i_cp_condition": None}, "not_found"),
    ],
)
async def test_what_is_wrong_changes_nothing(
    screened: Caller, method: str, given: Json, reason: str
) -> None:
    before = await rules(screened), await conditions(screened)
    key = "cp_rule_info" if "rule" in method else "cp_condition_info"

    answer = await screened.call(f"{SERVICE}/{method}", **{key: given})

    assert answer.faultcode == f"Server.CallProcessing.{method}.{reason}"
    assert (await rules(screened), await conditions(screened)) == before


async def test_a_condition_keeps_its_type(screened: Caller) -> None:
    mum, night = await conditions(screened)
    change = {"i_cp_condition": mum["i_cp_condition"], "type": "time"}
    misplaced = {"to": {"i_cp_condition": night["i_cp_condition"]}}

    changed = await screened.call(f"{SERVICE}/update_cp_condition", cp_condition_info=change)
    rested = await screened.call(f"{SERVICE}/add_cp_rule", cp_rule_info=misplaced)

    assert changed.faultcode.endswith("update_cp_condition.invalid_value")
    assert rested.faultcode.endswith("add_cp_rule.invalid_value")


class TestRenamed:
    @pytest.fixture
    def config(self) -> Config:
        return Config(unknown="renamed")

    async def test_the_same_is_in_another_service_under_other_names(self, screened: Caller) -> None:
        listed = (await screened.ok("Account/get_screening_rules"))["screening_rules"]
        added = await screened.ok("Account/add_screening_rule", screening_rule_info={"order": 9})
        await screened.ok("Account/delete_screening_rule", i_screening_rule=added["i_cp_rule"])

        gone = await screened.call(f"{SERVICE}/get_cp_rule_list")
        assert len(listed) == 2
        assert gone.faultcode == "Client.Request.unknown_method"
