"""Home: the line at a glance, and the way to everything else."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from datetime import datetime
from enum import Enum
from typing import Final, TypeVar

from conversations.shared.shortcuts import chosen, shelved
from dialogs import GROUPS, SECTIONS, Area, Facts, Row, Step, Turn, View, go
from line import emergency
from line.callflow import forwarding_state
from line.followme import FORWARD_MODE
from line.funds import available_funds, funds_text, status_text
from line.history import DayCache, Spending, spending
from locales import Moment, Money, Text, _, _n
from portaswitch import AccountInfo, NotMapped, Rejected, Unavailable
from store import timed
from store.timed import DND, FORWARDING

area = Area("home", _("Home"), command="menu", listed=False, words=_("home, menu, start, balance"))

T = TypeVar("T")

PATIENCE = 3.0
"""Seconds that home waits for what it could do without."""
DAYS_SHOWN = 14
"""From this many days on, how long the money lasts is no news."""


class Unknown(Enum):
    """The provider has what was asked for, but does not say it now."""

    UNKNOWN = "unknown"


UNKNOWN: Final = Unknown.UNKNOWN


@area.start
async def home(turn: Turn, why: str = "") -> View:
    """All of it is read anew and side by side; what the line lacks is left out."""
    info, features, followme, unheard, money, (ends, concern) = await asyncio.gather(
        turn.api.get_account_info(),
        turn.features(),
        _if_there(turn.api.get_account_followme()),
        _if_there(_unheard(turn)),
        _if_there(_spending(turn)),
        asyncio.gather(_ends(turn), _if_there(_concern(turn))),
    )
    facts: dict[Text, object] = {}
    if isinstance(money, Spending):
        facts |= _money(money, info)
    if info.sip_status is not None:
        facts[_("Phone")] = _("online") if info.sip_status else _("offline")
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
        WELCOME if why == "new" else None,
        status_text(info),
        Facts(funds_text(info), facts),
        concern if isinstance(concern, Text) else None,
        buttons=[*_checking(concern), *await _buttons(turn)],
        home=False,
    )


WELCOME = _("You are signed in. This is your line: tap what you need, or just write it.")
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


async def _buttons(turn: Turn) -> list[Row]:
    favorites = await turn.areas_of(chosen(turn))
    groups = [key for key in GROUPS if await turn.has_any_of(key)]
    end_of_rows: Row = []
    return [
        *(go(one.title, one.key) for one in favorites),
        end_of_rows,
        *(go(GROUPS[key], group.at(key)) for key in groups),
        end_of_rows,
        go(_("Refresh"), area.key),
    ]


@area.screen
async def group(turn: Turn, key: str, section: str = "") -> View:
    """One of the manual's four groups, or a section of it where a line has so much of it."""
    found = await turn.areas(key)
    sections, shown = shelved(found, section)
    return View(
        _("Choose what you want to see or change."),
        buttons=[
            *(go(title, group.at(key, name)) for name, title in sections.items()),
            *(go(one.title, one.key) for one in shown),
        ],
        back=group.at(key) if section else Step("home"),
        title=SECTIONS.get(section) or GROUPS.get(key, area.title),
    )


async def _unheard(turn: Turn) -> int:
    messages = await turn.api.get_mailbox_message_list()
    return sum(not message.seen for message in messages)


async def _spending(turn: Turn) -> Spending:
    cache = turn.services.shared(DayCache)
    return await spending(turn.api, turn.link.i_account, turn.now, cache=cache)


async def _concern(turn: Turn) -> Text | None:
    """What is wrong with the emergency address, on a line that has one."""
    feature = await turn.feature("emergency")
    if feature is None or not feature.on:
        return None
    return emergency.concern(await turn.api.get_e911_address(), turn.link.alerts, turn.now)


def _checking(concern: object) -> list[Row]:
    return [[go(_("Emergency address"), "emergency")]] if isinstance(concern, Text) else []


async def _ends(turn: Turn) -> dict[str, datetime]:
    """When the timed changes end, by their kind."""
    waiting = await turn.run(timed.active_of_link, turn.link.id)
    return {row.what: row.until for row in reversed(waiting)}


async def _if_there(reading: Awaitable[T]) -> T | Unknown | None:
    """None for what this line does not have; UNKNOWN where the provider is silent for long."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await reading
    except (Rejected, NotMapped):
        return None
    except (Unavailable, TimeoutError):
        return UNKNOWN
