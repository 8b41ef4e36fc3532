"""Times as people say them, in English and Ukrainian: text in, structure out, no clock needed.

Both languages are read at once: nobody should have to say which one a message is in.
Expressions work on text that `plain` has made lower case, with one kind of space and apostrophe.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day; `either` when "6" may be six in the morning or in the evening.

    Midnight is hour 24: the end of its day.
    """

    hour: int
    minute: int = 0
    either: bool = False


@dataclass(frozen=True, slots=True)
class Nearby:
    """Days from today."""

    days: int


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week from Monday, 0; `next_week` when "next" was said."""

    number: int
    next_week: bool = False


@dataclass(frozen=True, slots=True)
class Date:
    day: int
    month: int
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """ "tomorrow 9am": at least one of the two. `whole_day` when the day itself is included."""

    day: Nearby | Weekday | Date | None
    clock: Clock | None
    whole_day: bool = False


@dataclass(frozen=True, slots=True)
class Length:
    """ "for 2 hours": days are days of the calendar, minutes are minutes."""

    days: int = 0
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Night:
    """ "tonight": until the next morning."""


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase and where it stands in the text."""

    phrase: Point | Length | Night
    start: int
    end: int


MORNING, NOON, EVENING, MIDNIGHT = Clock(9), Clock(12), Clock(18), Clock(24)

LONGEST = 10 * 366
"""Days: more is a typing mistake, and beyond what a calendar can count."""


def plain(text: str) -> str:
    """Lower case, one kind of space, apostrophe and dash."""
    text = unicodedata.normalize("NFKC", text).lower()
    text = re.sub("[’ʼ`´‘]", "'", text)
    return re.sub(r"\s+", " ", text).strip()


def whole(text: str) -> Point | Length | Night | None:
    """The one phrase that the whole text is, with or without its "until"."""
    text = plain(text).rstrip(".! ")
    for found in (_until(text, 0), _alone(text, 0), _point(text, 0), _length(text, 0)):
        if found is not None and found.end == len(text):
            return found.phrase
    return None


def search(text: str) -> Found | None:
    """The first phrase of a `plain` text that says how long, wherever it stands.

    A time needs its "until" here: "tomorrow 9:00" alone might be the beginning.
    """
    for read in (_until, _alone):
        for word in _WORD.finditer(text):
            found = read(text, word.start())
            if found is not None:
                return found
    return None


def _words(*forms: str, ending: str = r"(?!\w)") -> str:
    """A pattern for any of the forms as whole words, the longest first."""
    ordered = sorted(forms, key=len, reverse=True)
    return "(?:" + "|".join(form.replace(" ", r"\s+") for form in ordered) + ")" + ending


def _numbered(*groups: str) -> Mapping[str, int]:
    """Every form of a group with the group's number: `_numbered("mon monday", "tue tuesday")`."""
    return MappingProxyType(
        {form: number for number, forms in enumerate(groups) for form in forms.split()}
    )


_WORD = re.compile(r"(?<![\w'])[\w']")

_UNTIL = re.compile(
    "(?:(?P<through>" + _words("through", "thru", "по") + ")|"
    + _words("until", "untill", "till", "til", "'til", "up to", "до", "аж до") + r")\s*"
)  # fmt: skip

_WEEKDAYS = _numbered(
    "monday mon понеділок понеділка пн",
    "tuesday tue tues вівторок вівторка вт",
    "wednesday wed середа середу середи ср",
    "thursday thu thur thurs четвер четверга чт",
    "friday fri п'ятниця п'ятницю п'ятниці пятниця пятницю пятниці пт",
    "saturday sat субота суботу суботи сб",
    "sunday sun неділя неділю неділі нд",
)
_MONTHS = _numbered(
    "-",
    "january jan січня",
    "february feb лютого",
    "march mar березня",
    "april apr квітня",
    "may травня",
    "june jun червня",
    "july jul липня",
    "august aug серпня",
    "september sep sept вересня",
    "october oct жовтня",
    "november nov листопада",
    "december dec грудня",
)
_NEXT = _words("next", "наступний", "наступного", "наступна", "наступну", "наступної")

_DAY = re.compile(
    r"(?:(?:on|у|в)\s+)?(?:"
    r"(?P<after_tomorrow>" + _words("the day after tomorrow", "day after tomorrow", "післязавтра")
    + r")|(?P<tomorrow>" + _words("tomorrow", "tmrw", "завтра", "завтрашнього")
    + r")|(?P<today>" + _words("today", "сьогодні", "сьогоднішнього")
    + r"|this(?=\s+(?:morning|evening)))|(?:(?:(?P<next>" + _NEXT + r")|this|цю|цього|цієї)\s+)?"
    r"(?P<weekday>" + _words(*_WEEKDAYS)
    + r")|(?P<iso_year>\d{4})-(?P<iso_month>\d{2})-(?P<iso_day>\d{2})(?!\d)"
    r"|(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?P<month>" + _words(*_MONTHS)
    + r")(?:,?\s+(?P<year>\d{4})(?!\d))?"
    r"|(?P<us_month>" + _words(*_MONTHS) + r")\s+(?P<us_day>\d{1,2})(?:st|nd|rd|th)?(?![\d:])"
    r"|(?P<dot_day>0?[1-9]|[12]\d|3[01])\.(?P<dot_month>0[1-9]|1[0-2])"
    r"(?:\.(?P<dot_year>\d{4}))?(?![\d.:])"
    r")"
)  # fmt: skip

_HALVES: Mapping[str, int] = MappingProxyType({"ранку": 0, "ночі": 0, "дня": 12, "вечора": 12})

_CLOCK = re.compile(
    r"(?:(?:at|о|об)\s+)?(?:"
    r"(?P<noon>" + _words("noon", "midday", "полудня", "опівдні", "обіду")
    + r")|(?P<midnight>" + _words(
        "midnight", "півночі", "опівночі", "the end of the day", "end of the day", "end of day",
        "кінця дня",
    )
    + r")|(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?(?![\d:])(?!\.\d)(?:-(?:ї|ої|та|го|ти)(?!\w))?"
    r"(?:\s*(?P<half>[ap])\.?m(?:\.|(?!\w))|(?:\s*" + _words("o'clock", "год.", "год", "години",
                                                             "години", "година", "годин")
    + r")?(?:\s*(?P<part>" + _words(*_HALVES) + r"))?)"
    r"|(?P<morning>" + _words("the morning", "morning", "ранку", "вранці", "зранку", "ранок")
    + r")|(?P<evening>" + _words("the evening", "evening", "вечора", "ввечері", "увечері", "вечір",
                                 "tonight")
    + r"))"
)  # fmt: skip

_ALONE = re.compile(
    r"(?:(?P<night>" + _words(
        "tonight", "overnight", "for the night", "на ніч", "сьогодні вночі", "до ранку",
    )
    + r")|(?P<evening>" + _words(
        "this evening", "for the evening", "сьогодні ввечері", "сьогодні увечері", "на вечір",
    )
    + r")|(?P<weekend>" + _words("for the weekend", "this weekend", "на вихідні", "на вихідних")
    + r")|(?P<today>" + _words(
        "today", "for today", "all day", "for the day", "сьогодні", "на сьогодні", "весь день",
        "на весь день", "до кінця дня",
    )
    + r"))"
)  # fmt: skip

_AMOUNTS: Mapping[str, Decimal] = MappingProxyType(
    {
        form: Decimal(amount)
        for amount, forms in {
            "0.5": "half|half an|half a|пів",
            "1": "a|an|one|один|одну|одна",
            "1.5": "one and a half|півтори|півтора",
            "2": "two|a couple of|дві|два",
            "3": "three|три",
            "4": "four|чотири",
            "5": "five|п'ять",
            "6": "six|шість",
            "7": "seven|сім",
            "8": "eight|вісім",
            "9": "nine|дев'ять",
            "10": "ten|десять",
        }.items()
        for form in forms.split("|")
    }
)
_MINUTE_FORMS = "minutes minute mins min m хвилина хвилину хвилини хвилин хв хв."
_HOUR_FORMS = "hours hour hrs hr h година годину години годин год год."
_DAY_FORMS = "days day d день дні днів доба добу доби діб"
_WEEK_FORMS = "weeks week w тиждень тижні тижнів"
_UNITS = _numbered(_MINUTE_FORMS, _HOUR_FORMS, _DAY_FORMS, _WEEK_FORMS)
_UNIT_MINUTES = (1, 60, 24 * 60, 7 * 24 * 60)

_PIECE = re.compile(
    r"(?:(?P<digits>\d{1,5}(?:[.,]\d{1,2})?)\s*|(?P<word>" + _words(*_AMOUNTS) + r")\s+"
    r"|(?P<joined>пів))?(?P<unit>" + _words(*_UNITS, ending=r"(?![^\W\d])")
    + r")(?P<more>\s+" + _words("and a half") + r"|\s+з\s+половиною(?!\w))?"
)  # fmt: skip
_FOR = re.compile(_words("for", "на", "протягом", "впродовж", "упродовж") + r"\s*")
_AND = re.compile(r"(?:\s*,)?\s*(?:(?:and|і|й|та)\s+)?")
_SPACE = re.compile(r"[\s,]*")


def _until(text: str, start: int) -> Found | None:
    keyword = _UNTIL.match(text, start)
    if keyword is None:
        return None
    found = _point(text, keyword.end())
    if found is None or not isinstance(found.phrase, Point):
        return None
    point = found.phrase
    through = bool(keyword["through"]) and point.clock is None
    return Found(Point(point.day, point.clock, through), start, found.end)


def _alone(text: str, start: int) -> Found | None:
    """What says its end without "until"."""
    found = _length(text, start)
    if found is not None:
        return found
    named = _ALONE.match(text, start)
    if named is None:
        return None
    phrase: Point | Night
    if named["night"]:
        phrase = Night()
    elif named["weekend"]:
        phrase = Point(Weekday(0), MORNING)
    else:
        phrase = Point(Nearby(0), MIDNIGHT)
    return Found(phrase, start, named.end())


def _point(text: str, start: int) -> Found | None:
    """A day, a time, or both in either order; "tomorrow morning at 7" has two times in one."""
    day: Nearby | Weekday | Date | None = None
    clocks: list[Clock] = []
    end = start
    while True:
        position = _SPACE.match(text, end).end()  # type: ignore[union-attr]  # matches always
        if day is None and (match := _DAY.match(text, position)) and (read := _day(match)):
            day = read
        elif len(clocks) < 2 and (match := _CLOCK.match(text, position)):
            clock = _clock(match)
            if clock is None:
                break
            clocks.append(clock)
        else:
            break
        end = match.end()
    if day is None and not clocks:
        return None
    return Found(Point(day, _one_clock(clocks)), start, end)


def _one_clock(clocks: list[Clock]) -> Clock | None:
    """ "evening" beside "6" tells which six; alone it is a time by itself."""
    if not clocks:
        return None
    for clock in clocks:
        if clock.either and EVENING in clocks:
            return Clock(clock.hour % 12 + 12, clock.minute)
        if clock.either and MORNING in clocks:
            return Clock(clock.hour, clock.minute)
    exact = [clock for clock in clocks if clock not in (MORNING, EVENING)]
    return (exact or clocks)[0]


def _day(match: re.Match[str]) -> Nearby | Weekday | Date | None:
    if match["today"]:
        return Nearby(0)
    if match["tomorrow"]:
        return Nearby(1)
    if match["after_tomorrow"]:
        return Nearby(2)
    if match["weekday"]:
        return Weekday(_WEEKDAYS[match["weekday"]], bool(match["next"]))
    if match["iso_year"]:
        return Date(int(match["iso_day"]), int(match["iso_month"]), int(match["iso_year"]))
    if match["month"]:
        year = int(match["year"]) if match["year"] else None
        return Date(int(match["day"]), _MONTHS[match["month"]], year)
    if match["us_month"]:
        return Date(int(match["us_day"]), _MONTHS[match["us_month"]])
    year = int(match["dot_year"]) if match["dot_year"] else None
    return Date(int(match["dot_day"]), int(match["dot_month"]), year)


def _clock(match: re.Match[str]) -> Clock | None:
    for name, clock in (
        ("noon", NOON),
        ("midnight", MIDNIGHT),
        ("morning", MORNING),
        ("evening", EVENING),
    ):
        if match[name]:
            return clock
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if minute > 59 or hour > 24 or (hour == 24 and minute):
        return None
    if match["half"]:
        return _half(hour, minute, afternoon=match["half"] == "p")
    if match["part"]:
        return _half(hour, minute, afternoon=_HALVES[match["part"]] == 12)
    return Clock(hour, minute, either=match["minute"] is None and 1 <= hour <= 12)


def _half(hour: int, minute: int, *, afternoon: bool) -> Clock | None:
    """A time of the 12-hour clock; "12 am" and "12 ночі" are midnight, the end of the day."""
    if not 1 <= hour <= 12:
        return Clock(hour, minute) if afternoon and 12 < hour < 24 else None
    if hour == 12 and not afternoon:
        return MIDNIGHT if minute == 0 else Clock(0, minute)
    return Clock(hour % 12 + (12 if afternoon else 0), minute)


def _length(text: str, start: int) -> Found | None:
    keyword = _FOR.match(text, start)
    position = end = keyword.end() if keyword else start
    days = minutes = Decimal(0)
    while piece := _PIECE.match(text, position):
        counted = piece["digits"] or piece["word"] or piece["joined"]
        # "на годину" is one hour; a unit alone, without a "for", is only a word.
        if not counted and (keyword is None or end > keyword.end()):
            break
        amount = _amount(piece)
        unit = _UNITS[piece["unit"]]
        if unit >= 2 and amount == amount.to_integral_value():
            days += amount * (_UNIT_MINUTES[unit] // _UNIT_MINUTES[2])
        else:
            minutes += amount * _UNIT_MINUTES[unit]
        end = piece.end()
        position = _AND.match(text, end).end()  # type: ignore[union-attr]  # matches always
    total = days + minutes / _UNIT_MINUTES[2]
    if not 0 < total <= LONGEST:
        return None
    return Found(Length(int(days), int(minutes)), start, end)


def _amount(piece: re.Match[str]) -> Decimal:
    half = Decimal("0.5") if piece["more"] else Decimal(0)
    if piece["digits"]:
        return Decimal(piece["digits"].replace(",", ".")) + half
    if piece["joined"]:
        return Decimal("0.5")
    return (_AMOUNTS[re.sub(r"\s+", " ", piece["word"])] if piece["word"] else Decimal(1)) + half
