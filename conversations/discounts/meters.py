"""All that depends on how much is used, and the levels of each."""

from __future__ import annotations

import asyncio

from conversations.discounts.base import LABEL, area, meter
from conversations.discounts.picture import picture
from dialogs import Facts, Listing, Row, Turn, View, go, paged, short
from line.bundles import running
from line.meters import part_used, step_text
from locales import _
from portaswitch import Operation, Rejected
from portaswitch.account.discounts import DiscountCounter

LEVELS = Operation("get_full_vd_counter_info")
PAGE = 4


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
        *(meter(turn, one, number) for number, one in enumerate(shown.items, 1)),
        Facts(_("Bundles"), bundles) if bundles else None,
        buttons=buttons,
    )


def _opening(number: int, counter: DiscountCounter, page: int) -> Row:
    label = _("Levels {number}: {name}", number=number, name=short(counter.name, LABEL))
    return go(label, levels.at(counter.i_vd_dg, page))


@area.screen
async def levels(turn: Turn, i_vd_dg: int, page: int = 0) -> View:
    """One counter with all its levels."""
    try:
        counter = await turn.api.get_full_vd_counter_info(i_vd_dg)
    except Rejected:
        return View(_("The provider no longer lists this discount."), back=meters.at(page))
    return View(
        meter(turn, counter),
        Listing([step_text(counter, level) for level in counter.levels]),
        back=meters.at(page),
    )
