"""The engine: takes what subscribers do, one chat at a time, and shows them what is.

`handle` answers an event; `announce` tells a stored notice. Neither knows Telegram nor the wire.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence

import structlog

from dialogs.area import Area
from dialogs.events import Command, Event
from dialogs.lanes import LEASE_SECONDS, Lanes, Lease, LeaseLost
from dialogs.messenger import Messenger
from dialogs.present import Announcement
from dialogs.services import Services
from dialogs.turn import Turn, zone_of
from dialogs.visit import Visit
from locales import Reader, language_for
from portaswitch import Operation
from store import dialogs as rows
from store import inbox
from store.dialogs import Begun, Busy, Chat
from store.links import Link, of_chat
from store.notices import Notice

log = structlog.get_logger(__name__)

MAX_ATTEMPTS = 4
"""An update that fails this often is given up, so that it cannot block its chat for ever."""
MAX_WAITING = 40
"""Updates of one chat that wait in memory; more stay in the inbox until these are done."""


class Engine:
    """Joins areas, services and a messenger."""

    def __init__(
        self, services: Services, messenger: Messenger, areas: Sequence[Area], home: str = "home"
    ) -> None:
        self.services = services
        self.messenger = messenger
        self.areas = {area.key: area for area in areas}
        self.home = home
        self.lanes = Lanes()
        self.notices = {kind: area for area in areas for kind in area.notices}
        self.commands = {area.command: area for area in areas if area.command}

    async def handle(self, event: Event) -> None:
        """Answer one event, in its chat's order. What is left undone stays in the inbox."""
        if isinstance(event.what, Command) and event.what.name == "cancel":
            self.lanes.cancel(event.chat_id)
        if self.lanes.waiting(event.chat_id) >= MAX_WAITING and event.payload is None:
            return  # the sweep of the inbox brings it again
        async with self.lanes.enter(event.chat_id) as lane:
            begun = await self._begin(event)
            if begun is None:
                return
            lease = Lease(
                self.services.store, self.services.clock, event.chat_id, begun.fence, lane
            )
            try:
                await Visit(self, event, begun, lease).run()
            except LeaseLost:
                log.warning("lease lost", chat=event.chat_id)
            finally:
                lease.close()

    async def _begin(self, event: Event) -> Begun | None:
        """Take the chat's lease for this update; None when it is done already or must wait."""
        store, clock = self.services.store, self.services.clock
        incoming = None
        if event.payload is not None:
            sealed = self.services.seal.seal(event.payload)
            incoming = inbox.Incoming(event.update_id, event.chat_id, sealed)
        message_id = getattr(event.what, "message_id", None)
        pause, waited = 0.02, 0.0
        while True:
            begun = await store.run(
                rows.begin,
                event.chat_id,
                event.update_id,
                owner=self.services.replica,
                now=clock(),
                lease_seconds=LEASE_SECONDS,
                incoming=incoming,
                message_id=message_id,
            )
            if isinstance(begun, Begun):
                break
            if not isinstance(begun, Busy) or waited > 2 * LEASE_SECONDS:
                return None
            await asyncio.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 - only spreads retries
            waited += pause
            pause = min(pause * 2, 1.0)
        if begun.attempts > MAX_ATTEMPTS:
            log.error("update given up", update=event.update_id)
            await store.run(rows.finish, event.chat_id, begun.fence, event.update_id, now=clock())
            return None
        return begun

    def reader(self, chat: Chat, link: Link | None, language_code: str = "") -> Reader:
        """The eyes of a chat: its language (Telegram's at first), the zone of the account."""
        language = chat.language or language_for(language_code)
        return Reader(language, zone_of(link), self.services.clock)

    async def announce(self, notice: Notice) -> int | None:
        """Send a stored notice; the id of its message, or None when it has lost its sense.

        Raises MessengerError for the deliverer to act on; provider errors likewise.
        """
        area = self.notices.get(notice.kind)
        store = self.services.store
        chat = await store.run(rows.get, notice.chat_id)
        links = await store.run(of_chat, notice.chat_id)
        link = next((one for one in links if one.id == notice.link_id), None)
        if area is None or chat is None or link is None:
            return None
        turn = Turn(self.services, chat, self.reader(chat, link), link, tuple(links), engine=self)
        return await Announcement(self, turn, area).send(area.notices[notice.kind], notice.args)

    async def available(self, turn: Turn, area: Area) -> bool:
        """Whether this line has the area at all."""
        if not area.public and not turn.linked:
            return False
        if isinstance(area.needs, Operation):
            return self.services.provider.contract.has(area.needs.name)
        return area.needs is None or await area.needs(turn)
