"""What is about to end or to change its price: told before it does, once.

Subscriptions and bundles a week before their end, discount meters when the next level is near. No
event is known for any of them (17.2 of the API notes), and none is urgent: a look twice a day.
"""

from __future__ import annotations

from collections.abc import Awaitable, Iterator
from datetime import datetime, time, timedelta
from typing import Any, TypeVar

from sqlalchemy import Connection

from dialogs.services import Services
from dialogs.turn import zone_of
from line.bundles import addons
from line.fees import has_ended
from line.meters import is_near
from portaswitch import AccountInfo, NotMapped, Rejected
from portaswitch.account.discounts import DiscountCounter
from portaswitch.account.subscriptions import Subscription
from scheduler.sweep import Sweeper
from store import links, notices
from store.links import Link
from store.notices import NewNotice

EVERY = 12 * 3600.0
AHEAD = timedelta(days=7)
MORNING, EVENING = time(9), time(20)
"""At the line: nobody needs to be woken for this."""
WISH = "reminders"
"""Under this name a link's wishes say whether it wants them."""

R = TypeVar("R")
Found = tuple[str, dict[str, Any], str, datetime]
"""Kind, arguments, what makes it one notice, and when it has lost its sense."""


class Reminders:
    def __init__(self, services: Services, sweeper: Sweeper) -> None:
        self._services = services
        self._sweeper = sweeper

    async def sweep(self, _tick: int) -> None:
        await self._sweeper.walk(
            WISH,
            lambda link, _watch: bool(link.alerts.get(WISH, True)),
            lambda link, _watch: self._see(link),
        )

    async def _see(self, link: Link) -> None:
        api = self._services.sessions.account(link)
        has = self._services.provider.contract.has
        now = self._services.clock().astimezone(zone_of(link))
        found: list[Found] = []
        if has("get_subscriptions"):
            found += _ending(await _if_there(api.get_subscriptions()) or (), now)
        if has("get_vd_counter_list"):
            found += _filling(await _if_there(api.get_vd_counter_list()) or (), now)
        found += _running_out(await api.get_account_info(), now)
        told = await self._services.store.run(_tell, link, found, now) if found else 0
        if told:
            self._services.wake()


async def _if_there(reading: Awaitable[R]) -> R | None:
    """None where this line may not ask for it."""
    try:
        return await reading
    except (Rejected, NotMapped):
        return None


def _ending(every: tuple[Subscription, ...], now: datetime) -> Iterator[Found]:
    for one in every:
        end = one.finish_date
        if end is not None and not has_ended(one, now.date()) and end - now.date() <= AHEAD:
            args = {"i_account_subscription": one.i_account_subscription}
            over = datetime.combine(end + timedelta(days=1), time(), now.tzinfo)
            yield "subscription_ends", args, f"{one.i_account_subscription}:{end}", over


def _filling(counters: tuple[DiscountCounter, ...], now: datetime) -> Iterator[Found]:
    """Each level once in each period; of a counter that never starts anew, once."""
    for one in counters:
        if is_near(one):
            key = f"{one.i_vd_dg}:{one.threshold}:{one.reset_date}"
            yield "meter", {"i_vd_dg": one.i_vd_dg}, key, now + timedelta(days=2)


def _running_out(info: AccountInfo, now: datetime) -> Iterator[Found]:
    for one in addons(info, now):
        if one.effective_to is not None and one.effective_to - now <= AHEAD:
            key = f"{one.i_product}:{one.effective_to.date()}"
            yield "bundle_ends", {"i_product": one.i_product}, key, one.effective_to


def _tell(conn: Connection, link: Link, found: list[Found], now: datetime) -> int:
    current = links.get(conn, link.id)
    if current is None or current.state != "active":
        return 0  # signed out while we were asking
    new = [
        NewNotice(
            link_id=link.id,
            chat_id=link.chat_id,
            kind=kind,
            args=args,
            dedupe_key=f"{kind}:{link.id}:{key}",
            due_at=by_day(now),
            expires_at=over,
        )
        for kind, args, key, over in found
    ]
    return notices.add(conn, new, now)


def by_day(now: datetime) -> datetime:
    """Now, or in the next morning."""
    if MORNING <= now.time() < EVENING:
        return now
    day = now.date() + timedelta(days=now.time() >= EVENING)
    return datetime.combine(day, MORNING, now.tzinfo)
