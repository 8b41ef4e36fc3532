"""The button that keeps a number in the phone book, for every area that shows one."""

from __future__ import annotations

from dialogs import Button, Step, Turn, go
from line.party import is_withheld
from locales import _


async def save_button(turn: Turn, number: str, name: str = "") -> list[Button]:
    """None where the line has no phone book, or there is no number to keep."""
    if is_withheld(number) or not await turn.has("phonebook"):
        return []
    return [go(_("Save to phone book"), Step("phonebook", "Add", (number, name)))]
