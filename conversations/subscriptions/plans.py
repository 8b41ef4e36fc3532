"""What the line pays by the month, the next charge first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from conversations.subscriptions.base import area
from conversations.subscriptions.plan import plan
from dialogs import Button, Listing, Turn, View, go, paged, short
from dialogs.paging import NEWEST_FIRST
from line.fees import charge_text, has_ended, in_list, name_of, soonest
from locales import Text, _
from portaswitch.account.subscriptions import Subscription

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
        Listing([in_list(one, turn.link.currency, today) for one in shown.items], numbered=True),
        buttons=[
            *(_opening(n, one, shown.number, ended) for n, one in enumerate(shown.items, 1)),
            turning,
            [] if every else [go(_("Your product"), "product")],
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
        name=name_of(charge.subscription),
    )


def _opening(number: int, one: Subscription, page: int, ended: int) -> Button:
    name = short(one.name, LABEL)
    label = _("{number}: {name}", number=number, name=name or _("subscription"))
    return go(label, plan.at(one.i_account_subscription, page, ended))


def _began(one: Subscription) -> date:
    return one.start_date or date.max
