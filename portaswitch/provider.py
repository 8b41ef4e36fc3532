"""The provider: sessions, accounts, and what this switch has. One per process."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime

from portaswitch import probe, session
from portaswitch.account import Account
from portaswitch.admin import Admin
from portaswitch.contract import DOCUMENT, Contract
from portaswitch.errors import CodeNeeded, NotMapped, ProviderError, Rejected, SessionExpired
from portaswitch.operations import Operations
from portaswitch.records import Tokens
from portaswitch.rows import Row
from portaswitch.values import number_or, utcnow
from portaswitch.wire import Observer, ProviderConfig, Wire, is_jwt

Clock = Callable[[], datetime]
Json = Mapping[str, object]


class Provider:
    """Opens connections when first used; `stop` closes them.

    `observer` hears (operation, seconds, "ok" | "rejected" | "unavailable" | "canceled") of every
    call. `OperationsError` at construction: the operator's map is wrong.
    """

    def __init__(
        self, config: ProviderConfig, *, clock: Clock = utcnow, observer: Observer | None = None
    ) -> None:
        self.operations = Operations.load(config.operations_file)
        self.contract = Contract.assumed(self.operations)
        self.wire = Wire(config.url, config, observer)
        self.admin: Admin | None = None
        if config.has_admin:
            self.admin = Admin(config, self.operations, clock, self._login_with_token, observer)
        self._clock = clock
        self._login_domain = config.login_domain

    async def start(self) -> None:
        """Read the CA file now: a wrong path is told at the start, not by a subscriber."""
        self.wire.open()

    async def stop(self) -> None:
        await self.wire.close()
        if self.admin is not None:
            await self.admin.close()

    # -- sessions -------------------------------------------------------------------------------

    async def login(
        self, login: str, password: str, one_time_password: str | None = None
    ) -> Tokens:
        """Raises `Rejected`: `Server.Session.auth_failed`, `….cannot_login_brute_force_activity`,
        `….alert_You_must_change_password`.

        `CodeNeeded`: the account has a second factor; call again with its `one_time_password`.
        How a switch takes it is unknown [U], hence `NotMapped` until the row `login` names it.
        """
        if one_time_password and not self.operations["login"].params["one_time_password"]:
            raise NotMapped("login")
        return await self._log_in(
            login=login, password=password, one_time_password=one_time_password
        )

    async def _login_with_token(self, login: str, api_token: str) -> Tokens:
        return await self._log_in(login=login, token=api_token)

    async def _log_in(self, **credentials: str | None) -> Tokens:
        row = self.operations["login"]
        params = row.wire_params(credentials)
        if self._login_domain:
            params["domain"] = self._login_domain
        try:
            answer = await self.wire.call(row.path, params, kind=row.kind)
        except Rejected as refusal:
            if session.is_code_fault(refusal.faultcode):
                raise CodeNeeded(refusal.faultcode, refusal.faultstring, row.path) from None
            raise
        return session.tokens(row.read(answer), row.path, self._clock)

    async def change_password(self, login: str, old: str, new: str) -> None:
        """Also the way out of a forced change; log in anew afterwards. Raises `Rejected`.

        Where the switch's document lists only the older `Account/change_password`, that is used.
        It needs a session, so it cannot help with a forced change.
        """
        if self.contract.has("change_password") or not self.contract.has("change_account_password"):
            change = {"login": login, "old_password": old, "new_password": new}
            await self._send(self.operations["change_password"], change)
            return
        tokens = await self.login(login, old)
        change = {"old_password": old, "new_password": new}
        await self._send(
            self.operations["change_account_password"],
            {"i_account": self.account(tokens).i_account, **change},
            tokens.access_token,
        )
        await self.logout(tokens)

    async def refresh(self, tokens: Tokens) -> Tokens:
        """New tokens; the old access token is dead. `SessionExpired`: sign in again.

        Call it under a lock per session: a refresh token may be good only once.
        """
        row = self.operations["refresh_access_token"]
        if not tokens.refresh_token:
            raise SessionExpired(f"{row.path}: a lent session has no refresh token")
        try:
            answer = await self._send(row, {"refresh_token": tokens.refresh_token})
        except Rejected as refusal:
            if session.is_refresh_fault(refusal.faultcode):
                raise SessionExpired(f"{row.path}: {refusal.faultcode}") from None
            raise
        return session.tokens(row.read(answer), row.path, self._clock, kept=tokens.refresh_token)

    async def ping(self, tokens: Tokens) -> bool:
        """Whether the session is alive."""
        row = self.operations["ping"]
        token = tokens.access_token
        try:
            # A lent session id is shown as a credential too: it may not pass for an access token.
            answer = await self._send(row, {"access_token": token}, "" if is_jwt(token) else token)
        except Rejected as refusal:
            if refusal.faultcode == session.PING_FAILED or session.is_session_fault(
                refusal.faultcode
            ):
                return False
            raise
        return number_or(row.read(answer)["user_id"], 0) > 0

    async def logout(self, tokens: Tokens) -> None:
        """Already logged out is success."""
        row = self.operations["logout"]
        token = tokens.access_token
        try:
            await self._send(row, session.logout_params(token), token)
        except Rejected as refusal:
            if refusal.faultcode != session.ALREADY_OUT and not session.is_session_fault(
                refusal.faultcode
            ):
                raise

    def account(
        self,
        tokens: Tokens,
        *,
        i_account: int | None = None,
        renew: Callable[[Tokens], Awaitable[Tokens]] | None = None,
    ) -> Account:
        """The account that these tokens open; see `Account` for `renew`."""
        return Account(self, tokens, i_account=i_account, renew=renew)

    # -- the contract ---------------------------------------------------------------------------

    async def check(self, test_account: tuple[str, str] | None = None) -> Contract:
        """Compare the map with this switch (2.9); the result is kept in `contract`.

        `test_account` is a login and its password, for switches that serve no document.
        Raises `Unavailable` when the switch cannot be asked; the contract then stays as it was.
        """
        contract = Contract.from_document(self.operations, await self.wire.document(DOCUMENT))
        if contract is None and test_account is not None:
            contract = Contract.from_probe(self.operations, await self._probe(*test_account))
        self.contract = contract or Contract.assumed(self.operations)
        return self.contract

    async def _probe(self, login: str, password: str) -> dict[str, str]:
        tokens = await self.login(login, password)
        try:
            return await probe.outcomes(
                self.operations.values(),
                lambda row, logical: self._send(row, logical, tokens.access_token),
                i_account=self.account(tokens).i_account,
                now=self._clock(),
            )
        finally:
            with suppress(ProviderError):  # what was found out stands; the session ends by itself
                await self.logout(tokens)

    async def _send(self, row: Row, logical: Json, token: str = "") -> Json:
        params = row.wire_params(logical)
        return await self.wire.call(row.path, params, token=token, kind=row.kind)
