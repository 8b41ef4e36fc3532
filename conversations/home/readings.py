"""What home reads side by side; it does without whatever does not come in time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from datetime import datetime
from enum import Enum
from typing import Final, TypeVar

from dialogs import Turn
from line import emergency
from line.history import DayCache, Spending, spending
from locales import Text
from portaswitch import NotMapped, Rejected, Unavailable
from store import timed

T = TypeVar("T")

PATIENCE = 3.0
"""Seconds that home waits for what it could do without."""


class Unknown(Enum):
    """The provider has what was asked for, but does not say it now."""

    UNKNOWN = "unknown"


UNKNOWN: Final = Unknown.UNKNOWN


async def unheard(turn: Turn) -> int:
    messages = await turn.api.get_mailbox_message_list()
    return sum(not message.seen for message in messages)


async def spent(turn: Turn) -> Spending:
    cache = turn.services.shared(DayCache)
    return await spending(turn.api, turn.link.i_account, turn.now, cache=cache)


async def concern(turn: Turn) -> Text | None:
    """What is wrong with the emergency address, on a line that has one."""
    feature = await turn.feature("emergency")
    if feature is None or not feature.on:
        return None
    return emergency.concern(await turn.api.get_e911_address(), turn.link.alerts, turn.now)


async def ends(turn: Turn) -> dict[str, datetime]:
    """When the timed changes end, by their kind."""
    waiting = await turn.run(timed.active_of_link, turn.link.id)
    return {row.what: row.until for row in reversed(waiting)}


async def if_there(reading: Awaitable[T]) -> T | Unknown | None:
    """None for what this line does not have; UNKNOWN where the provider is silent for long."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await reading
    except (Rejected, NotMapped):
        return None
    except (Unavailable, TimeoutError):
        return UNKNOWN
