"""Subscriptions: what each costs, and when the next charge comes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from line.amounts import money
from locales import Day, Text, _
from portaswitch.account.subscriptions import Subscription, SubscriptionStatus


@dataclass(frozen=True, slots=True)
class Charge:
    """What is charged next; the day is None where billing is late or does not tell it."""

    subscription: Subscription
    day: date | None
    amount: Decimal | None


def has_ended(one: Subscription, today: date) -> bool:
    past = one.finish_date is not None and one.finish_date < today
    return one.finished or past or one.status == SubscriptionStatus.CLOSED


def is_pending(one: Subscription) -> bool:
    return one.status == SubscriptionStatus.PENDING


def next_charge(one: Subscription, today: date) -> Charge | None:
    """The day after what is paid for, or the first one [I]; None where nothing more is charged."""
    if has_ended(one, today):
        return None
    if is_pending(one):
        day = one.start_date
    else:
        day = one.billed_to + timedelta(days=1) if one.billed_to else None
    if day is not None and one.finish_date is not None and day > one.finish_date:
        return None
    told = one.next.amount if one.next else None
    amounts = (told, one.effective_fee, one.monthly_fee)
    amount = next((amount for amount in amounts if amount is not None), None)
    return Charge(one, day if day and day >= today else None, amount)


def soonest(found: Iterable[Subscription], today: date) -> Charge | None:
    charges = [charge for one in found if (charge := next_charge(one, today)) is not None]
    return min(charges, key=lambda charge: charge.day or date.max, default=None)


def charge_text(charge: Charge, currency: str | None) -> Text:
    """ "$5.99 on 1 Dec", or what of it is known."""
    if charge.amount is None:
        return _("on {day}", day=Day(charge.day)) if charge.day else _("not told")
    amount = money(charge.amount, currency)
    if charge.day is None:
        return _("{amount}, when your provider bills next", amount=amount)
    return _("{amount} on {day}", amount=amount, day=Day(charge.day))


def price_text(one: Subscription, currency: str | None) -> Text:
    """A month's price, and what it would be without the discount."""
    before, after = one.monthly_fee, one.effective_fee
    now = before if after is None else after
    if now is None:
        return _("price not told")
    if before is None or before == now:
        return _("{price} a month", price=money(now, currency)) if now else _("free of charge")
    return _(
        "{price} a month instead of {before}",
        price=money(now, currency),
        before=money(before, currency),
    )
