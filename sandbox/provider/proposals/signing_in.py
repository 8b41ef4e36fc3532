"""Signing in with a second factor (3.4), and a forgotten password (3.1).

That users of the portal can enrol a code generator is known, how `Session/login` carries its code
is not; of `Session/reset_password` only the name is.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.provider.changes import PASSWORD
from sandbox.provider.faults import Fault
from sandbox.provider.methods import Call, Renaming, serves
from sandbox.provider.model import Account, Row, Switch
from sandbox.provider.session import after_password, count_failure, store_password

CODE_NEEDED = "Server.Session.one_time_password_required"
CODE_WRONG = "Server.Session.one_time_password_invalid"
# The parameter that carries the code, in each world; where it is absent nobody is asked for one.
_PARAMETER = {"proposed": "one_time_password", "renamed": "second_factor"}
_STEP = timedelta(seconds=30)


@dataclass(slots=True)
class Generator:
    """The code generator that an account has enrolled."""

    secret: bytes
    last: str = ""

    def code(self, moment: datetime) -> str:
        """Six digits as in RFC 6238."""
        step = int(moment.timestamp() // _STEP.total_seconds())
        digest = hmac.digest(self.secret, step.to_bytes(8, "big"), "sha1")
        start = digest[-1] & 15
        number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFF_FFFF
        return f"{number % 10**6:06d}"


def enrol(account: Account, enrolled: bool) -> None:
    account.parts.pop(Generator, None)
    if enrolled:
        account.parts[Generator] = Generator(secrets.token_bytes(20))


def code_now(switch: Switch, account: Account) -> str | None:
    """What the account's generator shows; None where there is none."""
    generator = account.parts.get(Generator)
    return generator.code(switch.clock.now()) if generator else None


@after_password
def ask_for_code(call: Call, account: Account) -> None:
    """The code of this half minute or the one before, each only once."""
    generator: Generator | None = account.parts.get(Generator)
    parameter = _PARAMETER.get(call.switch.config.unknown)
    if generator is None or parameter is None:
        return
    given, now = call.text(parameter), call.switch.clock.now()
    if not given:
        raise Fault(CODE_NEEDED, "Enter the code from your authenticator.")
    if given == generator.last or given not in (generator.code(now), generator.code(now - _STEP)):
        count_failure(call.switch, account)
        raise Fault(CODE_WRONG, "The code is wrong.")
    generator.last = given


@serves(
    "Session/reset_password",
    "login",
    certainty="proposed",
    write=True,
    open=True,
    renamed=Renaming("Session/restore_password", {"login": "user"}, {"success": "sent"}),
)
def reset_password(call: Call) -> Row:
    """Mail a password that must be changed at once; a login that nobody has hears the same."""
    account = call.switch.with_login(call.text("login"))
    to = account.contact["email"] if account else None
    if account is not None and to:
        password = secrets.token_urlsafe(9)
        store_password(call, account, password)
        account.must_change_password = True
        call.switch.post(account.i_account, "mail", to, password)
        call.switch.settings_changed(account, PASSWORD)
    return {"success": 1}
