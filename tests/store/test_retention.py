"""How long rows are kept: what is over goes in its time, what is referred to or open stays."""

from datetime import timedelta

from store import Store, dialogs, links, operations, timed
from store.seal import Sealed
from tests.store.conftest import Clock
from tests.store.samples import CHAT, link, turn


async def redeem(store: Store, link_id: int, key: str, clock: Clock) -> operations.Claimed | None:
    claimed = await store.run(
        operations.claim,
        link_id=link_id,
        chat_id=CHAT,
        kind="voucher",
        keys=[key],
        note={"tail": "99"},
        now=clock.now,
    )
    return claimed if isinstance(claimed, operations.Claimed) else None


async def test_signing_out_blanks_name_and_login_at_once(store: Store, clock: Clock) -> None:
    linked = await link(store)
    await store.run(links.end, linked.id, clock.now)
    ended = await store.run(links.get, linked.id)
    assert ended is not None
    assert (ended.name, ended.login, ended.number) == ("", "", linked.number)


async def test_signing_out_twice_does_not_lengthen_the_time(store: Store, clock: Clock) -> None:
    linked = await link(store)
    ended = clock.forward(60)
    await store.run(links.end, linked.id, ended)
    await store.run(links.end, linked.id, clock.forward(60))
    assert await store.run(links.prune, ended) == 0
    assert await store.run(links.prune, ended + timedelta(seconds=1)) == 1


async def test_an_ended_link_goes_when_nothing_refers_to_it(store: Store, clock: Clock) -> None:
    free, spent, here = [await link(store, n) for n in (1, 2, 3)]
    claimed = await redeem(store, spent.id, "voucher", clock)
    assert claimed is not None
    await store.run(operations.settle, claimed.id, "done", None, clock.now)
    for linked in (free, spent):
        await store.run(links.end, linked.id, clock.now)
    later = clock.forward(1)

    assert await store.run(links.prune, later) == 1
    assert await store.run(links.get, free.id) is None
    assert await redeem(store, here.id, "voucher", clock) is None, "never twice"

    assert await store.run(operations.prune, later) == 1
    assert await store.run(links.prune, later) == 1
    assert await store.run(links.get, here.id) == here
    assert await redeem(store, here.id, "voucher", clock) is not None, "its key went with it"


async def test_an_unknown_operation_goes_by_the_day_of_its_claim(
    store: Store, clock: Clock
) -> None:
    linked = await link(store)
    claimed = await redeem(store, linked.id, "voucher", clock)
    assert claimed is not None
    await store.run(operations.settle, claimed.id, "unknown", None, clock.forward(60))
    assert await store.run(operations.prune, clock.now - timedelta(seconds=60)) == 0
    assert await store.run(operations.prune, clock.now) == 1


async def test_timed_changes_go_when_they_are_over(store: Store, clock: Clock) -> None:
    one, two = await link(store, 1), await link(store, 2)
    until = clock.now + timedelta(hours=1)
    ids = [
        await store.run(
            timed.add,
            link_id=linked.id,
            chat_id=CHAT,
            what="forwarding",
            snapshot=Sealed(b"s"),
            until=until,
            now=clock.now,
        )
        for linked in (one, one, two)
    ]
    await store.run(timed.cancel, ids[0], clock.now)
    await store.run(links.end, two.id, clock.now)  # and its change with it

    assert await store.run(timed.prune, clock.forward(1)) == 1
    assert await store.run(timed.prune, clock.forward(7200)) == 1
    assert await store.run(timed.get, ids[1]) is not None


async def test_a_change_that_is_given_up_is_over_once(store: Store, clock: Clock) -> None:
    linked = await link(store)
    row = await store.run(
        timed.add,
        link_id=linked.id,
        chat_id=CHAT,
        what="forwarding",
        snapshot=Sealed(b"s"),
        until=clock.now,
        now=clock.now,
    )
    assert await store.run(timed.give_up, row, clock.now)
    assert not await store.run(timed.give_up, row, clock.now)
    assert await store.run(timed.due, now=clock.now, limit=9, lease_seconds=1) == []


async def test_silent_chats_without_an_account_go(store: Store, clock: Clock) -> None:
    for update, chat in enumerate((CHAT, 5, 6, 7), 1):
        await turn(store, update, chat_id=chat)
    await link(store, 1, CHAT)
    gone = await link(store, 2, 5)
    await store.run(links.end, gone.id)
    silent = clock.forward(60)
    await turn(store, 9, chat_id=7)

    assert await store.run(dialogs.prune, silent) == 2
    kept = [await store.run(dialogs.get, chat) is not None for chat in (CHAT, 5, 6, 7)]
    assert kept == [True, False, False, True]


async def test_no_transaction_deletes_more_than_its_batch(store: Store, clock: Clock) -> None:
    for n in range(1, 6):
        linked = await link(store, n)
        await store.run(links.end, linked.id, clock.now)
    later = clock.forward(1)
    assert [await store.run(links.prune, later, 2) for _batch in range(4)] == [2, 2, 1, 0]
