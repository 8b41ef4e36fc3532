"""The card of a caller who was not answered: how often they tried, and what to do about it."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from conversations.calls.past import around
from conversations.calls.recent import area
from conversations.shared import records
from conversations.shared.blocking import block_button
from conversations.shared.saving import save_button
from dialogs import Step, Turn, View, copy, do, go
from dialogs.alerts import Alerts
from dialogs.view import Facts, Row
from line.history import utc_day
from line.missed import Missed, same_caller, told_by
from line.party import dialable, is_withheld, to_tap
from locales import _, _n
from portaswitch import NotMapped, Rejected

SKEW = timedelta(minutes=2)
"""How far the clocks of the switch and of its mailbox may differ."""
MOST_HEARD = 3
"""Messages whose caller is asked for: only those since the call can be theirs."""


@area.notice("missed_call")
async def arrived(turn: Turn, i_xdr: int, day: int) -> View | None:
    """None when it is settled by now, or when the caller's message has a card of its own."""
    found = told_by(await around(turn, day), turn.link.number, i_xdr)
    if found is None or found.spoke is not None or await _left_message(turn, found):
        return None
    return await _card(turn, found)


@area.screen
async def missed(turn: Turn, i_xdr: int, day: int, settled: int = 0) -> View:
    """As it is now; `settled`: so many of the calls the subscriber has marked as called back."""
    found = told_by(await around(turn, day), turn.link.number, i_xdr)
    if found is None:
        return View.card(_("The provider no longer lists this call."), back=Step(area.key))
    return await _card(turn, found, settled)


async def _card(turn: Turn, found: Missed, settled: int = 0) -> View:
    first, withheld = found.calls[0].xdr, is_withheld(found.caller)
    name = (await records.names(turn)).name(found.caller)
    here = missed.at(first.i_xdr, utc_day(first), settled)
    buttons: list[Row] = []
    if not withheld:
        buttons.append(copy(_("Copy number"), dialable(found.caller)))
        if found.spoke is None:
            buttons.append(_called_back(found, settled))
    buttons += await block_button(turn, found.caller, here)
    if not name:
        buttons += await save_button(turn, found.caller)
    details = Step(area.key, "card", (first.i_xdr, utc_day(first)))
    return View.card(
        Facts(_n("Missed call", "{n} missed calls", len(found.calls)), found.facts(name)),
        found.settled,
        None if withheld else to_tap(found.caller),
        buttons=[*buttons, go(_("Call details"), details), go(_("Alerts"), "alerts")],
        back=Step(area.key),
        redraw=here,
    )


def _called_back(found: Missed, settled: int) -> Row:
    """A call from another phone is not in the records of this line."""
    first, tries = found.calls[0].xdr, len(found.calls)
    done = settled >= tries
    label = _("Called back: yes") if done else _("Called back: no")
    return do(label, missed.at(first.i_xdr, utc_day(first), 0 if done else tries))


async def _left_message(turn: Turn, found: Missed) -> bool:
    """Whether the caller's message is told by a card of its own."""
    if not Alerts.from_json(turn.link.alerts).voicemail:
        return False
    since = found.calls[0].at - SKEW
    try:
        listed = await turn.api.get_mailbox_message_list()
        recent = [one for one in listed if one.delivery_date >= since][:MOST_HEARD]
        whole = await asyncio.gather(
            *(turn.api.get_mailbox_message_details(one.message_uid) for one in recent)
        )
    except (Rejected, NotMapped):  # no mailbox on this line, or the message is gone already
        return False
    return any(same_caller(one.caller, found.caller) for one in whole)
