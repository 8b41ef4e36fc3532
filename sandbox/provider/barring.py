"""Call barring: classes of numbers that an account may keep its phone from calling.

Which of them are barred is an attribute of the service feature `call_barring`.
"""

from sandbox.provider.features import checks, effective_values
from sandbox.provider.methods import BOTH, Call, as_integer, serves
from sandbox.provider.model import Account, OwnFeature, Row

_RULES = "call_barring_rules"
_CLASSES: dict[int, tuple[str, tuple[str, ...]]] = {
    1823: ("International calls", ("011%", "00%")),
    1824: ("Premium rate", ("1900%", "1976%")),
    1825: ("Directory assistance", ("411", "1411")),
    1826: ("Mobile numbers", ("1206555%",)),
}


@checks("call_barring")
def _known(call: Call, _: Account, wanted: OwnFeature) -> None:
    for rule in wanted.values.get(_RULES, []):
        if rule is not None and as_integer(rule) not in _CLASSES:
            raise call.invalid("unknown_barring_class", f"There is no call barring class {rule}.")


@serves("Account/get_call_barring_options", "i_account", realms=BOTH, certainty="inferred")
def get_call_barring_options(call: Call) -> Row:
    """Every class, and whether it is on the account's list; the feature's flag is not in this."""
    barred = {as_integer(rule) for rule in effective_values(call.account(), "call_barring")[_RULES]}
    return {
        "call_barring_options": [
            {"i_cp_condition": key, "name": name, "barred": "Y" if key in barred else "N"}
            for key, (name, _) in _CLASSES.items()
        ]
    }


@serves(
    "CallBarring/get_call_barring_class_info", "i_cp_condition", realms=BOTH, certainty="inferred"
)
def get_call_barring_class_info(call: Call) -> Row:
    key = call.needed_integer("i_cp_condition")
    if key not in _CLASSES:
        raise call.invalid("class_not_found", "There is no such call barring class.")
    name, patterns = _CLASSES[key]
    return {
        "call_barring_class_info": {
            "i_cp_condition": key,
            "name": name,
            "number_pattern_list": [{"number": pattern} for pattern in patterns],
        }
    }
