"""Timed changes: put back once, at their time, step by step, whoever dies meanwhile."""

import asyncio
from datetime import timedelta

import pytest

from store import Store, timed
from store.seal import Sealed
from store.timed import Timed
from tests.store.conftest import Clock, Replica
from tests.store.samples import CHAT, link

HOUR = timedelta(hours=1)


async def add(store: Store, link_id: int | None = None, what: str = "forwarding") -> int:
    return await store.run(
        timed.add,
        link_id=link_id or (await link(store)).id,
        chat_id=CHAT,
        what=what,
        snapshot=Sealed(b"before"),
        until=store.clock() + HOUR,
        now=store.clock(),
    )


async def armed(store: Store) -> int:
    added = await add(store)
    assert await store.run(timed.arm, added, Sealed(b"ours"))
    return added


async def due(store: Store) -> list[Timed]:
    return await store.run(timed.due, now=store.clock(), limit=9, lease_seconds=30)


async def test_a_change_is_put_back_at_its_time(store: Store, clock: Clock) -> None:
    added = await armed(store)
    assert await due(store) == []
    clock.forward(3600)

    (taken,) = await due(store)

    assert (taken.id, taken.state, taken.step) == (added, "restoring", 0)
    assert (taken.snapshot, taken.wrote) == (b"before", b"ours")
    assert await due(store) == []
    assert await store.run(timed.close, taken, "done", clock.now)
    clock.forward(60)
    assert await due(store) == []


async def test_a_dead_worker_is_followed_at_the_step_where_it_died(
    store: Store, clock: Clock
) -> None:
    await armed(store)
    clock.forward(3600)
    (dead,) = await due(store)
    assert await store.run(timed.advance, dead, 2, now=clock.now, lease_seconds=30)
    clock.forward(30)

    (taken,) = await due(store)

    assert (taken.step, taken.attempts) == (2, 2)
    assert not await store.run(timed.advance, dead, 3, now=clock.now, lease_seconds=30)
    assert not await store.run(timed.close, dead, "done", clock.now)
    assert not await store.run(timed.postpone, dead, clock.now)
    assert await store.run(timed.close, taken, "changed", clock.now)


async def test_of_two_replicas_one_puts_it_back(replica: Replica, clock: Clock) -> None:
    one, two = await replica(), await replica()
    await armed(one)
    clock.forward(3600)
    taken = await asyncio.gather(*(due(store) for store in (one, two) * 4))
    assert sum(map(len, taken)) == 1


async def test_a_change_that_was_cut_off_is_put_back_too(store: Store, clock: Clock) -> None:
    added = await add(store)
    clock.forward(3600)
    (taken,) = await due(store)
    assert (taken.id, taken.wrote) == (added, None)
    assert not await store.run(timed.arm, added, Sealed(b"late"))


async def test_a_silent_provider_is_tried_again_later(store: Store, clock: Clock) -> None:
    await armed(store)
    clock.forward(3600)
    (taken,) = await due(store)
    assert await store.run(timed.postpone, taken, clock.now + timedelta(seconds=10))
    assert await due(store) == []
    clock.forward(10)
    (again,) = await due(store)
    assert again.attempts == 2


async def test_the_subscriber_makes_it_longer(store: Store, clock: Clock) -> None:
    added = await armed(store)
    known = await store.run(timed.get, added)
    assert known is not None
    assert await store.run(timed.postpone, known, known.until + HOUR)
    clock.forward(3600)
    assert await due(store) == []
    clock.forward(3600)
    assert len(await due(store)) == 1


async def test_a_canceled_change_stays(store: Store, clock: Clock) -> None:
    added = await armed(store)
    assert await store.run(timed.cancel, added, clock.now)
    clock.forward(3600)
    assert await due(store) == []
    known = await store.run(timed.get, added)
    assert known is not None
    assert known.state == "canceled"


async def test_it_is_too_late_to_cancel_what_is_being_put_back(store: Store, clock: Clock) -> None:
    added = await armed(store)
    clock.forward(3600)
    await due(store)
    assert not await store.run(timed.cancel, added, clock.now)


@pytest.mark.parametrize("what", [None, "dnd"])
async def test_a_link_knows_what_will_be_put_back(
    store: Store, clock: Clock, what: str | None
) -> None:
    linked = await link(store)
    kinds = ["forwarding", "dnd", "dnd"]
    first, second, gone = [await add(store, linked.id, kind) for kind in kinds]
    await store.run(timed.cancel, gone, clock.now)
    active = await store.run(timed.active_of_link, linked.id, what)
    assert [row.id for row in active] == ([first, second] if what is None else [second])


async def take(store: Store, timed_id: int) -> Timed | None:
    return await store.run(timed.take, timed_id, now=store.clock(), lease_seconds=30)


async def test_the_subscriber_has_it_put_back_before_its_time(replica: Replica) -> None:
    one, two = await replica(), await replica()
    added = await armed(one)
    takers = await asyncio.gather(*(take(store, added) for store in (one, two) * 4))
    (taken,) = [found for found in takers if found is not None]
    assert (taken.id, taken.state, taken.attempts) == (added, "restoring", 1)
    assert await one.run(timed.close, taken, "done", one.clock())
    assert await take(one, added) is None


async def test_a_change_whose_turn_died_is_found_before_its_time(
    store: Store, clock: Clock
) -> None:
    linked = await link(store)
    dead, alive = await add(store, linked.id), await add(store, linked.id, "dnd")
    await store.run(timed.arm, alive, Sealed(b"ours"))
    clock.forward(60)
    await add(store, linked.id, "young")

    found = await store.run(timed.abandoned, before=clock.now, now=clock.now, limit=9)

    assert [row.id for row in found] == [dead]


async def test_the_only_process_goes_on_with_what_its_forerunner_was_restoring(
    store: Store, clock: Clock
) -> None:
    await armed(store)
    clock.forward(3600)
    (dead,) = await due(store)
    assert await store.run(timed.forget_leases) == 1
    (taken,) = await due(store)
    assert (taken.id, taken.attempts) == (dead.id, 2)


async def test_once_the_putting_back_has_begun_ours_is_compared_no_more(
    store: Store, clock: Clock
) -> None:
    await armed(store)
    clock.forward(3600)
    (dead,) = await due(store)
    assert await store.run(timed.begin, dead)
    clock.forward(30)
    (taken,) = await due(store)
    assert (taken.wrote, taken.step) == (None, 0)
    assert not await store.run(timed.begin, dead)


async def test_what_lies_on_top_is_put_back_first(store: Store, clock: Clock) -> None:
    """Do not disturb during a forward: were the forward first, it would find a changed line."""
    link_id = (await link(store)).id
    below = await add(store, link_id)
    on_top = await add(store, link_id, "dnd")
    clock.forward(3600)

    (first,) = await due(store)
    assert first.id == on_top
    assert await store.run(timed.take, below, now=clock.now, lease_seconds=30) is None
    assert await due(store) == []

    assert await store.run(timed.close, first, "done", clock.now)
    (second,) = await due(store)
    assert second.id == below
