"""Home: the line at a glance, and the way to everything else."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from datetime import datetime
from decimal import Decimal
from typing import TypeVar

from dialogs import GROUPS, Area, Facts, Row, Step, Turn, View, go
from line.callflow import forwarding_state
from line.funds import funds_text, status_text
from line.history import DayCache, spent_this_month
from locales import Moment, Money, Text, _, _n
from portaswitch import ProviderError, Rejected
from store import timed

area = Area("home", _("Home"), command="menu", listed=False, words=_("home, menu, start, balance"))

T = TypeVar("T")

FAVORITES = ("recharge", "forwarding", "voicemail", "calls")
"""What most come for stands on home itself; the rest one tap away in its group."""


@area.start
async def home(turn: Turn, why: str = "") -> View:
    """All of it is read anew and side by side; what the line lacks is left out."""
    info, features, followme, unheard, spent, ends = await asyncio.gather(
        turn.api.get_account_info(),
        turn.features(),
        _unless_refused(turn.api.get_account_followme()),
        _unless_refused(_unheard(turn)),
        _unless_silent(_spent(turn)),
        _forward_ends(turn),
    )
    facts: dict[Text, object] = {}
    if spent is not None:
        facts[_("This month")] = _("{amount} spent", amount=Money(spent, info.currency))
    if info.sip_status is not None:
        facts[_("Phone")] = _("online") if info.sip_status else _("offline")
    if unheard is not None:
        facts[_("Voicemail")] = (
            _n("{n} unheard message", "{n} unheard messages", unheard)
            if unheard
            else _("nothing new")
        )
    state = (
        forwarding_state(features, followme, turn.reader.zone, turn.now, until=ends)
        if followme is not None
        else None
    )
    return View(
        _("You are signed in. This is your line; tap what you need, or just write it.")
        if why == "new"
        else None,
        funds_text(info),
        status_text(info),
        Facts(None, facts),
        state,
        _("As of {time}", time=Moment(turn.now, "time")),
        buttons=await _buttons(turn),
        home=False,
    )


async def _buttons(turn: Turn) -> list[Row]:
    areas = {one.key: one for one in await turn.areas()}
    rows: list[Row] = [go(areas[key].title, key) for key in FAVORITES if key in areas]
    groups = {one.group for one in areas.values()}
    rows += [go(title, group.at(key)) for key, title in GROUPS.items() if key in groups]
    return [*rows, go(_("Refresh"), "home")]


@area.screen
async def group(turn: Turn, key: str) -> View:
    """One of the manual's four sections."""
    found = [one for one in await turn.areas() if one.group == key]
    return View(
        _("Choose what you want to see or change."),
        buttons=[go(one.title, one.key) for one in found],
        back=Step("home"),
        title=GROUPS.get(key, area.title),
    )


async def _unheard(turn: Turn) -> int:
    messages = await turn.api.get_mailbox_message_list()
    return sum(not message.seen for message in messages)


async def _spent(turn: Turn) -> Decimal:
    cache = turn.services.shared(DayCache)
    return await spent_this_month(turn.api, turn.link.i_account, turn.now, cache=cache)


async def _forward_ends(turn: Turn) -> datetime | None:
    waiting = await turn.run(timed.active_of_link, turn.link.id, "forwarding")
    return waiting[0].until if waiting else None


async def _unless_refused(reading: Awaitable[T]) -> T | None:
    """None for what this line does not have; silence is told as for any screen."""
    try:
        return await reading
    except Rejected:
        return None


async def _unless_silent(reading: Awaitable[T]) -> T | None:
    """None for a nicety that is not worth losing the screen for."""
    try:
        return await reading
    except ProviderError:
        return None
