"""The button that blocks a caller, for every area that shows a call."""

from __future__ import annotations

from dialogs import Button, Step, Turn, do
from line.party import is_withheld
from line.screening import FEATURE, READS, WITHHELD, WRITES
from locales import _


async def block_button(turn: Turn, number: str) -> list[Button]:
    """None where the line has no screening, or only the provider may change it."""
    feature = await turn.feature(FEATURE)
    has = turn.services.provider.contract.has
    if feature is None or feature.locked or not all(has(one) for one in (*READS, *WRITES)):
        return []
    if is_withheld(number):
        return [do(_("Block withheld numbers"), Step("screening", "block", (WITHHELD,)))]
    return [do(_("Block this caller"), Step("screening", "block", (number,)))]
