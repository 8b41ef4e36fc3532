"""Two replicas on one database: each chat in order, nothing lost, nothing twice."""

import asyncio
from collections import defaultdict

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from store import Store, dialogs, inbox, watches
from store.dialogs import Begun, Done
from tests.store.conftest import Replica
from tests.store.samples import CHAT, finish, leave, receive, shown, try_begin, turn


async def work_off(store: Store, update_id: int, chat_id: int, log: dict[int, list[str]]) -> None:
    """One update, as a replica would do it: again and again until it has it, or it is done."""
    while not isinstance(begun := await try_begin(store, update_id, chat_id), Done):
        if isinstance(begun, Begun):
            assert await leave(store, begun, update_id)
            log[chat_id].append(f"+{update_id}")
            await asyncio.sleep(0)
            log[chat_id].append(f"-{update_id}")
            assert await finish(store, begun, update_id)
            return
        await asyncio.sleep(0.001)


async def test_two_replicas_do_every_update_once_and_each_chat_in_order(replica: Replica) -> None:
    one, two = await replica(), await replica()
    chats, each = range(1, 6), 6
    updates = [(chat * 100 + n, chat) for n in range(each) for chat in chats]
    for update_id, chat in updates:
        await receive(one, update_id, chat_id=chat)
    log: dict[int, list[str]] = defaultdict(list)

    # Telegram repeats what it thinks was lost: both replicas have every update.
    await asyncio.gather(
        *(
            work_off(store, update_id, chat, log)
            for update_id, chat in updates
            for store in (one, two)
        )
    )

    for chat in chats:
        assert log[chat] == [f"{sign}{chat * 100 + n}" for n in range(each) for sign in "+-"]
    assert await one.run(inbox.pending, limit=9) == []


async def test_an_update_that_two_replicas_receive_is_new_to_one(replica: Replica) -> None:
    one, two = await replica(), await replica()
    new = await asyncio.gather(*(receive(store, *range(20)) for store in (one, two) * 4))
    assert sorted(n for some in new for n in some) == list(range(20))


async def test_of_many_that_begin_at_once_one_gets_the_chat(replica: Replica) -> None:
    one, two = await replica(), await replica()
    await receive(one, 1)
    answers = await asyncio.gather(*(try_begin(store, 1) for store in (one, two) * 8))
    assert sum(isinstance(answer, Begun) for answer in answers) == 1
    begun = next(answer for answer in answers if isinstance(answer, Begun))
    assert begun.attempts == 1, "those that were refused have counted nothing"


async def test_of_many_that_leave_at_once_one_acts(replica: Replica) -> None:
    one, two = await replica(), await replica()
    await turn(one, 1, shown(one, 50, "r"))
    await receive(one, 2)
    begun = await try_begin(one, 2)
    assert isinstance(begun, Begun)
    left = await asyncio.gather(
        *(leave(store, begun, 2, message=(50, "r")) for store in (one, two) * 8)
    )
    assert left.count(True) == 1


async def test_a_transaction_goes_on_when_its_caller_is_canceled(store: Store) -> None:
    waiting = [asyncio.create_task(receive(store, n)) for n in range(5)]
    await asyncio.sleep(0)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)

    # Whoever asks next finds a store that works, and what was begun as a whole.
    assert await receive(store, 99) == [99]
    for _ in range(100):
        found = await store.run(inbox.pending, limit=9)
        if len(found) == 6:
            break
        await asyncio.sleep(0.01)
    assert {p.update_id for p in found} == {0, 1, 2, 3, 4, 99}


async def test_our_own_mistake_is_no_outage_and_tells_no_secret(store: Store) -> None:
    with pytest.raises(IntegrityError) as caught:
        await store.run(watches.put, 404, "balance", "hunter2", store.clock())
    assert "hunter2" not in str(caught.value)
    assert await store.healthy()


async def test_an_error_in_a_transaction_undoes_all_of_it(store: Store) -> None:
    def broken(conn: Connection) -> None:
        dialogs.put_message(conn, shown(store, 50, "r"))
        raise RuntimeError("in the middle")

    for _ in range(30):  # more often than the pool has connections
        with pytest.raises(RuntimeError, match="in the middle"):
            await store.run(broken)
    assert await store.run(dialogs.get_message, CHAT, 50) is None
    assert await store.healthy()
