"""Destinations that cost the subscriber more than a call does here."""

from __future__ import annotations

from line.numbers import is_abroad, is_premium
from locales import Text, _
from portaswitch.records import FollowMeNumber


def price_of_forwarding(goal: FollowMeNumber | None, own: str) -> tuple[Text, Text] | None:
    """A warning, and the words of its yes: forwarding fraud is expensive (U19)."""
    if goal is None or goal.domain:
        return None
    number = goal.redirect_number
    if is_premium(number):
        warning = _("This is a premium number. You pay its price for each forwarded call.")
        return warning, _("Forward and pay")
    if is_abroad(number, own):
        warning = _("This number is abroad. You pay for each forwarded call as for a call there.")
        return warning, _("Forward abroad")
    return None
