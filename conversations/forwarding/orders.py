"""How the numbers of the list ring: one by one, all at once, or in random order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from conversations.forwarding.base import NUMBERS, OVERVIEW, area
from conversations.forwarding.change import Change
from conversations.forwarding.entries import list_title
from conversations.forwarding.wanted import Remark, ask_until
from conversations.shared import changes
from conversations.shared.changes import Line
from dialogs import Listing, Result, Step, Turn, View, go, keep
from line.forwarding import Step as Writing
from line.forwarding import set_mode
from line.preview import Setup
from line.route import LIST_MODES
from locales import Text, _
from portaswitch import Account
from portaswitch.records import Sequence as Order

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
            go(_("{choice}, now", choice=name), NUMBERS)
            if order is now
            else go(name, ChangeOrder.at(order.value))
            for order, (name, _meaning) in ORDERS.items()
        ],
        back=NUMBERS,
        title=list_title(line),
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
