"""The alert that the next level is near."""

from __future__ import annotations

from conversations.discounts.base import area, meter
from dialogs import Turn, View, go
from line.meters import is_near, is_quota
from locales import _


@area.notice("meter")
async def almost(turn: Turn, i_vd_dg: int) -> View | None:
    """The next level is near; told with what is used now."""
    counters = await turn.api.get_vd_counter_list()
    counter = next((one for one in counters if one.i_vd_dg == i_vd_dg), None)
    if counter is None or not is_near(counter):
        return None
    return View.card(
        _("Most of this is used up.") if is_quota(counter) else _("The next discount is near."),
        meter(turn, counter),
        buttons=[go(area.title, area.key), go(_("Alerts"), "alerts")],
    )
