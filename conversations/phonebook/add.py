"""A new contact: shared from Telegram, typed, or brought along from a call."""

from __future__ import annotations

from conversations.phonebook.base import area, card, read
from conversations.phonebook.contact import show
from conversations.phonebook.fields import Name, Whom
from conversations.shared.fields import NO_NUMBER
from dialogs import Choice, Form, Invalid, Result, Turn, ask, keep
from line.phonebook import KINDS, LONGEST_NAME
from locales import Phone, Text, _
from portaswitch.account.phonebook import PhonebookRecord

THERE = _("This number is in your phone book already.")


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
