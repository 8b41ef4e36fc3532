"""Keys rotate: what an older one sealed is sealed anew, until it can be dropped."""

import base64
from datetime import timedelta

import pytest

from store import Seal, SealBroken, Store, links, operations, resealing, timed, watches
from store.resealing import Place
from tests.store.conftest import Clock
from tests.store.samples import CHAT, link, turn

OLDEST, OLD, NEW, OTHER = "the oldest key", "the old key", "the new key", "a stranger's key"
PLACES = (*resealing.LASTING, resealing.watched("undo"))


async def fill(store: Store, seal: Seal, i_account: int, clock: Clock) -> None:
    """Something sealed of every kind."""
    linked = await link(store, i_account, tokens=seal.seal("tokens"))
    now, sealed = clock.now, seal.seal("snapshot")
    row = await store.run(
        timed.add,
        link_id=linked.id,
        chat_id=CHAT,
        what="forwarding",
        snapshot=sealed,
        until=now + timedelta(hours=1),
        now=now,
    )
    await store.run(timed.arm, row, seal.seal("wrote"))
    claimed = await store.run(
        operations.claim,
        link_id=linked.id,
        chat_id=CHAT,
        kind="voucher",
        keys=[f"key{i_account}"],
        note={},
        now=now,
    )
    assert isinstance(claimed, operations.Claimed)
    await store.run(operations.settle, claimed.id, "done", seal.seal("receipt"), now)
    way_back = base64.b64encode(seal.seal("undo")).decode()
    await store.run(watches.put, linked.id, "undo", way_back, now)
    await store.run(watches.put, linked.id, "voicemail", {"known": [1]}, now)


async def walk(store: Store, seal: Seal, place: Place, size: int = 2) -> tuple[int, int]:
    after, rows, lost = None, 0, 0
    while found := await store.run(resealing.page, place, after, size):
        resealed = resealing.reseal(seal, found)
        rows += await store.run(resealing.put, place, resealed)
        lost, after = lost + resealed.lost, found[-1].key
    return rows, lost


async def test_of_three_keys_the_older_two_can_be_dropped_afterwards(
    store: Store, clock: Clock
) -> None:
    for n, key in enumerate((OLDEST, OLD, NEW, OLDEST, OLD), 1):
        await fill(store, Seal(key), n, clock)
    await turn(store, 1, draft=Seal(OLDEST).seal("draft"))
    three = Seal(f"{NEW},{OLD},{OLDEST}")

    assert [await walk(store, three, place) for place in PLACES] == [
        *[(4, 0)] * 4,
        (1, 0),
        (4, 0),
    ]
    assert [await walk(store, three, place) for place in PLACES] == [(0, 0)] * 6

    only = Seal(NEW)
    for place in PLACES:
        assert await walk(store, only, place) == (0, 0)
    assert [only.unseal(one.tokens or b"") for one in await store.run(links.of_chat, CHAT)] == [
        b"tokens"
    ] * 5


async def test_what_no_key_opens_is_counted_and_left(store: Store, clock: Clock) -> None:
    await fill(store, Seal(OTHER), 1, clock)
    assert [await walk(store, Seal(f"{NEW},{OLD}"), place) for place in PLACES] == [
        *[(0, 1)] * 4,
        (0, 0),
        (0, 1),
    ]


async def test_what_was_renewed_meanwhile_stays(store: Store) -> None:
    linked = await link(store, tokens=Seal(OLD).seal("tokens"))
    place = resealing.LASTING[0]
    both = Seal(f"{NEW},{OLD}")
    resealed = resealing.reseal(both, await store.run(resealing.page, place, None, 9))
    renewed = both.seal("newer")
    await store.run(links.store_tokens, linked.id, 1, renewed)

    assert await store.run(resealing.put, place, resealed) == 0

    found = await store.run(links.get, linked.id)
    assert found is not None
    assert found.tokens == renewed


def test_what_a_newer_replica_sealed_is_told_from_what_is_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lost = Seal(OTHER).seal("x")
    ours = Seal(OLD)
    monkeypatch.setattr("store.seal.time.time_ns", lambda: 4_000_000_000 * 10**9)
    newer = Seal(NEW).seal("x")

    for sealed in (lost, newer):
        with pytest.raises(SealBroken):
            ours.unseal(sealed)
    assert ours.is_from_the_future(newer)
    assert not ours.is_from_the_future(lost)
    assert not ours.is_from_the_future(b"nonsense")
