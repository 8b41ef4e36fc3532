"""Forwarding put back as it was, against a real switch, with a crash after every single write."""

from __future__ import annotations

import pytest

from line.forwarding import (
    Snapshot,
    Step,
    carry_out,
    changed_meanwhile,
    equal,
    forward_simple,
    restore,
    restoring,
    take,
)
from portaswitch import Account, Provider, ProviderConfig, Rejected, Unavailable
from sandbox.provider.model import Account as SwitchAccount
from sandbox.provider.model import Disturbance
from sandbox.provider.server import Provider as Sandbox

from .crashes import Bookmark, Crash, Crashing, finds_somebody, same_state, state, way_of_a_call
from .setups import HOME, HOTEL, Setup, every_setup, follow_me, forget, number_of


@pytest.mark.row("N01")
@every_setup
async def test_the_state_after_a_restore_equals_the_state_before(
    account: Account, alice: SwitchAccount, prepare: Setup
) -> None:
    await prepare(account)
    before, snapshot = state(alice), await take(account)

    await carry_out(forward_simple(account, HOTEL), forget)
    assert state(alice) != before
    restored = await restore(account, snapshot, forget)

    assert restored
    assert same_state(before, state(alice)), (before, state(alice))


@pytest.mark.row("N01")
@every_setup
async def test_a_crash_after_any_write_of_a_restore_is_made_good_by_resuming(
    account: Account, alice: SwitchAccount, prepare: Setup
) -> None:
    await prepare(account)
    before, snapshot = state(alice), await take(account)
    stored = snapshot.to_json()

    crashes = 0
    while True:
        await carry_out(forward_simple(account, HOTEL), forget)
        bookmark = Bookmark()
        dying = Crashing(account, lives=crashes)
        try:
            await restore(dying, snapshot, bookmark)  # type: ignore[arg-type]  # stands in
            break
        except Crash:
            crashes += 1
        way = await way_of_a_call(account)
        assert way.answered
        if way.forwards and not snapshot.forwarding:
            assert {number.redirect_number for number in way.destinations} == {HOTEL}
        assert await restore(account, Snapshot.from_json(stored), forget, bookmark.step)
        assert same_state(before, state(alice)), (crashes, before, state(alice))

    assert crashes > 0


@pytest.mark.row("N01")
@every_setup
async def test_a_crash_after_any_write_of_a_forward_is_made_good_by_resuming(
    account: Account, alice: SwitchAccount, prepare: Setup
) -> None:
    await prepare(account)
    snapshot = await take(account)
    await carry_out(forward_simple(account, HOTEL), forget)
    wanted = state(alice)

    crashes = 0
    while True:
        await restore(account, snapshot, forget)
        bookmark = Bookmark()
        dying = Crashing(account, lives=crashes)
        try:
            await carry_out(forward_simple(dying, HOTEL), bookmark)  # type: ignore[arg-type]
            break
        except Crash:
            crashes += 1
        assert await finds_somebody(account)
        await carry_out(forward_simple(account, HOTEL), forget, bookmark.step)
        assert state(alice)["numbers"] == wanted["numbers"]
        assert state(alice)["features"] == wanted["features"]

    assert crashes > 0


@every_setup
async def test_doing_every_step_twice_changes_nothing_more(
    account: Account, alice: SwitchAccount, prepare: Setup
) -> None:
    await prepare(account)
    before, snapshot = state(alice), await take(account)

    for step in forward_simple(account, HOTEL, ring_first=15):
        await step.run()
        once = state(alice)
        await step.run()
        assert state(alice) == once, step.name
    for step in restoring(account, snapshot):
        await step.run()
        once = state(alice)
        await step.run()
        assert state(alice) == once, step.name

    assert same_state(before, state(alice))


WRITES = (
    "Account/update_service_features",
    "Account/update_account_followme",
    "Account/add_followme_number",
    "Account/update_followme_number",
    "Account/delete_followme_number",
)


@pytest.mark.row("N01")
@pytest.mark.parametrize("method", WRITES)
async def test_a_write_that_was_done_but_never_answered_is_made_good(
    sandbox: Sandbox, alice: SwitchAccount, method: str
) -> None:
    impatient = Provider(ProviderConfig(url=sandbox.url, read_timeout=0.2))
    account = impatient.account(await impatient.login(alice.login, alice.password))
    await follow_me(account)
    before, snapshot = state(alice), await take(account)
    await carry_out(forward_simple(account, HOTEL), forget)

    sandbox.switch.disturbances.append(Disturbance(method, "silent_after", "", 2, 1))
    bookmark = Bookmark()
    try:
        await restore(account, snapshot, bookmark)
    except Unavailable as silence:
        assert silence.sent
        assert await restore(account, snapshot, bookmark, bookmark.step)

    await impatient.stop()
    assert same_state(before, state(alice))


async def test_a_refused_forward_leaves_the_way_back_open(
    account: Account, alice: SwitchAccount
) -> None:
    await follow_me(account)
    before, snapshot = state(alice), await take(account)

    with pytest.raises(Rejected):
        await carry_out(forward_simple(account, "no such number!"), forget)
    assert await finds_somebody(account)
    assert await restore(account, snapshot, forget)

    assert same_state(before, state(alice))


@pytest.mark.row("N01")
async def test_progress_is_told_before_the_first_write_and_after_each_step(
    account: Account,
) -> None:
    snapshot = await take(account)
    bookmark = Bookmark()

    await restore(account, snapshot, bookmark)

    assert bookmark.told == [0, 1, 2, 3, 4]


@pytest.mark.row("N01")
async def test_a_change_by_another_hand_is_noticed(account: Account) -> None:
    await carry_out(forward_simple(account, HOTEL), forget)
    wrote = await take(account)
    assert not changed_meanwhile(await take(account), wrote)

    await account.update_followme_number(await number_of(account, HOTEL, redirect_number=HOME))

    assert changed_meanwhile(await take(account), wrote)


async def test_the_same_number_under_another_id_is_no_change(account: Account) -> None:
    await carry_out(forward_simple(account, HOTEL), forget)
    wrote = await take(account)
    (row,) = wrote.numbers

    await account.delete_followme_number(row.i_follow_me_number)
    await account.add_followme_number(row)

    now = await take(account)
    assert now.numbers[0].i_follow_me_number != row.i_follow_me_number
    assert equal(now, wrote)


@every_setup
async def test_a_snapshot_survives_the_store(account: Account, prepare: Setup) -> None:
    await prepare(account)
    snapshot = await take(account)

    assert Snapshot.from_json(snapshot.to_json()) == snapshot


async def test_an_inheritance_marker_is_put_back_as_such(
    account: Account, alice: SwitchAccount
) -> None:
    snapshot = await take(account)
    assert snapshot.forward_mode == "~"

    await carry_out(forward_simple(account, HOTEL), forget)
    await restore(account, snapshot, forget)

    assert alice.own_features["forward_mode"].flag == "~"


async def test_a_step_is_resumed_where_it_stood() -> None:
    done: list[str] = []

    async def note(name: str) -> None:
        done.append(name)

    steps = [Step(name, lambda name=name: note(name)) for name in ("a", "b", "c")]  # type: ignore[misc]
    await carry_out(steps, forget, start_step=2)

    assert done == ["c"]
