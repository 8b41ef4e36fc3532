"""The provider's sessions of linked accounts: opened once, renewed under a lock, sealed at rest."""

from __future__ import annotations

import asyncio
from datetime import datetime

import orjson
import structlog
from sqlalchemy import Connection

from dialogs.services import Clock
from portaswitch import Account, AccountInfo, Admin, Provider, Tokens
from portaswitch.errors import NotMapped, Rejected, SessionExpired
from store import Seal, SealBroken, Sealed, Store, StoreError, links, notices, timed
from store.links import Link

log = structlog.get_logger(__name__)

MOST_OPENED = 1_000
RENEWAL_SECONDS = 30
"""How long one replica may take to renew before another may try."""


def seal_tokens(seal: Seal, tokens: Tokens) -> Sealed:
    expires = tokens.expires_at.isoformat() if tokens.expires_at else None
    return seal.seal(orjson.dumps([tokens.access_token, tokens.refresh_token, expires]))


def open_tokens(seal: Seal, sealed: Sealed) -> Tokens:
    access, refresh, expires = orjson.loads(seal.unseal(sealed))
    return Tokens(access, refresh, datetime.fromisoformat(expires) if expires else None)


async def lend(admin: Admin, login: str, i_account: int) -> Tokens:
    """A session that the admin realm opens for an account: by realm, else by its API token.

    Raises SessionExpired when the switch will do neither, and `Rejected` for what passes
    (`standalone_mode`).
    """
    try:
        return await admin.login_to_realm(login)
    except Rejected as error:
        if error.faultcode == "standalone_mode":
            raise
    try:
        return await admin.login_with_api_token(i_account)
    except (Rejected, NotMapped) as error:
        if isinstance(error, Rejected) and error.faultcode == "standalone_mode":
            raise
        raise SessionExpired(login) from error


async def opened_by(account: Account, i_account: int | None) -> AccountInfo:
    """The account that a session opens. Raises SessionExpired where it is not `i_account`.

    A session is lent to a login, and a provider may give a login to another account: nobody may
    then see that one in the place of their own.
    """
    info = await account.get_account_info()
    if i_account is not None and info.i_account != i_account:
        log.warning("session of another account", wanted=i_account, opened=info.i_account)
        raise SessionExpired(info.id)
    return info


class Sessions:
    """Gives each link its `portaswitch.Account`, and keeps its tokens alive."""

    def __init__(self, store: Store, seal: Seal, provider: Provider, clock: Clock) -> None:
        self._store = store
        self._seal = seal
        self._provider = provider
        self._clock = clock
        self._locks: dict[int, asyncio.Lock] = {}
        self._opened: dict[Sealed, Tokens] = {}
        self._ending: dict[int, asyncio.Task[None]] = {}

    def account(self, link: Link) -> Account:
        """The provider's API with the rights of this link. Raises SessionExpired."""
        if link.state != "active" or link.tokens is None:
            raise SessionExpired(link.number)
        tokens = self._open(link, link.tokens)

        async def renew(spent: Tokens) -> Tokens:
            return await self._renew(link.id, spent)

        return self._provider.account(tokens, i_account=link.i_account, renew=renew)

    def _open(self, link: Link, sealed: Sealed) -> Tokens:
        """Unsealing costs more than the rest of a turn's start; the last ones are kept opened.

        Raises SessionExpired for those of a secret key that was lost or dropped, and ends the link.
        """
        tokens = self._opened.get(sealed)
        if tokens is None:
            try:
                tokens = open_tokens(self._seal, sealed)
            except SealBroken:
                self._lost(link, sealed)
                raise SessionExpired(link.number) from None
            while len(self._opened) >= MOST_OPENED:
                self._opened.pop(next(iter(self._opened)))
            self._opened[sealed] = tokens
        return tokens

    async def _renew(self, link_id: int, spent: Tokens) -> Tokens:
        """New tokens for a link whose `spent` ones were refused; once for all who ask at a time."""
        lock = self._locks.setdefault(link_id, asyncio.Lock())
        try:
            async with lock:
                return await self._renew_alone(link_id, spent)
        finally:
            if not lock.locked():
                self._locks.pop(link_id, None)

    async def _renew_alone(self, link_id: int, spent: Tokens) -> Tokens:
        for _attempt in range(RENEWAL_SECONDS * 4):
            link = await self._store.run(links.get, link_id)
            if link is None or link.state != "active" or link.tokens is None:
                raise SessionExpired(str(link_id))
            tokens = self._open(link, link.tokens)
            if tokens.access_token != spent.access_token:
                return tokens  # somebody else has renewed meanwhile
            now = self._clock()
            if await self._store.run(links.claim_renewal, link_id, now, RENEWAL_SECONDS):
                return await self._renew_claimed(link, tokens)
            await asyncio.sleep(0.25)
        raise SessionExpired(str(link_id))

    async def _renew_claimed(self, link: Link, tokens: Tokens) -> Tokens:
        try:
            if link.via == "admin":
                fresh = await self._lend(link)
            else:
                fresh = await self._provider.refresh(tokens)
        except SessionExpired:
            await self.expire(link)
            raise
        except BaseException:
            # Else the next one would wait for the end of a claim that nobody works on.
            await self._store.run(links.release_renewal, link.id, link.tokens_version)
            raise
        sealed = seal_tokens(self._seal, fresh)
        await self._store.run(links.store_tokens, link.id, link.tokens_version, sealed)
        return fresh

    async def _lend(self, link: Link) -> Tokens:
        admin = self._provider.admin
        if admin is None:
            raise SessionExpired(link.number)
        lent = await lend(admin, link.login, link.i_account)
        await opened_by(self._provider.account(lent), link.i_account)
        return lent

    async def expire(self, link: Link) -> None:
        """The session is over: pushes stop, and the subscriber is told once."""
        if await self._store.run(_expire, link, self._clock()):
            log.info("session ended", link=link.id)

    def _lost(self, link: Link, sealed: Sealed) -> None:
        """No key of ours opens the tokens: only signing in anew helps.

        Beside the caller, who may be in the middle of a turn. Tokens that were sealed after our
        start are another replica's, which rotates the keys: it can open them, so they stay.
        """
        if link.id not in self._ending and not self._seal.is_from_the_future(sealed):
            task = self._ending[link.id] = asyncio.create_task(self._end_lost(link))
            task.add_done_callback(lambda _task: self._ending.pop(link.id, None))

    async def _end_lost(self, link: Link) -> None:
        try:
            log.warning("sealed by an unknown secret key", link=link.id)
            await self.expire(link)
            for row in await self._store.run(timed.active_of_link, link.id):
                if not self._opens(row.snapshot):
                    await self._store.run(_give_up, row, self._clock())
        except StoreError:
            pass  # whoever asks for the account next begins it again

    def _opens(self, sealed: Sealed) -> bool:
        try:
            self._seal.unseal(sealed)
        except SealBroken:
            return self._seal.is_from_the_future(sealed)
        return True


def _expire(conn: Connection, link: Link, now: datetime) -> bool:
    if not links.expire(conn, link.id, version=link.tokens_version):
        return False
    notice = notices.NewNotice(
        link_id=link.id,
        chat_id=link.chat_id,
        kind="session_ended",
        args={},
        dedupe_key=f"session_ended:{link.id}:{link.tokens_version}",
        due_at=now,
    )
    notices.add(conn, [notice], now)
    return True


def _give_up(conn: Connection, row: timed.Timed, now: datetime) -> None:
    """What was there before is lost with its key; it is told when the subscriber is back."""
    if timed.give_up(conn, row.id, now):
        kind = timed.notice_kind(row.what, "stuck")
        notice = notices.NewNotice(
            link_id=row.link_id,
            chat_id=row.chat_id,
            kind=kind,
            args={},
            dedupe_key=f"timed:{row.id}:{kind}",
            due_at=now,
        )
        notices.add(conn, [notice], now)
