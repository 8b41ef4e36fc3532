"""How a call of one account is made: over its session, through the operation map."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

import structlog

from portaswitch.errors import NotMapped, Rejected, SessionExpired, Unavailable
from portaswitch.parse import Json, Record, each
from portaswitch.records import Audio, Tokens
from portaswitch.rows import Row
from portaswitch.session import claims, is_session_fault
from portaswitch.values import flag, integer, items
from portaswitch.wire import Kind, Reply, Upload

if TYPE_CHECKING:
    from portaswitch.provider import Provider

log = structlog.get_logger(__name__)

Answer = TypeVar("Answer")

UNSUCCESSFUL = "unsuccessful"
"""Our own faultcode for a write that answers `success: 0` without a fault."""
NOT_FOUND = "not_found"
"""Our own faultcode for a lookup that answers with nothing."""
PAGE = 1000
"""Rows; accepted on list methods (2.6)."""
MAX_PAGES = 20


def confirm_success(said: object, path: str) -> None:
    """Raises `Rejected` where a write answers `success: 0`; most say nothing when they did it."""
    if flag(said) is False:
        raise Rejected(UNSUCCESSFUL, "", path)


def changed(before: Json, after: Json) -> dict[str, object]:
    """What differs: a field that the subscriber did not change is not sent (19)."""
    return {name: value for name, value in after.items() if value != before[name]}


class Calls:
    """What every group of operations is built on; see `Account`."""

    def __init__(
        self,
        provider: Provider,
        tokens: Tokens,
        *,
        i_account: int | None = None,
        renew: Callable[[Tokens], Awaitable[Tokens]] | None = None,
    ) -> None:
        self.tokens = tokens
        # An account is its own default (2.1); some methods are only seen with the id sent along.
        self.i_account = i_account or integer(claims(tokens.access_token).get("i_account"))
        self._provider = provider
        self._renew = renew or provider.refresh
        self._renewal: asyncio.Task[None] | None = None

    def _row(self, operation: str) -> Row:
        if not self._provider.contract.has(operation):
            raise NotMapped(operation)
        return self._provider.operations[operation]

    def _own(self, **info: object) -> dict[str, object]:
        """An object of this account; None is not sent."""
        everything = {"i_account": self.i_account, **info}
        return {name: value for name, value in everything.items() if value is not None}

    async def _call(self, operation: str, **logical: object) -> dict[str, object]:
        """A logical operation with its parameters; the logical results."""
        row = self._row(operation)
        params = row.wire_params(logical)
        answer = await self._signed(
            row,
            lambda token: self._provider.wire.call(row.path, params, token=token, kind=row.kind),
        )
        if row.kind is Kind.WRITE:
            confirm_success(answer.get("success"), row.path)
        return row.read(answer)

    async def _file(
        self, operation: str, limit_bytes: int, *, documents: bool = False, **logical: object
    ) -> Reply:
        """An operation that answers with a file. Raises `TooLarge` rather than read on."""
        row = self._row(operation)
        params = row.wire_params(logical)
        return await self._signed(
            row,
            lambda token: self._provider.wire.download(
                row.path, params, token=token, limit_bytes=limit_bytes, documents=documents
            ),
        )

    async def _upload(self, operation: str, audio: Audio, **logical: object) -> dict[str, object]:
        """An operation that takes a sound; the row's parameter `file` names its form field."""
        row = self._row(operation)
        params = row.wire_params(logical)
        filename = audio.filename or "sound.wav"  # without one it would be a text field
        file = Upload(row.params["file"], audio.content, filename, audio.content_type)
        answer = await self._signed(
            row,
            lambda token: self._provider.wire.upload(row.path, params, file, token=token),
        )
        confirm_success(answer.get("success"), row.path)
        return row.read(answer)

    async def _all_rows(
        self, operation: str, key: str, offset: int = 0, **query: object
    ) -> list[object]:
        """Every row of a list that pages, up to 20,000, read until a short page."""
        found: list[object] = []
        for _ in range(MAX_PAGES):
            answer = await self._call(operation, **query, limit=PAGE, offset=offset + len(found))
            page = items(answer[key])
            found.extend(page)
            if len(page) < PAGE:
                break
        else:
            log.warning("provider_list_cut", operation=operation, rows=len(found))
        return found

    def _found(self, operation: str, value: object, read: Callable[[Json], Record]) -> Record:
        """The one record that was asked for; a lookup may also answer that there is none (2.3)."""
        found = each(operation, [value], read)
        if not found:
            raise Rejected(NOT_FOUND, "", self._row(operation).path)
        return found[0]

    async def _signed(self, row: Row, send: Callable[[str], Awaitable[Answer]]) -> Answer:
        used = self.tokens
        try:
            return await send(used.access_token)
        except Rejected as refusal:
            if not is_session_fault(refusal.faultcode):
                raise
        await self._renew_once(row, used)
        try:
            return await send(self.tokens.access_token)
        except Rejected as refusal:
            if not is_session_fault(refusal.faultcode):
                raise
        raise SessionExpired(f"{row.path}: refused with renewed tokens too")

    async def _renew_once(self, row: Row, used: Tokens) -> None:
        """Calls side by side fail together: one renewal serves them all, however it ends.

        It goes on when the call that began it is canceled: by then the refresh token may be spent,
        and the new tokens must not be lost with the answer. However it fails, the call itself was
        refused before it was executed: the caller must not hear "unknown".
        """
        if self.tokens is not used:
            return
        if self._renewal is None:
            self._renewal = asyncio.create_task(self._renewed(used))
            self._renewal.add_done_callback(_noticed)
        try:
            await asyncio.shield(self._renewal)
        except Unavailable as problem:
            reason = "the session could not be renewed"
            raise Unavailable(row.path, sent=False, reason=reason) from problem

    async def _renewed(self, used: Tokens) -> None:
        try:
            self.tokens = await self._renew(used)
        finally:
            self._renewal = None


def _noticed(renewal: asyncio.Task[None]) -> None:
    """Where every call that waited was canceled, asyncio would complain that nobody asked."""
    if not renewal.cancelled():
        renewal.exception()
