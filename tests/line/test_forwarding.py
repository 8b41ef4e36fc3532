"""Forwarding set, taken off and put back, against a real switch, with a crash after every write."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from typing import Any

import pytest

from line.forwarding import (
    Snapshot,
    Step,
    answer_with,
    carry_out,
    changed_meanwhile,
    equal,
    forward_simple,
    forward_to_uri,
    moved,
    permitted,
    put_numbers,
    restore,
    restoring,
    set_mode,
    switch_off,
    take,
)
from line.route import Answer, Route, current, route
from portaswitch import Account, Provider, Rejected
from portaswitch.records import Feature, ForwardMode, Sequence
from sandbox.provider.model import Account as SwitchAccount
from sandbox.provider.server import Provider as Sandbox

from .conftest import NOW, Say
from .setups import (
    HOME,
    HOTEL,
    MOBILE,
    Setup,
    advanced_with_three,
    every_setup,
    follow_me,
    forget,
    number_of,
)


class Crash(Exception):
    """The bot is gone."""


class Crashing:
    """An account whose caller dies right after the write that `lives` counts down to."""

    def __init__(self, account: Account, lives: int) -> None:
        self._account = account
        self._lives = lives

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._account, name)
        if name.startswith("get_"):
            return call

        async def write(*args: Any, **kwargs: Any) -> Any:
            answer = await call(*args, **kwargs)
            self._lives -= 1
            if self._lives < 0:
                raise Crash
            return answer

        return write


class Bookmark:
    """What the engine would have stored."""

    def __init__(self) -> None:
        self.step = 0
        self.told: list[int] = []

    async def __call__(self, step: int) -> None:
        self.step = step
        self.told.append(step)


def state(alice: SwitchAccount) -> dict[str, Any]:
    """Everything about forwarding that the switch keeps, without the ids it assigns."""
    record = alice.followme
    return {
        "features": {
            name: (own.flag, own.values)
            for name, own in alice.own_features.items()
            if name in ("forward_mode", "default_action")
        },
        "record": record and {key: record[key] for key in ("sequence", "timeout", "max_forwards")},
        "numbers": sorted(
            (
                {key: row[key] for key in row if not key.startswith("i_follow_me")}
                for row in alice.numbers
            ),
            key=lambda row: int(row["i_follow_order"]),
        ),
    }


def same_state(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """A follow-me record that was not there cannot be deleted, and stock values become own ones."""
    stock: dict[str, tuple[str, dict[str, Any]]] = {
        "forward_mode": ("~", {}),
        "default_action": ("7", {}),
    }
    features = {
        name: (
            before["features"].get(name, stock[name])[0],
            after["features"].get(name, stock[name])[0],
        )
        for name in stock
    }
    timeouts = [
        side["features"].get("default_action", ("7", {}))[1].get("timeout", ["30"])
        for side in (before, after)
    ]
    return (
        all(was == now for was, now in features.values())
        and timeouts[0] == timeouts[1]
        and before["record"] in (None, after["record"])
        and before["numbers"] == after["numbers"]
    )


async def way_of_a_call(account: Account) -> Route:
    """What happens to a call at this instant."""
    way = route(
        await account.get_service_features(),
        await account.get_account_followme(),
        at=NOW.replace(hour=10),
        zone=UTC,
    )
    assert way is not None
    return way


async def finds_somebody(account: Account) -> bool:
    """Whether a call rings, is forwarded, or reaches voicemail."""
    return (await way_of_a_call(account)).answered


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


@pytest.mark.row("S33")
async def test_simple_forwarding_sends_every_call_to_one_number(
    account: Account, alice: SwitchAccount
) -> None:
    await follow_me(account)

    await carry_out(forward_simple(account, HOTEL), forget)

    assert alice.own_features["forward_mode"].flag == "C"
    assert alice.own_features["default_action"].flag == "2"
    assert [row["redirect_number"] for row in alice.numbers] == [HOTEL]
    assert alice.numbers[0]["period"] == "Always"
    assert alice.numbers[0]["name"] == ""


@pytest.mark.row("S33")
async def test_ringing_first_keeps_the_voicemail(account: Account, alice: SwitchAccount) -> None:
    await carry_out(forward_simple(account, HOTEL, ring_first=15), forget)

    assert alice.own_features["default_action"].flag == "7"
    assert alice.own_features["default_action"].values["timeout"] == ["15"]


@pytest.mark.row("S33")
async def test_a_new_simple_number_takes_the_old_ones_place(
    account: Account, alice: SwitchAccount
) -> None:
    await carry_out(forward_simple(account, HOME), forget)
    row = alice.numbers[0]["i_follow_me_number"]

    await carry_out(forward_simple(account, HOTEL), forget)

    assert [one["redirect_number"] for one in alice.numbers] == [HOTEL]
    assert alice.numbers[0]["i_follow_me_number"] == row


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


@pytest.mark.row("S28")
@every_setup
async def test_switching_off_never_leaves_a_call_unanswered(
    account: Account, prepare: Setup
) -> None:
    await prepare(account)

    await carry_out(switch_off(account), forget)

    assert current(await account.get_service_features()) is ForwardMode.NONE
    assert await finds_somebody(account)


@pytest.mark.row("S28")
async def test_switching_off_brings_the_own_phone_and_the_voicemail_back(
    account: Account, alice: SwitchAccount
) -> None:
    await carry_out(forward_simple(account, HOTEL), forget)

    await carry_out(switch_off(account), forget)

    assert alice.own_features["default_action"].flag == "7"


@pytest.mark.row("S28")
async def test_between_lists_numbers_carry_over(account: Account) -> None:
    await follow_me(account)
    numbers = (await account.get_account_followme()).numbers

    steps = set_mode(
        account, ForwardMode.ADVANCED, before=ForwardMode.FOLLOW_ME, sequence=Sequence.RANDOM
    )
    await carry_out(steps, forget)

    after = await account.get_account_followme()
    assert current(await account.get_service_features()) is ForwardMode.ADVANCED
    assert after.sequence is Sequence.RANDOM
    assert after.numbers in (numbers, ())  # by the switch's own way


@pytest.mark.row("S28")
async def test_from_a_list_to_one_number_none_is_left_over(account: Account) -> None:
    await follow_me(account)

    steps = set_mode(account, ForwardMode.SIMPLE, before=ForwardMode.FOLLOW_ME)
    await carry_out(steps, forget)

    assert (await account.get_account_followme()).numbers == ()


@pytest.mark.row("S32")
async def test_a_sip_address_is_forwarded_to(account: Account, alice: SwitchAccount) -> None:
    await carry_out(forward_to_uri(account, "desk", "example.com", use_tcp=True), forget)

    assert alice.own_features["forward_mode"].flag == "U"
    (row,) = alice.numbers
    assert (row["redirect_number"], row["domain"], row["use_tcp"]) == ("desk", "example.com", "Y")


@pytest.mark.row("S31")
async def test_a_number_is_moved_up(account: Account) -> None:
    await advanced_with_three(account)
    numbers = (await account.get_account_followme()).numbers

    wanted = moved(numbers, numbers[2].i_follow_me_number, -1)
    await carry_out(put_numbers(account, wanted), forget)

    rows = (await account.get_account_followme()).numbers
    assert [row.redirect_number for row in rows] == [HOME, "12065550903", MOBILE]
    assert [row.i_follow_order for row in rows] == [1, 2, 3]


@pytest.mark.row("S24")
async def test_the_answering_mode_is_set_with_its_ringing_time(
    account: Account, alice: SwitchAccount
) -> None:
    await carry_out(answer_with(account, Answer.RING | Answer.VOICEMAIL, ring_seconds=45), forget)

    assert alice.own_features["default_action"].flag == "5"
    assert alice.own_features["default_action"].values["timeout"] == ["45"]


@pytest.mark.row("S28")
async def test_the_operators_modes_are_offered(account: Account, say: Say) -> None:
    choice = permitted(await account.get_service_features(), ("N", "C"))

    assert [mode.mode for mode in choice.modes] == [ForwardMode.NONE, ForwardMode.SIMPLE]
    assert choice.reason is not None
    assert say(choice.reason) == "The provider can enable the other kinds of forwarding."


@pytest.mark.row("S28")
async def test_a_locked_mode_offers_nothing_and_says_who_sets_it(
    sandbox: Sandbox, client: Provider, say: Say
) -> None:
    carol = sandbox.switch.with_login("carol")
    assert carol is not None
    account = client.account(await client.login(carol.login, carol.password))

    choice = permitted(await account.get_service_features(), ("N", "Y", "C", "U", "F"))

    assert choice.modes == ()
    assert choice.reason is not None
    assert say(choice.reason) == "The provider sets the forwarding of this line."


def test_an_answering_mode_that_is_locked_without_forwarding_offers_nothing() -> None:
    features = {
        "forward_mode": Feature("forward_mode", "~", "N", locked=False),
        "default_action": Feature("default_action", "5", "5", locked=True),
    }

    assert permitted(features, ("N", "C")).modes == ()


async def test_a_step_is_resumed_where_it_stood() -> None:
    done: list[str] = []

    async def note(name: str) -> None:
        done.append(name)

    steps = [Step(name, lambda name=name: note(name)) for name in ("a", "b", "c")]  # type: ignore[misc]
    await carry_out(steps, forget, start_step=2)

    assert done == ["c"]
