"""Who is to get the credit."""

from __future__ import annotations

from collections.abc import Sequence

from conversations.shared.fields import PhoneNumber
from conversations.transfer.base import recipients
from dialogs import Invalid, Turn
from line.numbers import can_be_mobile
from locales import Phone, Text, _

SAVED = 3
"""Earlier recipients that stand on buttons."""


class Recipient(PhoneNumber):
    """A mobile number, typed or shared as a contact; earlier recipients are there to tap."""

    async def parse(self, turn: Turn, text: str) -> str:
        number = await super().parse(turn, text)
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
