"""Phone credit sent to a mobile phone: what it costs, what arrives, and what is left."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from locales import Country, Money, Phone, Sayable, Text, _
from portaswitch import AccountInfo, BillingModel, TransferQuote, TransferReceipt


def price(
    quoted: TransferQuote, info: AccountInfo, own: str, name: str = ""
) -> dict[Text, Sayable]:
    """What is agreed to with the confirming tap; `own` is the line that pays."""
    facts: dict[Text, Sayable] = {_("To"): _who(quoted.phone_number, name)}
    if quoted.country:
        facts[_("Country")] = Country(quoted.country)
    if quoted.operator:
        facts[_("Operator")] = quoted.operator
    if (arrives := _money(arriving(quoted))) is not None:
        facts[_("Arrives there")] = arrives
    if quoted.fee is not None:
        facts[_("Fee")] = Money(quoted.fee, info.currency)
    facts[_("You pay")] = Money(quoted.total, info.currency)
    facts[_("From line")] = own
    if quoted.new_balance is not None:
        facts[_("You owe") if _owes(info) else _("Balance")] = _changed(quoted.new_balance, info)
    return facts


def _changed(new_balance: Decimal, info: AccountInfo) -> Sayable:
    after = Money(new_balance, info.currency)
    if info.balance is None:
        return _("{amount} afterwards", amount=after)
    return _("{before} → {after}", before=Money(info.balance, info.currency), after=after)


def arriving(quoted: TransferQuote) -> Mapping[str, object] | None:
    """What arrives, as the draft of a form keeps it for the receipt."""
    if quoted.received_amount is None or not quoted.received_currency:
        return None
    return {"amount": quoted.received_amount, "currency": quoted.received_currency}


def _money(kept: Mapping[str, object] | None) -> Money | None:
    return Money(Decimal(str(kept["amount"])), str(kept["currency"])) if kept else None


def receipt(
    number: str,
    name: str,
    arrives: Mapping[str, object] | None,
    sent: TransferReceipt,
    info: AccountInfo,
) -> dict[Text, Sayable]:
    facts: dict[Text, Sayable] = {_("To"): _who(number, name)}
    if (there := _money(arrives)) is not None:
        facts[_("Arrives there")] = there
    if sent.total is not None:
        facts[_("Paid")] = Money(sent.total, info.currency)
    if sent.new_balance is not None:
        left = _("You owe now") if _owes(info) else _("Balance now")
        facts[left] = Money(sent.new_balance, info.currency)
    if sent.transfer_id:
        facts[_("Receipt")] = sent.transfer_id
    return facts


def settled(
    number: str, name: str, amount: Decimal | None, info: AccountInfo
) -> dict[Text, Sayable]:
    """What is known of a transfer whose receipt never came."""
    facts: dict[Text, Sayable] = {_("To"): _who(number, name)}
    if amount is not None:
        facts[_("Paid")] = Money(amount, info.currency)
    return facts


def _who(number: str, name: str) -> Sayable:
    return _("{name}, {number}", name=name, number=Phone(number)) if name else Phone(number)


def _owes(info: AccountInfo) -> bool:
    return info.billing_model is BillingModel.CREDIT
