"""The engine: takes what subscribers do, one chat at a time, and shows them what is.

`handle` answers an event; `announce` tells a stored notice. Neither knows Telegram nor the wire.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterable, Sequence
from contextlib import suppress
from logging import ERROR, WARNING
from time import monotonic

import structlog

from dialogs.area import Area
from dialogs.events import Command, Event, Tap
from dialogs.faults import where
from dialogs.lanes import Lane, Lanes, Lease, LeaseLost
from dialogs.messenger import Messenger, MessengerError, Overloaded, Refused
from dialogs.ontop import UNPINNED
from dialogs.present import REDRAWN, Announcement
from dialogs.progress import PASSED
from dialogs.services import Services
from dialogs.turn import Turn, zone_of
from dialogs.visit import Visit
from locales import Reader, language_for
from portaswitch import NotMapped, Operation, ProviderError, Rejected
from store import StoreError, inbox, messages
from store import dialogs as rows
from store.dialogs import Begun, Busy, Chat, Done
from store.links import Link, of_chat
from store.notices import Notice

log = structlog.get_logger(__name__)

MAX_ATTEMPTS = 4
"""An update that fails this often by our fault is given up, so that it cannot block its chat."""
MAX_WAITING = 40
"""Updates of one chat that wait in memory; more stay in the inbox until these are done."""
CHECK_SECONDS = 3.0
"""How long a turn waits for the first answer to what the switch has."""
LONGEST_PAUSE = 30.0
"""Seconds between two tries to show an answer that the messenger does not take."""


class Engine:
    """Joins areas, services and a messenger."""

    def __init__(
        self, services: Services, messenger: Messenger, areas: Sequence[Area], home: str = "home"
    ) -> None:
        self.services = services
        self.messenger = messenger
        self.areas = _by_name((area.key, area) for area in areas)
        self.home = home
        self.lanes = Lanes()
        self._failures: dict[int, int] = {}
        """How often in a row a chat's first update could not be answered."""
        self.notices = _by_name((kind, area) for area in areas for kind in area.notices)
        self.urgent = frozenset({PASSED, REDRAWN, UNPINNED}.union(*(area.urgent for area in areas)))
        """Kinds of notices that quiet hours do not hold back."""
        self.commands = _by_name((area.command, area) for area in areas if area.command)

    async def handle(self, event: Event) -> None:
        """Answer one event, in its chat's order. What is left undone stays in the inbox."""
        chat_id = event.chat_id
        if isinstance(event.what, Command) and event.what.name == "cancel":
            self.lanes.cancel(chat_id)
        if event.payload is None and self.lanes.waiting(chat_id) >= MAX_WAITING:
            self.services.take_up(chat_id, 0)
            return
        async with self.lanes.enter(chat_id) as lane:
            again = await self._take(event, lane)
        if again is not None:
            self.services.take_up(chat_id, again)

    async def _take(self, event: Event, lane: Lane) -> float | None:
        """Answer it now that it is its turn; the seconds after which to try again, if not done."""
        begun = lease = None
        try:
            asked, begun = await self._begin(event)
            if not isinstance(begun, Begun):
                return begun
            lease = Lease(self.services, event.chat_id, begun.fence, lane, asked)
            await Visit(self, event, begun, lease).run()
        except LeaseLost:
            log.warning("lease lost", update=event.update_id)
            return 1.0
        except Exception as error:
            # Nobody has seen the answer. When the update is taken up again it shows what is; what
            # it was to change has been changed once, or not at all.
            outage = isinstance(error, MessengerError | StoreError)
            counted = not outage or isinstance(error, Refused)
            log.log(
                ERROR if counted else WARNING,
                "not answered",
                update=event.update_id,
                error=type(error).__name__,
                where=where(error),
            )
            self.services.observe("failed")
            await self._give_back(event, begun, counted=counted)
            return self._pause(event.chat_id, error)
        except BaseException:
            await self._give_back(event, begun, counted=False)
            raise
        finally:
            if lease is not None:
                lease.close()
        self._failures.pop(event.chat_id, None)
        self.services.observe("handled")
        return None

    async def _begin(self, event: Event) -> tuple[float, Begun | float | None]:
        """Take the chat's lease for this update, and the moment before it was asked for.

        Instead of it: None when the update is done already, the seconds to wait when it must.
        """
        incoming = None
        if event.payload is not None:
            sealed = self.services.seal.seal(event.payload)
            incoming = inbox.Incoming(event.update_id, event.chat_id, sealed)
        pause, waited = 0.02, 0.0
        while True:
            asked = monotonic()
            begun = await self._ask_for_lease(event, incoming)
            if isinstance(begun, Begun) and begun.attempts > MAX_ATTEMPTS:
                await self._give_up(event, begun)
                return asked, None
            if not isinstance(begun, Busy):
                return asked, begun if isinstance(begun, Begun) else None
            if begun.behind is not None or waited > 2 * self.services.lease_seconds:
                break
            await asyncio.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 - only spreads retries
            waited += pause
            pause = min(pause * 2, 0.3)
        # An earlier update of the chat was left. It must come first, so the lane is not held.
        if incoming is not None:
            await self.services.store.run(inbox.receive, [incoming], self.services.clock())
        return asked, 0.0

    async def _ask_for_lease(
        self, event: Event, incoming: inbox.Incoming | None
    ) -> Begun | Busy | Done:
        return await self.services.store.run(
            rows.begin,
            event.chat_id,
            event.update_id,
            owner=self.services.replica,
            now=self.services.clock(),
            lease_seconds=self.services.lease_seconds,
            incoming=incoming,
            message_id=event.what.message_id if isinstance(event.what, Tap) else None,
        )

    async def _give_back(self, event: Event, begun: object, *, counted: bool) -> None:
        """Leave an update that could not be answered to the next try, or give it up."""
        if not isinstance(begun, Begun):
            return
        if counted and begun.attempts >= MAX_ATTEMPTS:
            await self._give_up(event, begun)
            return
        try:
            await self.services.store.run(
                rows.release,
                event.chat_id,
                begun.fence,
                uncounted=None if counted else event.update_id,
            )
        except StoreError:  # then the lease runs out
            log.warning("lease not given back", update=event.update_id)

    async def _give_up(self, event: Event, begun: Begun) -> None:
        log.error("update given up", update=event.update_id)
        self.services.observe("given_up")
        now = self.services.clock()
        try:
            await self.services.store.run(
                rows.finish, event.chat_id, begun.fence, event.update_id, now=now
            )
        except StoreError:  # then it comes again, and is given up then
            log.warning("lease not given back", update=event.update_id)

    def _pause(self, chat_id: int, error: BaseException) -> float:
        """Longer with each failure in a row, and as long as the messenger asks for."""
        failures = self._failures[chat_id] = self._failures.get(chat_id, 0) + 1
        pause = min(2.0 ** (failures - 2), LONGEST_PAUSE)
        return max(pause, error.retry_after) if isinstance(error, Overloaded) else pause

    def reader(self, chat: Chat, link: Link | None, language_code: str = "") -> Reader:
        """The eyes of a chat: its language (Telegram's at first), the zone of the account."""
        language = chat.language or language_for(language_code)
        return Reader(language, zone_of(link), self.services.clock)

    async def announce(self, notice: Notice) -> int | None:
        """Send a stored notice; the id of its message, or None when it has lost its sense.

        Raises MessengerError for the deliverer to act on; provider errors likewise.
        """
        if notice.kind == PASSED:
            await self.messenger.delete(notice.chat_id, notice.args["message_id"])
            return None
        if notice.kind == UNPINNED:
            await self.messenger.unpin(notice.chat_id, notice.args["message_id"])
            return None
        if notice.kind == REDRAWN:
            return await self._draw_again(notice)
        area = self.notices.get(notice.kind)
        turn = await self._turn_of(notice.chat_id, notice.link_id)
        if area is None or turn is None:
            return None
        return await Announcement(self, turn, area).send(area.notices[notice.kind], notice.args)

    async def _draw_again(self, notice: Notice) -> int | None:
        key: str = notice.args["key"]
        message = await self.services.store.run(messages.of_notice, notice.chat_id, key)
        if message is None or not message.screen.get("step"):
            return None
        area = self.areas.get(message.screen["step"][0])
        turn = await self._turn_of(notice.chat_id, message.link_id)
        if area is None or turn is None:
            return None
        return await Announcement(self, turn, area).again(message)

    async def _turn_of(self, chat_id: int, link_id: int | None) -> Turn | None:
        """What the bot does by itself for an account of a chat; None when it is signed out."""
        chat = await self.services.store.run(rows.get, chat_id)
        links = await self.services.store.run(of_chat, chat_id)
        link = next((one for one in links if one.id == link_id), None)
        if chat is None or link is None:
            return None
        return Turn(self.services, chat, self.reader(chat, link), link, tuple(links), engine=self)

    async def available(self, turn: Turn, area: Area) -> bool:
        """Whether this line has the area at all."""
        if not area.public and not turn.linked:
            return False
        if isinstance(area.needs, Operation):
            return await self._offered(area.needs.name)
        return area.needs is None or await area.needs(turn)

    async def offers(self, turn: Turn, area: Area) -> bool:
        """Whether a menu may show it. What cannot be asked right now tells so once it is opened:
        one service of the provider that is silent takes nobody's menu away.
        """
        try:
            return await self.available(turn, area)
        except (Rejected, NotMapped):
            return False
        except ProviderError:
            return True

    async def _offered(self, operation: str) -> bool:
        """Whether the switch has it. Right after the start that is still being asked."""
        provider, checked = self.services.provider, self.services.checked
        if not provider.contract.has(operation) and not checked.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(checked.wait(), CHECK_SECONDS)
        return provider.contract.has(operation)


def _by_name(named: Iterable[tuple[str, Area]]) -> dict[str, Area]:
    """Areas by key, command or kind of notice: ValueError where two of them claim the same."""
    found: dict[str, Area] = {}
    for name, area in named:
        if name in found:
            raise ValueError(f"{found[name]} and {area} both claim {name!r}.")
        found[name] = area
    return found
