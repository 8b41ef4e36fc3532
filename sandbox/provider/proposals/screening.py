"""Call screening (12): the methods' names are known; their service and records are proposals.

A rule says what becomes of calls from someone, to some number, at some time. Each of the three is
a condition, which several rules may share, or null for any.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.provider.features import effective_flag
from sandbox.provider.methods import Answer, Call, Renaming, as_integer, serves
from sandbox.provider.model import Account, Row

SIDES = ("from", "to", "time")
_ACTIONS = range(8)  # the masks of the default answering mode (6.5)

Handler = Callable[[Call], Answer]


@dataclass(slots=True)
class Screening:
    """What an account has, as rows of the wire; a rule names its conditions by their ids."""

    rules: list[Row] = field(default_factory=list)
    conditions: list[Row] = field(default_factory=list)


def _reads(method: str, renamed: str, key: str) -> Callable[[Handler], Handler]:
    other = Renaming(f"Account/{renamed}", {}, {key: renamed.removeprefix("get_")})
    return serves(f"CallProcessing/{method}", "i_account", certainty="proposed", renamed=other)


def _writes(method: str, param: str) -> Callable[[Handler], Handler]:
    other = Renaming(
        f"Account/{method.replace('cp_', 'screening_')}",
        {param: param.replace("cp_", "screening_")},
    )
    return serves(
        f"CallProcessing/{method}", param, certainty="proposed", write=True, renamed=other
    )


@_reads("get_cp_rule_list", "get_screening_rules", "cp_rule_list")
def get_cp_rule_list(call: Call) -> Row:
    """In the order in which they are tried."""
    screening = _screening(call, call.account())
    named = {row["i_cp_condition"]: row["name"] for row in screening.conditions}
    rows = []
    for rule in sorted(screening.rules, key=lambda rule: int(rule["order"])):
        conditions = {
            side: rule[side] and {"i_cp_condition": rule[side], "name": named[rule[side]]}
            for side in SIDES
        }
        rows.append(rule | conditions)
    return {"cp_rule_list": rows}


@_writes("add_cp_rule", "cp_rule_info")
def add_cp_rule(call: Call) -> Row:
    given = call.record("cp_rule_info")
    account = call.account_of(given.get("i_account"))
    screening = _screening(call, account)
    row = _blank_rule(len(screening.rules) + 1) | _checked_rule(call, screening, given)
    row["i_cp_rule"] = account.next_id("cp_rule")
    screening.rules.append(row)
    return _changed(call, account, {"i_cp_rule": row["i_cp_rule"]})


@_writes("update_cp_rule", "cp_rule_info")
def update_cp_rule(call: Call) -> Row:
    given = call.record("cp_rule_info")
    account = call.account_of(given.get("i_account"))
    screening = _screening(call, account)
    row = _found(call, screening.rules, "i_cp_rule", given)
    row |= _checked_rule(call, screening, given)
    return _changed(call, account, {"i_cp_rule": row["i_cp_rule"]})


@_writes("delete_cp_rule", "i_cp_rule")
def delete_cp_rule(call: Call) -> Row:
    account = call.account()
    rules = _screening(call, account).rules
    rules.remove(_found(call, rules, "i_cp_rule", call.params))
    return _changed(call, account, {"success": 1})


@_reads("get_cp_condition_list", "get_screening_conditions", "cp_condition_list")
def get_cp_condition_list(call: Call) -> Row:
    return {"cp_condition_list": _screening(call, call.account()).conditions}


@_writes("add_cp_condition", "cp_condition_info")
def add_cp_condition(call: Call) -> Row:
    given = call.record("cp_condition_info")
    account = call.account_of(given.get("i_account"))
    screening = _screening(call, account)
    if given.get("type") not in SIDES:
        raise call.invalid("invalid_value", f"A condition's type is one of {', '.join(SIDES)}.")
    blank: Row = {"name": "", "type": given["type"], "number_pattern_list": [], "period": None}
    content = _checked_condition(call, blank, given)
    row = {"i_cp_condition": account.next_id("cp_condition")} | content
    screening.conditions.append(row)
    return _changed(call, account, {"i_cp_condition": row["i_cp_condition"]})


@_writes("update_cp_condition", "cp_condition_info")
def update_cp_condition(call: Call) -> Row:
    given = call.record("cp_condition_info")
    account = call.account_of(given.get("i_account"))
    row = _found(call, _screening(call, account).conditions, "i_cp_condition", given)
    if given.get("type", row["type"]) != row["type"]:
        raise call.invalid("invalid_value", "A rule may rest on this condition: its type stays.")
    row |= _checked_condition(call, row, given)
    return _changed(call, account, {"i_cp_condition": row["i_cp_condition"]})


@_writes("delete_cp_condition", "i_cp_condition")
def delete_cp_condition(call: Call) -> Row:
    account = call.account()
    screening = _screening(call, account)
    row = _found(call, screening.conditions, "i_cp_condition", call.params)
    if any(row["i_cp_condition"] == rule[side] for rule in screening.rules for side in SIDES):
        raise call.invalid("condition_in_use", "A rule rests on this condition.")
    screening.conditions.remove(row)
    return _changed(call, account, {"success": 1})


def _screening(call: Call, account: Account) -> Screening:
    if effective_flag(account, "call_processing") != "Y":
        raise call.invalid("call_processing_disabled", "Call screening is switched off.")
    screening = account.part(Screening)
    if not account.numbered["cp_condition"]:
        _start(account, screening)
    return screening


def _start(account: Account, screening: Screening) -> None:
    """What everybody finds on the first day: a night that is quiet, but for one caller."""
    caller, night = (account.next_id("cp_condition") for _ in range(2))
    screening.conditions += [
        {
            "i_cp_condition": caller,
            "name": "Mum",
            "type": "from",
            "number_pattern_list": [{"number": "12125550123"}],
            "period": None,
        },
        {
            "i_cp_condition": night,
            "name": "Night",
            "type": "time",
            "number_pattern_list": [],
            "period": "hr{22-23},hr{0-6}",
        },
    ]
    for order, side, condition, action, description in (
        (1, "from", caller, 1, "Mum always rings"),
        (2, "time", night, 4, "Voicemail at night"),
    ):
        rule = _blank_rule(order) | {
            "i_cp_rule": account.next_id("cp_rule"),
            side: condition,
            "action": action,
            "description": description,
        }
        screening.rules.append(rule)


def _blank_rule(order: int) -> Row:
    sides: Row = dict.fromkeys(SIDES)
    return {"order": order, "enabled": "Y", **sides, "action": 7, "description": ""}


def _changed(call: Call, account: Account, answer: Row) -> Row:
    call.switch.settings_changed(account)
    return answer


def _found(call: Call, rows: list[Row], key: str, given: Row) -> Row:
    wanted = as_integer(given.get(key))
    for row in rows:
        if row[key] == wanted:
            return row
    raise call.invalid("not_found", f"There is no such {key.removeprefix('i_cp_')}.")


def _checked_rule(call: Call, screening: Screening, given: Row) -> Row:
    """The fields given, each of a value that the switch takes."""
    changes: Row = {}
    for key in ("order", "action"):
        if key in given:
            changes[key] = as_integer(given[key])
    if changes.get("action", 0) not in _ACTIONS:
        raise call.invalid("invalid_value", f"{given['action']!r} is not an action.")
    if (changes.get("order", 1) or 0) < 1:
        raise call.invalid("invalid_value", "order counts from 1.")
    if given.get("enabled", "Y") not in ("Y", "N"):
        raise call.invalid("invalid_value", "enabled must be Y or N.")
    for key in ("enabled", "description"):
        if key in given:
            changes[key] = call.words(key, given[key])
    return changes | {side: _side(call, screening, side, given) for side in SIDES if side in given}


def _side(call: Call, screening: Screening, side: str, given: Row) -> int | None:
    """The condition that a rule is given for a side: an object with its id, or nothing for any."""
    if given[side] in (None, {}):
        return None
    if not isinstance(given[side], dict):
        raise call.invalid("invalid_value", f"{side} must be a condition.")
    condition = _found(call, screening.conditions, "i_cp_condition", given[side])
    if condition["type"] != side:
        raise call.invalid("invalid_value", f"This condition is not of the type {side}.")
    return int(condition["i_cp_condition"])


def _checked_condition(call: Call, before: Row, given: Row) -> Row:
    """The condition as it will be: with a name, and with numbers or a period as its type asks."""
    row = dict(before)
    for key in ("name", "period"):
        if key in given:
            row[key] = call.words(key, given[key])
    if "number_pattern_list" in given:
        row["number_pattern_list"] = _patterns(call, given["number_pattern_list"])
    if not row["name"]:
        raise call.invalid("missing_parameter", "name is required.")
    needed = "period" if row["type"] == "time" else "number_pattern_list"
    if not row[needed]:
        raise call.invalid("missing_parameter", f"{needed} is required.")
    return row


def _patterns(call: Call, given: object) -> list[Row]:
    items = given if isinstance(given, list) else [None]
    numbers = [item.get("number") if isinstance(item, dict) else None for item in items]
    if not all(numbers):
        raise call.invalid("invalid_value", "number_pattern_list must hold objects with a number.")
    return [{"number": call.words("number", number)} for number in numbers]
