"""Notices: found often, told once, in order, as fast as Telegram allows."""

import asyncio
from datetime import datetime, timedelta

from store import Store, dialogs, notices
from store.notices import NewNotice, Notice
from tests.store.conftest import Clock, Replica
from tests.store.samples import CHAT, turn


def new(
    key: str, due_at: datetime, chat_id: int = CHAT, expires_at: datetime | None = None
) -> NewNotice:
    return NewNotice(1, chat_id, "voicemail", {"id": key}, key, due_at, expires_at)


async def add(store: Store, *added: NewNotice) -> int:
    return await store.run(notices.add, added, store.clock())


async def take(store: Store, limit: int = 50) -> list[Notice]:
    return await store.run(notices.take, limit=limit, now=store.clock(), lease_seconds=30)


def keys(taken: list[Notice]) -> list[str]:
    return [notice.dedupe_key for notice in taken]


async def test_a_notice_found_again_is_the_same(store: Store, clock: Clock) -> None:
    assert await add(store, new("a", clock.now), new("b", clock.now), new("a", clock.now)) == 2
    assert await add(store, new("b", clock.now), new("c", clock.now)) == 1
    assert await add(store) == 0


async def test_a_taken_notice_is_what_was_added(store: Store, clock: Clock) -> None:
    until = clock.now + timedelta(hours=1)
    await add(store, new("a", clock.now, expires_at=until))
    (taken,) = await take(store)
    assert (taken.link_id, taken.chat_id, taken.kind) == (1, CHAT, "voicemail")
    assert (taken.args, taken.state, taken.attempts) == ({"id": "a"}, "sending", 1)
    assert (taken.due_at, taken.created_at, taken.expires_at) == (clock.now, clock.now, until)


async def test_a_chat_hears_one_at_a_time_in_order(store: Store, clock: Clock) -> None:
    later = clock.now + timedelta(seconds=1)
    await add(store, new("second", later), new("first", clock.now), new("other", later, chat_id=5))
    clock.forward(2)

    batch = await take(store)
    assert keys(batch) == ["first", "other"]
    assert keys(await take(store)) == []
    await store.run(notices.sent, batch[0].id, 60, clock.now)
    assert keys(await take(store)) == ["second"]


async def test_nothing_is_sent_before_it_is_due(store: Store, clock: Clock) -> None:
    await add(store, new("a", clock.now + timedelta(seconds=10)))
    assert await take(store) == []
    assert await store.run(notices.next_due) == clock.now + timedelta(seconds=10)
    clock.forward(10)
    assert keys(await take(store)) == ["a"]


async def test_a_dead_senders_notices_come_back_before_later_ones(
    store: Store, clock: Clock
) -> None:
    await add(store, new("a", clock.now), new("b", clock.now))
    assert keys(await take(store)) == ["a"]
    clock.forward(30)
    (again,) = await take(store)
    assert (again.dedupe_key, again.attempts) == ("a", 2)


async def test_replicas_share_the_work(replica: Replica, clock: Clock) -> None:
    one, two = await replica(), await replica()
    await add(one, *(new(f"n{n}", clock.now, chat_id=n % 20) for n in range(40)))
    batches = await asyncio.gather(*(take(store, 5) for store in (one, two) * 4))
    taken = [notice for batch in batches for notice in batch]
    assert len({notice.id for notice in taken}) == len(taken), "none is taken twice"
    assert len({notice.chat_id for notice in taken}) == len(taken), "one for each chat"
    rest = await take(one)
    assert len(taken) + len(rest) == 20


async def test_an_unreachable_chat_waits_until_it_comes_back(store: Store, clock: Clock) -> None:
    await turn(store, 1)
    await add(store, new("a", clock.now))
    await store.run(dialogs.set_reachable, CHAT, False)
    assert await take(store) == []
    assert await store.run(notices.next_due) is None
    await store.run(dialogs.set_reachable, CHAT, True)
    assert keys(await take(store)) == ["a"]


async def test_a_notice_put_back_is_due_again(store: Store, clock: Clock) -> None:
    await add(store, new("a", clock.now))
    (taken,) = await take(store)
    await store.run(notices.back, taken.id, clock.now + timedelta(seconds=5))
    assert await take(store) == []
    clock.forward(5)
    assert keys(await take(store)) == ["a"]


async def test_what_is_sent_or_dropped_is_over(store: Store, clock: Clock) -> None:
    await add(store, new("a", clock.now), new("b", clock.now, chat_id=5))
    first, second = await take(store)
    await store.run(notices.sent, first.id, 60, clock.now)
    await store.run(notices.drop, second.id, "blocked")
    await store.run(notices.back, first.id, clock.now)  # a sender that was late
    clock.forward(60)
    assert await take(store) == []
    assert await add(store, new("a", clock.now)) == 0
    assert await store.run(notices.prune, clock.now) == 2
    assert await add(store, new("a", clock.now)) == 1


async def test_an_expired_notice_is_never_sent(store: Store, clock: Clock) -> None:
    await add(store, new("stale", clock.now, expires_at=clock.now + timedelta(seconds=5)))
    await add(store, new("fresh", clock.now + timedelta(seconds=1)))
    clock.forward(6)
    assert keys(await take(store)) == ["fresh"]


async def test_a_held_chat_hears_nothing_until_then(store: Store, clock: Clock) -> None:
    await add(store, new("a", clock.now), new("b", clock.now), new("c", clock.now, chat_id=5))
    await store.run(notices.hold_for, CHAT, clock.now + timedelta(seconds=10))
    assert keys(await take(store)) == ["c"]
    clock.forward(10)
    assert keys(await take(store)) == ["a"]


async def test_the_sender_sleeps_until_the_next_one(store: Store, clock: Clock) -> None:
    assert await store.run(notices.next_due) is None
    await add(store, new("a", clock.now), new("b", clock.now))
    assert await store.run(notices.next_due) == clock.now
    await take(store)
    # "b" waits for "a", which ends with its lease if its sender dies.
    assert await store.run(notices.next_due) == clock.now + timedelta(seconds=30)


async def test_the_bucket_is_one_for_all_replicas(replica: Replica, clock: Clock) -> None:
    one, two = await replica(), await replica()
    bought = await asyncio.gather(
        *(store.run(notices.buy, "bulk", 5, 25, clock.now) for store in (one, two) * 3)
    )
    steps = [(moment - clock.now).total_seconds() for moment in sorted(bought)]
    assert steps == [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]


async def test_an_idle_bucket_saves_nothing_up(store: Store, clock: Clock) -> None:
    await store.run(notices.buy, "bulk", 5, 25, clock.now)
    clock.forward(60)
    assert await store.run(notices.buy, "bulk", 5, 25, clock.now) == clock.now
    soon = clock.now + timedelta(seconds=0.2)
    assert await store.run(notices.buy, "bulk", 5, 25, clock.now) == soon
    assert await store.run(notices.buy, "another", 5, 25, clock.now) == clock.now


async def test_a_penalty_stops_the_sale(store: Store, clock: Clock) -> None:
    until = clock.now + timedelta(seconds=30)
    await store.run(notices.penalize, "bulk", until)
    await store.run(notices.penalize, "bulk", clock.now)  # never shortens it
    assert await store.run(notices.buy, "bulk", 1, 25, clock.now) == until


async def test_an_attempt_that_was_not_the_notices_fault_does_not_count(
    store: Store, clock: Clock
) -> None:
    await add(store, new("a", clock.now))
    for attempted, expected in ((True, 1), (False, 2), (True, 2), (True, 3)):
        (taken,) = await take(store)
        assert taken.attempts == expected
        await store.run(notices.back, taken.id, clock.now, attempted=attempted)


async def test_the_only_process_sends_what_its_forerunner_was_sending(
    store: Store, clock: Clock
) -> None:
    await add(store, new("a", clock.now))
    await take(store)
    assert await store.run(notices.forget_leases) == 1
    assert keys(await take(store)) == ["a"]
