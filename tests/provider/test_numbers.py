"""Aliases: records of their own, added and deleted, each pointing to its master."""

import pytest

from tests.provider.conftest import Caller, Json

LIST = "Account/get_alias_list"


async def ids(caller: Caller) -> dict[str, int]:
    return {row["id"]: row["i_account"] for row in (await caller.ok(LIST))["alias_list"]}


async def test_an_added_alias_can_be_dialed_and_found(alice: Caller, admin: Caller) -> None:
    info = {"i_master_account": 1001, "id": "12125550172", "blocked": "Y"}

    added = await alice.ok("Account/add_alias", alias_info=info)

    row = (await alice.ok(LIST))["alias_list"][-1]
    assert row == info | {"i_account": added["i_account"]}
    for key in ({"id": "12125550172"}, {"i_account": added["i_account"]}):
        found = (await admin.ok("Account/get_account_info", **key))["account_info"]
        assert (found["id"], found["i_master_account"]) == ("12125550172", 1001)


@pytest.mark.parametrize("by", ["i_account", "id"])
async def test_a_deleted_alias_leaves_the_others_their_ids(
    alice: Caller, admin: Caller, by: str
) -> None:
    before = await ids(alice)
    named = {"id": "12125550170", "i_account": before["12125550170"]}

    await alice.ok("Account/delete_alias", alias_info={by: named[by]})

    assert await ids(alice) == {"ani12125550171": before["ani12125550171"]}
    assert await admin.ok("Account/get_account_info", **{by: named[by]}) == {}
    # The number is free again.
    await alice.ok("Account/add_alias", alias_info={"id": "12125550170"})


@pytest.mark.parametrize(
    ("method", "info", "reason"),
    [
        ("add_alias", {}, "invalid_number"),
        ("add_alias", {"id": "call me"}, "invalid_number"),
        ("add_alias", {"id": ["1"]}, "invalid_value"),
        ("add_alias", {"id": "1212", "blocked": "maybe"}, "invalid_value"),
        ("add_alias", {"id": "12065550101"}, "number_taken"),
        ("add_alias", {"id": "380931234567@did"}, "number_taken"),
        ("delete_alias", {}, "alias_not_found"),
        ("delete_alias", {"id": "380931234567@did"}, "alias_not_found"),
        ("delete_alias", {"id": "12125550170", "i_account": 7}, "alias_not_found"),
    ],
)
async def test_what_is_wrong_changes_nothing(
    alice: Caller, method: str, info: Json, reason: str
) -> None:
    before = await ids(alice)

    answer = await alice.call(f"Account/{method}", alias_info=info)

    assert answer.faultcode == f"Server.Account.{method}.{reason}"
    assert await ids(alice) == before


async def test_only_ones_own_aliases_and_none_of_a_company(
    alice: Caller, carol: Caller, admin: Caller
) -> None:
    foreign = {"i_master_account": 1002, "id": "12125550173"}
    own = {"i_master_account": 1003, "id": "12125550173"}

    other = await alice.call("Account/add_alias", alias_info=foreign)
    company = await carol.call("Account/add_alias", alias_info=own)

    assert other.faultcode == "Server.Account.forbidden_account_access"
    assert company.faultcode == "Server.Account.add_alias.access_denied"
    await admin.ok("Account/add_alias", alias_info=own)
    assert set(await ids(carol)) == {"12125550173"}
