"""The device that the provider has assigned to a line; its fields are not public."""

from sandbox.provider.methods import BOTH, Call, serves
from sandbox.provider.model import Account, Row


@serves("Account/get_ua_info", "i_account", realms=BOTH)
def get_ua_info(call: Call) -> Row:
    """An empty object where the subscriber uses an app or a phone of their own."""
    account = call.account()
    if not has_device(account):
        return {"ua_info": {}}
    return {
        "ua_info": {
            "i_ua": account.i_account + 7000,
            "name": "Desk phone",
            "ua_type_name": user_agent(account),
            "mac": f"02005e{account.i_account:06x}",
            "port": 1,
        }
    }


def has_device(account: Account) -> bool:
    return account.i_account % 2 == 0 and "devices" not in account.empty


def user_agent(account: Account) -> str:
    return "Yealink SIP-T31P" if has_device(account) else "Zoiper 5.6"
