"""Volume discounts: how far a counter has got, what that means, and where it is heading."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from line.amounts import neat, off_text
from locales import Day, Measure, Number, Sayable, Text, _, money
from portaswitch.account.discounts import DiscountCounter, DiscountLevel, PeakLevel

MINUTES = "min"
CURRENCY_LETTERS = 3
LONGEST_PERIOD = 31
"""Days. Counters are taken to start anew each month [U]; with a longer period nobody knows when
it began, and so how fast it is used.
"""
SETTLES = timedelta(days=1)
"""Earlier in a period a pace foretells nothing."""
ALMOST = Decimal("0.8")
"""The part of a threshold at which the subscriber is told."""

_PEAKS = {
    PeakLevel.PEAK: _("in peak hours"),
    PeakLevel.OFF_PEAK: _("in off-peak hours"),
    PeakLevel.SECOND_OFF_PEAK: _("in the second off-peak hours"),
}


def subject_text(counter: DiscountCounter) -> Text:
    """What counts: "Calls to France, in peak hours"."""
    service = counter.service_name.lower()
    words: dict[str, Sayable] = {"group": counter.name}
    if not service or "voice" in service or "call" in service:
        subject = _("Calls to {group}", **words)
    else:
        subject = _("{service}: {group}", service=counter.service_name, **words)
    if counter.peak_level is None:
        return subject
    known = counter.peak_level in _PEAKS
    when = _PEAKS[PeakLevel(counter.peak_level)] if known else _("at some hours")
    return _("{subject}, {when}", subject=subject, when=when)


def meter_text(counter: DiscountCounter) -> Text:
    """ "340 of 500 min, 160 left"."""
    if counter.threshold is None:
        return _("{used} used", used=measured(counter, counter.used))
    left = max(counter.remaining or Decimal(0), Decimal(0))
    return _(
        "{used} of {limit}, {left} left",
        used=_bare(counter, counter.used),
        limit=measured(counter, counter.threshold),
        left=_bare(counter, left),
    )


def left_text(counter: DiscountCounter) -> Text:
    """ "160 min left", beside a bar that shows the rest."""
    left = max(counter.remaining or Decimal(0), Decimal(0))
    return _("{amount} left", amount=measured(counter, left))


def level_text(counter: DiscountCounter) -> Text | None:
    """ "Now 5% off, 10% off after 160 min more."; None where the switch tells neither."""
    now, following = counter.current_discount, counter.next_discount
    if following is None or counter.remaining is None:
        return None if now is None else _("Now {now}, to stay.", now=off_text(now))
    words: dict[str, Sayable] = {
        "next": off_text(following),
        "left": measured(counter, max(counter.remaining, Decimal(0))),
    }
    if now is None:
        return _("After {left} more: {next}.", **words)
    return _("Now {now}, {next} after {left} more.", now=off_text(now), **words)


def step_text(counter: DiscountCounter, level: DiscountLevel) -> Text:
    """One level: "From 500 min on: 10% off"."""
    return _(
        "From {start} on: {discount}",
        start=measured(counter, level.threshold),
        discount=off_text(level.discount),
    )


def part_used(counter: DiscountCounter) -> Decimal | None:
    """How much of the way to the next level is behind; None on the last one."""
    return counter.used / counter.threshold if counter.threshold else None


def is_near(counter: DiscountCounter) -> bool:
    """Whether the next level is almost reached, which the subscriber is told unasked."""
    part = part_used(counter)
    return part is not None and ALMOST <= part < 1


def is_quota(counter: DiscountCounter) -> bool:
    """Whether it costs more after the threshold, as when the minutes of a bundle are used up."""
    now, following = counter.current_discount, counter.next_discount
    return now is not None and following is not None and following < now


@dataclass(frozen=True, slots=True)
class Forecast:
    """Where a counter gets at its present pace until it starts anew."""

    at_end: Decimal
    reached: date | None
    """The day of the next level; None where it is not reached before."""


def forecast(counter: DiscountCounter, now: datetime) -> Forecast | None:
    """None where there is no pace yet, or no end. `now` in the subscriber's zone."""
    end = counter.reset_date
    if end is None or counter.used <= 0 or not 0 < (end - now.date()).days <= LONGEST_PERIOD:
        return None
    elapsed = now - _midnight(_month_before(end), now)
    if elapsed < SETTLES:
        return None
    ahead = _midnight(end, now) - now
    pace = counter.used / Decimal(elapsed.total_seconds())
    at_end = counter.used + pace * Decimal(ahead.total_seconds())
    left = counter.remaining
    if left is None or left <= 0 or at_end < counter.used + left:
        return Forecast(at_end, None)
    return Forecast(at_end, (now + timedelta(seconds=float(left / pace))).date())


def forecast_text(counter: DiscountCounter, now: datetime) -> Text | None:
    """The forecast; where there is none, when it starts anew."""
    ahead = forecast(counter, now)
    if counter.reset_date is None:
        return None
    if ahead is None:
        return _("It starts anew on {day}.", day=Day(counter.reset_date))
    if ahead.reached is not None and counter.threshold is not None:
        return _(
            "At this pace you reach {limit} around {day}.",
            limit=measured(counter, counter.threshold),
            day=Day(ahead.reached),
        )
    return _(
        "At this pace it comes to about {amount} by {day}, when it starts anew.",
        amount=measured(counter, ahead.at_end, digits=0),
        day=Day(counter.reset_date),
    )


def measured(counter: DiscountCounter, amount: Decimal, digits: int = 1) -> Sayable:
    """An amount with its unit."""
    if counter.unit == MINUTES:
        return Measure(neat(amount, digits), "duration-minute", "short")
    if _is_money(counter) or not counter.unit:
        return _bare(counter, amount)
    return _("{n} {unit}", n=Number(neat(amount, digits)), unit=counter.unit)


def _bare(counter: DiscountCounter, amount: Decimal) -> Sayable:
    """The same beside one that has said the unit; money always says it."""
    return money(amount, counter.unit) if _is_money(counter) else Number(neat(amount))


def _is_money(counter: DiscountCounter) -> bool:
    return len(counter.unit) == CURRENCY_LETTERS and counter.unit.isupper()


def _month_before(day: date) -> date:
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=min(day.day, monthrange(last.year, last.month)[1]))


def _midnight(day: date, now: datetime) -> datetime:
    return datetime.combine(day, time(), now.tzinfo)
