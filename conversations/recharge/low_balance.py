"""The alert that money runs low, and the shortest way to add some."""

from __future__ import annotations

import asyncio

from conversations.recharge.base import area
from dialogs import Turn, View, go
from dialogs.alerts import Alerts
from line.funds import available_funds, funds_text
from line.history import DayCache, Spending, spending
from locales import Text, _, _n
from portaswitch import ProviderError


@area.notice("low_balance")
async def low_balance(turn: Turn, **_found: object) -> View | None:
    """Money runs low: told with what is left now and for how long, and the way to add some."""
    info, money = await asyncio.gather(turn.api.get_account_info(), _spending(turn))
    funds = available_funds(info)
    wishes = Alerts.from_json(turn.link.alerts, turn.options.low_balance)
    if funds is None or funds >= wishes.threshold:
        return None  # somebody has recharged while the alert was on its way
    return View.card(
        _("Your balance is getting low."),
        funds_text(info),
        _enough_for(money.days_left(funds)) if money is not None else None,
        buttons=[go(_("Enter voucher"), area.key), go(_("Alerts"), "alerts")],
    )


def _enough_for(days: int | None) -> Text | None:
    if days is None:
        return None
    return _n(
        "At this pace it is enough for {n} day.", "At this pace it is enough for {n} days.", days
    )


async def _spending(turn: Turn) -> Spending | None:
    """None where it cannot be read: the alert does not wait for it."""
    cache = turn.services.shared(DayCache)
    try:
        return await spending(turn.api, turn.link.i_account, turn.now, cache=cache)
    except ProviderError:
        return None
