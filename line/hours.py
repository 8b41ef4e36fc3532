"""Hours of the week as people type them, in English and Ukrainian: "mon-fri 9:00-17:30"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import time

from line.periods import ALWAYS, build
from line.phrases import plain

ALL_DAYS = frozenset(range(7))
WORKDAYS = frozenset(range(5))
WEEKEND = frozenset({5, 6})

_ALWAYS = frozenset({"always", "24/7", "any time", "anytime", "завжди", "цілодобово", "будь-коли"})
_GROUPS = (
    (re.compile(r"every ?day|daily|all week|щодня|кожн\w+ д\w+|щоденно"), ALL_DAYS),
    (re.compile(r"(?:on )?(?:weekdays?|workdays?|working days|work ?days)|(?:по |у |в )?"
                r"(?:будн\w+|робочі дні)"), WORKDAYS),
    (re.compile(r"(?:on )?(?:the )?weekends?|(?:на |у |в |по )?вихідн\w+"), WEEKEND),
)  # fmt: skip
_STARTS = (
    ("mon", "пон", "пн"),
    ("tue", "вів", "вт"),
    ("wed", "сер", "ср"),
    ("thu", "чет", "чт"),
    ("fri", "п'ят", "пят", "пт"),
    ("sat", "суб", "сб"),
    ("sun", "нед", "нд"),
)
_AND = r"\s*(?:[,;]|(?<!\w)(?:and|та|і|й)(?!\w))\s*"
_CLOCK = r"(\d{1,2})(?:[:.](\d{2}))?\s*([ap]m)?"
_DASH = r"\s*(?:[-–—]|(?<!\w)(?:to|till|until|до|по)(?!\w))\s*"
_HOURS = re.compile(rf"(?:from |з |із |від )?{_CLOCK}{_DASH}{_CLOCK}(?!\d)")


def parse_hours(text: str) -> str | None:
    """The provider's expression for typed hours; None when a part of it is not understood.

    Without days it is every day; without hours, whole days.

    >>> parse_hours("mon-fri 9:00-17:30")
    'hr{9-16}wd{mo tu we th fr},hr{17}min{0-29}wd{mo tu we th fr}'
    """
    words = plain(text).strip(" .!")
    if words in _ALWAYS:
        return ALWAYS
    start, end = time(0), time(0)
    hours = _HOURS.search(words)
    if hours is not None:
        first, last = _clock(*hours.group(1, 2, 3)), _clock(*hours.group(4, 5, 6))
        if first is None or last is None:
            return None
        start, end = first, last
        words = f"{words[: hours.start()]} {words[hours.end() :]}"
    days = _days(words.strip(" ,;"))
    if days is None or (hours is None and days == ALL_DAYS):
        return None
    return build(start, end, days)


def afternoon_meant(text: str) -> str | None:
    """How "9-5" was most likely meant; None where no afternoon was left out.

    Written as on a clock of 24 hours, with a zero before, such hours run into the next morning.

    >>> afternoon_meant("fri 9-5")
    'fri 9-17'
    """
    words = plain(text)
    hours = _HOURS.search(words)
    if hours is None or hours[3] or hours[6] or hours[4].startswith("0"):
        return None
    first, last = int(hours[1]), int(hours[4])
    if not 5 <= first < 12 or not 1 <= last <= first:
        return None
    meant = f"{words[: hours.start(4)]}{last + 12}{words[hours.end(4) :]}"
    return None if parse_hours(meant) is None else meant


def _clock(hour: str, minute: str | None, half: str | None) -> time | None:
    """24:00 is the midnight at the day's end, which `build` takes for the next day's 00:00."""
    number = int(hour)
    if half is not None:
        if not 1 <= number <= 12:
            return None
        number = number % 12 + (12 if half == "pm" else 0)
    if (number, int(minute or 0)) == (24, 0):
        return time(0)
    return time(number, int(minute or 0)) if number < 24 and int(minute or 0) < 60 else None


def _days(words: str) -> frozenset[int] | None:
    if not words:
        return ALL_DAYS
    for group, days in _GROUPS:
        if group.fullmatch(words):
            return days
    found: set[int] = set()
    for part in re.split(_AND, words):
        named = list(_part(part))
        if not named:
            return None
        found.update(named)
    return frozenset(found)


def _part(part: str) -> Iterator[int]:
    """One day, several beside each other, or a range that may run over Sunday; none if unclear."""
    names = re.split(_DASH, part)
    if len(names) == 2:
        first, last = _day(names[0]), _day(names[1])
        if first is not None and last is not None:
            yield from ((first + n) % 7 for n in range((last - first) % 7 + 1))
        return
    days = [_day(name) for name in part.split()]
    if None not in days:
        yield from (day for day in days if day is not None)


def _day(name: str) -> int | None:
    word = re.sub(r"^(?:on|у|в)\s+", "", name.strip())
    if not re.fullmatch(r"[^\W\d_']+(?:'[^\W\d_]+)?\.?", word):
        return None
    return next((n for n, starts in enumerate(_STARTS) if word.startswith(starts)), None)
