"""Amounts as people say them: money where the currency is known, numbers without a tail."""

from __future__ import annotations

from decimal import Decimal

from locales import Money, Number, Text, _

FREE = Decimal(100)
"""Percent off."""


def money(amount: Decimal, currency: str | None) -> Money | Number:
    """A plain number where the switch tells no currency."""
    return Money(amount, currency) if currency else Number(amount)


def neat(amount: Decimal, digits: int = 1) -> Decimal:
    """Rounded, and whole where nothing is lost: 500, 12.4."""
    rounded = amount.quantize(Decimal(1).scaleb(-digits))
    whole = rounded.to_integral_value()
    return whole if whole == rounded else rounded


def off_text(percent: Decimal) -> Text:
    """What a discount comes to; a hundred percent is how bundles say "included"."""
    if percent <= 0:
        return _("full price")
    if percent >= FREE:
        return _("free of charge")
    return _("{percent}% off", percent=Number(neat(percent, 2)))
