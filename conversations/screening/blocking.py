"""Blocking a caller: asked for the number, or said in one message."""

from __future__ import annotations

import re

from conversations.screening.base import LIST, area, may_edit
from conversations.screening.caller import block, caller
from conversations.shared.fields import Somebody
from dialogs import Form, Result, Step, Turn, ask, keep
from line.numbers import Parsed, parse_number
from locales import _


@area.form
class Block(Form):
    given = ("said",)
    said: str | None = keep()
    """What was said instead of a number: the question says what is wrong with it."""
    number: str = ask(
        _("Whose calls shall be rejected? Send a number, or share a contact."), Somebody()
    )
    undone = _("Canceled. Nobody was blocked.")

    async def opened(self, turn: Turn) -> Result:
        if not await may_edit(turn):
            return LIST
        said = self.answers.pop("said", None)
        if said:
            self.number = await Somebody().parse(turn, said)
        return None

    async def submit(self, turn: Turn) -> Result:
        return await block.function(turn, self.number)


_ASKS = re.compile(
    r"^\s*(?:please )?(?:block|blacklist|заблокуй(?:те|вати)?)(?: the| a| this)?"
    r"(?: number| caller| calls from| номер| дзвінки з| дзвінки від)?(?P<whom>\s.*|$)",
    re.IGNORECASE | re.DOTALL,
)


@area.hears
async def heard(turn: Turn, text: str) -> Step | None:
    """ "block +44 20 7946 0000" shows the caller; only a tap changes something."""
    found = _ASKS.match(text)
    if found is None:
        return None
    whom = found["whom"].strip()
    read_number = parse_number(whom, home=turn.link.number)
    if isinstance(read_number, Parsed):
        return caller.at(read_number.number)
    return Block.at(whom) if whom else LIST
