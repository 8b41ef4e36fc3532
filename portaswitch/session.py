"""Sessions: what a login answers, and what faults say about them."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import orjson

from portaswitch.errors import SessionExpired
from portaswitch.records import Tokens
from portaswitch.rows import INFERRED, READ, WRITE, row
from portaswitch.values import epoch, integer, mapping, moment, text
from portaswitch.wire import is_jwt

Json = Mapping[str, object]

ALREADY_OUT = "Client.Session.logout.failed_to_process_access_token"
PING_FAILED = "Client.Session.ping.failed_to_process_access_token"
CODE_NEEDED = "one_time_password_required"
"""The last part of a fault [U]: how a switch asks for the code of a second factor is a proposal."""

ROWS = (
    # 3.1 Sessions
    # How a login carries the code of a second factor is unknown [U] (3.4): not before it is mapped.
    row(
        "Session/login",
        WRITE,
        "login password token one_time_password=",
        "session_id access_token refresh_token expires_at expires_in",
    ),
    row("Session/ping", READ, "access_token", "user_id"),
    row(
        "Session/refresh_access_token",
        WRITE,
        "refresh_token",
        "access_token refresh_token expires_at expires_in",
    ),
    row("Session/logout", WRITE, "access_token session_id"),
    # 3.3: seen in the customer realm; the older method is the way out where this one is missing.
    row(
        "Session/change_password",
        WRITE,
        "login old_password=password new_password",
        certainty=INFERRED,
    ),
    row(
        "Account/change_password",
        WRITE,
        "i_account old_password new_password",
        name="change_account_password",
        certainty=INFERRED,
    ),
)


def is_session_fault(faultcode: str) -> bool:
    """`…check_auth…`: raised before anything is executed, so that even a write may be repeated."""
    return ".check_auth." in f".{faultcode}."


def is_refresh_fault(faultcode: str) -> bool:
    return is_session_fault(faultcode) or ".refresh_access_token." in faultcode


def is_code_fault(faultcode: str) -> bool:
    """Whether a login with a right password is asked for the code of its second factor [U]."""
    return faultcode.rpartition(".")[2] == CODE_NEEDED


def claims(access_token: str) -> Json:
    """The payload of a JWT, unverified (we only read our own); empty for a bare session id.

    Tokens that `Session/login_to_realm` lends may carry no `i_account`.
    """
    if not is_jwt(access_token):
        return {}
    payload = access_token.split(".")[1]
    try:
        decoded = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
        return mapping(orjson.loads(decoded))
    except (binascii.Error, ValueError):
        return {}


def tokens(answer: Json, operation: str, clock: Callable[[], datetime], kept: str = "") -> Tokens:
    """Tokens of a login or a refresh; `kept` is the refresh token to go on with if none came."""
    access_token = text(answer.get("access_token")) or text(answer.get("session_id"))
    if not access_token:
        raise SessionExpired(f"{operation}: the answer holds no token")
    return Tokens(
        access_token=access_token,
        refresh_token=text(answer.get("refresh_token")) or kept,
        expires_at=_expiry(answer, access_token, clock),
    )


def _expiry(answer: Json, access_token: str, clock: Callable[[], datetime]) -> datetime | None:
    """From `expires_in`, else the token's own `exp`, else `expires_at` (3.1)."""
    seconds = integer(answer.get("expires_in"))
    if seconds:
        return clock() + timedelta(seconds=seconds)
    return epoch(claims(access_token).get("exp")) or moment(answer.get("expires_at"))


def logout_params(token: str) -> dict[str, object]:
    """How `logout` names the session it ends."""
    return {"access_token": token} if is_jwt(token) else {"session_id": token}
