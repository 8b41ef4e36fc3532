"""The sliver of the admin realm that signing in without a password needs."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Literal, Self

import orjson

from portaswitch import parse, session
from portaswitch.account.calls import confirm_success
from portaswitch.errors import NotMapped, ProviderError, Rejected, SessionExpired
from portaswitch.records import BillingModel, BillStatus, FoundAccount, Tokens
from portaswitch.rows import ADMIN, INFERRED, READ, WRITE, Row, row
from portaswitch.values import flag, integer, mapping, rows, text
from portaswitch.wire import Observer, ProviderConfig, Wire

Json = Mapping[str, object]

PAGE = 200
MAX_PAGES = 5
"""A filter that the switch ignores would list every account it has: look at a thousand, no more."""
GENERAL = "General"

ROWS = (
    # 18 The admin realm's sliver for signing in without a password. That the list filters by
    # login and phone is inferred from the fields of its rows.
    row(
        "Account/get_account_list",
        READ,
        "login phone1 limit offset",
        "account_list",
        name="find_accounts",
        certainty=INFERRED,
        realm=ADMIN,
    ),
    row(
        "Account/get_account_info",
        READ,
        "i_account id login get_auth_info",
        "account_info",
        name="find_account",
        realm=ADMIN,
    ),
    row(
        "AccessControl/create_otp",
        WRITE,
        "send_to i_account=id via=notification_type operation",
        "success",
        realm=ADMIN,
    ),
    row(
        "AccessControl/verify_otp",
        WRITE,
        "code=one_time_password operation",
        "success",
        realm=ADMIN,
    ),
    row(
        "Session/login_to_realm",
        WRITE,
        "login realm",
        "session_id access_token refresh_token expires_at expires_in",
        realm=ADMIN,
    ),
    # 4.7 Who is in a hunt group, which the account realm does not say: as a shipping client of
    # another vendor calls them.
    row(
        "Customer/get_huntgroup_list",
        READ,
        "i_customer limit offset",
        "huntgroup_list",
        realm=ADMIN,
    ),
    row(
        "Account/update_huntgroups_subscription",
        WRITE,
        "i_account join=subscribe_to_huntgroups leave=unsubscribe_from_huntgroups",
        "success",
        realm=ADMIN,
    ),
)


@dataclass(frozen=True, slots=True)
class AdminSession:
    """The admin session in which a code was made; only in it can the code be verified (3.4)."""

    i_account: int
    access_token: str = field(repr=False)

    def to_json(self) -> str:
        """Holds a token: seal it before storing."""
        return orjson.dumps(asdict(self)).decode()

    @classmethod
    def from_json(cls, sealed: str) -> Self:
        return cls(**orjson.loads(sealed))


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who rings with a hunt group."""

    account_id: str
    """The number of the line; "" for what is none, such as a group within the group."""
    extension: str
    name: str
    active: bool | None
    """Logged in or out; None where the switch does not say."""


class Admin:
    """Finds accounts, sends and checks codes, opens sessions in the account realm.

    Its own session is opened when first needed and again when the switch has forgotten it.
    """

    def __init__(
        self,
        config: ProviderConfig,
        operations: Mapping[str, Row],
        clock: Callable[[], datetime],
        login_with_token: Callable[[str, str], Awaitable[Tokens]],
        observer: Observer | None = None,
    ) -> None:
        self._login, self._token = config.admin_login or "", config.admin_token or ""
        self._operations = operations
        self._clock = clock
        self._login_with_token = login_with_token
        self._wire = Wire(config.admin_url or "", config, observer)
        self._tokens: Tokens | None = None
        self._opening = asyncio.Lock()

    async def close(self) -> None:
        await self._wire.close()

    async def check(self) -> None:
        """That the admin's login and token work and accounts may be listed."""
        await self._call("find_accounts", limit=1)

    async def find_account(
        self,
        *,
        id: str | None = None,  # noqa: A002 - the provider's name for the account's number
        login: str | None = None,
        i_account: int | None = None,
        phone: str | None = None,
    ) -> tuple[FoundAccount, ...]:
        """Open accounts with exactly this number, login, key, or contact phone; aliases count.

        `phone` matches an account's own number or its contact phone, digits compared. Filters of
        `get_account_list` are inferred [I], and the switch may ignore one that it does not know:
        so every row is compared here again. Nobody may be signed in to a stranger's line.
        """
        if i_account is not None:
            return await self._resolve([await self._info(i_account=i_account)])
        if login is not None:
            named = [await self._info(login=login)]
            if not any(named) and "%" not in login:  # the list takes that for a wildcard
                named = await self._accounts(login=login)
            return await self._resolve(row for row in named if text(row.get("login")) == login)
        if id is not None:
            infos = [await self._info(id=written) for written in dict.fromkeys((id, _number(id)))]
            return await self._resolve(
                row for row in infos if _number(row.get("id")) == _number(id) != ""
            )
        digits = _number(phone)
        if not digits.isdecimal():
            return ()
        # Stored with a plus sign or without: the wildcard stands for what is before the digits.
        found = [await self._info(id=digits), *await self._accounts(phone1=f"%{digits}")]
        return await self._resolve(
            row for row in found if digits in (_number(row.get("id")), _number(row.get("phone1")))
        )

    async def create_otp(self, i_account: int, *, via: Literal["mail", "sms"]) -> AdminSession:
        """Send a one-time code to the account's own address.

        In a session of its own: `verify_otp` names no account, so in a shared session one
        subscriber's code would open another one's line. Raises `Rejected`, for example
        `Server.AccessControl.empty_rec_and_bcc` where the account has no e-mail.
        """
        own = await self._open()
        try:
            answer = await self._send(
                own.access_token,
                "create_otp",
                send_to="account",
                i_account=i_account,
                via=via,
                operation=GENERAL,
            )
            confirm_success(answer["success"], self._operations["create_otp"].path)
        except ProviderError:
            await self._leave(own.access_token)
            raise
        return AdminSession(i_account=i_account, access_token=own.access_token)

    async def verify_otp(self, session: AdminSession, code: str) -> bool:
        """Whether this is the code. `SessionExpired`: the code is dead with its session."""
        try:
            answer = await self._send(
                session.access_token, "verify_otp", code=code, operation=GENERAL
            )
        except Rejected as refusal:
            if _ended(refusal):
                raise SessionExpired("the code's admin session is over") from None
            if ".AccessControl." in refusal.faultcode:  # which code a wrong code gets is unknown
                return False
            raise
        if flag(answer["success"]) is not True:
            return False
        await self._leave(session.access_token)
        return True

    async def login_to_realm(self, login: str) -> Tokens:
        """A session of the account realm, lent without a password; without a refresh token."""
        answer = await self._call("login_to_realm", login=login, realm="accounts")
        lent = session.tokens(answer, self._operations["login_to_realm"].path, self._clock)
        return Tokens(lent.access_token, "", lent.expires_at)

    async def login_with_api_token(self, i_account: int) -> Tokens:
        """The other way in, from MR128: by the account's own API token, where an admin set one.

        Raises `NotMapped` where it has none. The token is used here and nowhere kept.
        """
        info = await self._info(i_account=i_account, get_auth_info=1)
        login, api_token = text(info.get("login")), text(info.get("api_token"))
        if not (login and api_token):
            raise NotMapped("login_with_api_token")
        return await self._login_with_token(login, api_token)

    async def get_huntgroup_members(self, i_customer: int) -> Mapping[str, tuple[Member, ...]]:
        """Of each hunt group of a customer, by its extension."""
        groups = await self._listed("get_huntgroup_list", "huntgroup_list", i_customer=i_customer)
        return {
            text(group.get("id")): tuple(map(_member, rows(group.get("assigned_extensions"))))
            for group in groups
        }

    async def update_huntgroups_subscription(
        self, i_account: int, group: str, *, active: bool
    ) -> None:
        """Log a line in to a hunt group, or out of it; `group` is its extension.

        Success is answered whatever is named: read again what came of it.
        """
        named = [{"id": group}]
        answer = await self._call(
            "update_huntgroups_subscription",
            i_account=i_account,
            **{"join" if active else "leave": named},
        )
        path = self._operations["update_huntgroups_subscription"].path
        confirm_success(answer["success"], path)

    # -- rows -----------------------------------------------------------------------------------

    async def _info(self, **key: object) -> Json:
        """Empty where there is no such account (2.3)."""
        answer = await self._call("find_account", **key)
        return mapping(answer["account_info"])

    async def _accounts(self, **filters: str) -> list[Json]:
        return await self._listed("find_accounts", "account_list", **filters)

    async def _listed(self, operation: str, key: str, /, **filters: object) -> list[Json]:
        """The objects of a list, read page by page."""
        found: list[Json] = []
        for page in range(MAX_PAGES):
            answer = await self._call(operation, **filters, limit=PAGE, offset=page * PAGE)
            listed = list(rows(answer[key]))
            found.extend(listed)
            if len(listed) < PAGE:
                break
        return found

    async def _resolve(self, found: Iterable[Json]) -> tuple[FoundAccount, ...]:
        """Lines that are in use, each once, aliases replaced by their masters."""
        lines: dict[int, FoundAccount] = {}
        for one in found:
            master = integer(one.get("i_master_account"))
            line = await self._info(i_account=master) if master else one
            if not _usable(line):
                continue
            for account in parse.each("account", [dict(line)], parse.found_account):
                lines[account.i_account] = account
        return tuple(lines.values())

    # -- how a call is made ---------------------------------------------------------------------

    async def _call(self, operation: str, /, **logical: object) -> dict[str, object]:
        """In our own session; once more in a new one when the switch has forgotten it."""
        used = await self._current(None)
        try:
            return await self._send(used.access_token, operation, **logical)
        except Rejected as refusal:
            if not _ended(refusal):
                raise
        fresh = await self._current(used)
        return await self._send(fresh.access_token, operation, **logical)

    async def _current(self, ended: Tokens | None) -> Tokens:
        async with self._opening:
            if self._tokens is None or self._tokens is ended:
                self._tokens = await self._open()
            return self._tokens

    async def _open(self) -> Tokens:
        answer = await self._send("", "login", login=self._login, token=self._token)
        return session.tokens(answer, self._operations["login"].path, self._clock)

    async def _send(self, token: str, operation: str, /, **logical: object) -> dict[str, object]:
        row = self._operations[operation]
        params = row.wire_params(logical)
        return row.read(await self._wire.call(row.path, params, token=token, kind=row.kind))

    async def _leave(self, token: str) -> None:
        """Log out; it would end by itself, so a failure is nothing to us."""
        with suppress(ProviderError):
            await self._send(token, "logout", **session.logout_params(token))


def _ended(refusal: Rejected) -> bool:
    return session.is_session_fault(refusal.faultcode)


def _member(row: Json) -> Member:
    return Member(
        account_id=text(row.get("account_id")),
        extension=text(row.get("id")),
        name=text(row.get("name")),
        active=flag(row.get("hunt_active")),
    )


def _usable(info: Json) -> bool:
    """Not a voucher (which is an account too, 16), and not closed."""
    if not info or text(info.get("bill_status")) == BillStatus.CLOSED:
        return False
    return integer(info.get("billing_model")) != BillingModel.VOUCHER


PUNCTUATION = str.maketrans("", "", " +-().\u00a0")


def _number(written: object) -> str:
    """`+1 (206) 555-0100`, `12065550100@msisdn` and `12065550100` are one number."""
    digits = text(written).partition("@")[0].translate(PUNCTUATION)
    return digits if digits.isdecimal() else text(written)
