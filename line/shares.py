"""What part of a spending something is, in words that nobody has to reckon with."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from locales import Text, _

SHARES: Sequence[tuple[Decimal, Text]] = (
    (Decimal(1), _("all of what you spent")),
    (Decimal("0.95"), _("nearly all of what you spent")),
    (Decimal("0.8"), _("most of what you spent")),
    (Decimal("0.7"), _("about three quarters of what you spent")),
    (Decimal("0.58"), _("about two thirds of what you spent")),
    (Decimal("0.42"), _("about half of what you spent")),
    (Decimal("0.29"), _("about a third of what you spent")),
    (Decimal("0.18"), _("about a quarter of what you spent")),
    (Decimal("0.05"), _("a small part of what you spent")),
)


def share_text(part: Decimal) -> Text:
    """`part` is 1 for all of it."""
    little = _("hardly any of what you spent")
    return next((words for least, words in SHARES if part >= least), little)
