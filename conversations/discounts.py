"""Volume discounts: what was used, what it brings, where it is heading; bundles and their end."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from textwrap import fill

from dialogs import Area, Facts, Listing, Picture, Result, Row, Step, Turn, View, go, paged
from dialogs.pictures import Bar, NotDrawn, bars
from dialogs.sent import JustSent
from dialogs.view import Media
from line.bundles import running
from line.meters import (
    forecast_text,
    is_near,
    is_quota,
    left_text,
    level_text,
    meter_text,
    part_used,
    step_text,
    subject_text,
)
from locales import Text, _
from portaswitch import Operation, Rejected
from portaswitch.account.discounts import DiscountCounter

area = Area(
    "discounts",
    _("Discounts"),
    icon="🏷",
    group="billing",
    command="discounts",
    words=_(
        "discounts, volume discounts, minutes left, free minutes, bundle, package, quota, "
        "allowance, meter, threshold"
    ),
    needs=Operation("get_vd_counter_list"),
)

LEVELS = Operation("get_full_vd_counter_info")
PAGE = 4
DRAWN = 8
"""Meters in one picture: their words must fit below it (1024 characters)."""
LABEL = 30
WIDTH = 24
"""Letters of a line beside a bar."""


@area.start
async def meters(turn: Turn, page: int = 0) -> View:
    counters, info = await asyncio.gather(
        turn.api.get_vd_counter_list(), turn.api.get_account_info()
    )
    bundles = running(info, turn.now)
    shown = paged(counters, page, PAGE, meters.at)
    buttons: list[Row] = []
    if turn.services.provider.contract.has(LEVELS):
        buttons += (_opening(n, one, shown.number) for n, one in enumerate(shown.items, 1))
    buttons.append(shown.turning)
    if any(part_used(one) is not None for one in counters):
        buttons.append([go(_("Picture"), picture.at(0)), go(_("Dark picture"), picture.at(1))])
    if not counters:
        buttons.append(go(_("Your product"), "product"))
    return View(
        None if counters else _("No discount on this line depends on how much you use it."),
        *(_meter(turn, one, number) for number, one in enumerate(shown.items, 1)),
        Facts(_("Bundles"), bundles) if bundles else None,
        buttons=buttons,
    )


def _meter(turn: Turn, counter: DiscountCounter, number: int | None = None) -> Facts:
    told = (meter_text(counter), level_text(counter), forecast_text(counter, turn.now))
    subject = subject_text(counter)
    if number is not None:
        subject = _("{number}. {subject}", number=number, subject=subject)
    return Facts(subject, {one: "" for one in told if one is not None})


def _opening(number: int, counter: DiscountCounter, page: int) -> Row:
    label = _("Levels {number}: {name}", number=number, name=_short(counter.name))
    return go(label, levels.at(counter.i_vd_dg, page))


@area.screen
async def levels(turn: Turn, i_vd_dg: int, page: int = 0) -> View:
    """One counter with all its levels."""
    try:
        counter = await turn.api.get_full_vd_counter_info(i_vd_dg)
    except Rejected:
        return View(_("The provider no longer lists this discount."), back=meters.at(page))
    return View(
        _meter(turn, counter),
        Listing([step_text(counter, level) for level in counter.levels]),
        back=meters.at(page),
    )


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
    return View.card(Listing(words), media=partial(_drawn, turn, counters, bool(dark)))


async def _drawn(turn: Turn, counters: Sequence[DiscountCounter], dark: bool) -> Media:
    say = turn.reader.say
    rows = [
        Bar(fill(say(_short_subject(one)), WIDTH), min(float(part), 1.0), say(left_text(one)), of=1)
        for one in counters
        if (part := part_used(one)) is not None
    ]
    try:
        return Picture(await bars(say(area.title), rows, dark=dark), "discounts.png")
    except NotDrawn:
        return _("The picture could not be drawn. The words say all that is in it.")


def _short(name: str) -> str:
    return name if len(name) <= LABEL else f"{name[: LABEL - 1].rstrip()}…"


def _short_subject(counter: DiscountCounter) -> Text:
    return subject_text(replace(counter, name=_short(counter.name)))


@area.notice("meter")
async def almost(turn: Turn, i_vd_dg: int) -> View | None:
    """The next level is near; told with what is used now."""
    counters = await turn.api.get_vd_counter_list()
    counter = next((one for one in counters if one.i_vd_dg == i_vd_dg), None)
    if counter is None or not is_near(counter):
        return None
    return View.card(
        _("Most of this is used up.") if is_quota(counter) else _("The next discount is near."),
        _meter(turn, counter),
        buttons=[go(area.title, area.key), go(_("Alerts"), "alerts")],
    )
