"""The follow-me list: several numbers, and how they ring."""

from __future__ import annotations

from collections.abc import Sequence

from conversations.forwarding.base import NEWEST, OVERVIEW, UNDO, area
from conversations.forwarding.entries import list_title, number_line, warnings
from conversations.forwarding.number import PutNumber
from conversations.forwarding.one_number import number
from conversations.forwarding.orders import ORDERS, orders
from conversations.shared import changes
from dialogs import Listing, Result, Row, Turn, View, do, go, short
from line.callflow import destination
from line.route import LIST_MODES, in_order
from locales import Phone, _
from portaswitch.records import FollowMeNumber

PAGE = 6


@area.screen
async def numbers(turn: Turn, page: int = 0, uid: int = 0) -> Result:
    """A page of the list; with `uid`, the one that has this number."""
    line = await changes.read(turn)
    if line.mode not in LIST_MODES:
        return OVERVIEW
    found = in_order(line.mode, line.setup.followme)
    if uid:
        page = _place(found, uid) // PAGE
    first = page * PAGE
    shown = found[first : first + PAGE]
    buttons: list[Row] = [go(_label(one), number.at(one.i_follow_me_number)) for one in shown]
    buttons.append(go(_("Add a number"), PutNumber.at(0)))
    if len(found) > 1:
        buttons.append(go(_("How they ring"), orders))
    if page:
        buttons.append(go(_("Earlier ones"), numbers.at(page - 1)))
    if len(found) > first + PAGE:
        buttons.append(go(_("More numbers"), numbers.at(page + 1)))
    if line.undo is not None:
        buttons.append(do(_("Undo"), UNDO))
    return View(
        changes.sentence(turn, line.setup),
        ORDERS[line.setup.followme.sequence][1] if len(found) > 1 else None,
        _numbered(shown, first + 1) if found else _("There is no number in the list yet."),
        *warnings(line.setup),
        changes.until_text(line.ends),
        buttons=buttons,
        back=OVERVIEW,
        title=list_title(line),
    )


def _place(found: Sequence[FollowMeNumber], uid: int) -> int:
    """Counted from 0; that of the first for a number that is gone."""
    if uid == NEWEST:
        return max(len(found) - 1, 0)
    ids = [one.i_follow_me_number for one in found]
    return ids.index(uid) if uid in ids else 0


def _label(one: FollowMeNumber) -> Phone | str:
    if one.name or one.domain:
        return short(one.name or f"{one.redirect_number}@{one.domain}")
    return destination(one)


def _numbered(shown: Sequence[FollowMeNumber], first: int) -> Listing:
    lines = enumerate(map(number_line, shown), first)
    return Listing([_("{place}. {number}", place=place, number=said) for place, said in lines])
