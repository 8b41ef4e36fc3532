"""Until when: one message such as "forward to +380 44 123 45 67 until 18:00".

What is said is a wall clock's time in the account's zone. A time that clocks skip in spring is the
moment after the skip; one that they show twice in autumn is the first that is still ahead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from line.numbers import Suggestion, parse_number
from line.phrases import (
    MIDNIGHT,
    MORNING,
    Clock,
    Date,
    Length,
    Nearby,
    Night,
    Point,
    Weekday,
    plain,
    search,
    whole,
)
from locales import Text, _


@dataclass(frozen=True, slots=True)
class Request:
    """What a message asks for. Nothing may be done while there is a `problem`.

    `number` is E.164 without plus, or an extension; None when none was named. `until` is aware;
    None when no end was named. With a `suggestion`, the problem is a question about the number.
    """

    number: str | None
    until: datetime | None
    problem: Text | None = None
    suggestion: Suggestion | None = None


def parse_forward(text: str, *, home: str, zone: tzinfo, now: datetime) -> Request:
    """Read a forwarding request; `home` is the own number, `now` is aware.

    Every word must be understood or mean nothing: a misread end would leave the calls of a whole
    evening at the wrong place.
    """
    words = plain(text)
    shielded = _SHIELDED.sub(lambda match: "x" * len(match[0]), words)
    long_numbers = list(_LONG_NUMBER.finditer(shielded))
    rest = _blanked(words, long_numbers)
    until: datetime | None = None
    if found := search(rest):
        until = _resolved(found.phrase, zone, now)
        rest = rest[: found.start] + " | " + rest[found.end :]
        if until is None:
            return Request(None, None, _("That time has already passed."))
    short_numbers = [] if long_numbers else list(_SHORT_NUMBER.finditer(rest))
    numbers = [match[0] for match in long_numbers or short_numbers]
    if short_numbers:
        rest = _blanked(rest, short_numbers)
    if left_over := _left_over(rest):
        return Request(
            None,
            until,
            _(
                "I did not understand “{words}”. Send just the number, for example +12065550123.",
                words=left_over,
            ),
        )
    return _with_number(numbers, until, home)


def parse_until(text: str, zone: tzinfo, now: datetime) -> datetime | None:
    """Read an answer to "until when?"; None when it is not understood or has passed.

    "In 2 hours" is an end only here: in a request it may as well be a beginning.
    """
    phrase = whole(text) or whole(_FROM_NOW.sub("", text))
    return None if phrase is None else _resolved(phrase, zone, now)


def on_day(day: date, at: time, zone: tzinfo) -> datetime:
    """A time of the wall clock on a day."""
    return _at(day, Clock(at.hour, at.minute), zone, datetime.min.replace(tzinfo=UTC))


_FROM_NOW = re.compile(r"^\s*(?:in|через)\s+", re.IGNORECASE)


def presets(zone: tzinfo, now: datetime) -> list[tuple[Text, datetime]]:
    """Ends to choose from, in order of time, no two alike."""
    now = now.astimezone(UTC)
    today = now.astimezone(zone).date()
    monday = today + timedelta(days=7 - today.weekday())
    tomorrow = today + timedelta(days=1)
    choices = [
        (_("In 1 hour"), (now + timedelta(hours=1)).astimezone(zone)),
        (_("Today 18:00"), _at(today, Clock(18), zone, now)),
        (_("Tomorrow 09:00"), _at(tomorrow, MORNING, zone, now)),
        (_("Monday 09:00"), _at(monday, MORNING, zone, now)),
    ]
    if monday == tomorrow:
        choices.pop()
    ahead = [choice for choice in choices if choice[1] > now]
    return sorted(ahead, key=lambda choice: choice[1])


_SHIELDED = re.compile(
    r"\d{4}-\d{2}-\d{2}(?!\d)"
    r"|(?<!\d)\d{1,2}\.\d{2}\.\d{4}(?!\d)"
    r"|(?<!\d)\d{1,2}:\d{2}(?!\d)"
    r"|(?<![\d.])\d{1,2}(?:[.,]\d{1,2})?\s*(?:[ap]\.?m\b|[hmdw](?![^\W\d])|hr|hour|min|day|week"
    r"|год|хв|дн|день|ді|тиж|ранку|вечора|ночі)"
)
"""Digits that are a time, and must not be read as the tail of a number before them."""

_LONG_NUMBER = re.compile(r"\+?\(?\d(?:[ ().\-‐‑‒–—]{0,3}\d){6,}")
_SHORT_NUMBER = re.compile(r"(?<![\w+])\d{2,6}(?!\w)")
_FILLERS = re.compile(
    r"(?<![\w'])(?:forward(?:ing)?|fwd|redirect|divert|send|route|transfer|switch|turn|put|all|my"
    r"|the|me|calls?|incoming|every|everything|please|to|on|onto|it|line|phone|mobile|number|no"
    r"|extension|ext|forever|until further notice|and|from now"
    r"|переадрес(?:уй|увати|уйте|ація|ацію|овувати|овуй)|перенаправ(?:|ити|те|ляй)|переведи(?:|ть)"
    r"|перевести|переводь|пересилай|надсилай|направ(?:|ити|те|ляй)|вс[іеї]|усі|усе|мої|мій|мене"
    r"|вхідн[іи]х?|виклик(?:и|ів)?|дзвін(?:ок|ки|ків)|будь ласка|будь-ласка|прошу|на|до(?=\s*\|)"
    r"|номер|мобільний|телефон|внутрішній|назавжди|і|та|з цього моменту|зараз|now"
    r"|today|tonight|this evening|for now|сьогодні|ввечері|увечері|поки що|наразі)(?![\w'])"
)


def _with_number(numbers: list[str], until: datetime | None, home: str) -> Request:
    if not numbers:
        return Request(None, until)
    if len(numbers) > 1:
        return Request(None, until, _("There is more than one number. Send just one."))
    read = parse_number(numbers[0], home=home)
    if read is None:
        problem = _(
            "“{words}” is not a number that calls can go to. Send one such as +12065550123.",
            words=numbers[0].strip(),
        )
        return Request(None, until, problem)
    if isinstance(read, Suggestion):
        return Request(None, until, read.text, read)
    return Request(read.number, until)


def _blanked(text: str, matches: list[re.Match[str]]) -> str:
    """The text with the matches struck out, by something that joins no words."""
    for match in reversed(matches):
        text = text[: match.start()] + "|" * (match.end() - match.start()) + text[match.end() :]
    return text


def _left_over(text: str) -> str:
    """The words that are neither number nor time nor filler."""
    kept = re.sub(r"[|,.;:!?()«»\"—–\s-]+", " ", _FILLERS.sub(" ", text))
    return kept.strip()


def _resolved(phrase: Point | Length | Night, zone: tzinfo, now: datetime) -> datetime | None:
    """The moment that a phrase means; None when it has passed or no calendar has it."""
    # In UTC, because two times of one zone are compared by the wall, deaf to a repeated hour.
    now, local = now.astimezone(UTC), now.astimezone(zone)
    if isinstance(phrase, Length):
        return _later(local, phrase, zone)
    if isinstance(phrase, Night):
        days = 0 if time(local.hour, local.minute) < time(MORNING.hour) else 1
        return _at(local.date() + timedelta(days=days), MORNING, zone, now)
    try:
        candidates = _candidates(phrase, local.date())
    except ValueError:
        return None  # the 31st of November
    moments = [_at(day, clock, zone, now) for day, clock in candidates]
    return next((moment for moment in moments if moment > now), None)


def _later(local: datetime, length: Length, zone: tzinfo) -> datetime:
    """Days keep the hour on the wall; minutes are counted as they pass."""
    wall = local
    if length.days:
        day = local.date() + timedelta(days=length.days)
        wall = datetime.combine(day, local.time(), zone)
    return (wall.astimezone(UTC) + timedelta(minutes=length.minutes)).astimezone(zone)


def _candidates(point: Point, today: date) -> list[tuple[date, Clock]]:
    """The moments that may be meant, in order: the first one ahead of us is."""
    if point.day is None:
        assert point.clock is not None
        tomorrow = today + timedelta(days=1)
        return [(day, clock) for day in (today, tomorrow) for clock in _readings(point.clock)]
    clock = point.clock or (MIDNIGHT if point.whole_day else MORNING)
    if isinstance(point.day, Nearby):
        if point.day.days == 0:
            clocks = [MIDNIGHT] if point.clock is None else _readings(point.clock)
            return [(today, one) for one in clocks]
        return [(today + timedelta(days=point.day.days), clock)]
    if isinstance(point.day, Weekday):
        return _weekday_candidates(point.day, clock, today)
    return _date_candidates(point.day, clock, today)


def _weekday_candidates(day: Weekday, clock: Clock, today: date) -> list[tuple[date, Clock]]:
    if day.next_week:
        monday = today - timedelta(days=today.weekday()) + timedelta(days=7)
        return [(monday + timedelta(days=day.number), clock)]
    first = today + timedelta(days=(day.number - today.weekday()) % 7)
    return [(first, clock), (first + timedelta(days=7), clock)]


def _date_candidates(day: Date, clock: Clock, today: date) -> list[tuple[date, Clock]]:
    if day.year is not None:
        return [(date(day.year, day.month, day.day), clock)]
    if (day.day, day.month) == (29, 2):
        years = [year for year in range(today.year, today.year + 9) if _is_leap(year)]
    else:
        years = [today.year, today.year + 1]
    return [(date(year, day.month, day.day), clock) for year in years]


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _readings(clock: Clock) -> list[Clock]:
    """Both sixes of "6", the earlier first."""
    if not clock.either:
        return [clock]
    hour = clock.hour % 12
    return [Clock(hour), Clock(hour + 12)] if hour else [Clock(12), Clock(24)]


def _at(day: date, clock: Clock, zone: tzinfo, now: datetime) -> datetime:
    if clock.hour == 24:
        day, clock = day + timedelta(days=1), Clock(0)
    wall = datetime.combine(day, time(clock.hour, clock.minute), zone)
    if wall.astimezone(UTC) <= now:
        wall = wall.replace(fold=1)
    # There and back, so that an hour that clocks skip becomes the one they show.
    return wall.astimezone(UTC).astimezone(zone)
