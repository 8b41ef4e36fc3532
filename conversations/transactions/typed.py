"""What a search asks for in words: who, and the least amount."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from conversations.shared.fields import number_in
from conversations.transactions.base import area
from conversations.transactions.search import narrow
from dialogs import Amount, Field, Form, Line, Result, Turn, ask, keep
from dialogs.events import SharedContact
from line.ledger import PERIODS, Sought
from locales import Text, _

ANY = ""


class Person(Field):
    """A number, a part of one, or a name of the phone book."""

    async def options(self, turn: Turn) -> Sequence[tuple[str, Text | str]]:
        return [(ANY, _("Anybody"))] if sought_before(turn).who else []

    async def parse(self, turn: Turn, text: str) -> str:
        return await Line(40).parse(turn, text)

    async def parse_contact(self, turn: Turn, contact: SharedContact) -> str:
        read = number_in(turn, contact.phone)
        return read.number if read else contact.phone


class LeastCost(Amount):
    """The least amount; or none any more."""

    async def options(self, turn: Turn) -> Sequence[tuple[str, Text | str]]:
        return [("0", _("Any amount"))] if sought_before(turn).least else []


def sought_before(turn: Turn) -> Sought:
    """What the form that is open was opened with."""
    return Sought.read(str(turn.answers.get("sought") or ""))


@area.form
class Who(Form):
    given = ("period", "sought")
    period: str = keep()
    sought: str = keep()
    who: str = ask(
        _(
            "Whose calls? Send a name from your phone book, a number or a part of one, or share "
            "a contact."
        ),
        Person(),
    )

    async def submit(self, turn: Turn) -> Result:
        wanted = replace(Sought.read(self.sought or ""), who=self.who)
        return narrow.at(self.period or PERIODS[1], wanted.written())


@area.form
class Least(Form):
    given = ("period", "sought")
    period: str = keep()
    sought: str = keep()
    least: Decimal = ask(
        _("What is the least that a record must have cost? For example 1.50."),
        LeastCost(Decimal("0.01"), Decimal(100_000)),
    )

    async def submit(self, turn: Turn) -> Result:
        wanted = replace(Sought.read(self.sought or ""), least=str(self.least or ""))
        return narrow.at(self.period or PERIODS[1], wanted.written())
