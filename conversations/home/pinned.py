"""The balance on top of the chat: a pinned card, for whoever wants to see it always."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from conversations.home.base import area
from dialogs import Result, Step, Turn, View, go, ontop
from dialogs.alerts import ON_TOP
from dialogs.setting import ON, prefer
from line.funds import funds_text, status_text
from locales import Moment, _
from store.links import Link


@area.notice(ON_TOP, urgent=True)
async def arrived(turn: Turn) -> View:
    return await _card(turn)


@area.screen
async def funds(turn: Turn) -> View:
    return await _card(turn)


async def _card(turn: Turn) -> View:
    info = await turn.api.get_account_info()
    recharge = [go(_("Recharge"), "recharge")] if await turn.has("recharge") else []
    card = View.card(
        status_text(info),
        _("As of {time}", time=Moment(turn.now, "day_time")),
        buttons=[*recharge, go(_("Refresh"), funds)],
        redraw=funds.at(),
        pinned=True,
    )
    card.title = funds_text(info)  # messengers show the first words of what is pinned
    return card


@area.action
async def keep_on_top(turn: Turn, wanted: str) -> Result:
    """Switched at once; the card itself comes and goes with the notices."""
    await turn.run(_switch, turn.link, wanted == ON, turn.services.clock())
    turn.services.wake()
    return Step("favorites")


def _switch(conn: Connection, link: Link, wanted: bool, now: datetime) -> None:
    """The wish and its card together: a wish alone would never be carried out."""
    prefer(conn, link.id, {ON_TOP: wanted})
    if wanted:
        ontop.put(conn, link, now)
    else:
        ontop.take_away(conn, link, now)
