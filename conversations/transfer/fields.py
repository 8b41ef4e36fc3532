"""Who is to get the credit, and how much."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from conversations.shared.fields import PhoneNumber, number_in
from conversations.transfer.base import left_today, recipients
from dialogs import Amount, Invalid, Turn
from line.numbers import can_be_mobile
from locales import Phone, Text, _

LEAST, MOST = Decimal("0.5"), Decimal(1000)
SAVED = 3
"""Earlier recipients that stand on buttons."""


class Recipient(PhoneNumber):
    """A mobile number, typed or shared as a contact; earlier recipients are there to tap."""

    async def parse(self, turn: Turn, text: str) -> str:
        read = number_in(turn, text)
        if read is None:
            raise Invalid(_("I could not read a number there. Send one such as +380 67 123 4567."))
        number = read.number
        if not can_be_mobile(number):
            raise Invalid(
                _(
                    "{number} is no mobile number. Phone credit goes to mobile phones, "
                    "for example +380 67 123 4567.",
                    number=Phone(number),
                )
            )
        return number

    async def options(self, turn: Turn) -> Sequence[tuple[str, Text | str]]:
        known = (await recipients(turn))[:SAVED]
        return [(number, turn.reader.say(Phone(number))) for number in known]


class Credit(Amount):
    """No more than may still be sent today."""

    def __init__(self) -> None:
        super().__init__(LEAST, MOST)

    async def parse(self, turn: Turn, text: str) -> Decimal:
        most = min(self.high, await left_today(turn))
        return await Amount(self.low, most).parse(turn, text)
