"""Extra information and periodic fees: shapes as captured, changes all or none."""

import pytest

from tests.provider.conftest import Caller, Json

PATH = "Account/update_custom_fields_values"


async def values(caller: Caller) -> dict[str, Json]:
    listed = (await caller.ok("Account/get_custom_fields_values"))["custom_fields_values"]
    return {row["name"]: row for row in listed}


async def test_values_are_set_by_name_or_number_and_cleared(alice: Caller) -> None:
    info = (await alice.ok("Account/get_account_info"))["account_info"]
    schema = (await alice.ok("Account/get_custom_fields_schema"))["custom_fields_list"]
    ids = {row["name"]: row["i_custom_field"] for row in schema}
    by_name = {"name": "Cost Center", "db_value": "A-17"}
    by_number = {"i_custom_field": ids["Paper invoice"], "db_value": "1"}

    answer = await alice.ok(PATH, i_account=1001, custom_fields_values=[by_name, by_number])
    after = await values(alice)
    await alice.ok(PATH, custom_fields_values=[{"name": "Cost Center", "db_value": ""}])

    assert info["has_custom_fields"] == 1
    assert answer == {"i_account": 1001}
    assert set(after["Cost Center"]) == {
        "name", "db_value", "text_value", "i_custom_field", "i_custom_field_value",
    }  # fmt: skip
    assert (after["Cost Center"]["db_value"], after["Department"]["db_value"]) == ("A-17", None)
    assert (after["Paper invoice"]["db_value"], after["Paper invoice"]["text_value"]) == (
        "1",
        "Yes",
    )
    assert (await values(alice))["Cost Center"]["db_value"] is None


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"name": "Nothing", "db_value": "1"}, "unknown_field"),
        ({"name": "Paper invoice", "db_value": ""}, "missing_parameter"),
        ({"name": "Paper invoice", "db_value": "maybe"}, "invalid_value"),
        ({"name": "Department", "db_value": ["x"]}, "invalid_value"),
        ("Department", "invalid_value"),
    ],
)
async def test_one_wrong_value_leaves_all_as_they_were(
    alice: Caller, change: object, reason: str
) -> None:
    good = {"name": "Department", "db_value": "Sales"}

    answer = await alice.call(PATH, custom_fields_values=[good, change])

    assert answer.faultcode == f"Server.Account.update_custom_fields_values.{reason}"
    assert (await values(alice))["Department"]["db_value"] is None


async def test_a_company_line_has_no_extra_information(carol: Caller) -> None:
    info = (await carol.ok("Account/get_account_info"))["account_info"]

    assert info["has_custom_fields"] == 0
    assert await values(carol) == {}


async def test_fees_are_pending_active_or_closed(alice: Caller) -> None:
    plain = (await alice.ok("Account/get_subscriptions", i_account=1001))["subscriptions"]
    full = (
        await alice.ok(
            "Account/get_subscriptions", with_effective_fees=1, with_regular_discount_list=1,
            with_upcharge_list=1, with_promotional_periods_info=1,
        )
    )["subscriptions"]  # fmt: skip

    active, pending, closed = full
    assert [row["int_status"] for row in full] == [1, 0, 2]
    assert {"activation_date", "billed_to", "effective_fee"} <= set(active) & set(closed)
    assert not {"activation_date", "billed_to", "effective_fee"} & set(pending)
    assert (closed["is_finished"], active["is_finished"], active["finish_date"]) == ("Y", "N", None)
    assert {row["obligatory"] for row in full} == {"Y", "N"}
    assert {row["has_discount"] for row in full} == {0}
    assert set(active["effective_fees_info"]["current"]) == {
        "amount", "charged_to", "included_periods",
    }  # fmt: skip
    assert pending["effective_fees_info"] == {"current": [], "next": []}
    assert all(len(row["start_date"]) == 10 for row in full)
    assert active["monthly_fee"] == 5.99
    assert set(active) - set(plain[0]) == {
        "effective_fees_info", "regular_discount_list", "upcharge_list",
    }  # fmt: skip


async def test_an_add_on_is_listed_with_the_account(bob: Caller, alice: Caller) -> None:
    info = (await bob.ok("Account/get_account_info", get_included_services=1))["account_info"]
    other = (await alice.ok("Account/get_account_info"))["account_info"]

    (addon,) = info["assigned_addons"]
    assert (addon["name"], addon["end_user_name"]) == ("MOBILE-APP", "Mobile App")
    assert {"i_product", "addon_effective_from", "addon_priority", "hidden"} <= set(addon)
    assert info["included_services"] == [3]
    assert (other["assigned_addons"], other["included_services"]) == ([], [])
