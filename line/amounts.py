"""Amounts as people say them: numbers without a tail, and what a discount comes to."""

from __future__ import annotations

from decimal import Decimal

from locales import Number, Text, _

FREE = Decimal(100)
"""Percent off."""


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
