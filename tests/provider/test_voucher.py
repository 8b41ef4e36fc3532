"""Vouchers: the proposed operation, in the three worlds."""

from datetime import timedelta

import pytest

from sandbox.provider.server import Config, Provider
from tests.provider.conftest import Caller, Desk


async def test_a_voucher_is_credited_once_and_leaves_a_payment(
    alice: Caller, desk: Desk, provider: Provider
) -> None:
    since = f"{provider.clock.now() - timedelta(seconds=5):%Y-%m-%d %H:%M:%S}"
    number = (await desk.post("vouchers", amount="10.00", number="4411223399"))["number"]

    first = await alice.ok("Account/topup_account", i_account=1001, voucher_id=number)
    again = await alice.call("Account/topup_account", i_account=1001, voucher_id=number)

    assert first == {"amount": 10, "new_balance": 12.5}
    assert again.faultcode == "Server.Account.voucher_used"
    voucher = (await desk.get("vouchers"))["vouchers"][-1]
    assert (voucher["redeemed_by"], voucher["times"]) == (1001, 1)
    payments = await alice.ok(
        "Account/get_xdr_list", from_date=since, to_date="9999-01-01 00:00:00", i_service=2
    )
    assert [row["charged_amount"] for row in payments["xdr_list"]] == [-10]


async def test_a_credit_account_owes_less_afterwards(bob: Caller, desk: Desk) -> None:
    number = (await desk.post("vouchers", amount=2))["number"]

    receipt = await bob.ok("Account/topup_account", voucher_id=number)

    assert receipt == {"amount": 2, "new_balance": 10.4}


async def test_an_unknown_voucher_is_refused(alice: Caller) -> None:
    answer = await alice.call("Account/topup_account", voucher_id="0000000000")

    assert answer.faultcode == "Server.Account.voucher_not_found"


async def test_the_desk_shows_each_subscriber_a_fresh_voucher(alice: Caller, desk: Desk) -> None:
    shown = (await desk.account("alice"))["voucher"]
    assert shown == (await desk.account("alice"))["voucher"]

    await alice.ok("Account/topup_account", voucher_id=shown)

    assert (await desk.account("alice"))["voucher"] != shown
    assert 8 <= len(shown) <= 20


async def test_voucher_numbers_are_masked_in_the_log(alice: Caller, desk: Desk) -> None:
    number = (await desk.account("alice"))["voucher"]

    await alice.ok("Account/topup_account", i_account=1001, voucher_id=number)

    entry = (await desk.get("log"))["calls"][-1]
    assert entry["params"] == {"i_account": 1001, "voucher_id": "***"}


class TestRenamed:
    @pytest.fixture
    def config(self) -> Config:
        return Config(unknown="renamed")

    async def test_the_same_thing_has_other_names(self, alice: Caller, desk: Desk) -> None:
        number = (await desk.account("alice"))["voucher"]

        gone = await alice.call("Account/topup_account", voucher_id=number)
        done = await alice.ok("Account/use_voucher", i_account=1001, voucher_number=number)

        assert gone.faultcode == "Client.Request.unknown_method"
        assert done == {"credited": 10, "balance": 12.5}
        assert (await desk.get("log"))["calls"][-1]["params"]["voucher_number"] == "***"

    async def test_the_old_parameter_name_does_not_work(self, alice: Caller, desk: Desk) -> None:
        number = (await desk.account("alice"))["voucher"]

        answer = await alice.call("Account/use_voucher", voucher_id=number)

        assert answer.faultcode == "Server.Account.voucher_not_found"


class TestAbsent:
    @pytest.fixture
    def config(self) -> Config:
        return Config(unknown="absent")

    async def test_it_is_not_there(self, alice: Caller, desk: Desk) -> None:
        number = (await desk.account("alice"))["voucher"]

        answer = await alice.call("Account/topup_account", voucher_id=number)

        assert answer.faultcode == "Client.Request.unknown_method"
