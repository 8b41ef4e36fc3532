"""The sweep over calls: each caller who was not answered becomes one card.

No event announces a missed call (17.2 of the API notes), so the last records are read again and
again, in a window that is as short as late records allow. What changes later (the caller tries
again, the subscriber calls back) redraws the card that is there already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from dialogs.alerts import Alerts
from dialogs.present import redraws
from dialogs.services import Services
from line.history import utc_day
from line.missed import TOGETHER, Attempt, attempts, same_caller
from portaswitch import Xdr
from scheduler.sweep import Sweeper, put_news, takes_its_turn
from store.links import Link
from store.notices import NewNotice

KIND = "missed_call"
LATE = timedelta(minutes=30)
"""So much later than it is billed a record may appear, and still be told."""
LONGEST = timedelta(hours=12)
"""After an outage (or the update that brought this in), older calls are no news any more."""
FOLLOWED = timedelta(hours=12)
"""So long a card learns that the caller was called back."""
SETTLES = timedelta(seconds=5)
"""A message that the caller leaves arrives when the call ends: then its card is enough."""
EXPIRES = timedelta(days=1)
SKEW = timedelta(minutes=2)
"""How far the switch's clock and ours may differ."""


@dataclass(frozen=True, slots=True)
class Card:
    """A card that may still change, as the watch keeps it; `key` is its notice's."""

    key: str
    caller: str
    at: datetime

    @classmethod
    def read(cls, kept: Sequence[str]) -> Card:
        key, caller, at = kept
        return cls(key, caller, datetime.fromisoformat(at))

    def kept(self) -> list[str]:
        return [self.key, self.caller, self.at.isoformat()]


@dataclass(slots=True)
class Watch:
    """A link's watch is this, or `{"off": true}`: what was told of the records since `since`."""

    since: datetime
    known: list[int]
    cards: list[Card]
    silent: bool = False
    """What is there already was not wanted."""

    @classmethod
    def read(cls, kept: dict[str, Any] | None, link: Link, now: datetime) -> Watch:
        """At first sight, all since the sign-in; switched on again, what comes from now on."""
        if kept is not None and "since" in kept:
            since = datetime.fromisoformat(kept["since"])
            cards = [Card.read(one) for one in kept["cards"]]
            return cls(max(since, now - LONGEST), list(kept["known"]), cards)
        is_new = kept is None and now - link.created_at < LONGEST
        return cls((link.created_at if is_new else now) - SKEW, [], [], silent=not is_new)

    def kept(self) -> dict[str, Any]:
        cards = [one.kept() for one in self.cards]
        return {"since": self.since.isoformat(), "known": self.known, "cards": cards}


class MissedCalls:
    def __init__(self, services: Services, sweeper: Sweeper) -> None:
        self._services = services
        self._sweeper = sweeper

    async def sweep(self, tick: int) -> None:
        if not self._services.provider.contract.has("get_xdr_list"):
            return
        now = self._services.clock()

        def chosen(link: Link, watch: Any) -> bool:
            return watch is None or takes_its_turn(link, tick, now)

        await self._sweeper.walk(KIND, chosen, self._look)

    async def _look(self, link: Link, kept: dict[str, Any] | None) -> None:
        now = self._services.clock()
        if not Alerts.from_json(link.alerts).missed_call:
            if kept != {"off": True}:
                await self._services.store.run(put_news, link, KIND, {"off": True}, (), now)
            return
        watch = Watch.read(kept, link, now)
        page = await self._services.sessions.account(link).get_xdr_list(watch.since, now + SKEW)
        told = news(watch, page.xdrs, link, now)
        if watch.silent:
            told, watch.cards = [], []
        forget(watch, page.xdrs, now)
        seen = watch.kept()
        if seen == kept:
            return
        if await self._services.store.run(put_news, link, KIND, seen, told, now):
            self._services.wake()


def news(watch: Watch, xdrs: Sequence[Xdr], link: Link, now: datetime) -> list[NewNotice]:
    """The cards to send and those to draw again, in the order of the calls; `watch` learns them."""
    new: dict[str, NewNotice] = {}
    for call in attempts(xdrs, link.number):
        cards = [
            one for one in watch.cards if same_caller(one.caller, call.caller) and one.at <= call.at
        ]
        if call.taken:
            for card in cards:
                watch.cards.remove(card)
                if new.pop(card.key, None) is None:  # else there is nothing left to tell
                    _add(new, _again(link, card, call, now))
        elif call.missed and call.ids.isdisjoint(watch.known):
            watch.known += call.ids
            recent = next((one for one in cards if call.at <= one.at + TOGETHER), None)
            if recent is None:
                watch.cards.append(Card(_add(new, _first(link, call, now)), call.caller, call.at))
            elif recent.key not in new:
                _add(new, _again(link, recent, call, now))
    return list(new.values())


def _add(new: dict[str, NewNotice], notice: NewNotice) -> str:
    new[notice.dedupe_key] = notice
    return notice.dedupe_key


def forget(watch: Watch, xdrs: Sequence[Xdr], now: datetime) -> None:
    """What no later look needs. The window moves by hours, so quiet watches are seldom written."""
    hour = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    watch.since = max(watch.since, hour - LATE)
    listed = {one.i_xdr for one in xdrs if one.bill_time >= watch.since}
    watch.known = sorted(listed.intersection(watch.known))
    watch.cards = [one for one in watch.cards if now - one.at < FOLLOWED]


def _first(link: Link, call: Attempt, now: datetime) -> NewNotice:
    """Two lines of one chat that a hunt group rings together get one card."""
    return NewNotice(
        link_id=link.id,
        chat_id=link.chat_id,
        kind=KIND,
        args={"i_xdr": call.xdr.i_xdr, "day": utc_day(call.xdr)},
        dedupe_key=f"{KIND}:{link.chat_id}:{call.key}",
        due_at=now + SETTLES,
        expires_at=now + EXPIRES,
    )


def _again(link: Link, card: Card, call: Attempt, now: datetime) -> NewNotice:
    return redraws(link, card.key, call.xdr.i_xdr, now + SETTLES, now + EXPIRES)
