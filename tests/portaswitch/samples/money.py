"""Vouchers, payments, bundles, transfers (16); periodic fees and discounts (4.5, 4.6)."""

from datetime import UTC, date, datetime
from decimal import Decimal

from portaswitch import Action, Card
from tests.portaswitch.samples import Sample

DAY = (datetime(2026, 11, 22, tzinfo=UTC), datetime(2026, 11, 23, tzinfo=UTC))
CARD = Card(
    payment_method="VISA",
    number="4111111111111111",
    exp_date=date(2999, 12, 31),
    cvv="123",
    name="Alice Adams",
    address="1 Main Street",
    zip="02101",
)

SAMPLES: dict[str, Sample] = {
    "redeem_voucher": lambda a: a.redeem_voucher("4411223399"),
    "make_transaction": lambda a: a.make_transaction(
        Action.E_COMMERCE_PAYMENT,
        Decimal("10.00"),
        visible_comment="Recharge",
        internal_comment="from the chat",
        suppress_notification=True,
    ),
    "get_payment_method_info": lambda a: a.get_payment_method_info(),
    "update_payment_method": lambda a: a.update_payment_method(CARD),
    "get_payment_transaction_list": lambda a: a.get_payment_transaction_list(*DAY),
    "activate_bundle": lambda a: a.activate_bundle(
        91, automatic_renewal=True, delay_activation_till=DAY[1]
    ),
    "get_topup_option_info": lambda a: a.get_topup_option_info(i_vd_dg=31, i_vd_topup=331),
    "get_transfer_quote": lambda a: a.get_transfer_quote("380671234567", Decimal("1.00")),
    "transfer_funds": lambda a: a.transfer_funds("Q1"),
    "get_subscriptions": lambda a: a.get_subscriptions(),
    "get_vd_counter_list": lambda a: a.get_vd_counter_list(),
    "get_full_vd_counter_info": lambda a: a.get_full_vd_counter_info(31),
}
