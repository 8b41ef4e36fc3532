"""The voicemail box (10): these five methods are all there is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from portaswitch import parse
from portaswitch.account.calls import Calls
from portaswitch.errors import Rejected
from portaswitch.records import Audio, Document, MailboxMessage
from portaswitch.rows import INFERRED, READ, WRITE, row

MailboxFlag = Literal["Seen", "Answered", "Flagged"]

MAILBOX_AUDIO_LIMIT = 20_000_000

ROWS = (
    row("Account/get_mailbox_message_list", READ, "from_date to_date", "messages"),
    row("Account/get_mailbox_message_details", READ, "message_uid", "message="),
    row("Account/get_mailbox_message_attachment", READ, "message_uid format"),
    row(
        "Account/get_mailbox_message_attachment",
        READ,
        "message_uid",
        name="get_mailbox_fax",
        certainty=INFERRED,
    ),
    row("Account/set_mailbox_messages_flag", WRITE, "message_uids flag action"),
    row("Account/delete_mailbox_messages", WRITE, "message_uids"),
)


class Mailbox(Calls):
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
        # For a message that is gone the switch describes another one.
        if not found or found[0].message_uid != message_uid:
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
        reply = await self._file(
            "get_mailbox_message_attachment", limit_bytes, message_uid=message_uid, format=format
        )
        return Audio(reply.body, reply.content_type, reply.filename)

    async def get_mailbox_fax(
        self, message_uid: str, *, limit_bytes: int = MAILBOX_AUDIO_LIMIT
    ) -> Document:
        """The pages of a fax as the mailbox keeps them. Raises `TooLarge`.

        The method is known with a format of sound only; that without one it hands out whatever the
        message carries is inferred, and so is that this may be TIFF, PNG, PDF or a ZIP of them.
        """
        reply = await self._file("get_mailbox_fax", limit_bytes, message_uid=message_uid)
        return Document(reply.body, reply.content_type, reply.filename)

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
