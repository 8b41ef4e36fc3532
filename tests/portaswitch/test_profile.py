"""The account as a record, its changes, and its SIP password."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from portaswitch import (
    Account,
    AccountChange,
    AccountRole,
    BillStatus,
    CustomerState,
    Rejected,
    SessionExpired,
    SipCredentials,
    Status,
    TimeZone,
    parse,
)
from sandbox.provider.server import Config
from tests.portaswitch.conftest import Desk, Script, running, says

INFO = "Account/get_account_info"
UPDATE = "Account/update_account"


# -- reading --------------------------------------------------------------------------------------


async def test_the_whole_record_is_read(desk: Desk) -> None:
    info = await (await desk.sign_in("bob")).get_account_info()

    assert info.contact.firstname == info.firstname == "Bob"
    assert (info.contact.city, info.contact.country) == ("Seattle", "US")
    assert (info.contact.phone2, info.contact.note) == ("", "")
    assert info.formats.out_date_time_format == "YYYY-MM-DD HH24:MI:SS"
    assert info.customer == CustomerState("Example Telecom customers", "O", False, False, False)
    assert info.i_account_role is AccountRole.UNIVERSAL
    assert info.bill_status is BillStatus.OPEN
    assert (info.i_time_zone, info.time_zone_name) == (41, "America/Los_Angeles")
    assert (info.is_active, info.has_custom_fields, info.ecommerce_enabled) == (True, True, True)
    assert info.life.activation_date == info.life.issue_date
    assert isinstance(info.life.activation_date, date)
    (addon,) = info.addons
    assert (addon.name, addon.priority, addon.hidden, addon.effective_to) == (
        "Mobile App",
        10,
        False,
        None,
    )
    assert addon.effective_from is not None
    assert addon.effective_from.tzinfo is UTC


async def test_own_did_numbers_are_told_once(desk: Desk) -> None:
    dmytro = await (await desk.sign_in("dmytro")).get_account_info()

    assert dmytro.did_numbers == ("380931234567",)
    assert dmytro.contact.city == "Київ"


def test_what_a_later_release_says_is_kept() -> None:
    info = parse.account_info(
        {
            "i_account": 1,
            "status": "asleep",
            "bill_status": "Z",
            "i_account_role": "42",
            "customer_bill_status": "S",
            "customer_bill_suspended": "1",
            "included_services": [3, "4", None, "x"],
            "assigned_addons": [{"name": "NAMELESS"}, {"i_product": "86", "name": "B"}, None],
            "expiration_date": "0000-00-00",
            "first_usage": "2024-05-01",
            "life_time": "30",
        }
    )

    assert (info.status, info.bill_status, info.i_account_role) == ("asleep", "Z", 42)
    assert info.customer.bill_status is BillStatus.SUSPENDED
    assert info.customer.suspended is True
    assert info.included_services == (3, 4)
    assert [addon.name for addon in info.addons] == ["B"]
    assert info.life.expiration_date is None
    assert info.life.first_usage == datetime(2024, 5, 1, tzinfo=UTC)
    assert info.life.life_time == 30
    assert parse.account_info({"i_account": 1, "status": "frozen"}).status is Status.FROZEN


def test_the_email_of_an_old_release_is_found() -> None:
    contact = parse.contact({"subscriber_email": "old@example.org", "zip": 2101})

    assert (contact.email, contact.zip) == ("old@example.org", "2101")


# -- changing -------------------------------------------------------------------------------------


async def test_only_changed_fields_are_sent(script: Script, account: Account) -> None:
    script.on(UPDATE, says({"i_account": 55}))

    await account.update_account(AccountChange(city="Boston", note="", i_time_zone=331))

    assert script.seen[0].params == {
        "account_info": {"i_account": 55, "city": "Boston", "note": "", "i_time_zone": 331}
    }


async def test_a_change_of_nothing_is_not_sent(script: Script, account: Account) -> None:
    await account.update_account(AccountChange())

    assert script.seen == []


async def test_a_change_is_there_when_read_again(desk: Desk) -> None:
    account = await desk.sign_in()

    await account.update_account(
        AccountChange(baddr1="2 Elm Street", i_lang="uk", i_time_zone=331, out_time_format="HH:MI")
    )

    info = await account.get_account_info()
    assert (info.contact.baddr1, info.i_lang, info.time_zone_name) == (
        "2 Elm Street",
        "uk",
        "Europe/Kyiv",
    )
    assert info.formats.out_time_format == "HH:MI"
    assert info.contact.city == "New York"


async def test_a_value_that_cannot_be_leaves_all_as_it_was(desk: Desk) -> None:
    account = await desk.sign_in()

    with pytest.raises(Rejected, match="invalid_value"):
        await account.update_account(AccountChange(city="Boston", i_lang="tlh"))

    assert (await account.get_account_info()).contact.city == "New York"


def test_a_new_password_is_not_shown() -> None:
    assert "n3w" not in repr(AccountChange(password="n3w-Secret"))


# -- secrets --------------------------------------------------------------------------------------


async def test_the_sip_password_has_one_call_of_its_own(desk: Desk) -> None:
    account = await desk.sign_in()

    credentials = await account.get_sip_credentials()
    (call,) = await desk.calls(INFO)

    assert credentials.username == "12065550100"
    assert len(credentials.password) == 12
    assert credentials.password not in repr(credentials)
    assert credentials.password not in repr(await account.get_account_info())
    assert "get_auth_info" not in call["params"]


@pytest.mark.parametrize(
    ("told", "error"), [({}, SessionExpired), ({"i_account": 55, "id": "1"}, Rejected)]
)
async def test_a_password_that_is_kept_back_is_a_refusal(
    script: Script, account: Account, told: object, error: type[Exception]
) -> None:
    script.on(INFO, says({"account_info": told}))

    with pytest.raises(error):
        await account.get_sip_credentials()


def test_a_softphone_registers_with_the_number_alone() -> None:
    info = {"i_account": 1, "id": "12065550100@msisdn", "h323_password": "p"}

    assert parse.sip_credentials(info) == SipCredentials("12065550100", "p")


# -- the phone, and lists of the system -----------------------------------------------------------


async def test_the_phone_behind_a_line(desk: Desk) -> None:
    await desk.provider.check()
    alice, bob, dmytro = [await desk.sign_in(login) for login in ("alice", "bob", "dmytro")]

    status, offline = await alice.get_sip_status(), await dmytro.get_sip_status()
    device = await bob.get_ua_info()

    assert (status.registered, status.contact) == (True, "sip:12065550100@192.0.2.2:5060")
    assert (offline.registered, offline.user_agent) == (False, "")
    assert await alice.get_sip_calls_list() == ()
    assert await alice.get_ua_info() is None
    assert device is not None
    assert (device.model, device.mac) == ("Yealink SIP-T31P", "02005e0003ea")


async def test_lists_of_the_system(desk: Desk) -> None:
    await desk.provider.check()
    account = await desk.sign_in()

    zones, locales = await account.get_time_zone_list(), await account.get_locale_list()

    assert TimeZone(331, "Europe/Kyiv") in zones
    assert {locale.i_lang: locale.name for locale in locales}["uk"] == "Українська"
    assert (await account.get_version()).startswith("MR")


async def test_what_a_switch_has_under_other_names_is_not_asked() -> None:
    async with running(Config(unknown="renamed")) as desk:
        await desk.provider.check()

        has = desk.provider.contract.has

        assert not any(map(has, ("get_version", "get_sip_status", "transfer_funds")))
        assert all(map(has, ("get_ua_info", "get_vd_counter_list", "activate_bundle")))
