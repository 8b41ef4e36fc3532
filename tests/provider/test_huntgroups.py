"""Hunt groups, under the current name and the older one."""

import pytest

from tests.provider.conftest import Caller


@pytest.mark.parametrize("method", ["get_account_huntgroups_list", "get_member_of_huntgroups_list"])
async def test_a_companys_line_is_in_groups_and_a_persons_in_none(
    alice: Caller, carol: Caller, method: str
) -> None:
    mine = await carol.ok(f"Account/{method}", i_account=1003)

    assert await alice.ok(f"Account/{method}") == {"huntgroup_list": []}
    assert mine["huntgroup_list"] == [
        {"i_c_group": 5020, "id": "200", "name": "Sales", "hunt_sequence": "Simultaneous"},
        {"i_c_group": 5021, "id": "201", "name": "Support", "hunt_sequence": "Order"},
    ]
    other = await alice.call(f"Account/{method}", i_account=1003)
    assert other.faultcode == "Server.Account.forbidden_account_access"
