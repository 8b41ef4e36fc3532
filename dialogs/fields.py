"""Kinds of answers: what a question accepts, and the sentence for what it does not."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dialogs.events import File, SharedContact
from locales import Text, _, _n, parse_decimal

if TYPE_CHECKING:
    from dialogs.area import Step
    from dialogs.turn import Turn
    from dialogs.view import Row


class Invalid(Exception):
    """An answer that does not fit: a sentence with an example, and perhaps a correction to tap.

    `said` are the words for a correction that does not speak for itself.
    """

    def __init__(
        self, reason: Text, suggestion: str | None = None, said: Text | None = None
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.suggestion = suggestion
        self.said: Text | str = said or suggestion or ""


class NotTaken(Exception):
    """The question takes no contact, or no file."""


class Field:
    """One kind of answer. `secret` answers are deleted from the chat as soon as they are read."""

    secret = False
    contact = False

    async def parse(self, turn: Turn, text: str) -> Any:
        """The value of a typed answer; raises Invalid."""
        raise NotImplementedError

    async def parse_contact(self, turn: Turn, contact: SharedContact) -> Any:
        """The value of a shared contact; raises Invalid, or NotTaken where it is no answer."""
        raise NotTaken

    async def parse_file(self, turn: Turn, file: File) -> Any:
        """The value of a sent file; raises Invalid, or NotTaken where it is no answer."""
        raise NotTaken

    async def options(self, turn: Turn) -> Sequence[tuple[Any, Text | str]]:
        """Answers to tap, as (value, label)."""
        return ()

    async def beside(self, turn: Turn, put: Callable[[str, Any], Step]) -> Sequence[Row]:
        """Buttons below them that `put` something else into the form, and ask again."""
        return ()

    def holds_secret(self, text: str) -> bool:
        """Whether this message must leave the chat."""
        return self.secret


class Digits(Field):
    """Digits, written with or without spaces and dashes."""

    def __init__(self, low: int, high: int, *, secret: bool = False) -> None:
        self.low, self.high, self.secret = low, high, secret

    async def parse(self, turn: Turn, text: str) -> str:
        digits = re.sub(r"[\s\-\u2010-\u2015.]", "", text)
        if not (digits.isascii() and digits.isdigit() and self.low <= len(digits) <= self.high):
            raise Invalid(self._needed())
        return digits

    def _needed(self) -> Text:
        if self.low == self.high:
            return _n(
                "This needs {n} digit, for example {example}.",
                "This needs {n} digits, for example {example}.",
                self.low,
                example=self._example(),
            )
        return _(
            "This needs {low} to {high} digits, for example {example}.",
            low=self.low,
            high=self.high,
            example=self._example(),
        )

    def holds_secret(self, text: str) -> bool:
        # Too few digits cannot be the secret; a code with a digit too many very well can.
        return self.secret and sum(c.isdigit() for c in text) >= self.low

    def _example(self) -> str:
        digits = "123456789012"[: max(self.low, min(self.high, 12))]
        return " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))


class Line(Field):
    """One line of text."""

    def __init__(self, high: int = 200, *, secret: bool = False) -> None:
        self.high, self.secret = high, secret

    async def parse(self, turn: Turn, text: str) -> str:
        line = text.strip()
        if not line or "\n" in line or len(line) > self.high:
            raise Invalid(_("This needs one line of up to {high} characters.", high=self.high))
        return line


class Choice(Field):
    """One of a few answers, to tap or to type."""

    def __init__(self, choices: Mapping[str, Text]) -> None:
        self.choices = choices

    async def options(self, turn: Turn) -> Sequence[tuple[str, Text | str]]:
        return tuple(self.choices.items())

    async def parse(self, turn: Turn, text: str) -> str:
        options = await self.options(turn)
        wanted = text.strip().casefold()
        for number, (value, label) in enumerate(options, 1):
            if wanted in (str(number), turn.reader.say(label).casefold(), value.casefold()):
                return value
        labels = ", ".join(turn.reader.say(label) for _value, label in options)
        raise Invalid(_("Tap one of the buttons, or type its label: {labels}.", labels=labels))


class Amount(Field):
    """A sum of money in the account's currency."""

    def __init__(self, low: Decimal, high: Decimal) -> None:
        self.low, self.high = low, high

    async def parse(self, turn: Turn, text: str) -> Decimal:
        invalid = Invalid(
            _(
                "This needs an amount from {low} to {high}, for example 5.",
                low=self.low,
                high=self.high,
            )
        )
        try:
            value = parse_decimal(turn.reader.language, text.strip().strip("$€₴£ "))
        except ValueError:
            raise invalid from None
        if not self.low <= value <= self.high or value != round(value, 2):
            raise invalid
        return value


class TimeOfDay(Field):
    """A time of day, kept as HH:MM."""

    async def parse(self, turn: Turn, text: str) -> str:
        found = re.fullmatch(
            r"(\d{1,2})(?:[:.\s]?(\d{2}))?\s*(am|pm)?", text.strip(), flags=re.IGNORECASE
        )
        try:
            if found is None:
                raise ValueError
            hour = int(found[1])
            if found[3]:
                if not 1 <= hour <= 12:
                    raise ValueError
                hour = hour % 12 + (12 if found[3].lower() == "pm" else 0)
            return time(hour, int(found[2] or 0)).strftime("%H:%M")
        except ValueError:
            raise Invalid(_("This needs a time, for example 22:00.")) from None


class OwnContact(Field):
    """The sender's own contact, shared by the messenger's button; the value is its phone number."""

    contact = True

    async def parse(self, turn: Turn, text: str) -> str:
        raise Invalid(_("Tap the button below the chat to share your own contact."))

    async def parse_contact(self, turn: Turn, contact: SharedContact) -> str:
        if not contact.own:
            raise Invalid(
                _("That is somebody else's contact. Share your own with the button below.")
            )
        return contact.phone


class Upload(Field):
    """A file of the chat, as `turn.fetch` takes it; `asked` says what is expected, with limits."""

    def __init__(self, asked: Text, limit_bytes: int, kinds: tuple[str, ...] = ()) -> None:
        self.asked, self.limit_bytes, self.kinds = asked, limit_bytes, kinds

    async def parse(self, turn: Turn, text: str) -> dict[str, Any]:
        raise Invalid(self.asked)

    async def parse_file(self, turn: Turn, file: File) -> dict[str, Any]:
        """What the messenger says of a file is a claim: whoever reads it looks again."""
        if file.size > self.limit_bytes:
            raise Invalid(
                _(
                    "That file is too large: {size} MB. It may have {limit} MB at most.",
                    size=_megabytes(file.size),
                    limit=_megabytes(self.limit_bytes),
                )
            )
        if self.kinds and not file.content_type.startswith(self.kinds):
            raise Invalid(self.asked)
        return asdict(file)


def _megabytes(size: int) -> Decimal:
    return (Decimal(size) / 1_000_000).quantize(Decimal("0.1"))
