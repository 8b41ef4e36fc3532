"""Low balance: told once per fall, from the provider's events, with a slow sweep as the fallback.

An event says that something changed, never what is true now (17.1 of the API notes), so the
balance is always read back. Its amounts serve for one thing: two changes may come faster than we
read, and then only they tell that the balance was above the threshold in between.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

import structlog
from sqlalchemy import Connection

from dialogs import ontop
from dialogs.alerts import Alerts
from dialogs.services import Services
from line.funds import available_funds
from locales import Money, encode
from portaswitch import AccountInfo
from portaswitch.errors import ProviderError, SessionExpired
from scheduler.sweep import LOOK_SECONDS, Sweeper
from store import StoreError, links, notices, ticks, watches
from store.links import Link
from store.notices import NewNotice

log = structlog.get_logger(__name__)

KIND = "low_balance"
WATCH, LOOK = "balance", "balance_look"
EVERYONE_EVERY = 10
"""Ticks between two sweeps over all links; new links are looked at each time."""
EXPIRES = timedelta(days=2)
LOOKERS = 4
RETRIES = 6
"""Looks after an event, the last pause half a minute; then the sweep takes over."""
MOST_CHANGES = 8

Change = tuple[str, str]
"""Balance before and after, as an event told them."""


class Balance:
    """Links have a watch of what was last known, and one for each look that an event wants."""

    def __init__(self, services: Services, sweeper: Sweeper) -> None:
        self._services = services
        self._sweeper = sweeper
        self._wanted: asyncio.Queue[tuple[int, int]] = asyncio.Queue()

    async def sweep(self, tick: int) -> None:
        everyone = tick % EVERYONE_EVERY == 0
        await self._sweeper.walk(
            WATCH,
            lambda _link, watch: everyone or watch is None,
            lambda link, _watch: self._see(link),
        )

    # ------------------------------------------------------------------ events

    async def event(self, kind: str, variables: Mapping[str, Any]) -> None:
        """Store that the account's links want a look; it is then done beside the answer."""
        i_account = _number(variables.get("i_account") or variables.get("billing_entity_id"))
        if i_account is None or not kind.startswith(("Account/", "Subscriber/")):
            return
        before, after = variables.get("prev_balance"), variables.get("curr_balance")
        change = None if before is None or after is None else (str(before), str(after))
        now = self._services.clock()
        i_event = _number(variables.get("i_event"))
        for link_id in await self._services.store.run(_note, i_event, i_account, change, now):
            self._wanted.put_nowait((link_id, 0))

    async def follow_events(self) -> None:
        """Do the looks that events want, until canceled; first those of an earlier life."""
        with suppress(StoreError):
            for link_id in await self._services.store.run(watches.of_kind, LOOK):
                self._wanted.put_nowait((link_id, 0))
        async with asyncio.TaskGroup() as group:
            for _looker in range(LOOKERS):
                group.create_task(self._follow())

    async def _follow(self) -> None:
        while True:
            link_id, tries = await self._wanted.get()
            try:
                async with asyncio.timeout(LOOK_SECONDS):
                    link = await self._services.store.run(links.get, link_id)
                    if link is not None and link.state == "active":
                        await self._see(link)
            except SessionExpired:
                pass  # `Sessions` has told the subscriber
            except (ProviderError, StoreError, TimeoutError) as error:
                log.warning("balance not read", link=link_id, error=type(error).__name__)
                if tries < RETRIES:
                    again = (link_id, tries + 1)
                    loop = asyncio.get_running_loop()
                    loop.call_later(0.5 * 2**tries, self._wanted.put_nowait, again)
            except Exception:
                log.exception("look broke", link=link_id)

    # ------------------------------------------------------------------ one account

    async def _see(self, link: Link) -> None:
        """Read the balance back, and store what follows from it."""
        alerts = Alerts.from_json(link.alerts, self._services.options.low_balance)
        if not alerts.low_balance and not alerts.on_top:
            return
        info = await self._services.sessions.account(link).get_account_info()
        now = self._services.clock()
        if await self._services.store.run(_news, link, info, alerts, now):
            self._services.wake()


def _note(
    conn: Connection, i_event: int | None, i_account: int, change: Change | None, now: datetime
) -> list[int]:
    """The links to look at; none when this event has come before."""
    if i_event is not None and ticks.event_seen(conn, i_event, now):
        return []
    concerned = [link.id for link in links.by_account(conn, i_account)]
    wanted = watches.get_many(conn, concerned, LOOK)
    for link_id in concerned:
        changes = [*wanted.get(link_id, []), *([change] if change else [])]
        watches.put(conn, link_id, LOOK, changes[-MOST_CHANGES:], now)
    return concerned


def _news(conn: Connection, link: Link, info: AccountInfo, alerts: Alerts, now: datetime) -> int:
    """The number of notices that come of a look."""
    told = _judge(conn, link, info, alerts, now) if alerts.low_balance else 0
    return told + (ontop.refresh(conn, link, str(info.balance), now) if alerts.on_top else 0)


def _judge(conn: Connection, link: Link, info: AccountInfo, alerts: Alerts, now: datetime) -> int:
    """Compare with what was last known; the number of notices that come of it, 0 or 1."""
    changes = [tuple(one) for one in watches.get_many(conn, [link.id], LOOK).get(link.id, [])]
    if changes:
        watches.delete(conn, link.id, LOOK)
    current = links.get(conn, link.id)
    if current is None or current.state != "active":
        return 0  # signed out while we were asking
    funds = available_funds(info)
    known = watches.get_many(conn, [link.id], WATCH).get(link.id)
    watch, fell = judge(known, funds, alerts.threshold, _heard(info, changes), now)
    if watch != known:
        watches.put(conn, link.id, WATCH, watch, now)
    if not fell or funds is None:
        return 0
    notice = NewNotice(
        link_id=link.id,
        chat_id=link.chat_id,
        kind=KIND,
        args={
            "funds": encode(Money(funds, info.currency)),
            "threshold": encode(Money(alerts.threshold, info.currency)),
        },
        dedupe_key=f"{KIND}:{link.id}:{watch['fall']}",
        due_at=now,
        expires_at=now + EXPIRES,
    )
    return notices.add(conn, [notice], now)


def judge(
    known: Mapping[str, Any] | None,
    funds: Decimal | None,
    threshold: Decimal,
    heard: list[tuple[Decimal, Decimal]],
    now: datetime,
) -> tuple[dict[str, Any], bool]:
    """What to remember, and whether the balance has fallen below the threshold.

    `heard` are the changes that events told, as available funds before and after. Remembered is
    `{"fall": n}` while there is enough, else `{"fall": n, "low": funds, "told": bool}`; the number
    of the fall makes its notice one. A line that is low at first sight is not told so: its
    subscriber has just seen the amount. When it falls further, it is.
    """
    fall = int(known["fall"]) if known else round(now.timestamp())
    if funds is None or funds >= threshold:  # None: nothing that could run out, or not ours
        return {"fall": fall}, False
    low = {"fall": fall, "low": str(funds), "told": True}
    if known is None:
        was = max((before for before, _after in heard), default=funds)
        return low | {"told": was > funds}, was > funds
    if "low" not in known:
        return low | {"fall": fall + 1}, True
    before = Decimal(known["low"])
    if not known["told"]:
        return low | {"told": funds < before}, funds < before
    # The rise in between went by unread; a fall that ends where we last saw it is told already.
    if any(was >= threshold > after != before for was, after in heard):
        return low | {"fall": fall + 1}, True
    return dict(known), False


def _heard(info: AccountInfo, changes: list[Any]) -> list[tuple[Decimal, Decimal]]:
    """Balances as available funds, which for credit accounts run the other way."""
    found = []
    for before, after in changes:
        try:
            pair = [
                available_funds(replace(info, balance=Decimal(balance)))
                for balance in (before, after)
            ]
        except InvalidOperation:
            continue
        if pair[0] is not None and pair[1] is not None:
            found.append((pair[0], pair[1]))
    return found


def _number(value: Any) -> int | None:
    """Ids come as text or as numbers (17.1); None for what is no id."""
    try:
        number = int(value)
    except (TypeError, ValueError):
        return None
    return number if 0 < number < 2**63 else None
