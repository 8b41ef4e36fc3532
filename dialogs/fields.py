"""Kinds of answers: what a question accepts, and the sentence for what it does not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dialogs.events import File, SharedContact
from locales import Number, Sayable, Text, _, _n, money, parse_decimal

if TYPE_CHECKING:
    from dialogs.area import Step
    from dialogs.turn import Turn
    from dialogs.view import Row


class Invalid(Exception):
    """An answer that does not fit: a sentence with an example, and perhaps a correction to tap.

    `suggestion` is what might have been typed instead; `said` are the words for one that does not
    speak for itself.
    """

    def __init__(
        self, reason: Text, suggestion: str | None = None, said: Sayable | None = None
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.suggestion = suggestion
        self.said = said


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

    def chosen(self, value: Any) -> Any:
        """The answer that a tapped option stands for: a button holds texts and numbers only."""
        return value

    async def beside(self, turn: Turn, put: Callable[[str, Any], Step]) -> Sequence[Row]:
        """Buttons below them that `put` something else into the form, and ask again."""
        return ()

    def holds_secret(self, text: str) -> bool:
        """Whether this message must leave the chat."""
        return self.secret

    async def tells(self, turn: Turn) -> bool:
        """Whether what it takes can be told from any other text: then it may come unasked."""
        return True


class Digits(Field):
    """Digits, written with or without spaces and dashes, and words around them."""

    def __init__(self, low: int, high: int, *, secret: bool = False) -> None:
        self.low, self.high, self.secret = low, high, secret

    async def parse(self, turn: Turn, text: str) -> str:
        plain = unicodedata.normalize("NFKC", text)
        runs = re.findall(r"(?a:\d)(?:[\s\-\u2010-\u2015.]*(?a:\d))*", plain)
        digits = re.sub(r"(?a:\D)", "", runs[0]) if len(runs) == 1 else ""
        if not self.low <= len(digits) <= self.high:
            raise Invalid(self._needed(len(digits)))
        return digits

    def _needed(self, came: int) -> Text:
        if self.low == self.high:
            needed = _n(
                "This needs {n} digit, for example {example}.",
                "This needs {n} digits, for example {example}.",
                self.low,
                example=self._example(),
            )
        else:
            needed = _(
                "This needs {low} to {high} digits, for example {example}.",
                low=self.low,
                high=self.high,
                example=self._example(),
            )
        if came <= self.high:
            return needed
        # A secret is gone from the chat by now: nobody can count its digits any more.
        return _n("{needed} You sent {n}.", "{needed} You sent {n}.", came, needed=needed)

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

    async def tells(self, turn: Turn) -> bool:
        return type(self) is not Line and not self.secret

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


_CURRENCY = re.compile(
    r"[$€₴£]|\b(?:dollars?|euros?|pounds?|грн|гривень|гривн[яіюи]|долар(?:ів|и)?|євро)\b\.?",
    re.IGNORECASE,
)
_CENT = Decimal("0.01")


class Amount(Field):
    """A sum of money in the account's currency, which may be named with it."""

    def __init__(self, low: Decimal, high: Decimal) -> None:
        self.low, self.high = low, high

    async def parse(self, turn: Turn, text: str) -> Decimal:
        currency = turn.link.currency
        needed = _(
            "This needs an amount from {low} to {high}, for example 5.",
            low=money(self.low, currency),
            high=money(self.high, currency),
        )
        plain = _CURRENCY.sub("", unicodedata.normalize("NFKC", text))
        if currency:
            plain = re.sub(rf"\b{re.escape(currency)}\b", "", plain, flags=re.IGNORECASE)
        try:
            value = parse_decimal(turn.reader.language, plain.strip())
        except ValueError:
            raise Invalid(needed) from None
        meant = max(self.low, min(self.high, value)).quantize(_CENT)
        if value != meant:
            fits = value > 0 and self.low <= self.high
            raise Invalid(needed, turn.reader.say(Number(meant)) if fits else None)
        return value

    def chosen(self, value: Any) -> Decimal:
        return Decimal(value)


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
    """A file of the chat, as `turn.fetch` takes it; `asked` says what is expected, with limits.

    `sound`: it is going to be heard.
    """

    def __init__(
        self, asked: Text, limit_bytes: int, kinds: tuple[str, ...] = (), *, sound: bool = False
    ) -> None:
        self.asked, self.limit_bytes, self.kinds, self.sound = asked, limit_bytes, kinds, sound

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
