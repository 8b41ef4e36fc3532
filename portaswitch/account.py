"""One account: its calls over its session, in the provider's own names."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal, TypeVar

import structlog

from portaswitch import parse
from portaswitch.errors import NotMapped, Rejected, SessionExpired, Unavailable
from portaswitch.operations import Row
from portaswitch.records import (
    AccountInfo,
    Alias,
    Audio,
    Feature,
    FeatureChange,
    FollowMe,
    FollowMeNumber,
    MailboxMessage,
    Service,
    Tokens,
    VoucherReceipt,
    Xdr,
    XdrPage,
)
from portaswitch.records import Sequence as RingSequence
from portaswitch.session import claims, is_session_fault
from portaswitch.values import flag, integer, mapping, number_or, wire_moment, yes_no
from portaswitch.wire import Kind

if TYPE_CHECKING:
    from portaswitch.provider import Provider

log = structlog.get_logger(__name__)

Answer = TypeVar("Answer")
MailboxFlag = Literal["Seen", "Answered", "Flagged"]

PAGE = 1000
"""Rows; accepted on list methods (2.6)."""
MAX_PAGES = 20
VOICE_CALLS = 3
UNSUCCESSFUL = "unsuccessful"
"""Our own faultcode for a write that answers `success: 0` without a fault."""
MAILBOX_AUDIO_LIMIT = 20_000_000


class Account:
    """The calls of one account. Make it with `Provider.account`.

    When a call says that the session is over, `renew` is asked once for new tokens (it may take
    the owner's lock) and the call is sent once more: such faults are raised before execution, so
    that holds for writes too. Then `SessionExpired`. Every call may also raise `Rejected`,
    `Unavailable`, and `NotMapped` where this switch does not have the operation.
    """

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
        self._renewing = asyncio.Lock()

    # -- the account ----------------------------------------------------------------------------

    async def get_account_info(self) -> AccountInfo:
        """Fresh. The service features are left out: they have a call of their own."""
        answer = await self._call(
            "get_account_info", detailed_info=1, without_service_features=1, with_customer_info=1
        )
        info = mapping(answer["account_info"])
        if integer(info.get("i_account")) is None:  # how the switch says "no such account" (2.3)
            raise SessionExpired("Account/get_account_info: the account is not there")
        return parse.account_info(info, mapping(answer["customer_info"]))

    async def get_service_features(self) -> Mapping[str, Feature]:
        answer = await self._call("get_service_features", i_account=self.i_account)
        return parse.Features(answer["service_features"])

    async def update_service_features(self, *changes: FeatureChange) -> None:
        """Only what the changes name is sent, and only that changes."""
        await self._call(
            "update_service_features",
            i_account=self.i_account,
            service_features=[_feature_change(change) for change in changes],
        )

    async def get_alias_list(self) -> tuple[Alias, ...]:
        answer = await self._call("get_alias_list", i_account=self.i_account)
        return parse.each("alias", answer["alias_list"], parse.alias)

    # -- forwarding -----------------------------------------------------------------------------

    async def get_account_followme(self) -> FollowMe:
        answer = await self._call("get_account_followme", i_account=self.i_account)
        return parse.follow_me(mapping(answer["followme_info"]), answer["followme_numbers"])

    async def update_account_followme(
        self, *, sequence: RingSequence, timeout: int | None = None
    ) -> None:
        """Also creates the parent record without which older releases refuse numbers (7.1)."""
        info = self._own(sequence=sequence.value, timeout=timeout)
        await self._call("update_account_followme", i_account=self.i_account, followme_info=info)

    async def add_followme_number(self, number: FollowMeNumber) -> int:
        """The id that the switch assigned; 0 where it only says that it did."""
        info = self._own(**_number_info(number))
        answer = await self._call("add_followme_number", number_info=info)
        return number_or(answer["i_follow_me_number"], 0)

    async def update_followme_number(self, number: FollowMeNumber) -> None:
        info = self._own(i_follow_me_number=number.i_follow_me_number, **_number_info(number))
        await self._call("update_followme_number", number_info=info)

    async def delete_followme_number(self, i_follow_me_number: int) -> None:
        await self._call("delete_followme_number", i_follow_me_number=i_follow_me_number)

    # -- history --------------------------------------------------------------------------------

    async def get_xdr_list(
        self,
        from_date: datetime,
        to_date: datetime,
        *,
        i_service_type: int | None = VOICE_CALLS,
        i_service: int | None = None,
        show_unsuccessful: bool = True,
        limit: int | None = None,
        offset: int = 0,
        get_total: bool = False,
    ) -> XdrPage:
        """xDRs billed from `from_date` until before `to_date`, newest first.

        The order in which the switch answers is not known, so `limit` may cut off the newest: to
        have the newest of a range, take all of it (no `limit`: read page by page, up to 20,000)
        and keep the range short, for a wide one is a burden on the switch (2.10).
        """
        query = {
            "from_date": wire_moment(from_date),
            "to_date": wire_moment(to_date),
            "i_service_type": i_service_type,
            "i_service": i_service,
            "show_unsuccessful": 1 if show_unsuccessful else None,
            "with_cr_download_ids": 1,
        }
        if limit is not None:
            total = 1 if get_total else None
            answer = await self._call(
                "get_xdr_list", **query, limit=limit, offset=offset, get_total=total
            )
            xdrs = parse.each("xdr", answer["xdr_list"], parse.xdr)
            return XdrPage(_newest_first(xdrs), integer(answer["total"]))
        found, counted = await self._all_xdrs(query, offset)
        return XdrPage(_newest_first(found), counted if get_total else None)

    async def _all_xdrs(self, query: Mapping[str, object], offset: int) -> tuple[list[Xdr], int]:
        """Page until a short page; the count is of rows, readable or not."""
        found: list[Xdr] = []
        counted = offset
        for _ in range(MAX_PAGES):
            answer = await self._call("get_xdr_list", **query, limit=PAGE, offset=counted)
            page = answer["xdr_list"] if isinstance(answer["xdr_list"], list) else []
            found.extend(parse.each("xdr", page, parse.xdr))
            counted += len(page)
            if len(page) < PAGE:
                break
        else:
            log.warning("provider_list_cut", operation="get_xdr_list", rows=counted)
        return found, counted

    async def get_service_list(self) -> tuple[Service, ...]:
        answer = await self._call("get_service_list")
        return parse.each("service", answer["service_list"], parse.service)

    # -- voicemail ------------------------------------------------------------------------------

    async def get_mailbox_message_list(
        self, from_date: date | None = None, to_date: date | None = None
    ) -> tuple[MailboxMessage, ...]:
        """Newest first, `to_date` excluded. Callers are only in the details."""
        answer = await self._call(
            "get_mailbox_message_list",
            from_date=from_date and from_date.strftime("%Y-%m-%d"),
            to_date=to_date and to_date.strftime("%Y-%m-%d"),
        )
        messages = parse.each("mailbox_message", answer["messages"], parse.mailbox_message)
        return tuple(
            sorted(messages, key=lambda one: (one.delivery_date, one.message_uid), reverse=True)
        )

    async def get_mailbox_message_details(self, message_uid: str) -> MailboxMessage:
        """The whole message, with its caller. Raises `Rejected` when it is no longer there."""
        answer = await self._call("get_mailbox_message_details", message_uid=message_uid)
        found = parse.each("mailbox_message", [answer["message"]], parse.mailbox_message)
        if not found:
            path = self._row("get_mailbox_message_details").path
            raise Rejected("message_not_found", "", path)
        return found[0]

    async def get_mailbox_message_attachment(
        self,
        message_uid: str,
        format: str = "wav",  # noqa: A002 - the provider's name for it
        *,
        limit_bytes: int = MAILBOX_AUDIO_LIMIT,
    ) -> Audio:
        """The recording as wav, mp3 or au. Raises `TooLarge` rather than read on."""
        row = self._row("get_mailbox_message_attachment")
        params = row.wire_params({"message_uid": message_uid, "format": format})
        reply = await self._signed(
            row,
            lambda token: self._provider.wire.download(
                row.path, params, token=token, limit_bytes=limit_bytes
            ),
        )
        return Audio(reply.body, reply.content_type, reply.filename)

    async def set_mailbox_messages_flag(
        self, uids: Sequence[str], flag: MailboxFlag, on: bool
    ) -> None:
        action = "set_flag" if on else "remove_flag"
        await self._call(
            "set_mailbox_messages_flag", message_uids=list(uids), flag=flag, action=action
        )

    async def delete_mailbox_messages(self, uids: Sequence[str]) -> None:
        """For good: the mailbox has no trash (10)."""
        await self._call("delete_mailbox_messages", message_uids=list(uids))

    # -- money ----------------------------------------------------------------------------------

    async def redeem_voucher(self, number: str) -> VoucherReceipt:
        """Never repeat it after `Unavailable(sent=True)`: look for the payment among the xDRs."""
        answer = await self._call("redeem_voucher", i_account=self.i_account, number=number)
        return parse.voucher_receipt(answer["amount"], answer["new_balance"])

    # -- how a call is made ---------------------------------------------------------------------

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
        if row.kind is Kind.WRITE and flag(answer.get("success")) is False:
            raise Rejected(UNSUCCESSFUL, "", row.path)
        return row.read(answer)

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
        """Calls side by side fail together; the first one renews for all.

        However the renewal fails, the call itself was refused before it was executed: the caller
        must not hear "unknown".
        """
        async with self._renewing:
            if self.tokens is not used:
                return
            try:
                self.tokens = await self._renew(used)
            except Unavailable as problem:
                reason = "the session could not be renewed"
                raise Unavailable(row.path, sent=False, reason=reason) from problem


def _newest_first(xdrs: Sequence[Xdr]) -> tuple[Xdr, ...]:
    return tuple(sorted(xdrs, key=lambda xdr: (xdr.bill_time, xdr.i_xdr), reverse=True))


def _feature_change(change: FeatureChange) -> dict[str, object]:
    feature: dict[str, object] = {"name": change.name}
    if change.flag_value is not None:
        feature["flag_value"] = change.flag_value
    if change.attributes:
        feature["attributes"] = [
            {"name": name, "values": list(values)} for name, values in change.attributes.items()
        ]
    return feature


def _number_info(number: FollowMeNumber) -> dict[str, object]:
    """What only some modes know (7.2) is sent where it is set; an empty name clears the old one."""
    info = {field.name: getattr(number, field.name) for field in fields(number)}
    del info["i_follow_me_number"]
    for name in ("active", "keep_original_cld", "use_tcp"):
        info[name] = None if info[name] is None else yes_no(info[name])
    if not number.i_follow_me_number:
        info["name"] = info["name"] or None
    for name in ("domain", "period_description"):
        info[name] = info[name] or None
    return info
