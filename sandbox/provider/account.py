"""Account: who it is, what it has, its numbers; reading and changing contact data."""

from decimal import Decimal
from typing import Any

from sandbox.provider import bundles, faults, features, seed, session
from sandbox.provider.changes import Traits
from sandbox.provider.clock import wire_time
from sandbox.provider.custom_fields import has_custom_fields
from sandbox.provider.faults import Fault
from sandbox.provider.methods import BOTH, Call, as_integer, as_money, serves
from sandbox.provider.model import PAYMENTS, VOICE, Account, Alias, Row, Switch
from sandbox.provider.numbers import alias_row
from sandbox.provider.payments import may_pay_online
from sandbox.provider.standing import activation_date, customer_state, status, works
from sandbox.provider.tokens import ACCOUNTS, ADMINS

TIME_ZONES = {
    1: "UTC",
    36: "America/New_York",
    38: "America/Chicago",
    41: "America/Los_Angeles",
    268: "Pacific/Palau",
    301: "Europe/London",
    312: "Europe/Berlin",
    331: "Europe/Kyiv",
    39: "America/Denver",
    315: "Europe/Paris",
    318: "Europe/Madrid",
    322: "Europe/Warsaw",
    230: "Asia/Tokyo",
    221: "Asia/Kathmandu",
    219: "Asia/Kuwait",
}
LANGUAGES = {
    "de": "Deutsch",
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "pl": "Polski",
    "uk": "Українська",
}
# What the portal offers, months written as numbers.
DATE_FORMATS = (
    "YYYY-MM-DD", "MM/DD/YYYY", "MM/DD/YY", "DD-MM-YYYY", "DD-MM-YY", "DD.MM.YYYY", "DD.MM.YY",
    "MM-DD-YYYY",
)  # fmt: skip
TIME_FORMATS = ("HH24:MI:SS", "HH:MI:SS", "HH12:MI:SS AM", "HH:MI", "HH12:MI AM")

_INFO = (
    "i_account id login detailed_info without_service_features get_service_features "
    "limit_alias_did_number_list get_auth_info expand_alias get_included_services get_statuses "
    "with_call_processing_mode with_customer_info with_reseller_info"
)


@serves("Account/get_account_info", _INFO, realms=BOTH)
def get_account_info(call: Call) -> Row:
    """Without `account_info` for an id that nobody has (admin realm)."""
    if call.realm == ACCOUNTS:
        own = _own(call)
        return {"account_info": info(call, own) | _recharged(call.switch, own)}
    account, alias = _looked_up(call)
    if account is None:
        return {}
    answer: Row = {"account_info": info(call, account) | _recharged(call.switch, account)}
    if alias is not None and not call.switched_on("expand_alias"):
        # Add-ons are the master's, its alias has none.
        answer["account_info"] |= {"billing_model": 2, "assigned_addons": []}
        answer["account_info"] |= alias_row(account, alias)
    if call.switched_on("with_customer_info"):
        answer["customer_info"] = customer(account)
    return answer


def _own(call: Call) -> Account:
    """Oneself; whoever is named by another key must be oneself, too."""
    account = call.account()
    numbers = {account.number, *(alias.id for alias in account.aliases)}
    names = {"id": numbers, "login": {account.login}}
    if any(call.text(key) not in known for key, known in names.items() if call.text(key)):
        raise Fault(faults.NOT_YOUR_ACCOUNT, "Access to another account is forbidden.")
    return account


def _looked_up(call: Call) -> tuple[Account | None, Alias | None]:
    """The account by `i_account`, `id` or `login`, and which of its aliases was meant, if any."""
    switch = call.switch
    if "i_account" in call.params:
        named = call.integer("i_account") or 0
        account = switch.accounts.get(named)
        return (account, None) if account else _with_alias(switch.owner_of(named), named)
    if "id" in call.params:
        number = call.text("id")
        account = switch.with_number(number)
        owner = switch.accounts.get(switch.by_alias.get(number, 0))
        return (account, None) if account else _with_alias(owner, number)
    return switch.with_login(call.text("login")), None


def _with_alias(owner: Account | None, named: int | str) -> tuple[Account | None, Alias | None]:
    """An alias, by its id or its number, and its master; neither where there is no such alias."""
    for alias in owner.aliases if owner else ():
        if named in (alias.i_account, alias.id):
            return owner, alias
    return None, None


def customer(account: Account) -> Row:
    return {
        "i_customer": account.i_customer,
        "name": account.customer_name,
        "iso_4217": account.iso_4217,
        "balance": -23.61693 if account.billed_to_company else 0,
        "i_balance_control_type": 2,
        "bill_status": "O",
        "i_office_type": 1,
    }


def info(call: Call, account: Account) -> Row:
    """The record, as far as the caller's switches ask for it."""
    row = _core(account) | _life(call.switch, account) | _owner(account)
    row |= {key: account.contact[key] for key in account.contact if key not in _NAMES}
    row |= account.formats
    if call.switched_on("detailed_info"):
        row |= {key: account.contact[key] for key in _NAMES}
        row["extension_id"] = account.extension_id
        row["extension_name"] = account.name or None
        row["sip_status"] = account.sip_status
    if call.realm == ADMINS or call.switched_on("get_auth_info"):
        row["password"] = account.password
        row["api_token"] = account.api_token
    row |= dids(call, account)
    if call.switched_on("get_included_services"):
        row["included_services"] = [VOICE]
    _put_status(call, account, row)
    if not call.switched_on("without_service_features"):
        row["service_features"] = features.rows(account, call.realm)
    return account.odd.on(row) | account.odd.more if account.odd else row


_NAMES = ("firstname", "lastname")


def dids(call: Call, account: Account) -> Row:
    """Numbers that can be dialed, as many as asked for; nothing where there are none."""
    limit = call.integer("limit_alias_did_number_list") or 0
    # An alias `ani...` only recognizes a caller.
    numbers = [
        alias.id.partition("@")[0] for alias in account.aliases if not alias.id.startswith("ani")
    ]
    listed = [{"did_number": number} for number in numbers[:limit]]
    return {"alias_did_number_list": listed} if listed else {}


def _own_did(account: Account) -> str | None:
    """The number by which the world reaches a line that has another one inside."""
    named = (alias.id.partition("@") for alias in account.aliases)
    return next((number for number, _, kind in named if kind == "did"), None)


def _core(account: Account) -> Row:
    return {
        "i_account": account.i_account,
        "id": account.number,
        "login": account.login,
        # The account realm answers it too; a client must drop it.
        "h323_password": account.h323_password,
        "billing_model": account.billing_model,
        "i_account_balance_control_type": account.balance_control,
        "balance": account.balance,
        "opening_balance": 0,
        "credit_limit": account.credit_limit,
        "iso_4217": account.iso_4217,
        "bill_status": account.bill_status,
        "blocked": account.blocked,
        "i_role": 6,
        "i_account_role": 1,
        "i_acl": 155,
        "i_subscriber": account.i_account + 2000,
        "did_number": _own_did(account),
        "i_batch": account.product.i_product,
        "batch_name": account.product.name,
        "i_lang": account.i_lang,
        "iso_639_1": account.ivr_language,
        "time_zone_name": account.zone,
        "i_time_zone": next((i for i, zone in TIME_ZONES.items() if zone == account.zone), 1),
        "has_custom_fields": int(has_custom_fields(account)),
        "ecommerce_enabled": "Y" if may_pay_online(account) else "N",
        "service_flags": "",
    }


def _life(switch: Switch, account: Account) -> Row:
    day = f"{account.created:%Y-%m-%d}"
    changed = account.password_changed or account.created
    return {
        "activation_date": activation_date(account),
        "issue_date": day,
        "first_usage": day,
        "first_usage_time": wire_time(account.created),
        "last_usage": wire_time(switch.clock.now()),
        "expiration_date": account.expiration_date,
        "life_time": None,
        "idle_days": 0,
        "inactivity_expire_time": None,
        "password_timestamp": wire_time(changed),
        # The password's age in seconds, not the time it has left.
        "password_lifetime": int((switch.clock.now() - changed).total_seconds()),
    }


def _recharged(switch: Switch, account: Account) -> Row:
    """Not for a list of accounts: it takes each one's history."""
    paid = [r.started for r in seed.history(switch, account) if r.i_service == PAYMENTS]
    return {"last_recharge": wire_time(max(paid)) if paid else None}


def _owner(account: Account) -> Row:
    return {
        "i_customer": account.i_customer,
        **customer_state(account),
        "i_product": account.product.i_product,
        "product_name": account.product.name,
        "product_visible_name": account.product.visible_name,
        "assigned_addons": bundles.addons(account),
        "included_services": [],
    }


def _put_status(call: Call, account: Account, row: Row) -> None:
    """`status` is absent while all is well, unless it is asked for."""
    computed = status(account, call.switch.clock.now().date())
    row["is_active"] = int(works(computed))
    if computed != "ok":
        row["status"] = computed
    elif call.switched_on("get_statuses"):
        row["status"] = "active"


@serves("Account/update_account", "account_info", realms=BOTH, write=True)
def update_account(call: Call) -> Row:
    """Change contact data, language, zone, formats, password, features; all of it or nothing."""
    changes = dict(call.record("account_info"))
    account = call.account_of(changes.pop("i_account", None))
    own = changes.pop("service_features", None)
    planned = features.plan(call, account, own) if own is not None else {}
    for key, value in changes.items():
        _check(call, account, key, value)
    before = Traits.of(account)
    for key, value in changes.items():
        _set(call, account, key, value)
    features.apply(call, account, planned)
    call.switch.settings_changed(account, *before.events(account))
    return {"i_account": account.i_account}


# What only an administrator changes, under the same name in the model.
_ADMIN_FIELDS = {"api_token", "blocked", "bill_status", "expiration_date", "h323_password", "login"}
# A client that sends back what it read a second ago changes nothing by these.
_EVER_CHANGING = {"last_usage", "last_recharge", "password_lifetime"}


def _check(call: Call, account: Account, key: str, value: Any) -> None:
    """Oneself changes what the self-care portal has fields for; the rest may only be sent back."""
    if key in account.contact:
        call.words(key, value)
    elif key in account.formats:
        if value not in _choices(key):
            raise call.invalid("invalid_value", f"{key} has no such choice.")
    elif key in ("i_lang", "iso_639_1"):
        if value not in LANGUAGES:
            raise call.invalid("invalid_value", "There is no such language.")
    elif key == "i_time_zone":
        if as_integer(value) not in TIME_ZONES:
            raise call.invalid("invalid_value", "There is no such time zone.")
    elif key == "password":
        if value != account.password:
            session.check_password(call, str(value))
    elif key in _ADMIN_FIELDS and call.realm == ADMINS:
        taken = key == "login" and call.switch.with_login(str(value))
        if taken and taken is not account:
            raise call.invalid("login_taken", "This login belongs to another account.")
    elif not _same(value, _kept(call, account).get(key, value)):
        raise call.invalid("access_denied", f"You are not allowed to change {key}.")


def _choices(key: str) -> tuple[str, ...]:
    """The formats that the portal offers for dates, times, or both."""
    if key == "out_date_time_format":
        return tuple(f"{day} {time}" for day in DATE_FORMATS for time in TIME_FORMATS)
    return TIME_FORMATS if "time" in key else DATE_FORMATS


def _kept(call: Call, account: Account) -> Row:
    """What the record holds; a key that it does not know is nothing to anybody."""
    row = _core(account) | _life(call.switch, account) | _owner(account)
    row["api_token"] = account.api_token
    return {key: row[key] for key in row if key not in _EVER_CHANGING}


def _same(given: Any, kept: Any) -> bool:
    """Money went out as a JSON number, and ids may come back as texts."""
    if isinstance(kept, (Decimal, int)):
        return as_money(given) == as_money(kept)
    return bool(given == kept)


def _set(call: Call, account: Account, key: str, value: Any) -> None:
    if key in account.contact:
        account.contact[key] = call.words(key, value)
    elif key in account.formats:
        account.formats[key] = str(value)
    elif key == "i_time_zone":
        account.zone = TIME_ZONES[as_integer(value) or 1]
    elif key == "i_lang":
        account.i_lang = str(value)
    elif key == "iso_639_1":
        account.ivr_language = str(value)
    elif key == "password" and value != account.password:
        session.store_password(call, account, str(value))
    elif key == "login" and call.realm == ADMINS:
        call.switch.by_login.pop(account.login, None)
        account.login = str(value)
        call.switch.by_login[account.login] = account.i_account
    elif key in _ADMIN_FIELDS and call.realm == ADMINS:
        setattr(account, key, value)
