"""What happens to a call at a given moment: the steps it takes, without any words.

The answering mode is a mask of steps, taken in a fixed order: ring, forward, voicemail
(section 6.5 of the API notes). A step whose service is off or has nobody to ring is passed over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import Enum, IntFlag, auto

from line.periods import covers, parse
from portaswitch.records import Feature, FollowMe, FollowMeNumber, ForwardMode, Sequence


class Answer(IntFlag):
    """The bits of `default_action`."""

    REJECT = 0
    RING = 1
    FORWARD = 2
    VOICEMAIL = 4


STOCK_ANSWER = Answer.RING | Answer.FORWARD | Answer.VOICEMAIL
"""What switches are delivered with [V]."""

LIST_MODES = frozenset({ForwardMode.FOLLOW_ME, ForwardMode.ADVANCED})
"""Modes whose numbers have a name, an order, hours and a pause (7.2)."""


class Ending(Enum):
    """What picks up when nobody did."""

    VOICEMAIL = auto()
    ATTENDANT = auto()
    FAX = auto()


class Silent(Enum):
    """Why a forwarding that is on rings nobody."""

    NO_NUMBER = auto()
    ALL_PAUSED = auto()
    OUT_OF_HOURS = auto()


@dataclass(frozen=True, slots=True)
class Route:
    """The steps of one call; `ring_seconds` is None where the switch does not tell."""

    answer: Answer
    mode: ForwardMode
    ring_seconds: int | None
    destinations: tuple[FollowMeNumber, ...]
    sequence: Sequence
    ending: Ending | None
    silent: Silent | None
    """Why `destinations` is empty although forwarding is on; None where it is not."""

    @property
    def rings(self) -> bool:
        return Answer.RING in self.answer

    @property
    def forwards(self) -> bool:
        """Whether the call gets as far as a destination."""
        return Answer.FORWARD in self.answer and bool(self.destinations)

    @property
    def answered(self) -> bool:
        """Whether anything at all answers or rings."""
        return self.rings or self.forwards or self.ending is not None


def route(
    features: Mapping[str, Feature], followme: FollowMe, *, at: datetime, zone: tzinfo
) -> Route | None:
    """The route of a call at `at` (aware); None when the answering mode is not told."""
    answer = answering(features)
    if answer is None:
        return None
    mode = current(features)
    destinations = active_numbers(mode, followme, at, zone)
    on = mode is not ForwardMode.NONE
    return Route(
        answer=answer,
        mode=mode,
        ring_seconds=ring_seconds(features),
        destinations=destinations,
        sequence=followme.sequence if mode in LIST_MODES else Sequence.ORDER,
        ending=ending(features) if Answer.VOICEMAIL in answer else None,
        silent=_silent(mode, followme) if on and not destinations else None,
    )


def answering(features: Mapping[str, Feature]) -> Answer | None:
    """The effective answering mode; None when it is missing or no mask."""
    feature = features.get("default_action")
    value = feature.effective_flag_value if feature is not None else ""
    if not value.isdecimal() or int(value) > STOCK_ANSWER:
        return None
    return Answer(int(value))


def ring_seconds(features: Mapping[str, Feature]) -> int | None:
    """How long the own phone rings."""
    feature = features.get("default_action")
    value = feature.value("timeout") if feature is not None else ""
    return int(value) if value.isdecimal() else None


def current(features: Mapping[str, Feature]) -> ForwardMode:
    """The effective forwarding mode; none where the switch says nothing we know."""
    feature = features.get("forward_mode")
    try:
        return ForwardMode(feature.effective_flag_value) if feature else ForwardMode.NONE
    except ValueError:
        return ForwardMode.NONE


def ending(features: Mapping[str, Feature]) -> Ending | None:
    """What takes a call that reaches voicemail; None where voicemail is off."""
    messaging = features.get("unified_messaging")
    if messaging is not None and messaging.on:
        attendant = features.get("auto_attendant")
        if attendant is not None and attendant.on:
            return Ending.ATTENDANT
        return Ending.FAX if messaging.value("fax_only_mode") == "Y" else Ending.VOICEMAIL
    external = features.get("external_voicemail")
    return Ending.VOICEMAIL if external is not None and external.on else None


def active_numbers(
    mode: ForwardMode, followme: FollowMe, at: datetime, zone: tzinfo
) -> tuple[FollowMeNumber, ...]:
    """The destinations that ring at `at`, in order.

    A period that is not understood counts as active: better a number too many than a hidden one.
    """
    numbers = in_order(mode, followme)
    if mode not in LIST_MODES:
        return numbers
    local = at.astimezone(zone)
    return tuple(
        number
        for number in numbers
        if number.active and covers(parse(number.period), local) is not False
    )


def in_order(mode: ForwardMode, followme: FollowMe) -> tuple[FollowMeNumber, ...]:
    """The numbers that belong to the mode: none when off, one in simple and SIP URI mode."""
    if mode is ForwardMode.NONE:
        return ()
    numbers = tuple(sorted(followme.numbers, key=lambda number: number.i_follow_order))
    return numbers if mode in LIST_MODES else numbers[:1]


def _silent(mode: ForwardMode, followme: FollowMe) -> Silent:
    numbers = in_order(mode, followme)
    if not numbers:
        return Silent.NO_NUMBER
    if not any(number.active for number in numbers):
        return Silent.ALL_PAUSED
    return Silent.OUT_OF_HOURS
