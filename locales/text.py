"""A text that is written in English now and read in the subscriber's language later."""

from __future__ import annotations

from dataclasses import dataclass
from string import Formatter
from typing import TYPE_CHECKING

import structlog

from locales.catalogues import CACHE, translations
from locales.pseudo import PSEUDO, disguised
from locales.speech import Sayable, Speech
from locales.values import Number

if TYPE_CHECKING:
    from locales.reader import Reader

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Text(Speech):
    """An English message with named parameters; hashable, equal by value.

    Made by `_`, `_n` and `_c`, which the extraction of the catalogues looks for.
    """

    message: str
    params: tuple[tuple[str, Sayable], ...] = ()
    plural: str | None = None
    n: int | None = None
    context: str | None = None

    def said_to(self, reader: Reader) -> str:
        params = dict(self.params)
        try:
            return _filled(self._translated(reader.language), params, reader)
        except KeyError as missing:
            _complain(reader.language, self.message, f"parameter {missing}")
        pattern = _english_pattern(self._english())
        # Where the English itself asks for what nobody gave, a name in braces beats no answer.
        return _filled(pattern, {n: f"{{{n}}}" for __, n in pattern if n} | params, reader)

    def _translated(self, language: str) -> Pattern:
        if self.n is None or self.plural is None:
            return _pattern(language, self.message, self.context)
        return _plural_pattern(language, self.message, self.plural, self.n, self.context)

    def _english(self) -> str:
        if self.plural is None or self.n == 1:
            return self.message
        return self.plural


def _(message: str, /, **params: Sayable) -> Text:
    """A text: `_("{amount} added", amount=Money(...))`."""
    return Text(message, tuple(sorted(params.items())) if params else ())


def _n(one: str, many: str, /, n: int, **params: Sayable) -> Text:
    """A counted text: `_n("{n} call", "{n} calls", n)`; `n` is always a parameter too.

    Whole numbers only: gettext has no form for fractions; those are `Measure`'s.
    """
    params["n"] = Number(n)
    return Text(one, tuple(sorted(params.items())), plural=many, n=n)


def _c(context: str, message: str, /, **params: Sayable) -> Text:
    """A text that needs its context to be translated: `_c("month", "May")`."""
    return Text(message, tuple(sorted(params.items())), context=context)


Pattern = tuple[tuple[str, str | None], ...]
"""What stands before a parameter, and the parameter's name (None after the last one)."""


@CACHE
def _pattern(language: str, message: str, context: str | None) -> Pattern:
    catalogue = translations(language)
    if context is None:
        translated = catalogue.gettext(message)
    else:
        translated = catalogue.pgettext(context, message)
    return _readable(language, translated, message)


@CACHE
def _plural_pattern(
    language: str, message: str, plural: str, n: int, context: str | None
) -> Pattern:
    catalogue = translations(language)
    if context is None:
        translated = catalogue.ngettext(message, plural, n)
    else:
        translated = catalogue.npgettext(context, message, plural, n)
    return _readable(language, translated, message if n == 1 else plural)


def _readable(language: str, translated: str, english: str) -> Pattern:
    try:
        pattern = _split(translated)
    except ValueError as broken:
        _complain(language, english, str(broken))
        return _english_pattern(english)
    return disguised(pattern) if language == PSEUDO else pattern


@CACHE
def _english_pattern(english: str) -> Pattern:
    try:
        return _split(english)
    except ValueError:
        return ((english, None),)


def _split(template: str) -> Pattern:
    """Parse `{named}` parameters. Raises ValueError on a stray brace."""
    return tuple((before, name) for before, name, __, __ in Formatter().parse(template))


def _filled(pattern: Pattern, params: dict[str, Sayable], reader: Reader) -> str:
    if len(pattern) == 1 and pattern[0][1] is None:
        return pattern[0][0]
    return "".join(
        before if name is None else before + reader.embed(params[name]) for before, name in pattern
    )


@CACHE
def _complain(language: str, message: str, reason: str) -> None:
    """Log a text that cannot be filled; once, because the cache remembers it."""
    log.warning("text.broken", language=language, message=message, reason=reason)
