"""What is asked of a contact: whom, the name, the speed dial code."""

from __future__ import annotations

import re

from conversations.phonebook.base import read
from conversations.shared.fields import PhoneNumber
from dialogs import Digits, Invalid, Line, Turn
from dialogs.events import SharedContact
from line.phonebook import LONGEST_NAME, MOST_DIGITS
from locales import Text, _

NO_CODE = "none"
OFFERED = 6
"""So many free codes are buttons."""

_DIGITS = re.compile(r"\+?\d[\d\s().\-/]*")
_EDGE = " \t,;:-–—"


class Whom(PhoneNumber):
    """A number, and the name of whoever has it where that comes along: "12065550123 Mum".

    One text for both, because the correction of a number is a text to tap.
    """

    async def parse(self, turn: Turn, text: str) -> str:
        line = " ".join(text.split())
        found = max(_DIGITS.findall(line), key=len, default="")
        name = line.replace(found, " ", 1).strip(_EDGE)[:LONGEST_NAME] if found else ""
        try:
            number = await super().parse(turn, found)
        except Invalid as invalid:
            if invalid.suggestion is None:
                raise
            suggestion = f"{invalid.suggestion} {name}".strip()
            raise Invalid(invalid.reason, suggestion) from None
        return f"{number} {name}".strip()

    async def parse_contact(self, turn: Turn, contact: SharedContact) -> str:
        number = await super().parse(turn, contact.phone)
        return f"{number} {' '.join(contact.name.split())[:LONGEST_NAME]}".strip()


class Name(Line):
    """A name to type; who called may have sent one along, which is offered."""

    async def options(self, turn: Turn) -> list[tuple[str, Text | str]]:
        offered = str(turn.answers.get("offered") or "").strip()[:LONGEST_NAME]
        return [(offered, offered)] if offered else []


class Code(Digits):
    """A speed dial code that is free and short enough."""

    def __init__(self) -> None:
        super().__init__(1, MOST_DIGITS)

    async def parse(self, turn: Turn, text: str) -> str:
        try:
            code = int(await super().parse(turn, text))
        except Invalid:
            raise Invalid(_("A speed dial code is a number such as 2.")) from None
        reason = (await read(turn)).no_code(code, int(turn.answers["key"]))
        if reason is not None:
            raise Invalid(reason)
        return str(code)

    async def options(self, turn: Turn) -> list[tuple[str, Text | str]]:
        book = await read(turn)
        one = book.find(int(turn.answers["key"]))
        free: list[tuple[str, Text | str]] = [(str(n), str(n)) for n in book.free_codes(OFFERED)]
        return [*free, (NO_CODE, _("No code"))] if one and one.dial_id is not None else free
