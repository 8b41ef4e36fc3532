"""Where the emergency services are to go (15): the record and its methods are proposals."""

from dataclasses import dataclass, field

from sandbox.provider.features import effective_flag
from sandbox.provider.methods import Call, Renaming, serves
from sandbox.provider.model import Account, Row

FIELDS = ("name", "street", "house_number", "unit", "city", "state", "zip", "country")
_REQUIRED = ("street", "city", "country")


@dataclass(slots=True)
class EmergencyAddress:
    """Empty until the account first says where it is."""

    fields: Row = field(default_factory=dict)


@serves(
    "Account/get_e911_address",
    "i_account",
    certainty="proposed",
    renamed=Renaming("Account/get_emergency_address", {}, {"e911_address": "address"}),
)
def get_e911_address(call: Call) -> Row:
    """`e911_address` is null where there is none."""
    return {"e911_address": _kept(call, call.account()).fields or None}


@serves(
    "Account/update_e911_address",
    f"i_account {' '.join(FIELDS)}",
    certainty="proposed",
    write=True,
    renamed=Renaming("Account/set_emergency_address", {"zip": "postal_code"}),
)
def update_e911_address(call: Call) -> Row:
    """Change the fields given; what results must be a place that one can be sent to."""
    account = call.account()
    kept = _kept(call, account)
    changed = dict.fromkeys(FIELDS) | kept.fields
    changed |= {key: call.words(key, call.params[key]) for key in FIELDS if key in call.params}
    for key in _REQUIRED:
        if not changed[key]:
            raise call.invalid("missing_parameter", f"{key} is required.")
    kept.fields = changed
    call.switch.settings_changed(account)
    return {"success": 1}


def _kept(call: Call, account: Account) -> EmergencyAddress:
    if effective_flag(account, "emergency") != "Y":
        raise call.invalid("emergency_disabled", "Emergency calls are not part of this service.")
    return account.part(EmergencyAddress)
