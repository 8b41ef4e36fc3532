"""The area, and one subscription of the line."""

from __future__ import annotations

from dialogs import Area, Turn
from locales import _
from portaswitch.account.subscriptions import Subscription

area = Area(
    "subscriptions",
    _("Subscriptions"),
    icon="🗓",
    group="billing",
    command="subscriptions",
    words=_("subscriptions, plan, monthly fee, next charge, periodic fee, contract, end date"),
)


async def found(turn: Turn, i_account_subscription: int) -> Subscription | None:
    every = await turn.api.get_subscriptions()
    return next((o for o in every if o.i_account_subscription == i_account_subscription), None)
