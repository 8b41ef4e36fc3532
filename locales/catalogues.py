"""The languages the bot speaks, and their catalogues as they are first needed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from types import MappingProxyType

from babel import Locale, UnknownLocaleError
from babel.messages.mofile import write_mo

from locales.files import ROOT, catalogue_path, read

CACHE = lru_cache(maxsize=8192)
"""Templates are few, but a plural is kept for each count that was said."""

_languages = {"en": "English", "uk": "Українська"}
LANGUAGES: Mapping[str, str] = MappingProxyType(_languages)
"""The languages to choose from, each by its own name."""

_DATES = {"en": "en_GB"}
"""CLDR's plain English is American; the day before the month and a clock of 24 hours are read
without a mistake by everyone who chose English."""


def language_for(code: str | None, default: str = "en") -> str:
    """The language we speak that is nearest to a Telegram `language_code`: "uk-UA" is "uk"."""
    if not code:
        return default
    if code in LANGUAGES:
        return code
    language = code.replace("_", "-").split("-")[0].lower()
    return language if language in LANGUAGES else default


def offer(language: str, name: str) -> None:
    """Add a language to those that can be chosen."""
    _languages[language] = name


@lru_cache
def translations(language: str) -> NullTranslations:
    """The catalogue of a language, compiled in memory; English texts where there is none."""
    path = catalogue_path(ROOT, language)
    if not path.is_file():
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, read(path, language))
    compiled.seek(0)
    return GNUTranslations(compiled)


@lru_cache
def locale_of(language: str) -> Locale:
    """CLDR's data for numbers, money, units and lists."""
    return _locale(language)


@lru_cache
def date_locale_of(language: str) -> Locale:
    """CLDR's data for dates and times."""
    return _locale(_DATES.get(language.split("-")[0], language))


def _locale(language: str) -> Locale:
    code = language.replace("-", "_")
    for candidate in (code, code.split("_")[0]):
        try:
            return Locale.parse(candidate)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse("en")
