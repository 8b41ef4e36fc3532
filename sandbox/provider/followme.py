"""Forwarding: the follow-me record and the numbers under it."""

import re
from typing import Any

from sandbox.provider import seed
from sandbox.provider.features import effective_flag
from sandbox.provider.follow_me_rows import DEFAULTS, follow_me, follow_me_number
from sandbox.provider.methods import BOTH, Call, as_integer, as_money, serves
from sandbox.provider.model import Account, Row

SEQUENCES = ("Order", "Random", "Simultaneous")
ALLOWED_DOMAINS = ("sip.example.com", "pbx.example.net", "example.com")
DIALABLE = re.compile(r"[+*#\w.\-]{1,64}")
_CHOICES = {
    "active": ("Y", "N"),
    "keep_original_cli": ("Y", "I", "N"),
    "keep_original_cld": ("Y", "N"),
    "use_tcp": ("Y", "N"),
}
_WHOLE = ("timeout", "i_follow_order", "max_sim_calls")
_REQUIRED = ("redirect_number", "i_follow_order", "timeout", "period")


@serves("Account/get_account_followme", "i_account", realms=BOTH)
def get_account_followme(call: Call) -> Row:
    """`followme_numbers` is null where nothing was ever forwarded."""
    account = _named(call, call.params.get("i_account"))
    if account.followme is None:
        return {"followme_info": {}, "followme_numbers": None}
    ordered = sorted(account.numbers, key=lambda row: row["i_follow_order"])
    return {"followme_info": dict(account.followme), "followme_numbers": [dict(n) for n in ordered]}


@serves("Account/update_account_followme", "i_account followme_info", realms=BOTH, write=True)
def update_account_followme(call: Call) -> Row:
    given = call.record("followme_info")
    account = _named(call, given.get("i_account", call.params.get("i_account")))
    changes: Row = {}
    for key in ("timeout", "max_forwards"):
        if given.get(key) is not None:
            changes[key] = _whole(call, key, given[key])
    for key in ("sequence", "period"):
        if given.get(key) is not None:
            changes[key] = call.words(key, given[key])
    if changes.get("sequence", "Order") not in SEQUENCES:
        raise call.invalid("invalid_value", "There is no such sequence.")
    parent = _parent(call, account)
    parent |= changes
    call.switch.settings_changed(account)
    return {"i_follow_me": parent["i_follow_me"]}


def _named(call: Call, i_account: object) -> Account:
    """The account meant, with the numbers that it has from its first day."""
    account = call.account_of(i_account)
    seed.forwarding(call.switch, account)
    return account


def _parent(call: Call, account: Account) -> Row:
    """The record the numbers hang under; made by the first call that needs it."""
    if account.followme is None:
        account.followme = follow_me(account, next(call.switch.ids.follow_me))
    return account.followme


@serves("Account/add_followme_number", "number_info", realms=BOTH, write=True)
def add_followme_number(call: Call) -> Row:
    given = call.record("number_info")
    account = _named(call, given.get("i_account"))
    mode = effective_flag(account, "forward_mode")
    if mode == "N":
        raise call.invalid("forwarding_disabled", "Forwarding is switched off for this account.")
    if mode == "C" and account.numbers:
        raise call.invalid("too_many_numbers", "Simple forwarding has one number only.")
    changes = _checked(call, given)
    if "redirect_number" not in changes:
        raise call.invalid("missing_parameter", "redirect_number is required.")
    key, parent = next(call.switch.ids.follow_me_number), _parent(call, account)["i_follow_me"]
    row = follow_me_number(account, key, parent, len(account.numbers) + 1) | changes
    account.numbers.append(row)
    call.switch.settings_changed(account)
    return {"i_follow_me_number": row["i_follow_me_number"]}


@serves("Account/update_followme_number", "number_info", realms=BOTH, write=True)
def update_followme_number(call: Call) -> Row:
    given = call.record("number_info")
    account = _named(call, given.get("i_account"))
    row = _number(call, account, given.get("i_follow_me_number"))
    row |= _checked(call, given)
    call.switch.settings_changed(account)
    return {"i_follow_me_number": row["i_follow_me_number"]}


@serves("Account/delete_followme_number", "i_follow_me_number i_account", realms=BOTH, write=True)
def delete_followme_number(call: Call) -> Row:
    account = _named(call, call.params.get("i_account"))
    row = _number(call, account, call.params.get("i_follow_me_number"))
    account.numbers.remove(row)
    for order, left in enumerate(sorted(account.numbers, key=_order), start=1):
        left["i_follow_order"] = order
    call.switch.settings_changed(account)
    return {"success": 1}


def _order(row: Row) -> int:
    return int(row["i_follow_order"])


def _number(call: Call, account: Account, wanted: Any) -> Row:
    key = as_integer(wanted)
    for row in account.numbers:
        if row["i_follow_me_number"] == key:
            return row
    raise call.invalid("number_not_found", "There is no such follow-me number.")


def _checked(call: Call, given: Row) -> Row:
    """The changeable fields among those given, each of a value the switch takes."""
    changes: Row = {}
    for key in ("redirect_number", "i_follow_order", *DEFAULTS):
        if key in given:
            changes[key] = _value(call, key, given[key])
    return changes


def _value(call: Call, key: str, value: Any) -> Any:
    if value is None and key in _REQUIRED:
        raise call.invalid("invalid_value", f"{key} cannot be empty.")
    if key in _CHOICES:
        if value not in _CHOICES[key]:
            raise call.invalid("invalid_value", f"{value!r} is not a value of {key}.")
        return value
    if key in _WHOLE:
        return None if value is None else _whole(call, key, value)
    if key == "weight":
        return float(as_money(value) or 0)
    text = call.words(key, value)
    if key == "redirect_number" and not DIALABLE.fullmatch(text or ""):
        raise call.invalid("invalid_number", "The number has characters that cannot be dialed.")
    if key == "domain" and text and text not in ALLOWED_DOMAINS:
        raise call.invalid("domain_not_allowed", "Forwarding to this domain is not allowed.")
    return text


def _whole(call: Call, key: str, value: Any) -> int:
    number = as_integer(value)
    if number is None or number < 0:
        raise call.invalid("invalid_value", f"{key} must be a whole number.")
    return number
