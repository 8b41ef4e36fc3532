"""Who is to get the credit, and how much."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from conversations.shared import records
from conversations.shared.fields import PhoneNumber, number_in
from conversations.transfer.base import left_today, recipients
from dialogs import Amount, Invalid, Turn, short
from dialogs.events import SharedContact
from line.numbers import can_be_mobile
from locales import Money, Phone, Text, _

LEAST, MOST = Decimal("0.5"), Decimal(1000)
SAVED = 6
"""Earlier recipients that stand on buttons."""
TAIL = 4
USUAL = (Decimal(5), Decimal(10), Decimal(20))


class Recipient(PhoneNumber):
    """A mobile number: typed, shared as a contact, or by its name in the phone book."""

    async def parse(self, turn: Turn, text: str) -> str:
        read = number_in(turn, text)
        if read is None:
            raise await _named(turn, text)
        if not can_be_mobile(read.number):
            raise Invalid(
                _(
                    "{number} is no mobile number. Phone credit goes to mobile phones, "
                    "for example +380 67 123 4567.",
                    number=Phone(read.number),
                )
            )
        return read.number

    async def parse_contact(self, turn: Turn, contact: SharedContact) -> str:
        number = await self.parse(turn, contact.phone)
        turn.answers["named"] = {number: " ".join(contact.name.split())}
        return number

    async def options(self, turn: Turn) -> Sequence[tuple[str, Text | str]]:
        """A name alone does not tell two of them apart: the end of the number does."""
        known = list((await recipients(turn)).items())[:SAVED]
        return [
            (
                number,
                _("{name} …{tail}", name=short(name, 13), tail=number[-TAIL:])
                if name
                else turn.reader.say(Phone(number)),
            )
            for number, name in known
        ]


async def _named(turn: Turn, text: str) -> Invalid:
    """What is no number may be a name: whom it means, to be confirmed by a tap."""
    names = await records.names(turn)
    mobile = sorted(number for number in names.called(text) if can_be_mobile(number))
    if not mobile:
        return Invalid(_("I could not read a number there. Send one such as +380 67 123 4567."))
    if len(mobile) > 1:
        return Invalid(
            _("More than one mobile number in your phone book fits that. Send the number itself.")
        )
    (number,) = mobile
    return Invalid(
        _("Did you mean {name}, {number}?", name=names.name(number), number=Phone(number)),
        f"+{number}",
    )


class Credit(Amount):
    """No more than may still be sent today."""

    def __init__(self) -> None:
        super().__init__(LEAST, MOST)

    async def parse(self, turn: Turn, text: str) -> Decimal:
        return await Amount(self.low, await self._most(turn)).parse(turn, text)

    async def options(self, turn: Turn) -> Sequence[tuple[str, Text | str]]:
        most, currency = await self._most(turn), turn.link.currency
        if currency is None:
            return []
        usual = [amount for amount in USUAL if amount <= most]
        return [(str(one), turn.reader.say(Money(one, currency))) for one in usual]

    async def _most(self, turn: Turn) -> Decimal:
        return min(self.high, await left_today(turn))
