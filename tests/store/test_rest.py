"""Watches, sign-in and the clock's ticks."""

import asyncio
from datetime import timedelta

from store import Store, signin, ticks, watches
from store.signin import SigninToken
from tests.store.conftest import Clock, Replica
from tests.store.samples import link


async def test_a_watch_keeps_the_last_value_of_each_kind(store: Store, clock: Clock) -> None:
    one, two, three = [(await link(store, n)).id for n in (1, 2, 3)]
    await store.run(watches.put, one, "voicemail", {"newest": 3}, clock.now)
    await store.run(watches.put, one, "voicemail", {"newest": 5}, clock.now)
    await store.run(watches.put, one, "balance", "low", clock.now)
    await store.run(watches.put, two, "voicemail", [], clock.now)

    found = await store.run(watches.get_many, [one, two, three], "voicemail")

    assert found == {one: {"newest": 5}, two: []}
    assert await store.run(watches.get_many, [], "voicemail") == {}
    assert sorted(await store.run(watches.of_kind, "voicemail")) == [one, two]


async def test_a_watch_is_deleted_by_kind_or_whole(store: Store, clock: Clock) -> None:
    one = (await link(store)).id
    for kind in ("voicemail", "balance", "calls"):
        await store.run(watches.put, one, kind, 1, clock.now)
    await store.run(watches.delete, one, "balance")
    assert await store.run(watches.get_many, [one], "balance") == {}
    assert await store.run(watches.get_many, [one], "calls") == {one: 1}
    await store.run(watches.delete, one)
    assert await store.run(watches.get_many, [one], "calls") == {}


def token(clock: Clock) -> SigninToken:
    return SigninToken("hash", 1, "12065550100", "ada", clock.now + timedelta(minutes=15))


async def test_a_sign_in_link_works_once(replica: Replica, clock: Clock) -> None:
    one, two = await replica(), await replica()
    await one.run(signin.put, token(clock))
    assert await two.run(signin.peek, "hash", clock.now) == token(clock)
    used = await asyncio.gather(
        *(store.run(signin.use, "hash", clock.now) for store in (one, two) * 4)
    )
    assert [found for found in used if found is not None] == [token(clock)]
    assert await one.run(signin.use, "unknown", clock.now) is None
    assert await one.run(signin.peek, "hash", clock.now) is None


async def test_an_expired_sign_in_link_does_not_work(store: Store, clock: Clock) -> None:
    await store.run(signin.put, token(clock))
    clock.forward(15 * 60)
    assert await store.run(signin.peek, "hash", clock.now) is None
    assert await store.run(signin.use, "hash", clock.now) is None


async def test_attempts_are_counted_by_subject_and_forgotten(store: Store, clock: Clock) -> None:
    for subject in ("ada", "bob", "ada"):
        await store.run(signin.note_attempt, subject, clock.forward(60))
    assert await store.run(signin.count_attempts, "ada", clock.now - timedelta(hours=1)) == 2
    assert await store.run(signin.count_attempts, "ada", clock.now) == 1
    await store.run(signin.clear_attempts, "ada")
    assert await store.run(signin.count_attempts, "ada", clock.now - timedelta(hours=1)) == 0
    await store.run(signin.put, token(clock))
    assert await store.run(signin.prune, clock.forward(3600)) == 2


async def test_a_tick_is_one_replicas(replica: Replica, clock: Clock) -> None:
    one, two = await replica(), await replica()
    won = await asyncio.gather(
        *(store.run(ticks.claim, "voicemail", clock.now) for store in (one, two) * 4)
    )
    assert won.count(True) == 1
    assert await one.run(ticks.claim, "balance", clock.now)
    assert await one.run(ticks.claim, "voicemail", clock.forward(60))


async def test_the_newest_tick_of_a_job_is_known(store: Store, clock: Clock) -> None:
    assert await store.run(ticks.latest, "voicemail") is None
    first = clock.now
    await store.run(ticks.claim, "voicemail", first)
    await store.run(ticks.claim, "voicemail", clock.forward(60))
    assert await store.run(ticks.latest, "voicemail") == clock.now
    assert await store.run(ticks.prune, clock.now) == 1
    assert await store.run(ticks.claim, "voicemail", first)


async def test_an_event_is_seen_once(store: Store, clock: Clock) -> None:
    assert not await store.run(ticks.event_seen, 5, clock.now)
    assert await store.run(ticks.event_seen, 5, clock.now)
    assert not await store.run(ticks.event_seen, 6, clock.now)
    assert await store.run(ticks.prune, clock.forward(1)) == 2
