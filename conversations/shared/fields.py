"""Kinds of answers that several areas ask for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches

from conversations.shared import records
from dialogs import Field, Invalid, Turn
from dialogs.events import SharedContact
from line.hours import afternoon_meant, parse_hours
from line.numbers import Parsed, Suggestion, parse_number
from line.periods import ALWAYS, PRESETS, period_text
from locales import LANGUAGES, Country, Text, _, _n
from locales.catalogues import locale_of
from portaswitch.records import FollowMeNumber

NO_NUMBER = _("I could not read a number there. Send one such as +12065550123, or an extension.")
LOW, HIGH = 5, 120
"""Seconds: less is no ring at all, and callers do not wait longer than two minutes."""


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


async def called(turn: Turn, text: str) -> str | None:
    """The number of whoever is called so in the phone book. Raises Invalid for several."""
    if any(sign.isdigit() for sign in text):
        return None
    found = (await records.names(turn)).called(text)
    if len(found) > 1:
        raise Invalid(_("More than one number in your phone book is called so. Send the number."))
    return next(iter(found), None)


class Somebody(PhoneNumber):
    """A number, or the name that it has in the phone book."""

    async def parse(self, turn: Turn, text: str) -> str:
        return await called(turn, text) or await super().parse(turn, text)


class Seconds(Field):
    """How long something rings, kept as digits."""

    common: Sequence[int] = (15, 20, 30, 45)

    async def options(self, turn: Turn) -> Sequence[tuple[str, Text | str]]:
        return [(str(n), _n("{n} second", "{n} seconds", n)) for n in self.common]

    async def parse(self, turn: Turn, text: str) -> str:
        found = re.fullmatch(r"\D*(\d{1,3})\D*", text)
        if found is None or not LOW <= int(found[1]) <= HIGH:
            raise Invalid(
                _("This needs {low} to {high} seconds, for example 20.", low=LOW, high=HIGH)
            )
        return str(int(found[1]))


class Hours(Field):
    """Hours that repeat every week, kept as the provider's expression."""

    async def options(self, turn: Turn) -> Sequence[tuple[str, Text | str]]:
        return [(ALWAYS, _("Always")), *((one.expression, one.title) for one in PRESETS)]

    async def parse(self, turn: Turn, text: str) -> str:
        read = parse_hours(text)
        if read is None:
            raise Invalid(_("I need days and hours, for example mon-fri 9:00-17:30."))
        if (meant := afternoon_meant(text)) is not None:
            hours = period_text(FollowMeNumber("", period=parse_hours(meant) or ALWAYS))
            raise Invalid(
                _(
                    "That would end on the next morning. Did you mean {hours}? "
                    "If not, write the end with a zero, such as 05:00.",
                    hours=hours,
                ),
                meant,
                hours,
            )
        return read


OTHERWISE = {"usa": "US", "u s a": "US", "america": "US", "сша": "US", "uk": "GB"}
"""What people call a country, and CLDR does not."""


class CountryCode(Field):
    """A country by its code or its name in a language that we speak, kept as ISO 3166 has it."""

    async def parse(self, turn: Turn, text: str) -> str:
        wanted = " ".join(text.casefold().replace(".", " ").split())
        known = dict(OTHERWISE)
        for language in (*LANGUAGES, turn.reader.language):
            for code, name in locale_of(language).territories.items():
                if code.isalpha():
                    known |= {name.casefold(): str(code), code.casefold(): str(code)}
        if wanted in known:
            return known[wanted]
        begins = [name for name in known if len(wanted) > 2 and name.startswith(wanted)]
        near = begins or get_close_matches(wanted, known, 1, 0.8)
        meant = known[near[0]] if near else None
        raise Invalid(
            _("This needs a country, for example Ukraine or UA."),
            meant,
            Country(meant) if meant else None,
        )
