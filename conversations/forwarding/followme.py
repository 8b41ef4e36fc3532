"""The follow-me list: several numbers, how they ring, and what can be done with each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from conversations.forwarding.base import NUMBERS, OVERVIEW, UNDO, area
from conversations.forwarding.change import Change, Remark, ask_until, show
from conversations.forwarding.entries import GONE, find, number_line, warnings
from conversations.forwarding.moves import Delete, Move, Pause
from conversations.forwarding.number import CALLER_SHOWN, PutNumber
from conversations.shared import changes
from conversations.shared.changes import Line
from dialogs import Facts, Listing, Result, Row, Step, Turn, View, do, go, keep
from line.callflow import destination
from line.forwarding import MODES, set_mode
from line.forwarding import Step as Writing
from line.periods import period_text
from line.preview import Setup
from line.route import LIST_MODES, in_order
from locales import Text, _, _n
from portaswitch import Account
from portaswitch.records import FollowMeNumber, ForwardMode
from portaswitch.records import Sequence as Order

PAGE = 6

ORDERS: Mapping[Order, tuple[Text, Text]] = {
    Order.ORDER: (
        _("One by one"),
        _("The numbers ring one after the other, from the first to the last."),
    ),
    Order.SIMULTANEOUS: (
        _("All at once"),
        _("All numbers ring at the same time; who answers first has the call."),
    ),
    Order.RANDOM: (
        _("In random order"),
        _("The numbers ring one after the other, each call in another order."),
    ),
}


@area.screen
async def numbers(turn: Turn, page: int = 0) -> Result:
    line = await changes.read(turn)
    if line.mode not in LIST_MODES:
        return OVERVIEW
    found = in_order(line.mode, line.setup.followme)
    first = page * PAGE
    shown = found[first : first + PAGE]
    buttons: list[Row] = [
        go(one.name or destination(one), number.at(one.i_follow_me_number)) for one in shown
    ]
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
        title=_title(line),
    )


def _numbered(shown: Sequence[FollowMeNumber], first: int) -> Listing:
    lines = enumerate(map(number_line, shown), first)
    return Listing([_("{place}. {number}", place=place, number=said) for place, said in lines])


def _title(line: Line) -> Text:
    return _("{area} · {screen}", area=area.title, screen=MODES[line.mode].title)


# ---------------------------------------------------------------------- how they ring


@area.screen
async def orders(turn: Turn) -> Result:
    """The orders of ringing, each with its consequence in one line."""
    line = await changes.read(turn)
    now = line.setup.followme.sequence
    return View(
        _("Now: {name}.", name=ORDERS[now][0]),
        Listing(
            [_("{name}: {meaning}", name=name, meaning=text) for name, text in ORDERS.values()]
        ),
        buttons=[
            go(name, ChangeOrder.at(order.value))
            for order, (name, _meaning) in ORDERS.items()
            if order is not now
        ],
        back=NUMBERS,
        title=_title(line),
    )


@area.form
class ChangeOrder(Change):
    """In which order the numbers ring."""

    given = ("order", "until")
    order: str = keep()
    until: str | None = ask_until()

    async def misfit(self, turn: Turn, line: Line) -> Result:
        return None if line.mode in LIST_MODES else OVERVIEW

    def after(self, line: Line) -> Setup:
        return line.setup.in_sequence(Order(self.order))

    def steps(self, account: Account, line: Line) -> list[Writing]:
        return set_mode(account, line.mode, before=line.mode, sequence=Order(self.order))

    def remarks(self, line: Line) -> Sequence[Remark]:
        return [ORDERS[Order(self.order)][1]]

    def saved(self) -> Step:
        return NUMBERS


# ---------------------------------------------------------------------- one number


@area.screen
async def number(turn: Turn, uid: int) -> Result:
    """One number with all that can be done with it."""
    line = await changes.read(turn)
    found = find(line, uid)
    if found is None:
        return await show(turn, GONE)
    ordered = in_order(line.mode, line.setup.followme)
    place = ordered.index(found) + 1
    buttons: list[Row] = [
        go(_("Pause"), Pause.at(uid, "N"))
        if found.active
        else go(_("Ring again"), Pause.at(uid, "Y")),
        go(_("Change hours"), PutNumber.at(uid, "hours")),
        go(_("Change seconds"), PutNumber.at(uid, "seconds")),
        go(_("Change number"), PutNumber.at(uid, "number")),
        go(_("Name it"), PutNumber.at(uid, "called")),
    ]
    if line.mode is ForwardMode.ADVANCED:
        buttons.append(go(_("Number shown"), PutNumber.at(uid, "caller")))
    if place > 1:
        buttons.append(go(_("Move up"), Move.at(uid, place - 1)))
    if place < len(ordered):
        buttons.append(go(_("Move down"), Move.at(uid, place + 1)))
    return View(
        Facts(found.name or None, _facts(line.mode, found, place)),
        buttons=[*buttons, go(_("Delete"), Delete.at(uid))],
        back=NUMBERS,
        title=_title(line),
    )


def _facts(mode: ForwardMode, found: FollowMeNumber, place: int) -> dict[Text, object]:
    facts: dict[Text, object] = {
        _("Number"): destination(found),
        _("When"): period_text(found),
        _("It rings for"): _n("{n} second", "{n} seconds", found.timeout),
        _("Place in the list"): place,
        _("Paused"): _("no") if found.active else _("yes"),
    }
    if mode is ForwardMode.ADVANCED:
        shown = CALLER_SHOWN.get(found.keep_original_cli, found.keep_original_cli)
        facts[_("Number shown there")] = shown
    return facts
