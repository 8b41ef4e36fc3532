"""Links: one chat, several accounts; sessions that are renewed, expire and end."""

import asyncio
from datetime import timedelta

import pytest

from store import Store, dialogs, links, notices, timed, watches
from store.notices import NewNotice
from store.seal import Sealed
from tests.store.conftest import Clock, Replica
from tests.store.samples import CHAT, link, turn


async def test_a_chat_has_several_accounts(store: Store) -> None:
    first, second = await link(store, 1), await link(store, 2)
    await link(store, 1, chat_id=5)
    assert await store.run(links.of_chat, CHAT) == [first, second]
    assert await store.run(links.get, second.id) == second
    assert await store.run(links.get, 404) is None
    assert first.alerts == {"voicemail": True}


async def test_an_account_is_found_in_all_its_chats(store: Store) -> None:
    here, there = await link(store, 1), await link(store, 1, chat_id=5)
    await link(store, 2)
    assert await store.run(links.by_account, 1) == [here, there]


async def test_signing_in_again_renews_the_link_and_keeps_its_alerts(store: Store) -> None:
    first = await link(store)
    await store.run(links.set_alerts, first.id, {"voicemail": False})
    assert await store.run(links.expire, first.id)

    again = await link(store, tokens=b"new")

    assert (again.id, again.state, again.tokens) == (first.id, "active", b"new")
    assert again.tokens_version == first.tokens_version + 1
    assert again.alerts == {"voicemail": False}


async def test_an_expired_session_is_told_once(store: Store) -> None:
    linked = await link(store)
    assert await store.run(links.expire, linked.id)
    assert not await store.run(links.expire, linked.id)
    (expired,) = await store.run(links.of_chat, CHAT)
    assert (expired.state, expired.tokens) == ("expired", None)
    assert await store.run(links.by_account, 1) == []


async def test_a_session_renewed_meanwhile_does_not_expire(store: Store) -> None:
    linked = await link(store)
    await store.run(links.store_tokens, linked.id, 1, Sealed(b"new"))
    assert not await store.run(links.expire, linked.id, version=1)
    assert await store.run(links.expire, linked.id, version=2)


async def test_one_of_many_renews_the_session(replica: Replica, clock: Clock) -> None:
    one, two = await replica(), await replica()
    linked = await link(one)
    claims = [store.run(links.claim_renewal, linked.id, clock.now, 30) for store in (one, two) * 5]
    assert (await asyncio.gather(*claims)).count(True) == 1

    assert await one.run(links.store_tokens, linked.id, 1, Sealed(b"new"))
    assert not await two.run(links.store_tokens, linked.id, 1, Sealed(b"late"))
    renewed = await one.run(links.get, linked.id)
    assert renewed is not None
    assert (renewed.tokens, renewed.tokens_version) == (b"new", 2)
    assert await two.run(links.claim_renewal, linked.id, clock.now, 30)


async def test_a_renewal_whose_worker_died_is_claimed_again(store: Store, clock: Clock) -> None:
    linked = await link(store)
    assert await store.run(links.claim_renewal, linked.id, clock.now, 30)
    clock.forward(29)
    assert not await store.run(links.claim_renewal, linked.id, clock.now, 30)
    clock.forward(1)
    assert await store.run(links.claim_renewal, linked.id, clock.now, 30)


async def test_signing_out_ends_everything_of_that_link(store: Store, clock: Clock) -> None:
    gone, kept = await link(store, 1), await link(store, 2)
    await turn(store, 1, link_id=gone.id)
    for linked in (gone, kept):
        await store.run(
            notices.add,
            [NewNotice(linked.id, CHAT, "voicemail", {}, f"v{linked.id}", clock.now)],
            clock.now,
        )
        await store.run(watches.put, linked.id, "balance", {"low": True}, clock.now)
        await store.run(
            timed.add,
            link_id=linked.id,
            chat_id=CHAT,
            what="forwarding",
            snapshot=Sealed(b"s"),
            until=clock.now + timedelta(hours=1),
            now=clock.now,
        )

    await store.run(links.end, gone.id)

    ended = await store.run(links.get, gone.id)
    assert ended is not None
    assert (ended.state, ended.tokens) == ("ended", None)
    assert await store.run(links.of_chat, CHAT) == [kept]
    chat = await store.run(dialogs.get, CHAT)
    assert chat is not None
    assert chat.link_id is None
    taken = await store.run(notices.take, limit=9, now=clock.now, lease_seconds=30)
    assert [notice.link_id for notice in taken] == [kept.id]
    assert await store.run(watches.get_many, [gone.id, kept.id], "balance") == {
        kept.id: {"low": True}
    }
    assert await store.run(timed.active_of_link, gone.id) == []
    assert len(await store.run(timed.active_of_link, kept.id)) == 1


@pytest.mark.parametrize("end", [links.end, links.expire])
async def test_tokens_of_a_renewal_in_flight_do_not_bring_a_link_back(
    store: Store, clock: Clock, end: object
) -> None:
    linked = await link(store)
    await store.run(links.claim_renewal, linked.id, clock.now, 30)
    await store.run(end, linked.id)  # type: ignore[arg-type]  # both take the link's id
    assert not await store.run(links.store_tokens, linked.id, 1, Sealed(b"late"))
    assert not await store.run(links.claim_renewal, linked.id, clock.now, 30)
    found = await store.run(links.get, linked.id)
    assert found is not None
    assert found.tokens is None


async def test_a_sweep_walks_the_active_links_page_by_page(store: Store, clock: Clock) -> None:
    made = [await link(store, n) for n in range(1, 6)]
    await store.run(links.end, made[1].id)
    await store.run(links.touch, made[3].id, clock.forward(60))

    first = await store.run(links.page, 0, 2)
    rest = await store.run(links.page, first[-1].id, 9)
    recent = await store.run(links.page, 0, 9, active_since=clock.now)

    assert [row.i_account for row in first + rest] == [1, 3, 4, 5]
    assert [row.i_account for row in recent] == [4]
    assert await store.run(links.count) == 4


async def test_a_sweep_leaves_out_chats_that_cannot_be_reached(store: Store) -> None:
    await turn(store, 1)
    await link(store, 1)
    reachable = await link(store, 2, chat_id=5)
    await store.run(dialogs.set_reachable, CHAT, False)
    assert await store.run(links.page, 0, 9) == [reachable]


async def test_a_bond_made_anew_begins_anew(store: Store, clock: Clock) -> None:
    first = await link(store)
    clock.forward(60)
    assert (await link(store)).created_at == first.created_at
    await store.run(links.end, first.id)
    assert (await link(store)).created_at == clock.now
