"""Money: card payments, bundles, transfers to mobile phones; discounts and sums."""

from collections.abc import Callable
from typing import Any

import pytest

from sandbox.provider.server import Config, Provider
from tests.provider.conftest import Caller, Desk, Json

EVER = {"from_date": "2000-01-01 00:00:00", "to_date": "2100-01-01 00:00:00"}
CARD = {
    "payment_method": "VISA",
    "number": "4111111111111111",
    "exp_date": "2999-12-31",
    "cvv": "123",
    "name": "Alice Adams",
}
PAYMENT = {"action": "E-Commerce Payment", "amount": 20}


async def xdrs(caller: Caller, **filters: Any) -> list[Json]:
    rows: list[Json] = (await caller.ok("Account/get_xdr_list", **EVER, **filters))["xdr_list"]
    return rows


async def balance(caller: Caller) -> float:
    info = (await caller.ok("Account/get_account_info"))["account_info"]
    return float(info["balance"])


# -- cards ----------------------------------------------------------------------------------------


async def test_a_stored_card_is_shown_by_its_end_and_hidden_in_the_log(
    alice: Caller, desk: Desk
) -> None:
    none = await alice.ok("Account/get_payment_method_info")
    await alice.ok("Account/update_payment_method", payment_method_info=CARD)
    logged = (await desk.get("log"))["calls"][-1]
    shown = (await alice.ok("Account/get_payment_method_info"))["payment_method_info"]

    assert none == {"payment_method_info": {}}
    assert (shown["number"], shown["payment_method"]) == ("xxxxxxxxxxxx1111", "VISA")
    assert "cvv" not in shown
    assert logged["params"] == {"payment_method_info": "***"}


@pytest.mark.parametrize(
    "wrong", [{"number": "12"}, {"exp_date": "12/30"}, {"exp_date": "2020-01-31"}, {"number": {}}]
)
async def test_a_card_that_cannot_be_is_refused(alice: Caller, wrong: Json) -> None:
    answer = await alice.call("Account/update_payment_method", payment_method_info=CARD | wrong)

    assert answer.faultcode.startswith("Server.Account.update_payment_method.")
    assert (await alice.ok("Account/get_payment_method_info"))["payment_method_info"] == {}


async def test_a_card_payment_is_booked_and_listed(alice: Caller) -> None:
    await alice.ok("Account/update_payment_method", payment_method_info=CARD)

    paid = await alice.ok("Account/make_transaction", **PAYMENT)
    listed = await alice.ok("Account/get_payment_transaction_list", **EVER, get_total=1)
    earlier = await alice.ok("Account/get_payment_transaction_list", to_date="2020-01-01 00:00:00")

    assert paid["balance"] == await balance(alice) == 22.5
    assert {row["i_xdr"]: row["charged_amount"] for row in await xdrs(alice, i_service=2)}[
        paid["i_xdr"]
    ] == -20
    (row,) = listed["payment_transaction_list"]
    assert (row["transaction_id"], row["amount"], listed["total"]) == (
        paid["transaction_id"],
        20,
        1,
    )
    assert earlier == {"payment_transaction_list": []}


async def test_nobody_pays_without_a_card_or_in_another_way(alice: Caller, carol: Caller) -> None:
    without = await alice.call("Account/make_transaction", **PAYMENT)
    await alice.ok("Account/update_payment_method", payment_method_info=CARD)
    credit = await alice.call("Account/make_transaction", action="Manual Credit", amount=20)
    company = await carol.call("Account/update_payment_method", payment_method_info=CARD)

    assert without.faultcode == "Server.Account.make_transaction.no_payment_method"
    assert credit.faultcode == "Server.Account.make_transaction.access_denied"
    assert company.faultcode == "Server.Account.update_payment_method.access_denied"
    assert await balance(alice) == 2.5


# -- bundles --------------------------------------------------------------------------------------


async def test_a_bundle_is_paid_and_joins_the_add_ons(alice: Caller) -> None:
    await alice.ok("Account/activate_bundle", i_product=91, automatic_renewal="Y")

    info = (await alice.ok("Account/get_account_info"))["account_info"]
    (addon,) = info["assigned_addons"]
    assert (
        addon["end_user_name"],
        addon["addon_effective_to"] > addon["addon_effective_from"],
    ) == (
        "World 100",
        True,
    )
    assert info["balance"] == 0.5
    assert (await xdrs(alice))[0]["description"] == "Bundle World 100"


async def test_a_bundle_may_begin_later(alice: Caller) -> None:
    await alice.ok(
        "Account/activate_bundle", i_product=91, delay_activation_till="2030-01-31 10:00:00"
    )

    (addon,) = (await alice.ok("Account/get_account_info"))["account_info"]["assigned_addons"]
    assert (addon["addon_effective_from"], addon["addon_effective_to"]) == (
        "2030-01-31 10:00:00",
        "2030-03-02 10:00:00",
    )


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"i_product": 92}, "insufficient_funds"),
        ({"i_product": 7}, "bundle_not_found"),
        ({}, "missing_parameter"),
        ({"i_product": 91, "automatic_renewal": "maybe"}, "invalid_value"),
        ({"i_product": 91, "delay_activation_till": "soon"}, "invalid_date"),
    ],
)
async def test_a_bundle_that_cannot_be_bought_costs_nothing(
    alice: Caller, wrong: Json, reason: str
) -> None:
    answer = await alice.call("Account/activate_bundle", **wrong)

    assert answer.faultcode == f"Server.Account.activate_bundle.{reason}"
    assert await balance(alice) == 2.5


async def test_a_counter_has_a_top_up_option(alice: Caller, carol: Caller) -> None:
    option = await alice.ok("DiscountPlan/get_topup_option_info", i_vd_dg=32)
    none = await carol.call("DiscountPlan/get_topup_option_info", i_vd_dg=32)
    mixed = await alice.call("DiscountPlan/get_topup_option_info", i_vd_dg=32, i_vd_topup=331)

    assert option == {
        "topup_option_info": {
            "i_vd_dg": 32,
            "i_vd_topup": 332,
            "topup_amount": 100,
            "topup_fee": 1.5,
        }
    }
    assert {none.faultcode, mixed.faultcode} == {
        "Server.DiscountPlan.get_topup_option_info.option_not_found"
    }


# -- transfers ------------------------------------------------------------------------------------


async def quoted(caller: Caller, amount: object = 1, to: str = "+380671234567") -> Json:
    return await caller.ok("Account/get_transfer_quote", phone_number=to, amount=amount)


async def test_a_quote_tells_all_and_moves_nothing(alice: Caller) -> None:
    quote = await quoted(alice)

    assert quote.pop("quote_id")
    assert quote.pop("expires_at")
    assert quote == {
        "phone_number": "380671234567",
        "country": "UA",
        "operator": "Kyivstar",
        "amount": 1,
        "fee": 0.5,
        "total": 1.5,
        "iso_4217": "USD",
        "received_amount": 41.2,
        "received_iso_4217": "UAH",
        "new_balance": 1,
    }
    assert await balance(alice) == 2.5


async def test_a_confirmed_quote_is_sent_once_however_often_it_is_confirmed(alice: Caller) -> None:
    quote = await quoted(alice)

    sent = await alice.ok("Account/transfer_funds", quote_id=quote["quote_id"])
    again = await alice.ok("Account/transfer_funds", quote_id=quote["quote_id"])

    assert sent == again
    assert sent["new_balance"] == quote["new_balance"] == await balance(alice)
    assert [row["i_xdr"] for row in await xdrs(alice, cli="", i_service=4)].count(
        sent["i_xdr"]
    ) == 1


async def test_a_quote_is_good_for_two_minutes_and_for_its_owner(
    alice: Caller, bob: Caller, provider: Provider
) -> None:
    quote_id = (await quoted(alice))["quote_id"]

    foreign = await bob.call("Account/transfer_funds", quote_id=quote_id)
    provider.clock.advance(121)
    late = await alice.call("Account/transfer_funds", quote_id=quote_id)

    assert foreign.faultcode == "Server.Account.transfer_funds.quote_not_found"
    assert late.faultcode == "Server.Account.transfer_funds.quote_expired"
    assert await balance(alice) == 2.5


async def test_a_day_has_its_cap(bob: Caller, desk: Desk, provider: Provider) -> None:
    await desk.post("accounts/1002/balance", balance=-100)
    first = await quoted(bob, 30)
    second = await quoted(bob, 30)
    await bob.ok("Account/transfer_funds", quote_id=first["quote_id"])

    over = await bob.call("Account/transfer_funds", quote_id=second["quote_id"])
    asked = await bob.call("Account/get_transfer_quote", phone_number="380671234567", amount=21)
    provider.clock.advance(86_400)
    tomorrow = await quoted(bob, 30)

    assert over.faultcode == "Server.Account.transfer_funds.daily_limit_exceeded"
    assert asked.faultcode == "Server.Account.get_transfer_quote.daily_limit_exceeded"
    assert tomorrow["total"] == 30.5


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"phone_number": "12065550199", "amount": 1}, "unknown_operator"),
        ({"phone_number": "380", "amount": 1}, "unknown_operator"),
        ({"phone_number": "380671234567", "amount": 0}, "invalid_amount"),
        ({"phone_number": "380671234567", "amount": "1e99"}, "invalid_amount"),
    ],
)
async def test_what_cannot_be_sent_is_not_quoted(alice: Caller, params: Json, reason: str) -> None:
    answer = await alice.call("Account/get_transfer_quote", **params)

    assert answer.faultcode == f"Server.Account.get_transfer_quote.{reason}"


async def test_more_than_there_is_is_not_sent(alice: Caller) -> None:
    quote_id = (await quoted(alice, 2.01))["quote_id"]

    answer = await alice.call("Account/transfer_funds", quote_id=quote_id)

    assert answer.faultcode == "Server.Account.transfer_funds.insufficient_funds"
    assert await balance(alice) == 2.5


# -- discounts and sums ---------------------------------------------------------------------------


async def test_a_counter_grows_with_the_calls_that_it_counts(alice: Caller, desk: Desk) -> None:
    async def uk() -> Json:
        rows = (await alice.ok("Account/get_vd_counter_list"))["vd_counter_list"]
        found: Json = next(row for row in rows if row["i_vd_dg"] == 33)
        return found

    before = await uk()
    await desk.post(
        "accounts/1001/call", to="442079460018", answered=True, seconds=60, amount="6.00"
    )
    after = await uk()

    assert after["used"] == pytest.approx(before["used"] + 6)
    assert (after["threshold"], after["current_discount"], after["next_discount"]) == (20, 10, 20)
    assert after["remaining"] == pytest.approx(20 - after["used"])
    assert (after["peak_level"], after["unit"]) == (None, "USD")


async def test_one_counter_has_all_its_levels(alice: Caller) -> None:
    full = await alice.ok("Account/get_full_vd_counter_info", i_vd_dg=31)
    unknown = await alice.call("Account/get_full_vd_counter_info", i_vd_dg=99)

    assert full["vd_counter_info"]["threshold_list"] == [
        {"threshold": 10, "discount": 5},
        {"threshold": 500, "discount": 10},
    ]
    assert unknown.faultcode == "Server.Account.get_full_vd_counter_info.counter_not_found"


async def test_a_line_of_a_company_has_no_discount_plan(carol: Caller) -> None:
    assert await carol.ok("Account/get_vd_counter_list") == {"vd_counter_list": []}


async def test_sums_are_those_of_the_rows(alice: Caller) -> None:
    def total(rows: list[Json], belongs: Callable[[int], bool] = lambda _: True) -> object:
        return pytest.approx(
            sum(row["charged_amount"] for row in rows if belongs(row["i_service"]))
        )

    rows = await xdrs(alice)

    sums = (await alice.ok("Account/get_services_consumption", **EVER))["services_consumption"]
    info = await alice.ok("Account/get_transactions_total_info", **EVER)
    undated = await alice.call("Account/get_services_consumption")

    assert {row["i_service"] for row in sums} == {1, 2, 3, 4}
    for row in sums:
        same = [one for one in rows if one["i_service"] == row["i_service"]]
        assert row["charged_amount"] == total(same)
        assert row["charged_quantity"] == sum(one["charged_quantity"] for one in same)
        assert row["xdr_count"] == len(same)
    assert info["transactions_total_info"] == {
        "charges": total(rows, lambda service: service in (3, 4)),
        "payments": total(rows, lambda service: service == 2),
        "refunds": total(rows, lambda service: service == 1),
        "total": total(rows),
    }
    assert undated.faultcode == "Server.Account.get_services_consumption.missing_parameter"


async def test_a_discounted_fee_is_told_with_its_discount(bob: Caller) -> None:
    (fee, *_) = (await bob.ok("Account/get_subscriptions", with_effective_fees=1))["subscriptions"]

    assert (fee["has_discount"], fee["monthly_fee"], fee["effective_fee"]) == (1, 5.99, 5.39)
    assert fee["discount_list"][0]["discount_rate"] == 10
    assert fee["effective_fees_info"]["current"]["amount"] == 5.39


# -- the phone ------------------------------------------------------------------------------------


async def test_a_registered_phone_has_an_address_and_an_app(alice: Caller, desk: Desk) -> None:
    online = await alice.ok("Account/get_sip_status")
    await desk.post("accounts/1001/settings", sip_status=0)
    offline = await alice.ok("Account/get_sip_status")

    assert online["sip_info"] == {
        "contact": "sip:12065550100@192.0.2.2:5060",
        "user_agent": "Zoiper 5.6",
    }
    assert offline == {"sip_status": 0}
    assert await alice.ok("Account/get_sip_calls_list") == {"sip_calls_list": []}


async def test_some_lines_have_a_phone_from_the_provider(alice: Caller, bob: Caller) -> None:
    assert await alice.ok("Account/get_ua_info") == {"ua_info": {}}
    assert (await bob.ok("Account/get_ua_info"))["ua_info"]["ua_type_name"] == "Yealink SIP-T31P"


async def test_lists_of_the_system(alice: Caller) -> None:
    zones = (await alice.ok("Generic/get_time_zone_list"))["time_zone_list"]
    languages = (await alice.ok("Generic/get_locale_list"))["locale_list"]

    assert {"i_time_zone": 331, "time_zone_name": "Europe/Kyiv"} in zones
    assert {"i_lang": "uk", "name": "Українська"} in languages
    assert (await alice.ok("Generic/get_version"))["version"]


class TestAbsent:
    @pytest.fixture
    def config(self) -> Config:
        return Config(unknown="absent")

    @pytest.mark.parametrize(
        ("path", "there"),
        [
            ("Account/transfer_funds", False),
            ("Account/get_transfer_quote", False),
            ("Account/make_transaction", False),
            ("Account/update_payment_method", False),
            ("Account/get_payment_transaction_list", False),
            ("Account/get_sip_status", False),
            ("Generic/get_version", False),
            ("Account/get_ua_info", True),
            ("Account/get_vd_counter_list", True),
            ("Account/activate_bundle", True),
            ("Account/get_transactions_total_info", True),
        ],
    )
    async def test_what_is_only_proposed_may_not_be_there(
        self, alice: Caller, path: str, there: bool
    ) -> None:
        answer = await alice.call(path)

        assert (answer.json.get("faultcode") != "Client.Request.unknown_method") is there
