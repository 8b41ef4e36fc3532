"""The reminder that a subscription ends."""

from __future__ import annotations

from conversations.subscriptions.base import area, found
from conversations.subscriptions.plan import plan
from dialogs import Turn, View, go
from line.fees import has_ended, name_of
from locales import Day, _, _n


@area.notice("subscription_ends")
async def ending(turn: Turn, i_account_subscription: int) -> View | None:
    """A week before it ends; nothing where that has changed meanwhile."""
    one, today = await found(turn, i_account_subscription), turn.now.date()
    if one is None or one.finish_date is None or has_ended(one, today):
        return None
    days = (one.finish_date - today).days
    return View.card(
        _n(
            "Your subscription {name} ends in {n} day, on {day}.",
            "Your subscription {name} ends in {n} days, on {day}.",
            days,
            name=name_of(one),
            day=Day(one.finish_date),
        )
        if days
        else _("Your subscription {name} ends today.", name=name_of(one)),
        _("To keep it, ask your provider."),
        buttons=[
            go(_("Show it"), plan.at(i_account_subscription)),
            go(_("Ask your provider"), "help"),
        ],
    )
