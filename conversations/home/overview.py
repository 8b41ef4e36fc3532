"""The line at a glance, and the way to everything else."""

from __future__ import annotations

import asyncio

from conversations.home import readings
from conversations.home.base import area
from conversations.home.groups import group
from conversations.home.readings import UNKNOWN, Unknown, if_there
from conversations.shared.registered import registered
from conversations.shared.shortcuts import MOST, chosen
from dialogs import GROUPS, Facts, Row, Turn, View, go
from line.callflow import forwarding_state
from line.followme import FORWARD_MODE
from line.funds import available_funds, funds_text, status_text
from line.history import Spending
from locales import Moment, Money, Text, _, _n
from portaswitch import AccountInfo
from store.timed import DND, FORWARDING

DAYS_SHOWN = 14
"""From this many days on, how long the money lasts is no news."""


@area.start
async def home(turn: Turn, why: str = "") -> View:
    """All of it is read anew and side by side; what the line lacks is left out."""
    info, features, followme, unheard, money, (ends, concern) = await asyncio.gather(
        turn.api.get_account_info(),
        turn.features(),
        if_there(turn.api.get_account_followme()),
        if_there(readings.unheard(turn)),
        if_there(readings.spent(turn)),
        asyncio.gather(readings.ends(turn), if_there(readings.concern(turn))),
    )
    facts: dict[Text, object] = {}
    if isinstance(money, Spending):
        facts |= _money(money, info)
    if (there := await registered(turn, info)) is not None:
        facts[_("Phone")] = there
    if DND in ends:
        facts[_("Do not disturb until")] = Moment(ends[DND])
    if unheard is not None:
        facts[_("Voicemail")] = _voicemail(unheard)
    if followme is UNKNOWN:
        facts[_("Forwarding")] = NOT_KNOWN
    elif followme is not None and FORWARD_MODE in features:
        until = ends.get(FORWARDING)
        state = forwarding_state(features, followme, turn.reader.zone, turn.now, until=until)
        facts[state] = ""
    facts[_("As of {time}", time=Moment(turn.now, "time"))] = ""
    return View(
        WHY.get(why),
        status_text(info),
        Facts(funds_text(info), facts),
        concern if isinstance(concern, Text) else None,
        buttons=await _buttons(turn, urgent=["emergency"] if isinstance(concern, Text) else []),
        home=False,
    )


WHY = {
    "new": _("You are signed in. This is your line: tap what you need, or just write it."),
    "out": _("You are signed out of the other line. On this one you are still signed in."),
}
NOT_KNOWN = _("not known right now")


def _money(money: Spending, info: AccountInfo) -> dict[Text, object]:
    """This month, the last payment, and how long the money lasts where that is soon."""
    facts: dict[Text, object] = {
        _("This month"): _("{amount} spent", amount=Money(money.month, info.currency))
    }
    if money.last_payment is not None:
        facts[_("Last payment")] = _(
            "{amount}, {day}",
            amount=Money(-money.last_payment.charged_amount, info.currency),
            day=Moment(money.last_payment.bill_time, "relative_day"),
        )
    left = money.days_left(available_funds(info))
    if left is not None and left < DAYS_SHOWN:
        facts[_("At this pace")] = _n("enough for {n} day", "enough for {n} days", left)
    return facts


def _voicemail(unheard: int | Unknown) -> Text:
    if unheard is UNKNOWN:
        return NOT_KNOWN
    if not unheard:
        return _("nothing new")
    return _n("{n} unheard message", "{n} unheard messages", unheard)


async def _buttons(turn: Turn, urgent: list[str]) -> list[Row]:
    """What is urgent takes the first place, and on a full home the last favorite's."""
    favorites = await turn.areas_of(dict.fromkeys([*urgent, *chosen(turn)]))
    groups = [key for key in GROUPS if await turn.has_any_of(key)]
    end_of_rows: Row = []
    return [
        *(go(one.title, one.key) for one in favorites[:MOST]),
        end_of_rows,
        *(go(GROUPS[key], group.at(key)) for key in groups),
        end_of_rows,
        go(_("Refresh"), area.key),
    ]
