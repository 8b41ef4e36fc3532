"""Hunt groups: several phones of a company that ring for one extension."""

from sandbox.provider.methods import BOTH, Call, serves
from sandbox.provider.model import Row

# Extension, name, and how its members ring.
_GROUPS = (("200", "Sales", "Simultaneous"), ("201", "Support", "Order"))
_GROUPS_PER_CUSTOMER = 10


# The second name is the one that older releases had (from MR49).
@serves("Account/get_account_huntgroups_list", "i_account", realms=BOTH, certainty="inferred")
@serves("Account/get_member_of_huntgroups_list", "i_account", realms=BOTH, certainty="inferred")
def get_account_huntgroups_list(call: Call) -> Row:
    """The groups that the account is in; only a company's lines are in any."""
    account = call.account()
    groups = _GROUPS if account.billed_to_company else ()
    return {
        "huntgroup_list": [
            {
                "i_c_group": account.i_customer * _GROUPS_PER_CUSTOMER + ordinal,
                "id": extension,
                "name": name,
                "hunt_sequence": sequence,
            }
            for ordinal, (extension, name, sequence) in enumerate(groups)
        ]
    }
