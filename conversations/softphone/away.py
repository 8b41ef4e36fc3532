"""The card that tells of a phone that stays away; it learns when the phone is there again."""

from __future__ import annotations

from datetime import UTC, datetime

from conversations.softphone.base import area
from dialogs import Step, Turn, View, go
from line.absence import WATCH
from locales import Moment, _


@area.notice(WATCH)
async def told(turn: Turn, since: int) -> View | None:
    """None when it is there again before anybody was told."""
    if (await turn.api.get_account_info()).sip_status:
        return None
    return await _card(turn, since, there=False)


@area.screen
async def gone(turn: Turn, since: int) -> View:
    """As it is now; `since` in epoch seconds."""
    info = await turn.api.get_account_info()
    return await _card(turn, since, there=bool(info.sip_status))


async def _card(turn: Turn, since: int, *, there: bool) -> View:
    time = Moment(datetime.fromtimestamp(since, UTC))
    if there:
        said = _("Your phone is online again. It was offline since {time} or earlier.", time=time)
    else:
        said = _("Your phone is offline, since {time} or earlier.", time=time)
    forward = [go(_("Forwarding"), "forwarding")] if await turn.has("forwarding") else []
    return View.card(
        said,
        None if there else _("Calls cannot reach it until it is online."),
        buttons=[go(area.title, area.key), *forward, go(_("Alerts"), "alerts")],
        back=Step(area.key),
        redraw=gone.at(since),
    )
