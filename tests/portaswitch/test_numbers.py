"""Aliases, hunt groups and extra information, read and written by the client."""

from __future__ import annotations

import pytest

from portaswitch import Account, CustomField, CustomValue, HuntGroup, HuntSequence, Rejected
from tests.portaswitch.conftest import Desk, Script, says


@pytest.fixture
async def subscriber(desk: Desk) -> Account:
    return await desk.sign_in()


# -- aliases --------------------------------------------------------------------------------------


async def test_an_alias_is_added_and_deleted(subscriber: Account) -> None:
    before = await subscriber.get_alias_list()

    key = await subscriber.add_alias("12125550172", blocked=True)
    *_, alias = await subscriber.get_alias_list()
    await subscriber.delete_alias(alias)

    assert (alias.i_account, alias.id, alias.blocked) == (key, "12125550172", True)
    assert await subscriber.get_alias_list() == before
    with pytest.raises(Rejected, match="alias_not_found"):
        await subscriber.delete_alias(alias)
    with pytest.raises(Rejected, match="number_taken"):
        await subscriber.add_alias("12065550101")


async def test_an_alias_is_sent_under_its_master(script: Script, account: Account) -> None:
    script.on("Account/add_alias", says({"i_account": "77"}))

    assert await account.add_alias("12125550172") == 77

    assert script.seen[0].params == {
        "alias_info": {"i_master_account": 55, "id": "12125550172", "blocked": "N"}
    }


# -- hunt groups ----------------------------------------------------------------------------------


async def test_a_line_is_told_its_groups_under_either_name(desk: Desk) -> None:
    carol = await desk.sign_in("carol")

    groups = await carol.get_account_huntgroups_list()

    assert groups[0] == HuntGroup(5020, "200", "Sales", HuntSequence.SIMULTANEOUS)
    assert await carol.get_member_of_huntgroups_list() == groups
    assert await (await desk.sign_in()).get_account_huntgroups_list() == ()


async def test_a_way_to_ring_that_is_new_is_kept(script: Script, account: Account) -> None:
    rows = [{"i_c_group": "9", "id": 200, "hunt_sequence": "LeastUsed"}, {"id": "201"}]
    script.on("Account/get_account_huntgroups_list", says({"huntgroup_list": rows}))

    assert await account.get_account_huntgroups_list() == (HuntGroup(9, "200", "", "LeastUsed"),)


# -- extra information ----------------------------------------------------------------------------


async def test_fields_are_described_read_and_filled_in(subscriber: Account) -> None:
    cost, _, paper = await subscriber.get_custom_fields_schema()
    changes = {cost.i_custom_field: "A-17", paper.i_custom_field: "1"}

    await subscriber.update_custom_fields_values(changes)

    assert (paper.type, paper.mandatory, paper.choices) == (
        "list", True, (("1", "Yes"), ("0", "No")),
    )  # fmt: skip
    values = {value.name: value for value in await subscriber.get_custom_fields_values()}
    assert values["Cost Center"].db_value == "A-17"
    assert (values["Paper invoice"].db_value, values["Paper invoice"].text_value) == ("1", "Yes")
    assert (values["Department"].db_value, values["Department"].text_value) == ("", "")
    with pytest.raises(Rejected, match="invalid_value"):
        await subscriber.update_custom_fields_values({paper.i_custom_field: "maybe"})


async def test_fields_are_read_as_far_as_they_go(script: Script, account: Account) -> None:
    fields = [{"i_custom_field": "11", "properties": "none", "mandatory": 1}, {"name": "x"}]
    values = [{"i_custom_field": 11, "name": "Floor", "db_value": 7}, {"name": "Nowhere"}]
    script.on("Account/get_custom_fields_schema", says({"custom_fields_list": fields}))
    script.on("Account/get_custom_fields_values", says({"custom_fields_values": values}))

    assert await account.get_custom_fields_schema() == (
        CustomField(11, "", "", mandatory=True, visible=True),
    )
    assert await account.get_custom_fields_values() == (CustomValue(11, "Floor", "7", "7"),)
