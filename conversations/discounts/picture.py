"""All meters side by side in one picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from textwrap import fill

from conversations.discounts.base import LABEL, area
from dialogs import Listing, Result, Step, Turn, View, short
from dialogs.pictures import DRAWING, Bar, chart
from dialogs.sent import JustSent
from dialogs.view import Media
from line.meters import left_text, meter_text, part_used, subject_text
from locales import Text, _
from portaswitch.account.discounts import DiscountCounter

DRAWN = 8
"""Meters in one picture: their words must fit below it (1024 characters)."""
WIDTH = 24
"""Letters of a line beside a bar."""


@area.screen
async def picture(turn: Turn, dark: int = 0) -> Result:
    """All meters side by side in a new message; a second quick tap sends no second one."""
    sent, what = turn.services.shared(JustSent), f"discounts {dark}"
    if sent.by_another_tap(turn, what):
        return Step(area.key)
    counters = (await turn.api.get_vd_counter_list())[:DRAWN]
    words = [
        _("{subject}: {meter}", subject=_short_subject(one), meter=meter_text(one))
        for one in counters
    ]
    sent.add(turn, what)
    turn.doing(DRAWING)
    return View.card(Listing(words), media=partial(_drawn, turn, counters, bool(dark)))


async def _drawn(turn: Turn, counters: Sequence[DiscountCounter], dark: bool) -> Media:
    say = turn.reader.say
    rows = [
        Bar(fill(say(_short_subject(one)), WIDTH), min(float(part), 1.0), say(left_text(one)), of=1)
        for one in counters
        if (part := part_used(one)) is not None
    ]
    return await chart(say(area.title), rows, dark=dark)


def _short_subject(counter: DiscountCounter) -> Text:
    return subject_text(replace(counter, name=short(counter.name, LABEL)))
