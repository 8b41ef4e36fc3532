"""A turn: one thing the subscriber did, with all that an area needs to answer it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dialogs import money
from dialogs.giveup import GivingUp
from dialogs.messenger import MessengerError
from dialogs.services import Options, Services
from locales import Reader, Text
from portaswitch import Account, Admin, Feature
from portaswitch.errors import SessionExpired
from store.dialogs import Chat
from store.links import Link
from store.messages import Message

if TYPE_CHECKING:
    from dialogs.area import Area
    from dialogs.engine import Engine
    from dialogs.progress import Progress

R = TypeVar("R")

USED = "used"
"""Under this name a chat remembers how often each area was opened."""
IN_SIGHT = timedelta(hours=1)
"""Whoever types later does not think of what the last screen showed."""


class Guard(Protocol):
    """The chat's lease, as a turn sees it."""

    fence: int
    canceled: GivingUp
    wrote: bool
    """Whether this turn has begun to change something at the provider."""
    changed: bool
    """Whether something was changed, and not taken back."""

    async def check(self) -> None:
        """Raises when another replica may work on this chat: nothing may be written any more."""


class Turn:
    """Who acts, on which account, when, and the provider's API with that account's rights."""

    def __init__(
        self,
        services: Services,
        chat: Chat,
        reader: Reader,
        link: Link | None,
        links: tuple[Link, ...],
        *,
        live: Message | None = None,
        name: str = "",
        user_id: int = 0,
        update_id: int = 0,
        guard: Guard | None = None,
        engine: Engine | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.services = services
        self.chat = chat
        self.reader = reader
        self.links = links
        self._live = live
        self.name = name
        self.user_id = user_id
        self.update_id = update_id
        """The same again when an update is taken up once more."""
        self.answers: dict[str, Any] = {}
        """What the open form knows so far: for fields whose options depend on it, or that learn
        more than their own value."""
        self.wishes: dict[str, Any] = {}
        """Changes of the chat's own row, written when the turn ends: language, link_id."""
        self.prefs: dict[str, Any] = {}
        """Changes of what the chat remembers beside its row: favorites, what is used most."""
        self._link = link
        self._guard = guard
        self._engine = engine
        self._progress = progress
        self._api: Account | None = None
        self._read: dict[str, asyncio.Future[Any]] = {}

    @property
    def linked(self) -> bool:
        return self._link is not None

    @property
    def link(self) -> Link:
        """The account that this turn is about. Only public areas may find none."""
        if self._link is None:
            raise SessionExpired("no account")
        return self._link

    @property
    def link_or_none(self) -> Link | None:
        return self._link

    def act_for(self, link: Link | None) -> None:
        """Make another account the chat's current one, from this turn on."""
        self._link, self._api = link, None
        self.forget()
        self.wishes["link_id"] = link.id if link else None
        if link is not None:
            self.reader = Reader(self.reader.language, zone_of(link), self.services.clock)

    def speak(self, language: str) -> None:
        """Another language, from this turn on."""
        self.reader = Reader(language, self.reader.zone, self.services.clock)
        self.wishes["language"] = language

    async def areas(self, group: str = "") -> list[Area]:
        """The areas that this line has, of one group or of all, in the order of the menu."""
        return await self._offered(self._listed(group))

    async def areas_of(self, keys: Iterable[str]) -> list[Area]:
        """Those of these areas that this line has, in their order."""
        known = {one.key: one for one in self._listed()}
        return await self._offered([known[key] for key in keys if key in known])

    async def has_any_of(self, group: str) -> bool:
        """Whether this line has anything of a group; asks no more than that takes."""
        for one in sorted(self._listed(group), key=lambda one: one.needs is not None):
            if await self._offers(one):
                return True
        return False

    async def has(self, area: str) -> bool:
        """Whether there is such an area, and this line has it: then a button may open it."""
        found = self._engine.areas.get(area) if self._engine else None
        return found is not None and await self._offers(found)

    def _listed(self, group: str = "") -> list[Area]:
        areas = self._engine.areas.values() if self._engine else ()
        return [one for one in areas if one.listed and group in ("", one.group)]

    async def _offered(self, areas: list[Area]) -> list[Area]:
        """Asked side by side: what some of them need is read only once in a turn."""
        there = await asyncio.gather(*(self._offers(one) for one in areas))
        return [one for one, offered in zip(areas, there, strict=True) if offered]

    async def _offers(self, area: Area) -> bool:
        return self._engine is not None and await self._engine.offers(self, area)

    def searches(self, area: str, text: str) -> bool:
        """Whether what is typed looks for something in a list of this area.

        It stands below a screen of the area, and is not what another one is called.
        """
        shown = self._live
        if shown is None or shown.link_id != self.link.id:
            return False
        step = shown.screen.get("step") or [""]
        if step[0] != area or self.services.clock() - shown.created_at >= IN_SIGHT:
            return False
        areas = self._engine.areas.values() if self._engine else ()
        names = {word for one in areas for word in self._called(one)}
        return text.strip().casefold() not in names

    def _called(self, area: Area) -> Iterator[str]:
        """All that an area may be called, in the reader's language."""
        for one in (area.title, area.words):
            if one is not None:
                yield from (word.strip().casefold() for word in self.reader.say(one).split(","))

    def uses(self, area: str) -> None:
        """Count it: what is used most is proposed as a favorite."""
        used = dict(self.chat.prefs.get(USED, {}))
        self.prefs[USED] = {**used, area: used.get(area, 0) + 1}

    @property
    def options(self) -> Options:
        return self.services.options

    @property
    def now(self) -> datetime:
        """This moment in the subscriber's zone."""
        return self.services.clock().astimezone(self.reader.zone)

    @property
    def api(self) -> Account:
        """The provider's API. Reads end when the subscriber cancels; writes need the lease."""
        if self._api is None:
            account = self.services.sessions.account(self.link)
            guarded = _Guarded(account, self._guard, self.forget) if self._guard else account
            self._api = cast("Account", guarded)
        return self._api

    @property
    def admin(self) -> Admin | None:
        """The provider's admin realm, with the same care; None where the operator gave no access.

        It knows no owner: name this link's own account or customer, and nothing that was typed.
        """
        admin = self.services.provider.admin
        if admin is None or self._guard is None:
            return admin
        return cast("Admin", _Guarded(admin, self._guard, self.forget))

    def doing(self, step: Text) -> None:
        """Name the step of work that may be long: whoever waits for seconds reads it."""
        if self._progress is not None:
            self._progress.doing = step

    def forget(self) -> None:
        """What was read before a write is no longer so."""
        self._read.clear()

    async def read(self, operation: str) -> Any:
        """What a `get_…` of the API answers, asked once in a turn however many settings show it."""
        if operation not in self._read:
            self._read[operation] = asyncio.ensure_future(getattr(self.api, operation)())
        return await asyncio.shield(self._read[operation])

    async def features(self) -> Mapping[str, Feature]:
        """The line's service features: areas and home ask for them alike."""
        features: Mapping[str, Feature] = await self.read("get_service_features")
        return features

    async def feature(self, name: str) -> Feature | None:
        """One service feature; None where the line does not have it."""
        return (await self.features()).get(name)

    async def fetch(self, file: Mapping[str, Any], limit_bytes: int) -> bytes:
        """A file that answered an `Upload`. Raises MessengerError."""
        if self._engine is None:
            raise MessengerError("no messenger")
        fetched = self._engine.messenger.fetch(file["file_id"], limit_bytes)
        return await self.unless_canceled(fetched)

    async def unless_canceled(self, work: Awaitable[R]) -> R:
        """Long work that changes nothing: it ends when the subscriber cancels."""
        return await (self._guard.canceled.ends(work) if self._guard else work)

    def took_back(self) -> None:
        """What this turn wrote is undone: a failure may say that nothing was changed."""
        if self._guard is not None:
            self._guard.changed = False

    async def once(
        self,
        kind: str,
        key: str,
        result: type[R],
        call: Callable[..., Awaitable[R]],
        *args: Any,
        note: dict[str, Any] | None = None,
    ) -> R:
        """Money: `call(*args)` at most once for this account, kind and key; see `dialogs.money`."""
        fence = (self.chat.chat_id, self._guard.fence) if self._guard else None
        return await money.once(
            self.services, self.link, fence, kind, key, result, call, *args, note=note
        )

    async def run(self, function: Callable[..., R], *args: Any, **named: Any) -> R:
        """One transaction of the store."""
        return await self.services.store.run(function, *args, **named)

    @staticmethod
    def masked(secret: str) -> str:
        """The last four characters of a code, the rest dots."""
        return f"•••• {secret[-4:]}" if len(secret) > 4 else "••••"


class _Guarded:
    """An account, or the admin: `/cancel` ends its reads, its writes ask for the lease first."""

    def __init__(self, account: Account | Admin, guard: Guard, written: Callable[[], None]) -> None:
        self._account = account
        self._guard = guard
        self._written = written

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._account, name)
        if not callable(call):
            return call
        if name.startswith("get_"):

            async def read(*args: Any, **named: Any) -> Any:
                return await self._guard.canceled.ends(call(*args, **named))

            return read

        async def write(*args: Any, **named: Any) -> Any:
            await self._guard.check()
            self._guard.wrote = True
            try:
                answer = await call(*args, **named)
            finally:
                self._written()
            self._guard.changed = True
            return answer

        return write


def zone_of(link: Link | None) -> ZoneInfo:
    """The zone of an account; UTC for one that names none, or none that we know."""
    try:
        return ZoneInfo(link.zone) if link and link.zone else ZoneInfo("UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
