"""An update's way: received, begun, left, finished; and whatever may come between."""

import pytest

from store import Store, dialogs, inbox
from store.dialogs import Begun, Busy, Done
from store.seal import Sealed
from tests.store.conftest import Clock
from tests.store.samples import (
    CHAT,
    begin,
    finish,
    incoming,
    leave,
    link,
    receive,
    shown,
    try_begin,
    turn,
)


async def test_an_update_is_received_once(store: Store) -> None:
    assert await receive(store, 10, 11) == [10, 11]
    assert await receive(store, 11, 9, 12, 12) == [9, 12]
    assert await receive(store) == []


async def test_pending_updates_come_in_order_of_arrival(store: Store) -> None:
    await receive(store, 30, 10)
    await receive(store, 20, chat_id=5)

    assert [p.update_id for p in await store.run(inbox.pending, limit=9)] == [30, 10, 20]
    assert [p.update_id for p in await store.run(inbox.pending, limit=2)] == [30, 10]
    (only,) = await store.run(inbox.pending, limit=9, chat_id=5)
    assert (only.update_id, only.chat_id, only.payload, only.state) == (20, 5, b"sealed", "new")


async def test_only_forgotten_updates_are_swept(store: Store, clock: Clock) -> None:
    await receive(store, 1)
    clock.forward(60)
    await receive(store, 2)

    forgotten = await store.run(inbox.pending, limit=9, older_than=clock.now)

    assert [p.update_id for p in forgotten] == [1]


async def test_a_turn_shows_what_the_last_one_left(store: Store) -> None:
    linked = await link(store)
    draft = Sealed(b"half a number")
    await turn(
        store,
        1,
        shown(store, 50, "r1", linked.id),
        language="uk",
        link_id=linked.id,
        revision="q1",
        draft=draft,
        live_message_id=50,
        prefs={"favourites": ["voucher"]},
    )
    await receive(store, 2)

    begun = await begin(store, 2, message_id=50)

    assert (begun.replayed, begun.attempts, begun.links) == (False, 1, (linked,))
    assert begun.message == shown(store, 50, "r1", linked.id)
    chat = begun.chat
    assert (chat.language, chat.link_id, chat.revision) == ("uk", linked.id, "q1")
    assert (chat.draft, chat.live_message_id) == (draft, 50)
    assert (chat.reachable, chat.prefs) == (True, {"favourites": ["voucher"]})
    assert chat.last_activity == store.clock()


async def test_a_turn_is_given_the_message_that_it_asks_for_else_the_live_one(
    store: Store,
) -> None:
    await turn(store, 1, shown(store, 50, "r1"), shown(store, 51, "r2"), live_message_id=51)
    await receive(store, 2, 3)

    asked = await begin(store, 2, message_id=50)
    assert asked.message == shown(store, 50, "r1")
    assert await finish(store, asked, 2)
    assert (await begin(store, 3)).message == shown(store, 51, "r2")


async def test_a_first_turn_starts_with_nothing(store: Store) -> None:
    await receive(store, 1)
    begun = await begin(store, 1, message_id=50)
    assert (begun.links, begun.message, begun.chat.revision) == ((), None, "")


async def test_a_later_update_waits_for_the_earlier_one(store: Store) -> None:
    await receive(store, 8, 3)  # the order is that of arrival, not that of the numbers
    assert await try_begin(store, 3) == Busy(behind=8)
    first = await begin(store, 8)
    await finish(store, first, 8)
    assert isinstance(await try_begin(store, 3), Begun)


async def test_a_chat_does_not_wait_for_another(store: Store) -> None:
    await receive(store, 1)
    await receive(store, 2, chat_id=5)
    await begin(store, 1)
    assert isinstance(await try_begin(store, 2, chat_id=5), Begun)


@pytest.mark.parametrize("owner", ["one", "two"])
async def test_a_leased_chat_is_busy_even_for_its_owner(
    store: Store, clock: Clock, owner: str
) -> None:
    await receive(store, 1)
    await begin(store, 1)
    until = clock.now
    clock.forward(29)

    busy = await try_begin(store, 1, owner=owner)

    assert isinstance(busy, Busy)
    assert busy.until is not None
    assert (busy.until - until).total_seconds() == 30
    clock.forward(1)
    assert isinstance(await try_begin(store, 1, owner=owner), Begun)


async def test_a_renewed_lease_lasts_longer(store: Store, clock: Clock) -> None:
    await receive(store, 1)
    begun = await begin(store, 1)
    clock.forward(20)
    assert await store.run(dialogs.renew, CHAT, begun.fence, clock.now, 30)
    clock.forward(20)
    assert isinstance(await try_begin(store, 1), Busy)


async def test_a_finished_update_is_done(store: Store) -> None:
    await turn(store, 1)
    assert await try_begin(store, 1) == Done()
    assert await receive(store, 1) == []
    assert await store.run(inbox.pending, limit=9) == []


async def test_a_finished_update_is_done_while_the_chat_is_busy(store: Store) -> None:
    await turn(store, 1)
    await receive(store, 2)
    await begin(store, 2)
    assert await try_begin(store, 1) == Done()


async def test_a_forgotten_update_is_done(store: Store) -> None:
    assert await try_begin(store, 404) == Done()


async def test_an_update_may_come_past_the_inbox(store: Store) -> None:
    begun = await store.run(
        dialogs.begin,
        CHAT,
        1,
        owner="one",
        now=store.clock(),
        lease_seconds=30,
        incoming=incoming(1),
    )
    assert isinstance(begun, Begun)
    assert [p.update_id for p in await store.run(inbox.pending, limit=9)] == [1]
    assert await finish(store, begun, 1)
    assert await try_begin(store, 1) == Done()


async def test_an_update_past_the_inbox_queues_behind_those_inside(store: Store) -> None:
    await receive(store, 1)
    answer = await store.run(
        dialogs.begin,
        CHAT,
        2,
        owner="one",
        now=store.clock(),
        lease_seconds=30,
        incoming=incoming(2),
    )
    assert answer == Busy(behind=1)
    assert isinstance(await try_begin(store, 1), Begun), "the refused one has left no lease"


async def test_a_taken_over_turn_can_do_nothing_more(store: Store, clock: Clock) -> None:
    await turn(store, 1, shown(store, 50, "r1"), revision="q1")
    await receive(store, 2)
    dead = await begin(store, 2)
    clock.forward(31)
    alive = await begin(store, 2)
    assert alive.fence > dead.fence

    assert not await store.run(dialogs.holds, CHAT, dead.fence)
    assert not await store.run(dialogs.renew, CHAT, dead.fence, clock.now, 30)
    assert not await leave(store, dead, 2, message=(50, "r1"))
    assert not await finish(store, dead, 2, shown(store, 51, "stray"), language="uk")
    await store.run(dialogs.release, CHAT, dead.fence)

    assert await store.run(dialogs.holds, CHAT, alive.fence)
    assert await leave(store, alive, 2, message=(50, "r1"))
    assert await finish(store, alive, 2)
    assert await store.run(dialogs.get_message, CHAT, 51) is None
    chat = await store.run(dialogs.get, CHAT)
    assert chat is not None
    assert chat.language is None


async def test_a_finished_turn_holds_nothing(store: Store) -> None:
    await receive(store, 1)
    begun = await begin(store, 1)
    await finish(store, begun, 1)
    assert not await store.run(dialogs.holds, CHAT, begun.fence)
    assert not await store.run(dialogs.renew, CHAT, begun.fence, store.clock(), 30)
    assert not await finish(store, begun, 1)


async def test_a_button_is_left_once(store: Store) -> None:
    await turn(store, 1, shown(store, 50, "r1"))
    await receive(store, 2, 3)  # a double tap
    first = await begin(store, 2, message_id=50)
    assert await leave(store, first, 2, message=(50, "r1"))
    assert await finish(store, first, 2)

    second = await begin(store, 3, message_id=50)

    assert second.message is not None
    assert second.message.revision == ""
    assert not await leave(store, second, 3, message=(50, "r1"))
    assert not await leave(store, second, 3, message=(50, "")), "'' can never be left"


async def test_an_answer_fits_only_the_question_that_was_asked(store: Store) -> None:
    await turn(store, 1, revision="q2")
    await receive(store, 2)
    begun = await begin(store, 2)
    assert not await leave(store, begun, 2, question="q1")
    assert not await leave(store, begun, 2, question="")
    assert await leave(store, begun, 2, question="q2", next_question="q3")
    await finish(store, begun, 2)
    chat = await store.run(dialogs.get, CHAT)
    assert chat is not None
    assert chat.revision == "q3"


async def test_a_refused_leave_changes_nothing(store: Store) -> None:
    await turn(store, 1, shown(store, 50, "r1"), revision="q1", draft=Sealed(b"kept"))
    await receive(store, 2)
    begun = await begin(store, 2)

    assert not await leave(
        store, begun, 2, message=(50, "old"), draft=Sealed(b"new"), next_question="q2"
    )
    assert not await leave(store, begun, 2, message=(50, "r1"), question="old", draft=None)

    chat = await store.run(dialogs.get, CHAT)
    message = await store.run(dialogs.get_message, CHAT, 50)
    assert chat is not None
    assert message is not None
    assert (chat.revision, chat.draft, message.revision) == ("q1", b"kept", "r1")
    (row,) = await store.run(inbox.pending, limit=9)
    assert row.state == "new"


async def test_a_draft_is_kept_replaced_or_wiped(store: Store) -> None:
    drafts: list[Sealed | None] = []
    changes: list[Sealed | dialogs.Keep | None] = [Sealed(b"one"), dialogs.KEEP, None]
    for update_id, change in enumerate(changes):
        await receive(store, update_id)
        begun = await begin(store, update_id)
        assert await leave(store, begun, update_id, draft=change)
        await finish(store, begun, update_id)
        chat = await store.run(dialogs.get, CHAT)
        assert chat is not None
        drafts.append(chat.draft)
    assert drafts == [b"one", b"one", None]


async def test_a_crash_after_leaving_is_replayed_without_a_second_effect(
    store: Store, clock: Clock
) -> None:
    await turn(store, 1, shown(store, 50, "r1"))
    await receive(store, 2)
    assert await leave(store, await begin(store, 2), 2, message=(50, "r1"))
    clock.forward(31)  # the replica died, its lease ends
    (row,) = await store.run(inbox.pending, limit=9)
    assert row.state == "consumed"

    again = await begin(store, 2)

    assert (again.replayed, again.attempts) == (True, 2)
    assert not await leave(store, again, 2)
    assert await finish(store, again, 2)


async def test_a_crash_before_leaving_is_simply_begun_again(store: Store, clock: Clock) -> None:
    await receive(store, 1)
    await begin(store, 1)
    clock.forward(31)
    again = await begin(store, 1)
    assert (again.replayed, again.attempts) == (False, 2)


async def test_a_failed_turn_gives_the_chat_back_at_once(store: Store) -> None:
    await receive(store, 1)
    failed = await begin(store, 1)
    await store.run(dialogs.release, CHAT, failed.fence)
    assert (await begin(store, 1)).attempts == 2


async def test_the_only_process_forgets_the_leases_of_its_dead_forerunner(store: Store) -> None:
    await receive(store, 1)
    dead = await begin(store, 1)
    assert await store.run(dialogs.forget_leases) == 1
    assert (await begin(store, 1)).fence == dead.fence + 1


async def test_a_poison_update_is_given_up_and_the_chat_goes_on(store: Store) -> None:
    await receive(store, 1, 2)
    begun = await begin(store, 1)
    await store.run(dialogs.release, CHAT, begun.fence)
    await store.run(inbox.give_up, 1, store.clock())
    assert await try_begin(store, 1) == Done()
    assert isinstance(await try_begin(store, 2), Begun)


async def test_only_what_has_long_been_done_is_pruned(store: Store, clock: Clock) -> None:
    await turn(store, 1)
    await receive(store, 2)
    clock.forward(60)
    await turn(store, 3, chat_id=5)
    assert await store.run(inbox.prune, clock.now) == 1
    assert await receive(store, 1, 2, 3) == [1]


async def test_messages_are_edited_and_forgotten(store: Store) -> None:
    await turn(store, 1, shown(store, 50, "r1"), shown(store, 51, "r2"))
    await receive(store, 2)
    begun = await begin(store, 2)
    await finish(store, begun, 2, shown(store, 50, "r3"), forget=(51,))
    edited = await store.run(dialogs.get_message, CHAT, 50)
    assert edited == shown(store, 50, "r3")
    assert await store.run(dialogs.get_message, CHAT, 51) is None


async def test_a_push_keeps_its_buttons_beside_the_dialog(store: Store) -> None:
    await store.run(dialogs.put_message, shown(store, 60, "p1"))
    await turn(store, 1, shown(store, 50, "r1"), revision="q1")
    await receive(store, 2)
    assert await leave(store, await begin(store, 2, message_id=60), 2, message=(60, "p1"))


async def test_turning_away_from_an_account_kills_its_actions_only(store: Store) -> None:
    await turn(
        store, 1, shown(store, 50, "a", 1), shown(store, 51, "", 1), shown(store, 52, "b", 2)
    )
    await store.run(dialogs.put_message, shown(store, 50, "c", 1, chat_id=5))

    assert await store.run(dialogs.kill_actions, CHAT, 1) == [50]

    left = [await store.run(dialogs.get_message, chat, i) for chat, i in ((CHAT, 52), (5, 50))]
    assert [message.revision for message in left if message] == ["b", "c"]


async def test_old_messages_are_pruned(store: Store, clock: Clock) -> None:
    await store.run(dialogs.put_message, shown(store, 50, "r"))
    clock.forward(1)
    await store.run(dialogs.put_message, shown(store, 51, "r"))
    assert await store.run(dialogs.prune_messages, clock.now) == 1
    assert await store.run(dialogs.get_message, CHAT, 51) is not None


async def test_a_turn_changes_no_column_that_is_not_its_own(store: Store) -> None:
    await receive(store, 1)
    begun = await begin(store, 1)
    with pytest.raises(ValueError, match="fence"):
        await finish(store, begun, 1, fence=0)


async def test_a_chat_becomes_unreachable_and_reachable(store: Store) -> None:
    await turn(store, 1)
    await store.run(dialogs.set_reachable, CHAT, False)
    chat = await store.run(dialogs.get, CHAT)
    assert chat is not None
    assert not chat.reachable
    await turn(store, 2, reachable=True)
    chat = await store.run(dialogs.get, CHAT)
    assert chat is not None
    assert chat.reachable


async def test_a_button_token_opens_in_its_chat_only(store: Store, clock: Clock) -> None:
    payload = {"number": "+380441234567", "hours": [9, 18]}
    await store.run(dialogs.put_token, "t1", CHAT, payload, clock.now)
    await store.run(dialogs.put_token, "t1", CHAT, payload, clock.now)
    assert await store.run(dialogs.get_token, "t1", CHAT) == payload
    assert await store.run(dialogs.get_token, "t1", 5) is None
    assert await store.run(dialogs.prune_tokens, clock.forward(1)) == 1
    assert await store.run(dialogs.get_token, "t1", CHAT) is None


async def test_an_attempt_that_failed_by_somebody_elses_fault_does_not_count(
    store: Store, clock: Clock
) -> None:
    await receive(store, 1)
    for _outage in range(3):
        begun = await begin(store, 1)
        assert begun.attempts == 1
        await store.run(dialogs.release, CHAT, begun.fence, uncounted=1)

    lost = await begin(store, 1)
    clock.forward(3600)
    taken_over = await begin(store, 1)
    await store.run(dialogs.release, CHAT, lost.fence, uncounted=1)  # no longer ours: no change
    assert await store.run(dialogs.holds, CHAT, taken_over.fence)
    assert taken_over.attempts == 2


async def test_chats_with_something_left_are_found(store: Store, clock: Clock) -> None:
    await receive(store, 1, 2)
    await receive(store, 3, chat_id=5)
    await turn(store, 4, chat_id=6)
    clock.forward(60)
    await receive(store, 5, chat_id=7)

    assert sorted(await store.run(inbox.left, clock.now)) == [5, CHAT]
