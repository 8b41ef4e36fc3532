"""The rows of forwarding as they begin: the follow-me record, and a number under it."""

from sandbox.provider.model import Account, Row

DEFAULTS: Row = {
    "domain": None,
    "active": "Y",
    "timeout": 15,
    "keep_original_cli": "Y",
    "keep_original_cld": "N",
    "use_tcp": "N",
    "max_sim_calls": None,
    "name": "",
    "period": "Always",
    "period_description": "Always",
    "weight": 0.0,
}


def follow_me(account: Account, i_follow_me: int) -> Row:
    return {
        "i_follow_me": i_follow_me,
        "i_account": account.i_account,
        "sequence": "Order",
        "timeout": 30,
        "max_forwards": None,
        "period": "Always",
    }


def follow_me_number(account: Account, i_follow_me_number: int, parent: int, order: int) -> Row:
    return {
        "i_follow_me_number": i_follow_me_number,
        "i_follow_me": parent,
        "i_account": account.i_account,
        "i_follow_order": order,
        **DEFAULTS,
    }
