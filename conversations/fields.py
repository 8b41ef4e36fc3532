"""Kinds of answers that several areas ask for."""

from __future__ import annotations

from dialogs import Field, Invalid, Turn
from dialogs.events import SharedContact
from line.numbers import Parsed, Suggestion, parse_number
from locales import _

NO_NUMBER = _("I could not read a number there. Send one such as +12065550123, or an extension.")


def number_in(turn: Turn, text: str) -> Parsed | None:
    """The number that was typed; None where there is none. Raises Invalid with what was meant."""
    read = parse_number(text, home=turn.link.number)
    if isinstance(read, Suggestion):
        raise Invalid(read.text, f"+{read.number}")
    return read


class PhoneNumber(Field):
    """A telephone number or an extension, kept as the switch takes it."""

    async def parse(self, turn: Turn, text: str) -> str:
        read = number_in(turn, text)
        if read is None:
            raise Invalid(NO_NUMBER)
        return read.number

    async def parse_contact(self, turn: Turn, contact: SharedContact) -> str:
        return await self.parse(turn, contact.phone)
