"""Who lives on the switch: the same for the same seed, believable, and odd as live ones are."""

from collections import Counter
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import phonenumbers
import pytest

from sandbox.provider import odd
from sandbox.provider.model import CREDIT, DEBIT, Account
from sandbox.provider.odd import ODD
from sandbox.provider.people import PEOPLE
from sandbox.provider.server import Config, Provider, create
from tests.provider.conftest import EVER, Caller, Desk, Json, signed_in

EVERYTHING = {**EVER, "show_unsuccessful": 1, "with_cr_download_ids": 1}
LOGINS = [one.person.login for one in ODD]


@pytest.fixture(scope="module")
def drawn() -> list[Account]:
    """Two thousand people, without those who have a story."""
    accounts = list(create(Config(accounts=2_000)).switch.accounts.values())
    return accounts[len(PEOPLE) + len(ODD) :]


def test_numbers_are_valid_where_their_owners_live_and_nobody_shares_one(
    drawn: list[Account],
) -> None:
    numbers = [one.number for one in drawn] + [one.contact["phone1"] or "" for one in drawn]

    parsed = [phonenumbers.parse(f"+{number}") for number in numbers]

    assert [str(n) for n in parsed if not phonenumbers.is_valid_number(n)] == []
    assert len(set(numbers)) == len(numbers)
    for account, number in zip(drawn, parsed, strict=False):
        assert phonenumbers.region_code_for_number(number) == account.contact["country"]


def test_people_differ_in_money_product_country_and_name(drawn: list[Account]) -> None:
    assert {one.billing_model for one in drawn} == {DEBIT, CREDIT}
    assert {one.iso_4217 for one in drawn} >= {"USD", "EUR", "UAH", "GBP", "PLN", "JPY"}
    assert len({one.zone for one in drawn}) >= 8
    assert len({one.product.name for one in drawn}) >= 5
    assert len({one.name for one in drawn}) > 700
    lines = Counter(one.i_customer for one in drawn)
    assert set(lines.values()) == {1, 10}
    assert {len(one.own_features) for one in drawn if one.billed_to_company} <= {0, 1}


def test_the_same_seed_makes_the_same_people_and_another_one_others() -> None:
    def people(seed: int) -> list[tuple[str, ...]]:
        switch = create(Config(accounts=300, seed=seed)).switch
        return [(a.login, a.number, a.name, a.password) for a in switch.accounts.values()]

    assert people(1) == people(1)
    assert set(people(1)[-200:]).isdisjoint(people(2))


def test_every_odd_account_is_in_the_table() -> None:
    table = (odd.__doc__ or "").replace(",", " ").split()

    assert [login for login in LOGINS if login not in table] == []
    assert len(set(LOGINS)) == len(LOGINS)


@pytest.fixture
def config() -> Config:
    return Config(accounts=100)


async def info(anyone: Caller, desk: Desk, login: str) -> Json:
    """What the account is answered about itself; `xdrs` and `messages` beside it."""
    caller = await signed_in(anyone, desk, login)
    found: Json = (
        await caller.ok("Account/get_account_info", detailed_info=1, limit_alias_did_number_list=9)
    )["account_info"]
    found["xdrs"] = (await caller.ok("Account/get_xdr_list", **EVERYTHING))["xdr_list"]
    mailbox = await caller.call("Account/get_mailbox_message_list")
    found["messages"] = mailbox.json.get("messages")
    return found


@pytest.mark.parametrize(
    ("login", "key", "value"),
    [
        ("nulls", "city", None),
        ("nulls", "extension_id", None),
        ("nulls", "firstname", None),
        ("blanks", "email", ""),
        ("bare", "extension_id", KeyError),
        ("bare", "alias_did_number_list", KeyError),
        ("next.release", "i_flavour", 7),
        ("msisdn", "id", "13125550150@msisdn"),
        ("two.emails", "email", "two@example.com, emails@example.com"),
        ("no.limit", "credit_limit", None),
        ("overdrawn", "balance", -3.4),
        ("fractions", "balance", 17.38421),
        ("yen", "balance", 1250),
        ("dinar", "balance", 4.125),
        ("alice", "status", KeyError),
        ("active.word", "status", "active"),
        ("blocked", "status", "blocked"),
        ("suspended", "status", "suspended"),
        ("inactive", "status", "inactive"),
        ("closed", "status", "closed"),
        ("expired", "status", "expired"),
        ("empty", "status", "zero_balance"),
        ("exceeded", "status", "credit_exceeded"),
        ("quarantined", "status", "quarantine"),
        ("exported", "dual_version_system", "source"),
        ("newborn", "xdrs", []),
        ("newborn", "messages", []),
        ("nothing", "xdrs", []),
        ("nothing", "service_features", []),
        ("nothing", "email", None),
    ],
)
async def test_an_odd_account_is_answered_as_the_table_says(
    anyone: Caller, desk: Desk, login: str, key: str, value: Any
) -> None:
    assert (await info(anyone, desk, login)).get(key, KeyError) == value


async def test_the_provider_has_set_up_nothing_for_one_account(anyone: Caller, desk: Desk) -> None:
    caller = await signed_in(anyone, desk, "nothing")

    assert await caller.ok("Account/get_subscriptions") == {"subscriptions": []}
    assert await caller.ok("Account/get_vd_counter_list") == {"vd_counter_list": []}
    assert await caller.ok("Account/get_ua_info") == {"ua_info": {}}
    assert await caller.ok("UA/get_phone_directory_list") == {"phone_directory_list": []}
    fields = (await caller.ok("Account/get_custom_fields_schema"))["custom_fields_list"]
    assert {field["visible"] for field in fields} == {"N"}


async def test_calls_of_an_old_release_and_calls_in_texts(anyone: Caller, desk: Desk) -> None:
    old = (await info(anyone, desk, "old.release"))["xdrs"]
    texts = (await info(anyone, desk, "texts"))["xdrs"]

    assert all({"call_id", "cr_download_ids"}.isdisjoint(row) for row in old)
    assert any(row["bit_flags"] & 64 for row in old)
    assert {type(row["unix_connect_time"]) for row in texts} == {str}
    assert {type(row["disconnect_cause"]) for row in texts} == {str}


async def test_callers_in_brackets_and_without_a_number(anyone: Caller, desk: Desk) -> None:
    caller = await signed_in(anyone, desk, "brackets")
    (first, *_) = (await caller.ok("Account/get_mailbox_message_list"))["messages"]
    uid = first["message_uid"]
    told = await caller.ok("Account/get_mailbox_message_details", message_uid=uid)
    unknown = (await info(anyone, desk, "anonymous"))["xdrs"]

    assert told["from"].endswith("@pbx>")
    incoming = [row for row in unknown if row["bit_flags"] & 12 == 8]
    assert {row["CLI"] for row in incoming} == {"anonymous"}


@pytest.mark.parametrize("login", ["dst.newyork", "dst.kyiv"])
async def test_calls_lie_across_both_changes_of_the_clock(
    anyone: Caller, desk: Desk, provider: Provider, login: str
) -> None:
    found = await info(anyone, desk, login)
    zone = provider.switch.accounts[found["i_account"]].zone
    across = {
        _offset(zone, end) - _offset(zone, start)
        for row in found["xdrs"]
        for start, end in [(row["unix_connect_time"], int(row["unix_disconnect_time"]))]
    }
    times = [message["delivery_date"] for message in found["messages"]]

    assert across == {-3600, 0, 3600}
    assert len({time[-5:] for time in times}) == 2


def _offset(zone: str, epoch: int) -> int:
    offset = datetime.fromtimestamp(epoch, ZoneInfo(zone)).utcoffset()
    assert offset is not None
    return int(offset.total_seconds())


async def test_features_apply_as_null_and_empty_and_with_other_values(
    anyone: Caller, desk: Desk
) -> None:
    def named(found: Json) -> dict[str, Json]:
        return {feature["name"]: feature for feature in found["service_features"]}

    migrated = named(await info(anyone, desk, "migrated"))
    screened = named(await info(anyone, desk, "screened"))

    assert migrated["clip"]["effective_flag_value"] is None
    assert migrated["cli_trust"]["effective_flag_value"] == ""
    limit = migrated["unified_messaging"]["attributes"][0]
    assert (limit["values"], limit["effective_values"]) == (["0"], ["10"])
    assert migrated["call_processing"]["attributes"] == []
    assert screened["call_processing"]["attributes"] != []


async def test_what_a_product_lacks_is_absent_and_cannot_be_set(
    anyone: Caller, desk: Desk, provider: Provider
) -> None:
    basic = next(a for a in provider.switch.accounts.values() if a.product.name == "BASIC-LINE")
    caller = await signed_in(anyone, desk, basic.login)

    rows = (await caller.ok("Account/get_service_features"))["service_features"]
    names = {row["name"]: row["locked"] for row in rows}
    wanted = [{"name": "music_on_hold", "flag_value": "N"}]
    refused = await caller.call("Account/update_service_features", service_features=wanted)

    assert "music_on_hold" not in names
    assert names["forward_mode"] == 1
    assert refused.faultcode.endswith(".unknown_feature")


async def test_a_drawn_account_has_months_of_calls_and_people_it_knows(
    anyone: Caller, desk: Desk, provider: Provider
) -> None:
    busy = await info(anyone, desk, "busy")
    forwarded = next(
        a for a in list(provider.switch.accounts.values())[40:] if "forward_mode" in a.own_features
    )
    caller = await signed_in(anyone, desk, forwarded.login)
    numbers = (await caller.ok("Account/get_account_followme"))["followme_numbers"]
    known = (await caller.ok("Account/get_phonebook_list"))["phonebook_rec_list"]

    assert len(busy["xdrs"]) > 1_000
    assert any(row.get("cr_download_ids") for row in busy["xdrs"])
    days = {row["bill_time"][:10] for row in busy["xdrs"]}
    assert len(days) > 80
    assert {n["redirect_number"] for n in numbers} <= {r["phone_number"] for r in known}
