"""Call barring: the classes, what they hold, and which of them an account has barred."""

import pytest

from tests.provider.conftest import Answer, Caller, Json


async def bar(caller: Caller, *rules: str | None) -> Answer:
    attributes = [{"name": "call_barring_rules", "values": list(rules)}]
    wanted = {"name": "call_barring", "flag_value": "Y", "attributes": attributes}
    return await caller.call("Account/update_service_features", service_features=[wanted])


async def options(caller: Caller) -> list[Json]:
    listed: list[Json] = (await caller.ok("Account/get_call_barring_options", i_account=1001))[
        "call_barring_options"
    ]
    return listed


async def test_the_rules_of_the_feature_are_the_classes_barred(alice: Caller) -> None:
    before = await options(alice)
    first, second = (str(row["i_cp_condition"]) for row in before[:2])

    assert (await bar(alice, first, second)).status == 200

    assert {row["barred"] for row in before} == {"N"}
    assert [row["barred"] for row in await options(alice)] == ["Y", "Y", "N", "N"]


async def test_no_rules_may_be_said_with_a_null(alice: Caller) -> None:
    await bar(alice, "1823")

    assert (await bar(alice, None)).status == 200

    assert {row["barred"] for row in await options(alice)} == {"N"}


async def test_an_unknown_class_leaves_the_list_as_it_was(alice: Caller) -> None:
    known = (await options(alice))[0]["i_cp_condition"]
    await bar(alice, str(known))

    refused = [await bar(alice, str(known), wrong) for wrong in ("1", "", "international")]

    assert {answer.faultcode for answer in refused} == {
        "Server.Account.update_service_features.unknown_barring_class"
    }
    assert [row["barred"] for row in await options(alice)] == ["Y", "N", "N", "N"]


async def test_a_class_holds_a_name_and_number_patterns(alice: Caller, admin: Caller) -> None:
    for caller in (alice, admin):
        answer = await caller.ok("CallBarring/get_call_barring_class_info", i_cp_condition="1824")

        assert answer["call_barring_class_info"] == {
            "i_cp_condition": 1824,
            "name": "Premium rate",
            "number_pattern_list": [{"number": "1900%"}, {"number": "1976%"}],
        }


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [(None, "missing_parameter"), ("all", "invalid_value"), (7, "class_not_found")],
)
async def test_another_class_is_refused(alice: Caller, wanted: object, reason: str) -> None:
    answer = await alice.call("CallBarring/get_call_barring_class_info", i_cp_condition=wanted)

    assert answer.faultcode == f"Server.CallBarring.get_call_barring_class_info.{reason}"


async def test_where_the_feature_is_locked_it_stays_as_it_is(carol: Caller) -> None:
    answer = await bar(carol, "1823")

    assert answer.faultcode == "Server.Account.update_service_features.feature_locked"
