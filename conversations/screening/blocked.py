"""Who is blocked, and when each has tried last."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta

from conversations.screening.base import START, area, may_edit
from conversations.screening.blocking import Block
from conversations.screening.caller import block, caller
from conversations.shared.blocking import rules as read
from dialogs import Listing, Row, Turn, View, do, go, paged
from line import history, ledger
from line.screening import WITHHELD, party, plain
from locales import Moment, Text, _
from portaswitch import ProviderError
from portaswitch.account.history import VOICE_CALLS

PAGE = 6
DAYS = 7
PATIENCE = 3.0
"""Seconds that the list waits for when the blocked have called last."""


@area.screen
async def blocked(turn: Turn, page: int = 0) -> View:
    """Who is on the list, and when each has tried last."""
    known, tried = await asyncio.gather(read(turn), _tried(turn))
    found = known.blocked()
    shown = paged(found, page, PAGE, blocked.at)
    buttons: list[Row] = [
        *(go(party(one), caller.at(one)) for one in shown.items),
        shown.turning,
    ]
    if await may_edit(turn):
        end_of_rows: Row = []
        buttons += [end_of_rows, go(_("Block a number"), Block)]
        if WITHHELD not in found:
            buttons.append(do(_("Block withheld calls"), block.at(WITHHELD)))
    return View(
        _("Calls from these are rejected:") if found else _("Nobody is blocked."),
        Listing([_line(one, tried) for one in shown.items]),
        buttons=buttons,
        back=START,
    )


def _line(pattern: str, tried: Mapping[str, datetime]) -> Text:
    if pattern in tried:
        return _("• {caller}, last tried {when}", caller=party(pattern),
                 when=Moment(tried[pattern]))  # fmt: skip
    return _("• {caller}", caller=party(pattern))


async def _tried(turn: Turn) -> dict[str, datetime]:
    """When each caller of the last days has called last; nothing where that takes long."""
    cache, first = turn.services.shared(history.DayCache), turn.now - timedelta(days=DAYS - 1)
    try:
        async with asyncio.timeout(PATIENCE):
            calls = await history.days(
                turn.api,
                turn.link.i_account,
                first.date(),
                turn.now,
                cache=cache,
                i_service_type=VOICE_CALLS,
            )
    except (ProviderError, TimeoutError):
        return {}
    return {plain(one.cli or WITHHELD): ledger.began(one) for one in reversed(calls)}
