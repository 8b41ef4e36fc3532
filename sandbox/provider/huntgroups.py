"""Hunt groups: several phones of a company that ring for one extension."""

from dataclasses import dataclass, field

from sandbox.provider.methods import BOTH, Call, serves
from sandbox.provider.model import Account, Row
from sandbox.provider.tokens import ADMINS

# Extension, name, and how its members ring.
_GROUPS = (("200", "Sales", "Simultaneous"), ("201", "Support", "Order"))
_GROUPS_PER_CUSTOMER = 10


# The second name is the one that older releases had (from MR49).
@serves("Account/get_account_huntgroups_list", "i_account", realms=BOTH, certainty="inferred")
@serves("Account/get_member_of_huntgroups_list", "i_account", realms=BOTH, certainty="inferred")
def get_account_huntgroups_list(call: Call) -> Row:
    """The groups that the account is in; only a company's lines are in any."""
    account = call.account()
    return {"huntgroup_list": _groups(account.i_customer) if account.billed_to_company else []}


def _groups(i_customer: int) -> list[Row]:
    return [
        {
            "i_c_group": i_customer * _GROUPS_PER_CUSTOMER + ordinal,
            "id": extension,
            "name": name,
            "hunt_sequence": sequence,
        }
        for ordinal, (extension, name, sequence) in enumerate(_GROUPS)
    ]


@dataclass(slots=True)
class Agent:
    """The hunt groups, by their numbers, that a member has logged out of."""

    left: set[str] = field(default_factory=set)


@serves("Customer/get_huntgroup_list", "i_customer limit offset get_total", realms=(ADMINS,))
def get_huntgroup_list(call: Call) -> Row:
    """A customer's groups with their members; calls to the first one wait in a queue."""
    i_customer = call.needed_integer("i_customer")
    if call.integer("offset") and call.integer("limit") is None:
        raise call.invalid("missing_parameter", "offset needs limit.")
    members = [a for a in call.switch.of_customer(i_customer) if a.billed_to_company]
    groups = [
        group
        | {
            "assigned_extensions": [_member(account, group["id"]) for account in members],
            "assigned_callqueue": {} if ordinal else {"i_c_queue": group["i_c_group"]},
        }
        for ordinal, group in enumerate(_groups(i_customer) if members else [])
    ]
    return call.listed("huntgroup_list", call.page(groups), len(groups))


def _member(account: Account, group: str) -> Row:
    agent = account.parts.get(Agent)
    return {
        "type": "Account",
        "account_id": account.number,
        "id": account.extension_id,
        "name": account.name,
        "hunt_active": "N" if agent and group in agent.left else "Y",
    }


@serves(
    "Account/update_huntgroups_subscription",
    "i_account subscribe_to_huntgroups unsubscribe_from_huntgroups",
    realms=(ADMINS,),
    write=True,
)
def update_huntgroups_subscription(call: Call) -> Row:
    """A group in both lists is left; success is answered whatever was named."""
    account = call.account()
    agent = account.part(Agent)
    agent.left -= _named(call, "subscribe_to_huntgroups")
    agent.left |= _named(call, "unsubscribe_from_huntgroups")
    call.switch.settings_changed(account)
    return {"success": 1}


def _named(call: Call, key: str) -> set[str]:
    return {str(group["id"]) for group in call.params.get(key) or []}
