"""Subscriptions: the next charge first, then each plan with its price and its dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from dialogs import Area, Button, Facts, Listing, Turn, View, go, paged
from dialogs.paging import NEWEST_FIRST
from line.amounts import money, off_text
from line.fees import charge_text, has_ended, is_pending, next_charge, price_text, soonest
from locales import Day, Joined, Sayable, Text, _, _n
from portaswitch.account.subscriptions import Subscription

area = Area(
    "subscriptions",
    _("Subscriptions"),
    icon="🗓",
    group="billing",
    command="subscriptions",
    words=_("subscriptions, plan, monthly fee, next charge, periodic fee, contract, end date"),
)

PAGE = 6
LABEL = 30


@area.start
async def plans(turn: Turn, page: int = 0, ended: int = 0) -> View:
    """Those that apply, newest first; `ended` shows those that do not any more."""
    every, today = await turn.api.get_subscriptions(), turn.now.date()
    chosen = sorted(
        (one for one in every if has_ended(one, today) == bool(ended)), key=_began, reverse=True
    )
    shown = paged(chosen, page, PAGE, lambda number: plans.at(number, ended), NEWEST_FIRST)
    turning = [*shown.turning]
    over = len(every) - len(chosen)
    if over and not ended:
        turning.append(go(_("Ended: {n}", n=over), plans.at(0, 1)))
    return View(
        _("These have ended, and cost nothing more.") if ended else _next(turn, chosen),
        Listing([_line(turn, one) for one in shown.items], numbered=True),
        buttons=[
            *(_opening(n, one, shown.number, ended) for n, one in enumerate(shown.items, 1)),
            turning,
        ],
        back=plans.at() if ended else None,
    )


def _next(turn: Turn, found: Sequence[Subscription]) -> Text:
    charge = soonest(found, turn.now.date())
    if not found:
        return _("No subscription applies to this line: nothing is charged by the month.")
    if charge is None:
        return _("Nothing more is going to be charged for your subscriptions.")
    return _(
        "Next charge: {charge}, for {name}.",
        charge=charge_text(charge, turn.link.currency),
        name=_name(charge.subscription),
    )


def _line(turn: Turn, one: Subscription) -> Text:
    price = price_text(one, turn.link.currency)
    words: dict[str, Sayable] = {"name": _name(one), "price": price}
    today = turn.now.date()
    if one.finish_date is not None and has_ended(one, today):
        return _("{name}: {price}, ended on {day}", day=Day(one.finish_date), **words)
    if one.finish_date is not None:
        return _("{name}: {price}, ends on {day}", day=Day(one.finish_date), **words)
    if is_pending(one) and one.start_date is not None:
        return _("{name}: {price}, begins on {day}", day=Day(one.start_date), **words)
    return _("{name}: {price}", **words)


def _opening(number: int, one: Subscription, page: int, ended: int) -> Button:
    name = one.name if len(one.name) <= LABEL else f"{one.name[: LABEL - 1].rstrip()}…"
    label = _("{number}: {name}", number=number, name=name or _("subscription"))
    return go(label, plan.at(one.i_account_subscription, page, ended))


@area.screen
async def plan(turn: Turn, i_account_subscription: int, page: int = 0, ended: int = 0) -> View:
    """One subscription: its price before and after the discount, its dates."""
    one = await _found(turn, i_account_subscription)
    back = plans.at(page, ended)
    if one is None:
        return View(_("The provider no longer lists this subscription."), back=back)
    return View(
        Facts(_name(one), _prices(turn, one) | _dates(one)),
        _("It is charged day by day.") if one.daily else None,
        _("I remind you seven days before it ends.") if _reminds(turn, one) else None,
        back=back,
    )


def _prices(turn: Turn, one: Subscription) -> dict[Text, Sayable]:
    facts: dict[Text, Sayable] = {}
    currency, charge = turn.link.currency, next_charge(one, turn.now.date())
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


def _dates(one: Subscription) -> dict[Text, Sayable]:
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


@area.notice("subscription_ends")
async def ending(turn: Turn, i_account_subscription: int) -> View | None:
    """A week before it ends; nothing where that has changed meanwhile."""
    one, today = await _found(turn, i_account_subscription), turn.now.date()
    if one is None or one.finish_date is None or not _will_end(one, today):
        return None
    days = (one.finish_date - today).days
    return View.card(
        _n(
            "Your subscription {name} ends in {n} day, on {day}.",
            "Your subscription {name} ends in {n} days, on {day}.",
            days,
            name=_name(one),
            day=Day(one.finish_date),
        )
        if days
        else _("Your subscription {name} ends today.", name=_name(one)),
        _("To keep it, ask your provider."),
        buttons=[
            go(_("Show it"), plan.at(i_account_subscription)),
            go(_("Ask your provider"), "help"),
        ],
    )


async def _found(turn: Turn, i_account_subscription: int) -> Subscription | None:
    every = await turn.api.get_subscriptions()
    return next((o for o in every if o.i_account_subscription == i_account_subscription), None)


def _reminds(turn: Turn, one: Subscription) -> bool:
    wanted = bool(turn.link.alerts.get("reminders", True))
    week = turn.now.date() + timedelta(days=7)
    return wanted and one.finish_date is not None and one.finish_date > week


def _will_end(one: Subscription, today: date) -> bool:
    return one.finish_date is not None and not has_ended(one, today)


def _began(one: Subscription) -> date:
    return one.start_date or date.max


def _name(one: Subscription) -> Text:
    return _("{name}", name=one.name) if one.name else _("a subscription")
