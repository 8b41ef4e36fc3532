"""The inbox: unheard messages first, then the newest."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from conversations.shared import records
from conversations.voicemail.base import Callers, area
from dialogs import Step, Turn, View, go, paged
from dialogs.paging import NEWEST_FIRST
from dialogs.view import Button, Listing
from line import mailbox
from line.names import Names
from line.party import named
from locales import _
from portaswitch import MailboxMessage, Rejected

PAGE = 6
AT_ONCE = 3
"""Details asked side by side for one subscriber (2.10)."""


@area.start
async def inbox(turn: Turn, page: int = 0) -> View:
    return await drawn(turn, page)


async def drawn(turn: Turn, page: int) -> View:
    names, listed = await asyncio.gather(records.names(turn), turn.api.get_mailbox_message_list())
    messages = sorted(listed, key=lambda one: one.seen)
    shown = paged(messages, page, PAGE, inbox.at, NEWEST_FIRST)
    whole = await _with_callers(turn, shown.items)
    return View(
        mailbox.heading(messages),
        Listing(
            [mailbox.one_line(message, names.name(message.caller)) for message in whole],
            numbered=True,
        ),
        buttons=[
            *(
                _opening(number, message, names, shown.number)
                for number, message in enumerate(whole, 1)
            ),
            shown.turning,
            [go(_("Refresh"), inbox.at(shown.number))],
        ],
        redraw=inbox.at(shown.number),
    )


def _opening(number: int, message: MailboxMessage, names: Names, page: int) -> Button:
    who = names.short(message.caller) or named(message.caller)
    label = _("{number}: {who}", number=number, who=who)
    return go(label, Step(area.key, "listen", (message.message_uid, page)))


async def _with_callers(turn: Turn, messages: Sequence[MailboxMessage]) -> list[MailboxMessage]:
    callers = turn.services.shared(Callers)
    gate = asyncio.Semaphore(AT_ONCE)

    async def whole(message: MailboxMessage) -> MailboxMessage:
        async with gate:
            try:
                return await callers.of(turn, message)
            except Rejected:  # deleted in this very moment: opening it will say so
                return message

    return list(await asyncio.gather(*(whole(message) for message in messages)))
