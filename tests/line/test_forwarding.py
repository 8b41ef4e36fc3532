"""The recipes of forwarding against a real switch, of both kinds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from line.forwarding import (
    answer_with,
    carry_out,
    forward_simple,
    forward_to_uri,
    moved,
    permitted,
    put_numbers,
    set_mode,
    switch_off,
)
from line.route import Answer, current
from portaswitch import Account, Provider
from portaswitch.records import Feature, ForwardMode, Sequence
from sandbox.provider.model import Account as SwitchAccount
from sandbox.provider.model import Disturbance
from sandbox.provider.server import Provider as Sandbox

from .conftest import Say
from .crashes import finds_somebody
from .setups import (
    HOME,
    HOTEL,
    MOBILE,
    Setup,
    advanced_with_three,
    every_setup,
    follow_me,
    forget,
)


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
    assert {row.i_follow_me_number: row.redirect_number for row in rows} == {
        row.i_follow_me_number: row.redirect_number for row in numbers
    }, "each number keeps its id"


@pytest.mark.row("S31")
async def test_taking_out_the_first_of_three_is_one_deletion(
    account: Account, sandbox: Sandbox
) -> None:
    await advanced_with_three(account)
    _first, second, third = (await account.get_account_followme()).numbers
    sandbox.switch.log.clear()

    wanted = (replace(second, i_follow_order=1), replace(third, i_follow_order=2))
    await carry_out(put_numbers(account, wanted), forget)

    assert (await account.get_account_followme()).numbers == wanted
    written = [call["method"] for call in sandbox.switch.log if "get_" not in call["method"]]
    assert written == ["delete_followme_number"]


@pytest.mark.row("S31")
async def test_a_list_fits_also_when_the_switch_counts_anew_after_a_deletion(
    account: Account,
) -> None:
    await advanced_with_three(account)
    first, _second, third = (await account.get_account_followme()).numbers

    await carry_out(put_numbers(account, (first, third)), forget)

    rows = (await account.get_account_followme()).numbers
    assert [(row.redirect_number, row.i_follow_order) for row in rows] == [
        (first.redirect_number, 1),
        (third.redirect_number, 3),
    ]


@pytest.mark.row("S33")
async def test_a_number_that_cannot_be_changed_in_place_is_replaced(
    account: Account, sandbox: Sandbox, alice: SwitchAccount
) -> None:
    await carry_out(forward_simple(account, HOME), forget)
    sandbox.switch.disturbances.append(
        Disturbance("Account/update_followme_number", "fault", "Server.test.refused", 0, None)
    )

    await carry_out(forward_simple(account, HOTEL), forget)

    assert [row["redirect_number"] for row in alice.numbers] == [HOTEL]


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
async def test_where_all_kinds_are_offered_there_is_nothing_to_ask_for(account: Account) -> None:
    choice = permitted(await account.get_service_features(), ("C", "Y", "F", "U"))

    assert len(choice.modes) == 5
    assert choice.reason is None


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
