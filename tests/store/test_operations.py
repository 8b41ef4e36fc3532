"""Money: claimed once, under every key, whatever happens to the one who claimed."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from store import FenceLost, Seal, Store, operations
from store.operations import Claimed, Existing
from store.seal import Sealed
from tests.store.conftest import Clock, Replica
from tests.store.samples import CHAT, begin, finish, link, receive

VOUCHER = "4411223399"


async def claim(
    store: Store, link_id: int, keys: list[str] | None = None, **more: Any
) -> Claimed | Existing:
    return await store.run(
        operations.claim,
        link_id=link_id,
        chat_id=CHAT,
        kind="voucher",
        keys=keys or store.seal.hmacs("voucher", VOUCHER),
        note={"tail": VOUCHER[-4:]},
        now=store.clock(),
        **more,
    )


async def claimed(store: Store, link_id: int) -> int:
    answer = await claim(store, link_id)
    assert isinstance(answer, Claimed)
    return answer.id


async def test_a_voucher_is_claimed_once(store: Store) -> None:
    linked = await link(store)
    first = await claimed(store, linked.id)

    second = await claim(store, linked.id)

    assert isinstance(second, Existing)
    known = second.operation
    assert (known.id, known.state, known.note, known.told) == (
        first,
        "claimed",
        {"tail": "3399"},
        False,
    )
    assert (known.claimed_at, known.settled_at) == (store.clock(), None)


async def test_of_two_replicas_one_claims_it(replica: Replica) -> None:
    one, two = await replica(), await replica()
    linked = await link(one)
    answers = await asyncio.gather(*(claim(store, linked.id) for store in (one, two) * 8))
    (won,) = [answer for answer in answers if isinstance(answer, Claimed)]
    assert {a.operation.id for a in answers if isinstance(a, Existing)} == {won.id}
    assert [row.id for row in await one.run(operations.of_link, linked.id)] == [won.id]


async def test_replicas_in_the_middle_of_a_key_rotation_claim_it_once(replica: Replica) -> None:
    one, two = await replica(), await replica()
    linked = await link(one)
    old, new = Seal("old key"), Seal("new key, old key")
    answers = await asyncio.gather(
        claim(one, linked.id, new.hmacs("voucher", VOUCHER)),
        claim(two, linked.id, old.hmacs("voucher", VOUCHER)),
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["Claimed", "Existing"]
    # Once the old key is dropped it is still known by the new one.
    later = await claim(one, linked.id, Seal("new key").hmacs("voucher", VOUCHER))
    assert isinstance(later, Existing) or isinstance(answers[1], Claimed)


async def test_what_was_claimed_under_an_old_key_is_known_under_the_new_list(store: Store) -> None:
    linked = await link(store)
    await claim(store, linked.id, Seal("old key").hmacs("voucher", VOUCHER))
    again = await claim(store, linked.id, Seal("new key, old key").hmacs("voucher", VOUCHER))
    assert isinstance(again, Existing)


async def test_a_refused_voucher_may_be_tried_again_by_anybody(store: Store) -> None:
    linked, other = await link(store, 1), await link(store, 2)
    first = await claimed(store, linked.id)
    assert await store.run(operations.settle, first, "refused", None, store.clock())

    again = await claimed(store, other.id)

    known = await store.run(operations.get, again)
    assert known is not None
    assert (known.state, known.link_id, known.settled_at) == ("claimed", other.id, None)
    assert isinstance(await claim(store, linked.id), Existing)


@pytest.mark.parametrize("state", ["done", "unknown"])
async def test_a_settled_voucher_stays_claimed(store: Store, state: str) -> None:
    linked = await link(store)
    first = await claimed(store, linked.id)
    assert await store.run(operations.settle, first, state, Sealed(b"+10"), store.clock())
    again = await claim(store, linked.id)
    assert isinstance(again, Existing)
    assert (again.operation.state, again.operation.result) == (state, b"+10")


async def test_an_unknown_outcome_is_settled_later_and_once(store: Store) -> None:
    linked = await link(store)
    known = await claimed(store, linked.id)
    assert await store.run(operations.settle, known, "unknown", None, store.clock())
    assert await store.run(operations.settle, known, "done", Sealed(b"+10"), store.clock())
    assert not await store.run(operations.settle, known, "refused", None, store.clock())


async def test_what_is_unsettled_is_found_once_it_is_old(store: Store, clock: Clock) -> None:
    linked = await link(store)
    dead = await claimed(store, linked.id)
    for number, state in enumerate(("done", "refused", "unknown")):
        answer = await claim(store, linked.id, [f"key{number}"])
        assert isinstance(answer, Claimed)
        await store.run(operations.settle, answer.id, state, None, clock.now)
    clock.forward(60)
    await claim(store, linked.id, ["young"])

    found = await store.run(operations.unsettled, clock.now, 9)

    assert [row.state for row in found] == ["claimed", "unknown"]
    assert found[0].id == dead
    assert len(await store.run(operations.unsettled, clock.now, 1)) == 1
    young = await store.run(
        operations.unsettled, clock.forward(1), 9, newer_than=clock.now - timedelta(seconds=1)
    )
    assert [row.state for row in young] == ["claimed"]


async def test_the_outcome_is_told_once(store: Store) -> None:
    known = await claimed(store, (await link(store)).id)
    assert await store.run(operations.tell, known)
    assert not await store.run(operations.tell, known)


async def test_a_turn_that_lost_its_chat_claims_nothing(store: Store) -> None:
    linked = await link(store)
    await receive(store, 1)
    begun = await begin(store, 1)
    ours = (CHAT, begun.fence)
    assert isinstance(await claim(store, linked.id, ["a"], chat_fence=ours), Claimed)
    await finish(store, begun, 1)
    with pytest.raises(FenceLost):
        await claim(store, linked.id, ["b"], chat_fence=ours)
    assert len(await store.run(operations.of_link, linked.id)) == 1


async def test_a_links_latest_operations_come_first(store: Store) -> None:
    linked = await link(store)
    for number in range(5):
        await claim(store, linked.id, [f"key{number}"])
    found = await store.run(operations.of_link, linked.id, 3)
    assert [row.id for row in found] == sorted((row.id for row in found), reverse=True)
    assert len(found) == 3
