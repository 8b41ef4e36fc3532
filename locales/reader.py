"""One subscriber's eyes: a language, a time zone, and the present moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal

from babel import Locale

from locales.catalogues import date_locale_of, locale_of
from locales.speech import Sayable, Speech
from locales.times import Day, Moment
from locales.values import Number, Span

FIRST_STRONG_ISOLATE = "\u2068"
POP_ISOLATE = "\u2069"


class Reader:
    """Says texts and values as one subscriber reads them; plain text, never escaped."""

    __slots__ = ("_now", "dates", "language", "locale", "rtl", "zone")

    language: str
    zone: tzinfo
    rtl: bool
    locale: Locale
    dates: Locale

    def __init__(self, language: str, zone: tzinfo, now: Callable[[], datetime] | datetime) -> None:
        self.language = language
        self.zone = zone
        self._now = now
        self.locale = locale_of(language)
        self.dates = date_locale_of(language)
        self.rtl = self.locale.text_direction == "rtl"

    @property
    def now(self) -> datetime:
        """The present, in the reader's zone."""
        now = self._now if isinstance(self._now, datetime) else self._now()
        return now.astimezone(self.zone)

    def say(self, value: Sayable) -> str:
        """Any text or value in words; what is not known is said by `str`, never refused."""
        if isinstance(value, str):
            return value
        if isinstance(value, Speech):
            return value.said_to(self)
        return self._say_plain(value)

    def embed(self, value: Sayable) -> str:
        """A value inside a sentence: foreign strings must not turn a right-to-left line around."""
        if self.rtl and isinstance(value, str):
            return self.isolated(value)
        return self.say(value)

    def isolated(self, text: str) -> str:
        """The text kept in its own direction, where the reader writes from right to left."""
        return f"{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}" if self.rtl else text

    def _say_plain(self, value: object) -> str:
        if isinstance(value, Decimal):
            return Number(value).said_to(self)
        if isinstance(value, datetime):
            return Moment(value).said_to(self)
        if isinstance(value, date):
            return Day(value).said_to(self)
        if isinstance(value, timedelta):
            return Span(value).said_to(self)
        return str(value)
