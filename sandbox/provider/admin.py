"""The sliver of the admin realm that signing in by link or code needs, and what WebTrit asks."""

import secrets
from typing import Any

from sandbox.provider import account as accounts
from sandbox.provider import faults, numbers, xdr
from sandbox.provider.faults import Fault
from sandbox.provider.methods import Answer, Call, serves
from sandbox.provider.model import Account, Row, Switch
from sandbox.provider.tokens import ACCOUNTS, ADMINS

VERSION = "MR130"
_ADMIN = (ADMINS,)

_LIST = (
    "i_customer i_account id login phone1 email firstname lastname extension_name extension_id "
    "limit offset get_total with_aliases get_not_closed_accounts get_only_real_accounts "
    "bill_status billing_model get_statuses limit_alias_did_number_list get_service_features "
    "detailed_info custom_fields_values"
)
# [I] No public client looks an account up by its owner's phone, and the filters of the list
# method are known only in part: these are accepted, all must match, `%` is the wildcard.
_TEXT_FILTERS = (
    "id", "login", "phone1", "email", "firstname", "lastname", "extension_id", "extension_name",
)  # fmt: skip


@serves("Account/get_account_list", _LIST, realms=_ADMIN)
def get_account_list(call: Call) -> Row:
    """Features come only when asked for; names, extension and SIP status always do."""
    found = [account for account in call.switch.accounts.values() if _wanted(call, account)]
    page = call.page(found)
    call.params = {**call.params, "detailed_info": 1}
    if not call.params.get("get_service_features"):
        call.params["without_service_features"] = 1
    return call.listed("account_list", [_listed(call, account) for account in page], len(found))


def _wanted(call: Call, account: Account) -> bool:
    for key in ("i_customer", "i_account", "billing_model"):
        wanted = call.integer(key)
        if wanted is not None and wanted != getattr(account, key):
            return False
    if call.switched_on("get_not_closed_accounts") and account.bill_status == "C":
        return False
    if call.text("bill_status") not in ("", account.bill_status):
        return False
    if not _has(account, call.params.get("custom_fields_values")):
        return False
    values = account.contact | {
        "id": account.number,
        "login": account.login,
        "extension_id": account.extension_id,
        "extension_name": account.name,
    }
    return all(
        xdr.matches(call.text(key), values[key] or "") for key in _TEXT_FILTERS if call.text(key)
    )


def _has(account: Account, wanted: Any) -> bool:
    """Whether the account's custom fields hold what is asked for."""
    kept = {str(key): value for key, value in account.custom_values.items()}
    return all(
        kept.get(str(field.get("i_custom_field"))) == str(field.get("db_value"))
        for field in wanted or []
    )


def _listed(call: Call, account: Account) -> Row:
    row = accounts.info(call, account)
    if call.switched_on("with_aliases"):
        row["alias_list"] = numbers.alias_rows(account)
    wanted = call.params.get("get_service_features")
    if isinstance(wanted, list):
        row["service_features"] = [f for f in row["service_features"] if f["name"] in wanted]
    return row


@serves(
    "AccessControl/create_otp", "send_to id notification_type operation", realms=_ADMIN, write=True
)
def create_otp(call: Call) -> Row:
    """Send a code; it can be verified only in this session."""
    account = call.account_of(call.params.get("id"))
    channel = call.text("notification_type") or "mail"
    if channel not in {"mail", "sms"}:
        raise call.invalid("invalid_value", "There is no such notification type.")
    contact = account.contact
    to = contact["phone1"] if channel == "sms" else contact["email"] or contact["bcc"]
    if not to:
        raise Fault(faults.NO_ADDRESSEE, "The recipient and BCC are empty.")
    code = f"{secrets.randbelow(10**8):08d}"
    if call.session is not None:
        call.session.codes[code] = account.i_account
    call.switch.post(account.i_account, channel, to, code)
    return {"success": 1}


@serves("AccessControl/verify_otp", "one_time_password operation", realms=_ADMIN)
def verify_otp(call: Call) -> Row:
    """A wrong code is no fault but success 0; a right one works once."""
    codes = call.session.codes if call.session else {}
    return {"success": 1 if codes.pop(call.text("one_time_password"), None) else 0}


@serves("Session/login_to_realm", "login realm", realms=_ADMIN)
def login_to_realm(call: Call) -> Row:
    """A session of the account, known to have an id and an access token, and nothing else."""
    account = call.switch.with_login(call.text("login"))
    if call.text("realm") != ACCOUNTS or account is None:
        raise call.invalid("login_failed", "There is no such login in this realm.")
    session = call.sessions.open(ACCOUNTS, account.i_account, account.login, lent=True)
    return {"session_id": session.session_id, "access_token": session.access_token}


@serves("Generic/get_version", realms=_ADMIN)
def get_version(call: Call) -> Row:
    return {"version": VERSION}


@serves("Generic/get_session_data", realms=_ADMIN)
def get_session_data(call: Call) -> Row:
    """The mode of the site that answers; clients come back to the main one by it."""
    return {"operating_mode": call.switch.settings.operating_mode}


@serves("Env/get_env_info", realms=_ADMIN)
def get_env_info(call: Call) -> Row:
    return {"env_info": {"i_env": 1, "name": "Sandbox", "email": "noreply@sandbox.example"}}


@serves("Customer/get_customer_info", "i_customer", realms=_ADMIN)
def get_customer_info(call: Call) -> Row:
    wanted = call.needed_integer("i_customer")
    for found in _customers(call.switch):
        if found["i_customer"] == wanted:
            return {"customer_info": found}
    return {}


@serves(
    "Customer/get_customer_list",
    "i_main_customer i_office_type limit offset get_total skip_exported check_usage "
    "with_credit_limit_warnings with_commission_plan with_bp_charge_cc",
    realms=_ADMIN,
)
def get_customer_list(call: Call) -> Row:
    """No customer here is a main office, so none has branches."""
    kind = call.integer("i_office_type")
    found = [
        row
        for row in _customers(call.switch)
        if call.integer("i_main_customer") is None and kind in (None, row["i_office_type"])
    ]
    return call.listed("customer_list", call.page(found), len(found))


def _customers(switch: Switch) -> list[Row]:
    owners = {account.i_customer: account for account in reversed(switch.accounts.values())}
    return [accounts.customer(owners[key]) for key in sorted(owners)]


def _accounts_of(call: Call) -> list[Account]:
    return call.switch.of_customer(call.needed_integer("i_customer"))


@serves("Customer/get_customer_xdrs", f"i_customer {xdr.FILTERS}", realms=_ADMIN)
def get_customer_xdrs(call: Call) -> Answer:
    return xdr.listed(call, _accounts_of(call))


@serves(
    "Customer/get_extensions_list",
    "i_customer detailed_info limit offset get_total limit_alias_did_number_list "
    "get_main_office_extensions",
    realms=_ADMIN,
)
def get_extensions_list(call: Call) -> Row:
    found = _accounts_of(call)
    rows = [_extension(call, account) for account in call.page(found)]
    return call.listed("extensions_list", rows, len(found))


def _extension(call: Call, account: Account) -> Row:
    return {
        "i_c_ext": account.i_account,
        "id": account.extension_id,
        "name": account.name,
        "type": "Account",
        "i_account": account.i_account,
        "account_id": account.number,
        "firstname": account.contact["firstname"],
        "lastname": account.contact["lastname"],
    } | accounts.dids(call, account)
