"""Names from the phone book for the numbers in calls and records."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Iterable

from line.numbers import Parsed, parse_number
from portaswitch.account.phonebook import PhonebookRecord
from portaswitch.errors import ProviderError

PATIENCE = 2.0
"""Seconds: a list of calls can do without names."""
LONGEST_LABEL = 15
"""Letters beside the number of a line, where two buttons stand in a row."""
SHORTEST_STEM = 3
ENDING = 2
"""Letters that a name may change at its end where it is declined: мама, мамі."""


class Names:
    """Who has which number. `home` is the own one: its country reads national numbers."""

    def __init__(self, records: Iterable[PhonebookRecord] = (), home: str = "") -> None:
        self._home = home
        self._names = {
            self.plain(record.phone_number): record.name.strip()
            for record in records
            if record.name.strip()
        }

    @classmethod
    async def of(cls, reading: Awaitable[Iterable[PhonebookRecord]], home: str) -> Names:
        """The names of a phone book that is being read; none where that fails or takes long."""
        try:
            async with asyncio.timeout(PATIENCE):
                return cls(await reading, home)
        except (ProviderError, TimeoutError):
            return cls(home=home)

    def name(self, number: str) -> str:
        """ "" for a number without a name."""
        return self._names.get(self.plain(number), "")

    def short(self, number: str) -> str:
        """The name for a button."""
        name = self.name(number)
        return name if len(name) <= LONGEST_LABEL else f"{name[: LONGEST_LABEL - 1].rstrip()}…"

    def plain(self, number: str) -> str:
        """A number as the xDRs have it, however it was written."""
        read = parse_number(number, home=self._home)
        return read.number if isinstance(read, Parsed) else number.strip().removeprefix("+")

    def called(self, said: str) -> frozenset[str]:
        """The numbers of everybody who may be meant by a name, in any of its cases."""
        wanted = _words(said)
        return frozenset(
            number
            for number, name in self._names.items()
            if wanted and all(any(_alike(word, part) for part in _words(name)) for word in wanted)
        )


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _alike(said: str, name: str) -> bool:
    stem = name[: max(SHORTEST_STEM, len(name) - ENDING)]
    return name.startswith(said) or (said.startswith(stem) and len(said) <= len(name) + ENDING)
