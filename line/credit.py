"""Phone credit sent to a mobile phone: what it costs, what arrives, and what is left."""

from __future__ import annotations

from decimal import Decimal

from locales import Country, Money, Phone, Sayable, Text, _
from portaswitch import AccountInfo, BillingModel, TransferQuote, TransferReceipt


def price(quoted: TransferQuote, info: AccountInfo) -> dict[Text, Sayable]:
    """What is agreed to with the confirming tap."""
    facts: dict[Text, Sayable] = {_("To"): Phone(quoted.phone_number)}
    if quoted.country:
        facts[_("Country")] = Country(quoted.country)
    if quoted.operator:
        facts[_("Operator")] = quoted.operator
    if quoted.received_amount is not None and quoted.received_currency:
        facts[_("Arrives there")] = Money(quoted.received_amount, quoted.received_currency)
    if quoted.fee is not None:
        facts[_("Fee")] = Money(quoted.fee, info.currency)
    facts[_("You pay")] = Money(quoted.total, info.currency)
    if quoted.new_balance is not None:
        left = _("You will owe") if _owes(info) else _("Balance afterwards")
        facts[left] = Money(quoted.new_balance, info.currency)
    return facts


def receipt(number: str, sent: TransferReceipt, info: AccountInfo) -> dict[Text, Sayable]:
    facts: dict[Text, Sayable] = {_("To"): Phone(number)}
    if sent.total is not None:
        facts[_("Paid")] = Money(sent.total, info.currency)
    if sent.new_balance is not None:
        left = _("You owe now") if _owes(info) else _("Balance now")
        facts[left] = Money(sent.new_balance, info.currency)
    if sent.transfer_id:
        facts[_("Receipt")] = sent.transfer_id
    return facts


def settled(number: str, amount: Decimal | None, info: AccountInfo) -> dict[Text, Sayable]:
    """What is known of a transfer whose receipt never came."""
    facts: dict[Text, Sayable] = {_("To"): Phone(number)}
    if amount is not None:
        facts[_("Paid")] = Money(amount, info.currency)
    return facts


def _owes(info: AccountInfo) -> bool:
    return info.billing_model is BillingModel.CREDIT
