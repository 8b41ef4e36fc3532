"""Screening, barring and the emergency address, read and written by the client."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from portaswitch import (
    Account,
    ConditionSummary,
    ConditionType,
    Contract,
    EmergencyAddress,
    FeatureChange,
    NotMapped,
    Provider,
    Rejected,
    ScreeningCondition,
    ScreeningRule,
)
from sandbox.provider.server import Config
from tests.portaswitch.conftest import Desk, Script, running, says

HOME = EmergencyAddress("Main Street", "7", unit="3b", city="Seattle", country="US")


async def signed_in(desk: Desk, *features: str) -> Account:
    """Alice, with these features on, at a switch whose document was read."""
    await desk.post("accounts/1001/settings", features=dict.fromkeys(features, "Y"))
    await desk.provider.check()
    return await desk.sign_in()


# -- screening ------------------------------------------------------------------------------------


async def test_rules_are_listed_with_the_names_of_their_conditions(desk: Desk) -> None:
    account = await signed_in(desk, "call_processing")

    mum, night = await account.get_cp_rule_list()
    caller, period = await account.get_cp_condition_list()

    assert (mum.caller, mum.action, mum.called, mum.time) == (
        ConditionSummary(caller.i_cp_condition, "Mum"), 1, None, None,
    )  # fmt: skip
    assert night.time == ConditionSummary(period.i_cp_condition, "Night")
    assert (caller.type, caller.number_patterns) == (ConditionType.FROM, ("12125550123",))
    assert (period.type, period.period) == (ConditionType.TIME, "hr{22-23},hr{0-6}")


async def test_a_rule_and_its_condition_are_made_changed_and_deleted(desk: Desk) -> None:
    account = await signed_in(desk, "call_processing")
    condition = ScreeningCondition("Premium", ConditionType.TO, ("1900%",))
    key = await account.add_cp_condition(condition)
    condition = replace(condition, i_cp_condition=key)
    rule = ScreeningRule(order=3, action=0, called=ConditionSummary(key, "Premium"))

    rule = replace(rule, i_cp_rule=await account.add_cp_rule(rule))
    assert (await account.get_cp_rule_list())[-1] == rule

    await account.update_cp_condition(condition, replace(condition, number_patterns=("1976%",)))
    with pytest.raises(Rejected, match="condition_in_use"):
        await account.delete_cp_condition(key)
    await account.update_cp_rule(rule, replace(rule, called=None, enabled=False))
    assert (await account.get_cp_rule_list())[-1] == replace(rule, called=None, enabled=False)
    assert (await account.get_cp_condition_list())[-1].number_patterns == ("1976%",)

    await account.delete_cp_condition(key)
    await account.delete_cp_rule(rule.i_cp_rule)
    assert len(await account.get_cp_rule_list()) == len(await account.get_cp_condition_list()) == 2


async def test_without_the_feature_screening_is_refused(desk: Desk) -> None:
    account = await signed_in(desk)

    with pytest.raises(Rejected, match="call_processing_disabled"):
        await account.get_cp_rule_list()


async def test_rules_in_a_form_that_nobody_foresaw(
    script: Script, provider: Provider, account: Account
) -> None:
    confirm(provider, "get_cp_rule_list")
    rows = [
        {"i_cp_rule": 8, "order": "2", "action": "5", "from": "Mum", "to": [], "time": {}},
        {"i_cp_rule": 7, "order": 1, "action": 4, "enabled": "N", "from": {"name": "Bob"}},
        {"i_cp_rule": 9, "order": 3},
    ]
    script.on("CallProcessing/get_cp_rule_list", says({"cp_rule_list": rows}))

    assert await account.get_cp_rule_list() == (
        ScreeningRule(1, 4, caller=ConditionSummary(None, "Bob"), enabled=False, i_cp_rule=7),
        ScreeningRule(2, 5, caller=ConditionSummary(None, "Mum"), i_cp_rule=8),
    )


async def test_only_what_differs_of_a_rule_is_sent(
    script: Script, provider: Provider, account: Account
) -> None:
    confirm(provider, "update_cp_rule")
    script.on("CallProcessing/update_cp_rule", says({"success": 1}))
    rule = ScreeningRule(1, 4, caller=ConditionSummary(5, "Mum"), i_cp_rule=8)

    await account.update_cp_rule(rule, replace(rule, caller=None))

    assert script.seen[0].params == {"cp_rule_info": {"i_cp_rule": 8, "from": {}}}


def confirm(provider: Provider, operation: str) -> None:
    """As an operator does who has tried it."""
    provider.operations = provider.operations.corrected({operation: {"confirmed": True}})
    provider.contract = Contract.assumed(provider.operations)


# -- barring --------------------------------------------------------------------------------------


async def test_classes_are_barred_by_the_rules_of_the_feature(desk: Desk) -> None:
    account = await signed_in(desk)
    international, premium, *_ = await account.get_call_barring_options()
    rules = {"call_barring_rules": [str(premium.i_cp_condition)]}

    await account.update_service_features(FeatureChange("call_barring", "Y", rules))

    assert (international.name, international.barred) == ("International calls", False)
    assert (await account.get_call_barring_options())[1].barred is True
    described = await account.get_call_barring_class_info(premium.i_cp_condition)
    assert (described.name, described.number_patterns) == ("Premium rate", ("1900%", "1976%"))


async def test_a_class_that_there_is_not_is_refused(desk: Desk) -> None:
    account = await signed_in(desk)
    rules = {"call_barring_rules": ["7"]}

    with pytest.raises(Rejected, match="unknown_barring_class"):
        await account.update_service_features(FeatureChange("call_barring", "Y", rules))
    with pytest.raises(Rejected, match="class_not_found"):
        await account.get_call_barring_class_info(7)


async def test_an_empty_answer_is_no_class(script: Script, account: Account) -> None:
    script.on("CallBarring/get_call_barring_class_info", says({"call_barring_class_info": None}))

    with pytest.raises(Rejected, match="not_found"):
        await account.get_call_barring_class_info(7)


async def test_an_option_need_not_say_whether_it_is_barred(
    script: Script, account: Account
) -> None:
    options = [{"i_cp_condition": "7", "name": "Far"}, {"name": "Nameless"}]
    script.on("Account/get_call_barring_options", says({"call_barring_options": options}))

    (option,) = await account.get_call_barring_options()

    assert (option.i_cp_condition, option.barred) == (7, None)


# -- the emergency address ------------------------------------------------------------------------


async def test_the_whole_address_replaces_the_old_one(desk: Desk) -> None:
    account = await signed_in(desk, "emergency")
    assert await account.get_e911_address() is None

    await account.update_e911_address(HOME)
    moved = replace(HOME, house_number="9", unit="")
    await account.update_e911_address(moved)

    assert await account.get_e911_address() == moved


async def test_half_an_address_and_a_line_without_emergency_calls_are_refused(desk: Desk) -> None:
    account = await signed_in(desk, "emergency")

    with pytest.raises(Rejected, match="missing_parameter"):
        await account.update_e911_address(replace(HOME, city=""))
    await desk.post("accounts/1001/settings", features={"emergency": "N"})
    with pytest.raises(Rejected, match="emergency_disabled"):
        await account.get_e911_address()


async def test_elsewhere_the_address_is_hidden_until_it_is_mapped(tmp_path: Path) -> None:
    mapped = tmp_path / "operations.toml"
    mapped.write_text(
        """
        [get_e911_address]
        method = "get_emergency_address"
        results = { street = "address.street", city = "address.city" }
        [update_e911_address]
        method = "set_emergency_address"
        params = { zip = "postal_code" }
        """,
        encoding="utf-8",
    )
    async with running(Config(unknown="renamed")) as desk:
        account = await signed_in(desk, "emergency")
        with pytest.raises(NotMapped):
            await account.update_e911_address(HOME)
    async with running(Config(unknown="renamed"), mapped) as desk:
        account = await signed_in(desk, "emergency")
        await account.update_e911_address(HOME)
        found = await account.get_e911_address()

    assert found == EmergencyAddress("Main Street", city="Seattle")
