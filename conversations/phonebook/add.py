"""A new contact: shared from Telegram, typed, or brought along from a call."""

from __future__ import annotations

import re

from conversations.phonebook.base import LONGEST_NAME, area, card, read
from conversations.phonebook.contact import show
from conversations.shared.fields import NO_NUMBER, PhoneNumber
from dialogs import Choice, Form, Invalid, Line, Result, Turn, ask, keep
from dialogs.events import SharedContact
from line.phonebook import KINDS
from locales import Phone, Text, _
from portaswitch.account.phonebook import PhonebookRecord

_DIGITS = re.compile(r"\+?\d[\d\s().\-/]*")
THERE = _("This number is in your phone book already.")
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


@area.form
class Add(Form):
    """`caller` and `offered` come from a call: a number, and what it says of its owner."""

    given = ("caller", "offered")
    caller: str = keep()
    offered: str = keep()
    number: str = keep()
    named: str = keep()

    whom: str = ask(
        _(
            "Whom shall I add? Share a contact from Telegram, or type the number, with the name "
            "if you like: Mum +1 206 555 0123."
        ),
        Whom(),
        when=lambda form: not form.caller,
    )

    async def ask_who(self, turn: Turn) -> Text:
        return _("What is the name for {number}?", number=Phone(self.number))

    who: str = ask(ask_who, Name(LONGEST_NAME), when=lambda form: not form.named)

    async def ask_kind(self, turn: Turn) -> Text:
        return _(
            "What kind of number is it? {name}, {number}",
            name=self.named or self.who,
            number=Phone(self.number),
        )

    kind: str = ask(ask_kind, Choice(KINDS))

    undone = _("Canceled. Nobody was added.")

    async def opened(self, turn: Turn) -> Result:
        if not self.caller:
            return None
        try:
            self.whom = await Whom().parse(turn, str(self.caller))
        except Invalid:
            self.caller = ""
            raise Invalid(NO_NUMBER) from None
        return await self.answered(turn, "whom")

    async def answered(self, turn: Turn, name: str) -> Result:
        if name != "whom":
            return None
        number, _space, self.named = self.whom.partition(" ")
        self.number = number.removeprefix("+")
        there = (await read(turn)).with_number(self.number)
        if there is not None:
            return await show(turn, there.i_account_phonebook, note=THERE)
        return None

    async def submit(self, turn: Turn) -> Result:
        """An answer that got lost may have left it there: then it is not added again."""
        there = (await read(turn)).with_number(self.number)
        if there is not None:
            return await show(turn, there.i_account_phonebook, note=THERE)
        record = PhonebookRecord(self.number, self.named or self.who, self.kind)
        key = await turn.api.add_phonebook_record(record)
        found = (await read(turn)).with_number(self.number)
        return card(found.i_account_phonebook if found else key)
