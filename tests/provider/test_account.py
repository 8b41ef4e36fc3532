"""Account information: what the switches ask for, whose it may be, what may be changed."""

import pytest

from sandbox.provider.server import Provider
from sandbox.provider.standing import Standing
from tests.provider.conftest import Caller, Desk, signed_in


async def test_details_come_only_when_asked_for(alice: Caller) -> None:
    brief = (await alice.ok("Account/get_account_info", without_service_features=1))["account_info"]
    full = (await alice.ok("Account/get_account_info", detailed_info=1))["account_info"]

    assert not {"extension_id", "extension_name", "sip_status", "firstname"} & set(brief)
    assert "service_features" not in brief
    assert (full["extension_id"], full["sip_status"], full["firstname"]) == ("101", 1, "Alice")
    assert len(full["service_features"]) == 45


async def test_a_debit_account_has_its_balance_as_a_number(alice: Caller) -> None:
    info = (await alice.ok("Account/get_account_info"))["account_info"]

    assert info["i_account"] == 1001
    assert info["id"] == "12065550100"
    assert info["billing_model"] == -1
    assert info["balance"] == 2.5
    assert info["credit_limit"] is None
    assert info["is_active"] == 1
    assert "status" not in info


async def test_the_credit_and_the_company_account_differ(bob: Caller, carol: Caller) -> None:
    credit = (await bob.ok("Account/get_account_info"))["account_info"]
    company = (await carol.ok("Account/get_account_info"))["account_info"]

    assert (credit["billing_model"], credit["balance"], credit["credit_limit"]) == (1, 12.4, 50)
    assert company["i_account_balance_control_type"] == 3


async def test_the_self_care_password_needs_its_own_switch(alice: Caller, desk: Desk) -> None:
    plain = (await alice.ok("Account/get_account_info"))["account_info"]
    asked = (await alice.ok("Account/get_account_info", get_auth_info=1))["account_info"]

    assert "password" not in plain
    assert "h323_password" in plain
    assert asked["password"] == (await desk.account("alice"))["password"]


@pytest.mark.parametrize("own", [1001, "1001"])
async def test_the_own_id_may_be_named(alice: Caller, own: object) -> None:
    info = (await alice.ok("Account/get_account_info", i_account=own))["account_info"]

    assert info["login"] == "alice"


@pytest.mark.parametrize(
    "path", ["Account/get_account_info", "Account/get_service_features", "Account/get_alias_list"]
)
async def test_another_account_is_refused(alice: Caller, path: str) -> None:
    answer = await alice.call(path, i_account=1002)

    assert answer.faultcode == "Server.Account.forbidden_account_access"


@pytest.mark.parametrize("key", ["id", "login"])
async def test_another_account_is_refused_by_any_of_its_names(alice: Caller, key: str) -> None:
    names = {"id": ("12065550100", "12065550101"), "login": ("alice", "bob")}
    own, foreign = names[key]

    assert (await alice.ok("Account/get_account_info", **{key: own}))["account_info"]
    refused = await alice.call("Account/get_account_info", **{key: foreign})

    assert refused.faultcode == "Server.Account.forbidden_account_access"


async def test_dids_are_listed_up_to_the_limit(alice: Caller, bob: Caller) -> None:
    some = await alice.ok("Account/get_account_info", limit_alias_did_number_list=1)
    none = await bob.ok("Account/get_account_info", limit_alias_did_number_list=100)

    assert some["account_info"]["alias_did_number_list"] == [{"did_number": "12125550170"}]
    assert "alias_did_number_list" not in none["account_info"]


async def test_aliases_point_to_their_master(alice: Caller) -> None:
    listed = (await alice.ok("Account/get_alias_list"))["alias_list"]

    assert [alias["id"] for alias in listed] == ["12125550170", "ani12125550171"]
    assert {alias["i_master_account"] for alias in listed} == {1001}
    assert all(alias["blocked"] == "N" and alias["i_account"] > 1001 for alias in listed)


async def test_contact_data_and_zone_can_be_changed(alice: Caller) -> None:
    answer = await alice.ok(
        "Account/update_account",
        account_info={"i_account": 1001, "city": "Boston", "i_lang": "uk", "i_time_zone": 331},
    )

    assert answer == {"i_account": 1001}
    info = (await alice.ok("Account/get_account_info"))["account_info"]
    assert (info["city"], info["i_lang"], info["time_zone_name"]) == ("Boston", "uk", "Europe/Kyiv")


async def test_money_and_status_are_not_the_subscribers_to_change(alice: Caller) -> None:
    answer = await alice.call("Account/update_account", account_info={"balance": 1000, "city": "X"})

    assert answer.faultcode == "Server.Account.update_account.access_denied"
    info = (await alice.ok("Account/get_account_info"))["account_info"]
    assert (info["balance"], info["city"]) == (2.5, "New York")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("i_product", 62),
        ("i_acl", 1),
        ("i_subscriber", 1),
        ("blocked", "Y"),
        ("h323_password", "mine"),
        ("activation_date", "2030-01-01"),
        ("assigned_addons", []),
        ("has_custom_fields", 0),
    ],
)
async def test_a_field_that_is_not_for_subscribers_is_refused_with_the_rest(
    bob: Caller, key: str, value: object
) -> None:
    answer = await bob.call("Account/update_account", account_info={"city": "X", key: value})

    assert answer.faultcode == "Server.Account.update_account.access_denied"
    info = (await bob.ok("Account/get_account_info"))["account_info"]
    assert (info["city"], info.get(key, "none")) != ("X", value)


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        ("i_time_zone", 7777),
        ("i_lang", "tlh"),
        ("iso_639_1", ""),
        ("out_date_format", "DD of MM"),
        ("in_time_format", "YYYY-MM-DD"),
        ("out_date_time_format", "YYYY-MM-DD"),
        ("city", {"name": "Boston"}),
        ("password", "x"),
    ],
)
async def test_a_value_that_cannot_be_is_refused(alice: Caller, key: str, wrong: object) -> None:
    answer = await alice.call("Account/update_account", account_info={key: wrong})

    assert answer.faultcode.startswith("Server.Account.update_account.")


async def test_formats_are_chosen_from_what_the_portal_offers(alice: Caller) -> None:
    formats = {
        "out_date_format": "DD.MM.YY",
        "in_time_format": "HH12:MI AM",
        "out_date_time_format": "DD.MM.YY HH:MI",
    }

    await alice.ok("Account/update_account", account_info=formats)

    info = (await alice.ok("Account/get_account_info"))["account_info"]
    assert formats.items() <= info.items()


@pytest.mark.parametrize("login", ["alice", "bob", "carol", "dmytro"])
async def test_a_record_sent_back_as_it_was_read_is_taken(
    anyone: Caller, desk: Desk, login: str
) -> None:
    caller = await signed_in(anyone, desk, login)
    elsewhere = await signed_in(anyone, desk, login)
    switches = {"detailed_info": 1, "get_auth_info": 1, "limit_alias_did_number_list": 10}
    info = (await caller.ok("Account/get_account_info", **switches))["account_info"]

    await caller.ok("Account/update_account", account_info={**info, "city": "Boston"})

    after = (await elsewhere.ok("Account/get_account_info", **switches))["account_info"]
    ages = {"last_usage", "password_lifetime"}
    assert {key for key in after if after[key] != info[key]} - ages <= {"city"}


@pytest.mark.parametrize(
    ("settings", "status", "is_active"),
    [
        ({"blocked": "Y"}, "blocked", 0),
        ({"bill_status": "S"}, "suspended", 0),
        ({"bill_status": "C", "blocked": "Y"}, "closed", 0),
        ({"expiration_date": "2020-01-01"}, "expired", 0),
    ],
)
async def test_what_is_wrong_shows_in_the_status(
    alice: Caller, desk: Desk, settings: dict[str, str], status: str, is_active: int
) -> None:
    await desk.post("accounts/1001/settings", **settings)

    info = (await alice.ok("Account/get_account_info"))["account_info"]

    assert (info["status"], info["is_active"]) == (status, is_active)


@pytest.mark.parametrize(
    ("standing", "status", "is_active"),
    [
        (Standing(fraud="quarantine", customer_blocked="Y"), "quarantine", 0),
        (Standing(fraud="screening"), "screening", 0),
        (Standing(customer_bill_suspended=1, customer_blocked="Y"), "customer_suspended", 0),
        (Standing(customer_blocked="Y"), "customer_blocked", 0),
        (Standing(activation_date="2999-01-01"), "not_yet_active", 0),
        (Standing(customer_credit_exceeded=1), "customer_credit_exceed", 0),
        (Standing(cust_bill_suspension_delayed=1), "customer_suspension_delayed", 1),
    ],
)
async def test_what_stands_in_the_way_is_told_in_the_portals_order(
    alice: Caller, provider: Provider, standing: Standing, status: str, is_active: int
) -> None:
    provider.switch.accounts[1001].parts[Standing] = standing

    info = (await alice.ok("Account/get_account_info"))["account_info"]

    assert (info["status"], info["is_active"]) == (status, is_active)
    assert info["customer_blocked"] == standing.customer_blocked


async def test_the_last_payment_is_the_last_recharge(alice: Caller, desk: Desk) -> None:
    before = (await alice.ok("Account/get_account_info"))["account_info"]["last_recharge"]
    await alice.ok("Account/topup_account", voucher_id=(await desk.account("alice"))["voucher"])

    after = (await alice.ok("Account/get_account_info"))["account_info"]["last_recharge"]

    assert before < after


async def test_an_empty_debit_account_has_zero_balance(alice: Caller, desk: Desk) -> None:
    await desk.post("accounts/1001/balance", balance=0)

    info = (await alice.ok("Account/get_account_info"))["account_info"]

    assert info["status"] == "zero_balance"


async def test_unknown_parameters_are_taken_and_logged(alice: Caller, desk: Desk) -> None:
    await alice.ok("Account/get_account_info", detailled_info=1)

    entry = (await desk.get("log"))["calls"][-1]

    assert entry["unknown_params"] == ["detailled_info"]
    assert (entry["service"], entry["method"], entry["i_account"], entry["outcome"]) == (
        "Account",
        "get_account_info",
        1001,
        "ok",
    )


async def test_a_standby_site_refuses_writes_and_serves_reads(alice: Caller, desk: Desk) -> None:
    await desk.post("settings", standalone_mode=True)

    refused = await alice.call("Account/update_account", account_info={"city": "Boston"})

    assert refused.faultcode == "standalone_mode"
    await alice.ok("Account/get_account_info")


async def test_the_phone_book_keeps_speed_dial_codes_apart(
    alice: Caller, provider: Provider
) -> None:
    before = await alice.ok("Account/get_phonebook_list", get_total=1)
    record = {"phone_number": "442079460018", "name": "London", "phone_type": "work", "dial_id": 7}

    added = await alice.ok("Account/add_phonebook_record", phonebook_rec_info=record)
    taken = await alice.call("Account/add_phonebook_record", phonebook_rec_info=record)
    found = await alice.ok("Account/get_phonebook_list", phone_number_pattern="4420%", get_total=1)
    key = added["i_account_phonebook"]
    changed = {"i_account_phonebook": key, "name": "Aunt"}
    await alice.ok("Account/update_phonebook_record", phonebook_rec_info=changed)
    one = await alice.ok("Account/get_phonebook_record", i_account_phonebook=key)
    await alice.ok("Account/delete_phonebook_record", i_account_phonebook=key)

    assert taken.faultcode == "Server.Account.add_phonebook_record.dial_id_taken"
    assert found["total"] == 1
    assert one["phonebook_rec_info"]["name"] == "Aunt"
    assert await alice.ok("Account/get_phonebook_list", get_total=1) == before
