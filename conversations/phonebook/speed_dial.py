"""Speed dial: who has which code, and which codes are free."""

from __future__ import annotations

from conversations.phonebook.base import PAGE, area, opening, read
from dialogs import Listing, Turn, View, paged
from line.phonebook import called
from locales import Joined, Text, _, _n
from portaswitch.account.phonebook import PhonebookRecord

FREE = 8
"""So many free codes are named."""


@area.screen
async def speed_dial(turn: Turn, page: int = 0) -> View:
    """Who has a code, by code; which codes are free, and how long they may be."""
    whole = await read(turn)
    shown = paged(whole.coded, page, PAGE, speed_dial.at)
    free = whole.free_codes(FREE)
    return View(
        _("Dial the code alone, and your phone calls the number.")
        if shown.items
        else _("No contact has a speed dial code yet. Open a contact to give it one."),
        Listing([_coded(one) for one in shown.items]),
        _n(
            "A code has {n} digit at most. Free are {codes}.",
            "A code has up to {n} digits. Free are {codes}.",
            whole.digits,
            codes=Joined(free),
        )
        if free
        else _("No code is free."),
        buttons=[*(opening(turn, one) for one in shown.items), shown.turning],
    )


def _coded(one: PhonebookRecord) -> Text:
    return _("{code}: {name}", code=one.dial_id or 0, name=called(one))
