"""Session: signing in and out, and keeping the session alive."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sandbox.provider import changes, faults
from sandbox.provider.faults import Fault
from sandbox.provider.methods import BOTH, Call, serves
from sandbox.provider.model import Account, Row, Session, Switch
from sandbox.provider.tokens import ACCOUNTS, ADMIN_USER_ID, ADMINS

SHORTEST_PASSWORD = 6

Check = Callable[[Call, Account], None]
_AFTER_PASSWORD: list[Check] = []


def after_password(check: Check) -> Check:
    """Register what else a login with a right password must show; it raises the refusal."""
    _AFTER_PASSWORD.append(check)
    return check


def _wrong() -> Fault:
    return Fault(faults.AUTH_FAILED, "The login or password is incorrect.")


@serves(
    "Session/login",
    "login user password token domain one_time_password",
    realms=BOTH,
    open=True,
)
def login(call: Call) -> Row:
    # Releases around MR45 named the login `user`.
    name = call.text("login") or call.text("user")
    if call.realm == ADMINS:
        return _admin_login(call, name)
    account = _signed_in(call, name, call.text("password"), call.text("token"))
    if call.text("password"):
        for check in _AFTER_PASSWORD:
            check(call, account)
    account.failures = 0
    if account.must_change_password and call.text("password"):
        raise Fault(faults.MUST_CHANGE_PASSWORD, "You must change your password.")
    return _opened(call, call.sessions.open(ACCOUNTS, account.i_account, account.login))


def _opened(call: Call, session: Session) -> Row:
    return {"session_id": session.session_id, **call.sessions.token_answer(session)}


def _admin_login(call: Call, name: str) -> Row:
    config = call.switch.config
    secret = call.text("token") or call.text("password")
    if (name, secret) != (config.admin_login, config.admin_token):
        raise _wrong()
    return _opened(call, call.sessions.open(ADMINS, ADMIN_USER_ID, name))


def _signed_in(call: Call, name: str, password: str, token: str) -> Account:
    """The account of right credentials; failures are counted and lock the login for a while.

    The caller forgets them once nothing else is wrong. A password wins over a token: on old
    releases a client sends the password as both.
    """
    switch = call.switch
    account = switch.with_login(name)
    if _is_locked(switch, account, name):
        raise Fault(faults.BRUTE_FORCE, "Too many failed attempts to log in. Try again later.")
    if account is None:
        _count_stranger(switch, name)
        raise _wrong()
    secret, expected = (password, account.password) if password else (token, account.api_token)
    if not secret or secret != expected:
        count_failure(switch, account)
        raise _wrong()
    return account


def count_failure(switch: Switch, account: Account) -> None:
    account.failures += 1
    if account.failures >= switch.config.failures_before_lock:
        account.locked_until = _lock_end(switch)


def _is_locked(switch: Switch, account: Account | None, name: str) -> bool:
    now = switch.clock.now()
    if account is None:
        until = switch.strangers.get(name, (0, None))[1]
        return until is not None and until > now
    if account.locked_until is None:
        return False
    if account.locked_until <= now:
        account.locked_until, account.failures = None, 0
        return False
    return True


def _count_stranger(switch: Switch, name: str) -> None:
    failures = switch.strangers.get(name, (0, None))[0] + 1
    locks = failures >= switch.config.failures_before_lock
    switch.strangers[name] = (failures, _lock_end(switch) if locks else None)


def _lock_end(switch: Switch) -> datetime:
    return switch.clock.now() + timedelta(seconds=switch.config.lock_seconds)


@serves("Session/ping", "access_token", realms=BOTH, open=True)
def ping(call: Call) -> Row:
    """Never a fault: a dead token answers 0."""
    session = call.sessions.with_access_token(call.params.get("access_token"), call.realm)
    session = session or call.session
    return {"user_id": session.user_id if session else 0}


@serves("Session/refresh_access_token", "refresh_token", realms=BOTH, open=True)
def refresh_access_token(call: Call) -> Row:
    session = call.sessions.refresh(call.params.get("refresh_token"), call.realm)
    if session is None:
        raise Fault(faults.REFRESH_FAILED, "Failed to refresh the access token.")
    return call.sessions.token_answer(session)


@serves("Session/logout", "access_token session_id", realms=BOTH, open=True)
def logout(call: Call) -> Row:
    session = (
        call.sessions.with_access_token(call.params.get("access_token"), call.realm)
        or call.sessions.with_session_id(call.params.get("session_id"), call.realm)
        or call.session
    )
    if session is None:
        raise Fault(faults.ALREADY_LOGGED_OUT, "Failed to process the access token.")
    call.sessions.close(session)
    return {"success": 1}


@serves(
    "Session/change_password",
    "login password new_password establish_new_session",
    certainty="inferred",
    open=True,
    write=True,
)
def change_password(call: Call) -> Row:
    """With login and old password, so it is also the way out of a forced change."""
    name = call.text("login") or (call.session.login if call.session else "")
    account = _signed_in(call, name, call.text("password"), "")
    account.failures = 0
    set_password(call, account, call.text("password"), call.text("new_password"))
    # One client asks for a session in the same step.
    if call.switched_on("establish_new_session"):
        session = call.sessions.open(ACCOUNTS, account.i_account, account.login)
        return {"success": 1, **_opened(call, session)}
    return {"success": 1}


@serves(
    "Account/change_password",
    "i_account old_password new_password",
    realms=BOTH,
    certainty="inferred",
    write=True,
)
def change_own_password(call: Call) -> Row:
    account = call.account()
    if call.realm == ACCOUNTS and call.text("old_password") != account.password:
        raise call.invalid("old_password_wrong", "The old password is incorrect.")
    set_password(call, account, account.password, call.text("new_password"))
    return {"success": 1}


def set_password(call: Call, account: Account, old: str, new: str) -> None:
    """Check and store a new password; the account's other sessions end."""
    if not new:
        raise call.invalid("missing_parameter", "new_password is required.")
    if new == old:
        raise call.invalid("password_not_changed", "The new password equals the old one.")
    check_password(call, new)
    store_password(call, account, new)
    call.switch.settings_changed(account, changes.PASSWORD)


def check_password(call: Call, new: str) -> None:
    if len(new) < SHORTEST_PASSWORD:
        raise call.invalid(
            "password_too_short", f"The password must have at least {SHORTEST_PASSWORD} characters."
        )


def store_password(call: Call, account: Account, new: str) -> None:
    account.password = new
    account.must_change_password = False
    account.password_changed = call.switch.clock.now()
    call.sessions.close_others(account.i_account, keep=call.session)
