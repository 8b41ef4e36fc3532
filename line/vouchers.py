"""Vouchers: what came of one that was redeemed."""

from __future__ import annotations

from line.funds import available_funds, funds_text
from locales import Money, Text, _
from portaswitch import AccountInfo, VoucherReceipt


def added(receipt: VoucherReceipt, before: AccountInfo, after: AccountInfo | None) -> list[Text]:
    """From the provider's own answer; `after` is None where the funds could not be read again."""
    said = _("The voucher was redeemed.")
    if receipt.amount is not None:
        said = _("{amount} added.", amount=Money(receipt.amount, before.currency))
    if after is None:
        return [said]
    had, has = available_funds(before), available_funds(after)
    if had is None or has is None or receipt.amount is None:
        return [said, funds_text(after)]
    if had == has:
        return [said, _("This voucher was added before, and only once."), funds_text(after)]
    return [
        _(
            "{amount} added: {before} → {after}",
            amount=Money(receipt.amount, after.currency),
            before=Money(had, after.currency),
            after=Money(has, after.currency),
        )
    ]
