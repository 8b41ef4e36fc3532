"""The voicemail sweep: each new message becomes one notice.

No event announces a voicemail (17.2 of the API notes), so mailboxes are read again and again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from dialogs.alerts import Alerts
from dialogs.services import Services
from portaswitch import MailboxMessage
from portaswitch.errors import Rejected
from scheduler.sweep import Sweeper, put_news, takes_its_turn
from store.links import Link
from store.notices import NewNotice

KIND = "voicemail"
NO_MAILBOX = "Server.Account.unified_messaging_disabled"
ASK_AGAIN = timedelta(hours=6)
"""A line without a mailbox may get one some day."""
EXPIRES = timedelta(days=7)
SKEW = timedelta(minutes=2)
"""How far the switch's clock and ours may differ. What came in the last moments before the
sign-in may so be announced too, which does no harm."""


class Voicemail:
    """A link's watch is `{"known": [uids]}`, `{"ask_at": moment}` or `{"off": true}`."""

    def __init__(self, services: Services, sweeper: Sweeper) -> None:
        self._services = services
        self._sweeper = sweeper

    async def sweep(self, tick: int) -> None:
        if not self._services.provider.contract.has("get_mailbox_message_list"):
            return
        now = self._services.clock()

        def chosen(link: Link, watch: Any) -> bool:
            if watch and "ask_at" in watch and now < datetime.fromisoformat(watch["ask_at"]):
                return False
            return watch is None or takes_its_turn(link, tick, now)

        await self._sweeper.walk(KIND, chosen, self._look)

    async def _look(self, link: Link, watch: dict[str, Any] | None) -> None:
        if not Alerts.from_json(link.alerts).voicemail:
            if watch != {"off": True}:
                await self._store(link, {"off": True}, ())
            return
        account = self._services.sessions.account(link)
        try:
            messages = await account.get_mailbox_message_list()
        except Rejected as refusal:
            if refusal.faultcode != NO_MAILBOX:
                raise
            ask_at = self._services.clock() + ASK_AGAIN
            await self._store(link, {"ask_at": ask_at.isoformat()}, ())
            return
        seen = {"known": sorted(message.message_uid for message in messages)}
        if seen != watch:
            await self._store(link, seen, _news(link, watch, messages))

    async def _store(
        self, link: Link, watch: dict[str, Any], news: Sequence[MailboxMessage]
    ) -> None:
        now = self._services.clock()
        told = [_notice(link, message, now) for message in news]
        if await self._services.store.run(put_news, link, KIND, watch, told, now):
            self._services.wake()


def _news(
    link: Link, watch: dict[str, Any] | None, messages: Sequence[MailboxMessage]
) -> list[MailboxMessage]:
    """What to announce, oldest first; what was heard elsewhere is not new.

    At first sight, all that came since the sign-in: a sweep may be long in coming.
    """
    unheard = [message for message in reversed(messages) if not message.seen]
    if watch is not None and "known" in watch:
        return [message for message in unheard if message.message_uid not in watch["known"]]
    if watch is not None and "off" in watch:
        return []  # switched on again: what came meanwhile was not wanted
    return [message for message in unheard if message.delivery_date >= link.created_at - SKEW]


def _notice(link: Link, message: MailboxMessage, now: datetime) -> NewNotice:
    return NewNotice(
        link_id=link.id,
        chat_id=link.chat_id,
        kind=KIND,
        args={"uid": message.message_uid},
        dedupe_key=f"{KIND}:{link.i_account}:{link.chat_id}:{message.message_uid}",
        due_at=now,
        expires_at=now + EXPIRES,
    )
