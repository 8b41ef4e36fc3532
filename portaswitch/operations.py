"""The one operation map: what we want to do -> how this switch calls it.

The provider's API is only partly known. Each logical operation has one row with its certainty:
verified, inferred or unknown. An operator corrects a row in a TOML file, without touching code:

    [redeem_voucher]
    service = "Account"
    method = "apply_voucher"
    params = { number = "voucher_info.pin" }     # logical name = name on the wire
    results = { amount = "receipt.sum" }         # logical name = path in the answer
    confirmed = true                             # "I have tried it on my switch"

Dots in a name on the wire make nested objects; "" drops a parameter that the switch does not take.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from portaswitch.values import mapping
from portaswitch.wire import Kind

Json = Mapping[str, object]


class Certainty(StrEnum):
    VERIFIED = "V"
    INFERRED = "I"
    UNKNOWN = "U"


class Realm(StrEnum):
    ACCOUNT = "account"
    ADMIN = "admin"


class OperationsError(ValueError):
    """The operator's file is wrong; the message names the row and what was expected."""


@dataclass(frozen=True, slots=True)
class Operation:
    """A logical operation by its name: what an area says it needs."""

    name: str


@dataclass(frozen=True, slots=True)
class Row:
    """How one logical operation is called on this switch."""

    name: str
    service: str
    method: str
    kind: Kind
    certainty: Certainty = Certainty.VERIFIED
    params: Mapping[str, str] = field(default_factory=dict)
    results: Mapping[str, str] = field(default_factory=dict)
    confirmed: bool = False
    overridden: bool = False
    realm: Realm = Realm.ACCOUNT

    @property
    def path(self) -> str:
        return f"{self.service}/{self.method}"

    def wire_params(self, logical: Json) -> dict[str, object]:
        """The `params` object. Values that are None are not sent."""
        wire: dict[str, object] = {}
        for name, value in logical.items():
            if value is not None and self.params[name]:
                _put(wire, self.params[name].split("."), value)
        return wire

    def read(self, answer: Json) -> dict[str, object]:
        """The logical results; None where the answer has nothing at their path."""
        return {name: _dig(answer, path) for name, path in self.results.items()}


def _put(target: dict[str, object], path: list[str], value: object) -> None:
    for step in path[:-1]:
        inner = target.setdefault(step, {})
        if not isinstance(inner, dict):
            raise OperationsError(f"{'.'.join(path)}: {step} is a value already")
        target = inner
    target[path[-1]] = value


def _dig(answer: Json, path: str) -> object:
    value: object = answer
    for step in path.split(".") if path else ():
        value = mapping(value).get(step)
    return value


class Operations(Mapping[str, Row]):
    """The map: shipped defaults, corrected by the operator's file."""

    def __init__(self, rows: Mapping[str, Row]) -> None:
        self._rows = dict(rows)

    def __getitem__(self, name: str) -> Row:
        return self._rows[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    @classmethod
    def load(cls, path: Path | None = None) -> Operations:
        """Defaults, with the rows of a TOML file over them. Raises `OperationsError`."""
        if path is None:
            return cls(DEFAULTS)
        try:
            overrides = tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError as problem:
            raise OperationsError(f"{path}: {problem.strerror}") from problem
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
            raise OperationsError(f"{path}: not valid TOML: {problem}") from problem
        return cls(DEFAULTS).corrected(overrides)

    def corrected(self, overrides: Mapping[str, object]) -> Operations:
        rows = dict(self._rows)
        for name, changes in overrides.items():
            if name not in rows:
                raise OperationsError(f"[{name}]: no such operation{_hint(name, rows)}")
            if not isinstance(changes, dict):
                raise OperationsError(f"[{name}]: a table is expected, such as [{name}]")
            rows[name] = _corrected(rows[name], changes)
        return Operations(rows)


OVERRIDABLE = ("service", "method", "params", "results", "confirmed")


def _corrected(row: Row, changes: Mapping[str, object]) -> Row:
    for key in changes:
        if key not in OVERRIDABLE:
            raise OperationsError(f"[{row.name}]: unknown key {key!r}{_hint(key, OVERRIDABLE)}")
    confirmed = changes.get("confirmed", row.confirmed)
    if not isinstance(confirmed, bool):
        raise OperationsError(f"[{row.name}]: confirmed must be true or false")
    return replace(
        row,
        service=_word(row, "service", changes.get("service", row.service)),
        method=_word(row, "method", changes.get("method", row.method)),
        params=_names(row, "params", changes.get("params", {}), row.params),
        results=_names(row, "results", changes.get("results", {}), row.results),
        confirmed=confirmed,
        overridden=True,
    )


def _word(row: Row, key: str, value: object) -> str:
    if not isinstance(value, str) or not value.isidentifier():
        raise OperationsError(f"[{row.name}]: {key} must be a name such as {row.method!r}")
    return value


def _names(row: Row, key: str, changes: object, defaults: Mapping[str, str]) -> Mapping[str, str]:
    if not isinstance(changes, dict):
        raise OperationsError(f"[{row.name}]: {key} must be a table of names")
    for name, wire in changes.items():
        if name not in defaults:
            raise OperationsError(f"[{row.name}]: {key} has no {name!r}{_hint(name, defaults)}")
        if not isinstance(wire, str):
            raise OperationsError(f"[{row.name}]: {key}.{name} must be a string")
    return {**defaults, **changes}


def _hint(wrong: str, known: Mapping[str, object] | tuple[str, ...]) -> str:
    close = difflib.get_close_matches(wrong, list(known), n=1)
    if close:
        return f"; did you mean {close[0]!r}?"
    return f"; known: {', '.join(known)}" if known else "; it has none"


def _row(
    path: str,
    kind: Kind,
    params: str = "",
    results: str = "",
    *,
    name: str = "",
    certainty: Certainty = Certainty.VERIFIED,
    realm: Realm = Realm.ACCOUNT,
) -> Row:
    """A default row. Words stand for themselves; `logical=wire` where they differ."""
    service, method = path.split("/")
    return Row(
        name=name or method,
        service=service,
        method=method,
        kind=kind,
        certainty=certainty,
        params=_words(params),
        results=_words(results),
        realm=realm,
    )


def _words(line: str) -> dict[str, str]:
    pairs = (word.partition("=") for word in line.split())
    return {logical: wire if equals else logical for logical, equals, wire in pairs}


READ, WRITE = Kind.READ, Kind.WRITE
INFERRED, UNKNOWN = Certainty.INFERRED, Certainty.UNKNOWN
ADMIN = Realm.ADMIN

_SHIPPED = (
    # 3.1 Sessions
    _row(
        "Session/login",
        WRITE,
        "login password token",
        "session_id access_token refresh_token expires_at expires_in",
    ),
    _row("Session/ping", READ, "access_token", "user_id"),
    _row(
        "Session/refresh_access_token",
        WRITE,
        "refresh_token",
        "access_token refresh_token expires_at expires_in",
    ),
    _row("Session/logout", WRITE, "access_token session_id"),
    # 3.3: seen in the customer realm; the older method is the way out where this one is missing.
    _row(
        "Session/change_password",
        WRITE,
        "login old_password=password new_password",
        certainty=INFERRED,
    ),
    _row(
        "Account/change_password",
        WRITE,
        "i_account old_password new_password",
        name="change_account_password",
        certainty=INFERRED,
    ),
    # 4 to 7 The account, its features and its forwarding
    _row(
        "Account/get_account_info",
        READ,
        "i_account detailed_info without_service_features with_customer_info",
        "account_info customer_info",
    ),
    _row("Account/get_service_features", READ, "i_account", "service_features"),
    _row("Account/update_service_features", WRITE, "i_account service_features"),
    _row("Account/get_account_followme", READ, "i_account", "followme_info followme_numbers"),
    _row("Account/update_account_followme", WRITE, "i_account followme_info"),
    _row("Account/add_followme_number", WRITE, "number_info", "i_follow_me_number"),
    _row("Account/update_followme_number", WRITE, "number_info"),
    _row("Account/delete_followme_number", WRITE, "i_follow_me_number"),
    _row("Account/get_alias_list", READ, "i_account=i_master_account", "alias_list"),
    # 5 History
    _row(
        "Account/get_xdr_list",
        READ,
        "from_date to_date i_service_type i_service show_unsuccessful"
        " with_cr_download_ids limit offset get_total",
        "xdr_list total",
    ),
    _row("Service/get_service_list", READ, "", "service_list", certainty=INFERRED),
    # 10 Voicemail box
    _row("Account/get_mailbox_message_list", READ, "from_date to_date", "messages"),
    _row("Account/get_mailbox_message_details", READ, "message_uid", "message="),
    _row("Account/get_mailbox_message_attachment", READ, "message_uid format"),
    _row("Account/set_mailbox_messages_flag", WRITE, "message_uids flag action"),
    _row("Account/delete_mailbox_messages", WRITE, "message_uids"),
    # 16 Money. A proposal: the method exists, that it takes a voucher is unproven.
    _row(
        "Account/topup_account",
        WRITE,
        "i_account number=voucher_id",
        "amount new_balance",
        name="redeem_voucher",
        certainty=UNKNOWN,
    ),
    # 18 The admin realm's sliver for signing in without a password. That the list filters by
    # login and phone is inferred from the fields of its rows.
    _row(
        "Account/get_account_list",
        READ,
        "login phone1 limit offset",
        "account_list",
        name="find_accounts",
        certainty=INFERRED,
        realm=ADMIN,
    ),
    _row(
        "Account/get_account_info",
        READ,
        "i_account id login get_auth_info",
        "account_info",
        name="find_account",
        realm=ADMIN,
    ),
    _row(
        "AccessControl/create_otp",
        WRITE,
        "send_to i_account=id via=notification_type operation",
        "success",
        realm=ADMIN,
    ),
    _row(
        "AccessControl/verify_otp",
        WRITE,
        "code=one_time_password operation",
        "success",
        realm=ADMIN,
    ),
    _row(
        "Session/login_to_realm",
        WRITE,
        "login realm",
        "session_id access_token refresh_token expires_at expires_in",
        realm=ADMIN,
    ),
)

DEFAULTS: Mapping[str, Row] = {row.name: row for row in _SHIPPED}
