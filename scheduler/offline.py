"""The sweep over phones: one that stays offline for longer than its subscriber wished is told.

No event announces it (17.2 of the API notes), so the accounts of those who want to know are read
again and again. Once the phone is back, the card is redrawn and says so.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from dialogs.alerts import Alerts
from dialogs.present import redraws
from dialogs.services import Services
from line.absence import WATCH, Absence
from scheduler.sweep import Sweeper, put_news, takes_its_turn
from store.links import Link
from store.notices import NewNotice

EXPIRES = timedelta(days=1)


class Offline:
    """A link's watch is an `Absence`, or `{}` while its phone is there, or is nobody's concern."""

    def __init__(self, services: Services, sweeper: Sweeper) -> None:
        self._services = services
        self._sweeper = sweeper

    async def sweep(self, tick: int) -> None:
        now = self._services.clock()

        def chosen(link: Link, watch: Any) -> bool:
            wanted = Alerts.from_json(link.alerts).phone_offline is not None
            return bool(watch) or (wanted and takes_its_turn(link, tick, now))

        await self._sweeper.walk(WATCH, chosen, self._look)

    async def _look(self, link: Link, kept: dict[str, Any] | None) -> None:
        patience = Alerts.from_json(link.alerts).phone_offline
        known, now = Absence.read(kept), self._services.clock()
        absence: Absence | None = None
        news: list[NewNotice] = []
        if patience is not None:
            info = await self._services.sessions.account(link).get_account_info()
            if info.sip_status is False:
                absence, news = missing(link, known, patience, now)
            elif known is not None and known.told and info.sip_status:
                news = [redraws(link, _key(link, known), "back", now, now + EXPIRES)]
        seen = absence.kept() if absence else {}
        if seen == (kept or {}):
            return
        if await self._services.store.run(put_news, link, WATCH, seen, news, now):
            self._services.wake()


def missing(
    link: Link, known: Absence | None, patience: timedelta, now: datetime
) -> tuple[Absence, list[NewNotice]]:
    """What to remember of a phone that is away, and what to tell: once, when it takes long."""
    absence = known or Absence(now)
    if absence.told or now - absence.since < patience:
        return absence, []
    return Absence(absence.since, told=True), [_gone(link, absence, now)]


def _key(link: Link, absence: Absence) -> str:
    return f"{WATCH}:{link.id}:{absence.moment}"


def _gone(link: Link, absence: Absence, now: datetime) -> NewNotice:
    return NewNotice(
        link_id=link.id,
        chat_id=link.chat_id,
        kind=WATCH,
        args={"since": absence.moment},
        dedupe_key=_key(link, absence),
        due_at=now,
        expires_at=now + EXPIRES,
    )
