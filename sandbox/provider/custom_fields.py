"""Extra information: fields that the provider defines and the account fills in."""

from typing import Any

from sandbox.provider.changes import CUSTOM_FIELD
from sandbox.provider.methods import BOTH, Call, serves
from sandbox.provider.model import Account, Row

# What a definition holds is proposed: only the method's name is known.
SCHEMA: tuple[Row, ...] = (
    {"i_custom_field": 11, "name": "Cost Center", "type": "text", "mandatory": "N"},
    {"i_custom_field": 12, "name": "Department", "type": "text", "mandatory": "N"},
    {
        "i_custom_field": 13,
        "name": "Paper invoice",
        "type": "list",
        "mandatory": "Y",
        "properties": [{"value": "1", "name": "Yes"}, {"value": "0", "name": "No"}],
    },
)


def has_custom_fields(account: Account) -> bool:
    """A company keeps such data for its lines itself."""
    return not account.billed_to_company


def _schema(account: Account) -> tuple[Row, ...]:
    return SCHEMA if has_custom_fields(account) else ()


@serves("Account/get_custom_fields_schema", "i_account", realms=BOTH, certainty="inferred")
def get_custom_fields_schema(call: Call) -> Row:
    account = call.account()
    visible = "N" if "custom_fields" in account.empty else "Y"
    rows = [{"visible": visible, "properties": [], **definition} for definition in _schema(account)]
    return {"custom_fields_list": rows}


@serves("Account/get_custom_fields_values", "i_account", realms=BOTH)
def get_custom_fields_values(call: Call) -> Row:
    account = call.account()
    return {"custom_fields_values": [_row(account, field) for field in _schema(account)]}


def _row(account: Account, field: Row) -> Row:
    key = field["i_custom_field"]
    value = account.custom_values.get(key)
    named = {choice["value"]: choice["name"] for choice in field.get("properties", ())}
    return {
        "i_custom_field": key,
        "i_custom_field_value": None if value is None else account.i_account * 100 + key,
        "name": field["name"],
        "db_value": value,
        "text_value": named.get(value, value),
    }


@serves(
    "Account/update_custom_fields_values",
    "i_account custom_fields_values",
    realms=BOTH,
    write=True,
)
def update_custom_fields_values(call: Call) -> Row:
    """Change the fields named, all of them or none; an empty text clears one."""
    account = call.account()
    given = call.params.get("custom_fields_values")
    if not isinstance(given, list):
        raise call.invalid("missing_parameter", "custom_fields_values is required.")
    account.custom_values |= dict(_change(call, account, item) for item in given)
    call.switch.settings_changed(account, CUSTOM_FIELD)
    return {"i_account": account.i_account}


def _change(call: Call, account: Account, item: Any) -> tuple[int, str | None]:
    """The field, named or numbered, and what it is to hold."""
    if not isinstance(item, dict):
        raise call.invalid("invalid_value", "custom_fields_values must hold objects.")
    for field in _schema(account):
        if item.get("name") == field["name"] or str(item.get("i_custom_field")) == str(
            field["i_custom_field"]
        ):
            return field["i_custom_field"], _value(call, field, item.get("db_value"))
    raise call.invalid("unknown_field", "There is no such custom field.")


def _value(call: Call, field: Row, given: Any) -> str | None:
    value = call.words("db_value", given) or None
    if value is None and field["mandatory"] == "Y":
        raise call.invalid("missing_parameter", f"{field['name']} is required.")
    allowed = [choice["value"] for choice in field.get("properties", ())]
    if allowed and value not in allowed:
        raise call.invalid("invalid_value", f"{value!r} is not a value of {field['name']}.")
    return value
