"""The phone and its calls now (5.4): names are known, services and most of the answers are not."""

from sandbox.provider.devices import user_agent
from sandbox.provider.methods import Call, Renaming, serves
from sandbox.provider.model import Account, Row


@serves(
    "Account/get_sip_status",
    "i_account",
    certainty="proposed",
    renamed=Renaming("UA/get_registration", {}, {"sip_status": "registered", "sip_info": "phone"}),
)
def get_sip_status(call: Call) -> Row:
    account = call.account()
    answer: Row = {"sip_status": account.sip_status}
    if account.sip_status:
        answer["sip_info"] = {
            "contact": f"sip:{account.number}@{_address(account)}:5060",
            "user_agent": user_agent(account),
        }
    return answer


@serves(
    "Account/get_sip_calls_list",
    "i_account",
    certainty="proposed",
    renamed=Renaming("UA/list_calls", {}, {"sip_calls_list": "calls"}),
)
def get_sip_calls_list(call: Call) -> Row:
    """Nobody talks just now: calls from the desk are over at once."""
    call.account()
    return {"sip_calls_list": []}


def _address(account: Account) -> str:
    """Of the addresses that documentation uses (RFC 5737)."""
    return f"192.0.2.{account.i_account % 250 + 1}"
