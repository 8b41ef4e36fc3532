"""The account's phone book with speed dial, and the company's directory."""

from typing import Any

from sandbox.provider import favorites, seed
from sandbox.provider.favorites import Favorites
from sandbox.provider.features import effective_values
from sandbox.provider.methods import Call, as_integer, serves
from sandbox.provider.model import Account, Row
from sandbox.provider.xdr import matches

TYPES = ("work", "home", "mobile", "other")


@serves("Account/get_phonebook_list", "i_account limit offset get_total phone_number_pattern")
def get_phonebook_list(call: Call) -> Row:
    pattern = call.text("phone_number_pattern")
    found = [
        row
        for row in seed.phonebook(call.switch, call.account())
        if not pattern or matches(pattern, row["phone_number"])
    ]
    rows = [favorites.shown(call, row) for row in call.page(found)]
    return call.listed("phonebook_rec_list", rows, len(found))


@serves("Account/get_phonebook_record", "i_account_phonebook", certainty="inferred")
def get_phonebook_record(call: Call) -> Row:
    row = _record(call, call.params.get("i_account_phonebook"))
    return {"phonebook_rec_info": favorites.shown(call, row)}


@serves("Account/add_phonebook_record", "phonebook_rec_info", write=True)
def add_phonebook_record(call: Call) -> Row:
    given = call.record("phonebook_rec_info")
    account = call.account_of(given.get("i_account"))
    changes = _checked(call, account, given, None)
    since = favorites.plan(call, None, str(changes["phone_number"]), given)
    records = seed.phonebook(call.switch, account)
    row: Row = {
        "i_account_phonebook": account.next_id("phonebook"),
        "i_account": account.i_account,
        "name": "",
        "phone_type": "other",
        "dial_id": None,
        **changes,
    }
    records.append(row)
    account.part(Favorites).put(row, since)
    call.switch.settings_changed(account)
    return {"i_account_phonebook": row["i_account_phonebook"]}


@serves("Account/update_phonebook_record", "phonebook_rec_info", write=True)
def update_phonebook_record(call: Call) -> Row:
    given = call.record("phonebook_rec_info")
    account = call.account_of(given.get("i_account"))
    row = _record(call, given.get("i_account_phonebook"))
    changes = _checked(call, account, given, row)
    number = str(changes.get("phone_number", row["phone_number"]))
    account.part(Favorites).put(row, favorites.plan(call, row, number, given))
    row |= changes
    call.switch.settings_changed(account)
    return {"i_account_phonebook": row["i_account_phonebook"]}


@serves("Account/delete_phonebook_record", "i_account_phonebook", write=True)
def delete_phonebook_record(call: Call) -> Row:
    account = call.account()
    row = _record(call, call.params.get("i_account_phonebook"))
    favorites.plan(call, row, "", {})
    account.part(Favorites).put(row, None)
    seed.phonebook(call.switch, account).remove(row)
    call.switch.settings_changed(account)
    return {"success": 1}


def _record(call: Call, wanted: Any) -> Row:
    key = as_integer(wanted)
    for row in seed.phonebook(call.switch, call.account()):
        if row["i_account_phonebook"] == key:
            return row
    raise call.invalid("record_not_found", "There is no such phone book record.")


def _checked(call: Call, account: Account, given: Row, changed: Row | None) -> Row:
    """The fields given, each of a value that the switch takes; a record always has a number."""
    changes: Row = {
        key: call.words(key, given[key])
        for key in ("phone_number", "name", "phone_type")
        if key in given
    }
    if not changes.get("phone_number", changed):
        raise call.invalid("missing_parameter", "phone_number is required.")
    if changes.get("phone_type", "other") not in TYPES:
        raise call.invalid("invalid_value", "There is no such phone type.")
    if "dial_id" in given:
        changes["dial_id"] = _dial_id(call, account, given["dial_id"], changed)
    return changes


def _dial_id(call: Call, account: Account, value: Any, changed: Row | None) -> int | None:
    """A free speed dial code; None for none. Its length counts where short codes are dialed."""
    if value in (None, ""):
        return None
    code = as_integer(value)
    if code is None or code < 0:
        raise call.invalid("invalid_dial_id", "A speed dial code is a whole number.")
    limits = effective_values(account, "phonebook")
    digits = as_integer(limits["abbrev_dial"][0]) or 1
    if limits["enable_abbrev_dial"] == ["Y"] and len(str(code)) > digits:
        raise call.invalid("invalid_dial_id", f"A speed dial code has at most {digits} digits.")
    rows = seed.phonebook(call.switch, account)
    if any(row["dial_id"] == code for row in rows if row is not changed):
        raise call.invalid("dial_id_taken", "This speed dial code is in use.")
    return code


@serves("UA/get_phone_directory_list", "get_total limit offset")
def get_phone_directory_list(call: Call) -> Row:
    """One directory: the company's own accounts."""
    account = call.account()
    row = {"i_ua_config_directory": account.i_customer, "name": account.customer_name}
    rows = [] if "phonebook" in account.empty else [row]
    return call.listed("phone_directory_list", rows, len(rows))


@serves("UA/get_phone_directory_info", "i_ua_config_directory get_records get_total limit offset")
def get_phone_directory_info(call: Call) -> Row:
    account = call.account()
    if call.needed_integer("i_ua_config_directory") != account.i_customer:
        raise call.invalid("directory_not_found", "There is no such directory.")
    found = call.switch.of_customer(account.i_customer)
    info: Row = {"i_ua_config_directory": account.i_customer, "name": account.customer_name}
    if call.switched_on("get_records"):
        info["directory_records"] = [
            {
                "first_name": colleague.contact["firstname"],
                "last_name": colleague.contact["lastname"],
                "office_number": colleague.number,
                "mobile_number": colleague.contact["phone1"],
                "other_number": "",
            }
            for colleague in call.page(found)
        ]
    answer: Row = {"phone_directory_info": info}
    return answer | {"total": len(found)} if call.switched_on("get_total") else answer
