"""One subscription: what it costs, and its dates."""

from __future__ import annotations

from datetime import timedelta

from conversations.subscriptions.base import area, found
from dialogs import Facts, Step, Turn, View
from line.fees import dates, name_of, prices
from locales import _
from portaswitch.account.subscriptions import Subscription


@area.screen
async def plan(turn: Turn, i_account_subscription: int, page: int = 0, ended: int = 0) -> View:
    """One subscription: its price before and after the discount, its dates."""
    one = await found(turn, i_account_subscription)
    back = Step(area.key, "", (page, ended))
    if one is None:
        return View(_("The provider no longer lists this subscription."), back=back)
    return View(
        Facts(name_of(one), prices(one, turn.link.currency, turn.now.date()) | dates(one)),
        _("It is charged day by day.") if one.daily else None,
        _("I remind you seven days before it ends.") if _reminds(turn, one) else None,
        back=back,
    )


def _reminds(turn: Turn, one: Subscription) -> bool:
    wanted = bool(turn.link.alerts.get("reminders", True))
    week = turn.now.date() + timedelta(days=7)
    return wanted and one.finish_date is not None and one.finish_date > week
