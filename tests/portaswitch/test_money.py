"""Payments, bundles and transfers; fees and discounts."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portaswitch import (
    Account,
    Action,
    PeakLevel,
    Rejected,
    SubscriptionStatus,
    Unavailable,
    parse,
)
from portaswitch.account import discounts, money, subscriptions
from sandbox.provider.server import Config
from tests.portaswitch.conftest import Desk, Script, confirm_everything, running, says, stays_silent
from tests.portaswitch.samples.money import CARD

EVER = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    """A switch whose document confirms the proposals."""
    async with running(Config()) as desk:
        await desk.provider.check()
        yield desk


async def balance(account: Account) -> Decimal | None:
    return (await account.get_account_info()).balance


# -- cards ----------------------------------------------------------------------------------------


async def test_a_card_is_stored_and_paid_with(desk: Desk) -> None:
    account = await desk.sign_in()
    assert await account.get_payment_method_info() is None

    await account.update_payment_method(CARD)
    receipt = await account.make_transaction(
        Action.E_COMMERCE_PAYMENT, Decimal("20.00"), visible_comment="From the chat"
    )

    stored = await account.get_payment_method_info()
    assert stored is not None
    assert (stored.last_digits, stored.exp_date) == ("1111", date(2999, 12, 31))
    assert receipt.balance == await balance(account) == Decimal("22.5")
    (paid,) = await account.get_payment_transaction_list(*EVER)
    assert (paid.transaction_id, paid.amount, paid.currency) == (
        receipt.transaction_id,
        Decimal(20),
        "USD",
    )
    xdrs = (await account.get_xdr_list(*EVER, i_service_type=None, i_service=2)).xdrs
    assert {xdr.i_xdr: xdr.description for xdr in xdrs}[receipt.i_xdr or 0] == "From the chat"


async def test_nothing_of_a_card_is_shown(desk: Desk) -> None:
    account = await desk.sign_in()

    await account.update_payment_method(CARD)

    (call,) = await desk.calls("Account/update_payment_method")
    assert call["params"] == {"i_account": 1001, "payment_method_info": "***"}
    assert not any(secret in repr(CARD) for secret in ("4111", "123", "Alice", "2999"))


async def test_a_refused_payment_moves_nothing(desk: Desk) -> None:
    account = await desk.sign_in()

    with pytest.raises(Rejected, match="access_denied"):
        await account.make_transaction(Action.MANUAL_CREDIT, Decimal(20))
    with pytest.raises(Rejected, match="card_expired"):
        await account.update_payment_method(replace(CARD, exp_date=date(2020, 1, 31)))

    assert await balance(account) == Decimal("2.5")


async def test_money_is_sent_exactly(script: Script, account: Account) -> None:
    confirm_everything(account._provider)
    script.on("Account/make_transaction", says({"balance": "7.30"}))

    receipt = await account.make_transaction(Action.REFUND, Decimal("1E+2"))

    assert script.seen[0].params == {"i_account": 55, "action": "Refund", "amount": "100"}
    assert (receipt.balance, receipt.i_xdr) == (Decimal("7.30"), None)


async def test_a_payment_without_an_answer_is_unknown_and_sent_once(
    script: Script, account: Account
) -> None:
    confirm_everything(account._provider)
    script.on("Account/transfer_funds", stays_silent)

    with pytest.raises(Unavailable) as unknown:
        await account.transfer_funds("Q1")

    assert unknown.value.sent
    assert len(script.seen) == 1


# -- bundles --------------------------------------------------------------------------------------


async def test_a_bundle_is_bought_and_seen_among_the_add_ons(desk: Desk) -> None:
    account = await desk.sign_in()
    start = datetime(2030, 1, 31, 10, tzinfo=UTC)

    await account.activate_bundle(91, automatic_renewal=True, delay_activation_till=start)

    (addon,) = (await account.get_account_info()).addons
    assert (addon.name, addon.effective_from) == ("World 100", start)
    assert addon.effective_to == start + timedelta(days=30)
    assert await balance(account) == Decimal("0.5")


async def test_a_bundle_without_funds_is_refused(desk: Desk) -> None:
    account = await desk.sign_in()

    with pytest.raises(Rejected, match="insufficient_funds"):
        await account.activate_bundle(92)


async def test_a_counter_can_be_filled_up_for_a_price(desk: Desk) -> None:
    account = await desk.sign_in()

    option = await account.get_topup_option_info(i_vd_dg=32)

    assert (option.i_vd_topup, option.topup_amount, option.topup_fee) == (
        332,
        Decimal(100),
        Decimal("1.5"),
    )
    with pytest.raises(Rejected, match="option_not_found"):
        await account.get_topup_option_info(i_vd_topup=1)


# -- transfers ------------------------------------------------------------------------------------


async def test_a_transfer_is_quoted_then_confirmed(desk: Desk) -> None:
    account = await desk.sign_in()

    quote = await account.get_transfer_quote("+380671234567", Decimal("1.00"))
    receipt = await account.transfer_funds(quote.quote_id)

    assert (quote.country, quote.operator) == ("UA", "Kyivstar")
    assert (quote.total, quote.fee, quote.amount) == (Decimal("1.5"), Decimal("0.5"), Decimal(1))
    assert (quote.received_amount, quote.received_currency) == (Decimal("41.2"), "UAH")
    assert quote.expires_at is not None
    assert quote.expires_at > datetime.now(UTC)
    assert receipt.new_balance == quote.new_balance == await balance(account)
    assert receipt.total == quote.total


async def test_a_confirmation_that_was_not_heard_can_be_looked_up(desk: Desk) -> None:
    """Done, but never answered: the xDR tells, and confirming anew does not send twice."""
    account = await desk.sign_in()
    quote = await account.get_transfer_quote("380671234567", Decimal(1))
    await desk.post("faults", method="Account/transfer_funds", kind="http_500", times=1, seconds=0)

    with pytest.raises(Unavailable):
        await account.transfer_funds(quote.quote_id)
    receipt = await account.transfer_funds(quote.quote_id)
    again = await account.transfer_funds(quote.quote_id)

    assert receipt == again
    assert await balance(account) == quote.new_balance


@pytest.mark.parametrize(
    ("number", "amount", "reason"),
    [
        ("12065550199", "1", "unknown_operator"),
        ("380671234567", "50.01", "daily_limit_exceeded"),
        ("380671234567", "0", "invalid_amount"),
    ],
)
async def test_what_cannot_be_sent_is_refused_at_the_quote(
    desk: Desk, number: str, amount: str, reason: str
) -> None:
    account = await desk.sign_in()

    with pytest.raises(Rejected) as refused:
        await account.get_transfer_quote(number, Decimal(amount))

    assert refused.value.faultcode == f"Server.Account.get_transfer_quote.{reason}"
    assert refused.value.faultstring


async def test_a_quote_without_a_price_is_no_quote(script: Script, account: Account) -> None:
    confirm_everything(account._provider)
    script.on("Account/get_transfer_quote", says({"quote_id": "Q1", "amount": 1}))

    with pytest.raises(Rejected, match="not_found"):
        await account.get_transfer_quote("380671234567", Decimal(1))


# -- fees and discounts ---------------------------------------------------------------------------


async def test_fees_are_read_in_every_state(desk: Desk) -> None:
    active, pending, closed = await (await desk.sign_in("bob")).get_subscriptions()

    assert [one.status for one in (active, pending, closed)] == list(
        map(SubscriptionStatus, (1, 0, 2))
    )
    assert (active.monthly_fee, active.effective_fee) == (Decimal("5.99"), Decimal("5.39"))
    assert active.discount_rates == (Decimal(10),)
    assert active.current is not None
    assert active.current.amount == Decimal("5.39")
    assert active.current.charged_to == active.billed_to
    assert (pending.activation_date, pending.current, pending.effective_fee) == (None, None, None)
    assert (closed.finished, active.finished, active.obligatory) == (True, False, True)
    assert isinstance(closed.finish_date, date)


def test_the_discount_of_an_old_release_lies_on_the_row() -> None:
    row = {"i_account_subscription": "7", "discount_rate": "12.5", "int_status": 9}

    read = subscriptions.subscription(row)

    assert (read.discount_rates, read.status) == ((Decimal("12.5"),), 9)


async def test_discount_counters_and_their_levels(desk: Desk) -> None:
    account = await desk.sign_in()

    counters = {one.i_vd_dg: one for one in await account.get_vd_counter_list()}
    full = await account.get_full_vd_counter_info(31)

    assert counters[31].peak_level == PeakLevel.PEAK
    assert counters[33].peak_level is None
    assert counters[33].unit == "USD"
    assert [int(level.threshold) for level in full.levels] == [10, 500]
    assert [int(level.discount) for level in full.levels] == [5, 10]
    assert replace(full, levels=()) == counters[31]
    assert full.reset_date is not None
    with pytest.raises(Rejected, match="counter_not_found"):
        await account.get_full_vd_counter_info(99)
    assert await (await desk.sign_in("carol")).get_vd_counter_list() == ()


@pytest.mark.parametrize(
    ("row", "remaining"),
    [
        ({"threshold": "100", "used": 30.5}, Decimal("69.5")),
        ({"threshold": 100, "used": None, "remaining": "12"}, Decimal(12)),
        ({"used": 5}, None),
    ],
)
def test_what_remains_is_told_or_worked_out(
    row: Mapping[str, object], remaining: Decimal | None
) -> None:
    assert discounts.counter({"i_vd_dg": 1, **row}).remaining == remaining


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2)
    ),
    max_leaves=4,
)
SHAPES: tuple[tuple[Mapping[str, object], Callable[[parse.Json], object]], ...] = (
    (
        {"i_account_subscription": 1, "start_date": "2026-01-01", "monthly_fee": 1,
         "discount_list": [{"discount_rate": 5}], "effective_fees_info": {"current": []}},
        subscriptions.subscription,
    ),
    ({"i_vd_dg": 1, "threshold": 5, "used": 1, "reset_date": "2026-01-01"}, discounts.counter),
    ({"transaction_id": "T1", "date": "2026-01-01", "amount": 1}, money.payment_transaction),
    ({"quote_id": "Q", "amount": 1, "total": 2, "expires_at": "x"}, money.transfer_quote),
    ({"number": "xxxx1111", "exp_date": "2026-01-01"}, money.payment_method),
    ({"i_vd_topup": 1, "topup_fee": 2}, money.topup_option),
    ({"i_product": 1, "addon_effective_from": "2026-01-01"}, parse.addon),
)  # fmt: skip


@given(value=JSON)
def test_no_value_whatever_breaks_a_row(value: object) -> None:
    for shape, make in SHAPES:
        for key in shape:
            parse.each("row", [{**shape, key: value}], make)
