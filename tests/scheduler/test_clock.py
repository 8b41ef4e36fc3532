"""Each tick is one replica's, a slow sweep does not pile up, old rows go."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, select

from bot.serve import application
from scheduler.housekeeping import Housekeeping
from store import inbox, links, notices, ticks
from store.inbox import Incoming
from store.notices import NewNotice
from store.schema import watch
from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import World
from tests.harness.world import world as make_world
from tests.scheduler.conftest import POLL, cards, some_polls, until

MAILBOX = "get_mailbox_message_list"


async def test_two_replicas_share_the_ticks(tmp_path: Path, postgres_url: str) -> None:
    async with make_world(tmp_path, database_url=postgres_url, poll_seconds=POLL) as world:
        chat = await world.user()
        await chat.sign_in()
        other = application(world.settings, world.clock)
        await other.initialize()
        await other.start()
        try:
            begun, asked = time.monotonic(), len(await world.desk.log(MAILBOX))
            await some_polls(15)
            asked = len(await world.desk.log(MAILBOX)) - asked
            slots = (time.monotonic() - begun) / POLL
        finally:
            await other.stop()
            await other.shutdown()

        assert 0.5 * slots <= asked <= slots + 2


async def test_a_sweep_slower_than_its_interval_does_not_pile_up(
    chat: ChatUser, desk: Desk
) -> None:
    await desk.fault(f"Account/{MAILBOX}", "delay", seconds=0.8)
    await some_polls(2)
    begun, asked = time.monotonic(), len(await desk.log(MAILBOX))
    await some_polls(12)
    asked = len(await desk.log(MAILBOX)) - asked

    assert asked <= (time.monotonic() - begun) / 0.8 + 1


async def test_a_quiet_world_is_not_written_to(world: World, chat: ChatUser, desk: Desk) -> None:
    assert world.bot is not None
    store = world.bot.parts.store
    await some_polls(3)
    [link] = await store.run(links.of_chat, chat.id)
    begun = world.clock()
    await some_polls(5)

    changed = await store.run(_watches_changed_since, link.id, begun)
    assert not changed, "a sweep that finds nothing new writes nothing"


def _watches_changed_since(conn: Connection, link_id: int, begun: datetime) -> list[str]:
    rows = conn.execute(select(watch).where(watch.c.link_id == link_id))
    return [row.kind for row in rows if row.updated_at > begun]


async def test_an_expired_session_ends_the_pushes_and_is_told_once(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await some_polls(2)
    await desk.expire(refresh=True)
    await chat.waits_for("session with the provider has ended")
    asked = len(await desk.log(MAILBOX))
    await world.restart()
    await some_polls()

    assert await cards(chat, "session with the provider has ended") == 1
    assert len(await desk.log(MAILBOX)) == asked


async def test_what_is_old_is_forgotten_and_what_is_young_stays(
    world: World, chat: ChatUser
) -> None:
    assert world.bot is not None
    parts = world.bot.parts
    store, now = parts.store, world.clock()
    old, young = (
        NewNotice(None, chat.id, "low_balance", {}, key, now, now) for key in ("old", "young")
    )
    await store.run(notices.add, [old], now)
    await store.run(ticks.claim, "voicemail", now)
    update = Incoming(5_000_000_000, chat.id, parts.services.seal.seal("{}"))
    await store.run(inbox.receive, [update], now)
    await store.run(inbox.give_up, update.update_id, now)

    async def expired() -> bool:
        return await store.run(notices.take, limit=1, now=now, lease_seconds=1) == []

    await until(expired)
    world.clock.advance(days=91)
    await store.run(notices.add, [young], world.clock())
    await Housekeeping(parts.services).tidy(0)

    assert await store.run(notices.add, [old], world.clock()) == 1, "its key is free again"
    assert await store.run(notices.add, [young], world.clock()) == 0
    assert await store.run(inbox.receive, [update], now) == [update.update_id]
