"""A search that was typed: "calls to mum in May", "платежі за минулий місяць", "fees over 5".

A sentence is understood as a whole or not at all: what is left over means that something else was
meant, and other areas are asked.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from babel import Locale

from line.ledger import Kind, Period, Sought, Way
from locales import LANGUAGES

_KINDS: tuple[tuple[str, Kind | None], ...] = (
    (r"calls|дзвінки|дзвінків", Kind.CALL),
    (r"payments|recharges|top-?ups|платежі|поповнення", Kind.PAYMENT),
    (r"refunds|повернення", Kind.REFUND),
    (r"fees|subscription charges|абонплата|абонплату|плата за послуги", Kind.FEE),
    (
        r"transactions|records|charges|spending|how much (?:did|have) i spen[dt]"
        r"|транзакції|операції|записи|списання|витрати|скільки (?:я )?витрати(?:в|ла)",
        None,
    ),
)
_BEGINNING = re.compile(
    r"^\s*(?:(?:show|find|list|покажи|покажіть|знайди|знайдіть)\s+)?(?:me\s+)?"
    r"(?:(?:all|my|the|all my|усі|всі|мої)\s+)*",
    re.IGNORECASE,
)
_WAYS = {
    Way.OUT: r"outgoing|made|вихідні",
    Way.IN: r"incoming|received|вхідні",
}
_DAYS_AGO = {
    0: r"(?:(?:from|of) )?today|(?:за )?сьогодні",
    1: r"(?:(?:from|of) )?yesterday|(?:за )?вчора",
}
_PRESETS = {
    "month": r"this month|(?:за )?(?:цього місяця|цей місяць)",
    "last": r"last month|(?:за )?(?:минулого місяця|минулий місяць)",
    "week": r"(?:this|the last|last|past) week|(?:за |цього |останній )*тиж(?:день|ня)",
}
_LEAST = re.compile(
    r"(?:over|above|more than|at least|дорожче|понад|більше)\s*[$€£₴]?\s*"
    r"(?P<least>\d+(?:[.,]\d{1,2})?)\s*"
    r"(?:[$€£₴]|(?:usd|eur|uah|dollars?|euros?|pounds?|грн|гривень|гривні|гривню|доларів|євро)\b)?",
    re.IGNORECASE,
)
_MONTH = re.compile(
    r"(?:in|during|for|у|в|за)\s+(?P<month>[^\W\d_]{3,})(?:\s+(?P<year>20\d\d))?", re.IGNORECASE
)
_YEAR = r"(?:,?\s+(?P<year>20\d\d)(?!\d))?"
_DAYS = tuple(
    re.compile(rf"(?:(?:on|of|from|for|за)\s+)?{written}{_YEAR}", re.IGNORECASE)
    for written in (
        r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<month>[^\W\d_]{3,})",
        r"(?P<month>[^\W\d_]{3,})\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?(?![\d.,])",
    )
)
_WITH = {
    Way.OUT: r"to|до",
    Way.IN: r"from|від",
    "": r"with|by|з|із|зі",
}


class Asked(NamedTuple):
    period: str
    sought: Sought


def parse_search(text: str, today: date) -> Asked | None:
    """What is searched for; None where it is no search, or one word, which an area is for."""
    rest = _BEGINNING.sub("", text.strip().rstrip(".!?"))
    leading = _leading(rest)
    if leading is None:
        return None
    sought, rest = leading
    period, rest = _period(rest, today)
    found = _LEAST.search(rest)
    if found:
        sought = replace(sought, least=found["least"].replace(",", "."))
        rest = _without(rest, found)
    sought, rest = _party(sought, rest)
    if rest.strip():
        return None
    if not period and sought == Sought(kind=sought.kind):
        return None
    return Asked(period or "month", sought)


def parse_period(text: str, today: date) -> str | None:
    """A period alone: "in May", "last month"."""
    period, rest = _period(text.strip(), today)
    return None if rest.strip() else period or None


def _leading(text: str) -> tuple[Sought, str] | None:
    """The words that begin every search: which records, and of calls, which way they went."""
    sought = Sought()
    for way, words in _WAYS.items():
        if found := re.match(rf"(?:{words})\s+", text, re.IGNORECASE):
            sought, text = replace(sought, way=way), text[found.end() :]
    for words, kind in _KINDS:
        if found := re.match(rf"(?:{words})(?!\w)", text, re.IGNORECASE):
            return replace(sought, kind=kind or ""), text[found.end() :]
    return None


def _period(text: str, today: date) -> tuple[str, str]:
    for ago, words in _DAYS_AGO.items():
        if found := _phrase(words, text):
            day = today - timedelta(days=ago)
            return Period(day, day).written(), _without(text, found)
    for preset, words in _PRESETS.items():
        if found := _phrase(words, text):
            return preset, _without(text, found)
    for pattern in _DAYS:
        for found in pattern.finditer(text):
            if named := _day(found, today):
                return Period(named, named).written(), _without(text, found)
    for found in _MONTH.finditer(text):
        if number := _number(found["month"]):
            return _month(number, found["year"], today), _without(text, found)
    return "", text


def _number(month: str) -> int:
    """Which month is called so; 0 for none."""
    called = month.casefold()
    return _months().get(called) or _declined(called)


def _day(found: re.Match[str], today: date) -> date | None:
    """ "28 November": the last such day, where no year was said. None where there is none."""
    number = _number(found["month"])
    try:
        day = date(int(found["year"] or today.year), number, int(found["day"]))
        return day if found["year"] or day <= today else day.replace(year=day.year - 1)
    except ValueError:
        return None


def _phrase(words: str, text: str) -> re.Match[str] | None:
    return re.search(rf"(?<!\w)(?:{words})(?!\w)", text, re.IGNORECASE)


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"


def _month(number: int, year: str | None, today: date) -> str:
    """The last such month that has begun, where no year was said."""
    first = date(int(year) if year else today.year, number, 1)
    if not year and first > today:
        first = first.replace(year=first.year - 1)
    following = (first + timedelta(days=31)).replace(day=1)
    return Period(first, following - timedelta(days=1)).written()


def _party(sought: Sought, rest: str) -> tuple[Sought, str]:
    """Who is on the other side. In Ukrainian it may be the bare dative: "дзвінки мамі"."""
    for way, words in _WITH.items():
        if found := re.match(rf"\s*(?:{words})\s+(?P<who>\S.*?)\s*$", rest, re.IGNORECASE):
            return replace(sought, who=found["who"], way=way or sought.way), ""
    bare = re.fullmatch(r"\s*(?P<who>[а-яіїєґ'’]{3,})\s*", rest, re.IGNORECASE)
    if bare and sought.kind == Kind.CALL:
        return replace(sought, who=bare["who"], way=Way.OUT), ""
    return sought, rest


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    """The months by every name that they have in our languages."""
    return {
        name.casefold().rstrip("."): number
        for language in LANGUAGES
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in Locale.parse(language).months[context][width].items()
    }


def _declined(word: str) -> int:
    """Ukrainian names months in cases that no table has: у травні."""
    for name, number in _months().items():
        if len(name) > 4 and len(word) > 4 and word[: len(name) - 2] == name[:-2]:
            return number
    return 0
