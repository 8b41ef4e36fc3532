"""Subscriptions: what each costs, and when the next charge comes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from line.amounts import off_text
from locales import Day, Joined, Sayable, Text, _, money
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


def name_of(one: Subscription) -> Text:
    return _("{name}", name=one.name) if one.name else _("a subscription")


def in_list(one: Subscription, currency: str | None, today: date) -> Text:
    """A subscription as a line of a list."""
    price = price_text(one, currency)
    words: dict[str, Sayable] = {"name": name_of(one), "price": price}
    if one.finish_date is not None and has_ended(one, today):
        return _("{name}: {price}, ended on {day}", day=Day(one.finish_date), **words)
    if one.finish_date is not None:
        return _("{name}: {price}, ends on {day}", day=Day(one.finish_date), **words)
    if is_pending(one) and one.start_date is not None:
        return _("{name}: {price}, begins on {day}", day=Day(one.start_date), **words)
    return _("{name}: {price}", **words)


def prices(one: Subscription, currency: str | None, today: date) -> dict[Text, Sayable]:
    facts: dict[Text, Sayable] = {}
    charge = next_charge(one, today)
    if charge is not None:
        facts[_("Next charge")] = charge_text(charge, currency)
    if one.effective_fee is not None and one.monthly_fee not in (None, one.effective_fee):
        facts[_("Before the discount")] = money(one.monthly_fee or one.effective_fee, currency)
        facts[_("After the discount")] = money(one.effective_fee, currency)
    else:
        facts[_("Price")] = price_text(one, currency)
    if one.discount_rates:
        facts[_("Discount")] = Joined([off_text(rate) for rate in one.discount_rates])
    return facts


def dates(one: Subscription) -> dict[Text, Sayable]:
    days = {
        _("Start"): one.start_date,
        _("Activation"): one.activation_date,
        _("Paid until"): one.billed_to,
    }
    facts: dict[Text, Sayable] = {name: Day(day) for name, day in days.items() if day is not None}
    if one.description not in ("", one.name):
        facts[_("On the invoice")] = _("“{words}”", words=one.description)
    facts[_("Finish")] = Day(one.finish_date) if one.finish_date else _("none, it goes on")
    return facts
