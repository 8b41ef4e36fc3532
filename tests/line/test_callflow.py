"""The call-flow sentence for many configurations; `A` and `B` stand for two numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from line.callflow import describe, forwarding_state
from portaswitch.records import Feature, FollowMe, FollowMeNumber, Sequence

from .conftest import NOW, Say

A = FollowMeNumber("380441234567", 1, timeout=15)
B = FollowMeNumber("442079460000", 2, timeout=20, i_follow_order=2)
C = FollowMeNumber("101", 3, timeout=10, i_follow_order=3)
DESK = FollowMeNumber("desk", 4, domain="example.com")
OFFICE_HOURS = "hr{9-16}wd{mo tu we th fr}"

SHOWN = {"+380 44 123 4567": "A", "+44 20 7946 0000": "B"}


def features(
    mask: str,
    mode: str = "N",
    *,
    ring: str | None = "20",
    voicemail: str = "Y",
    **more: str,
) -> dict[str, Feature]:
    timeout = {"timeout": () if ring is None else (ring,)}
    fax = {"fax_only_mode": ("Y" if more.pop("fax", "N") == "Y" else "N",)}
    flags = {"forward_mode": mode} | more
    return {
        "default_action": Feature("default_action", mask, mask, False, timeout, timeout),
        "unified_messaging": Feature("unified_messaging", voicemail, voicemail, False, fax, fax),
        **{name: Feature(name, flag, flag, False) for name, flag in flags.items()},
    }


def follow(*numbers: FollowMeNumber, sequence: Sequence = Sequence.ORDER) -> FollowMe:
    return FollowMe(sequence=sequence, exists=True, numbers=numbers)


def short(sentence: str) -> str:
    for number, letter in SHOWN.items():
        sentence = sentence.replace(number, letter)
    return sentence


ROUTES: list[tuple[dict[str, Feature], FollowMe, str]] = [
    # The eight masks with one number.
    (features("0", "C"), follow(A),
     "the call is rejected. Forwarding is set up, but the answering mode does not use it."),
    (features("1"), follow(), "your phone rings for 20 seconds, then the call ends."),
    (features("2", "C"), follow(A), "the call goes to A."),
    (features("3", "C"), follow(A),
     "your phone rings for 20 seconds, then the call goes to A."),
    (features("4"), follow(), "the call goes to voicemail."),
    (features("5"), follow(),
     "your phone rings for 20 seconds, then the call goes to voicemail."),
    (features("6", "C"), follow(A), "the call goes to A, then to voicemail."),
    (features("7", "C"), follow(A),
     "your phone rings for 20 seconds, then the call goes to A, then to voicemail."),
    # Ringing times.
    (features("1", ring=None), follow(), "your phone rings, then the call ends."),
    (features("5", ring="1"), follow(),
     "your phone rings for 1 second, then the call goes to voicemail."),
    # Forwarding that is off, or not used.
    (features("7"), follow(A),
     "your phone rings for 20 seconds, then the call goes to voicemail."),
    (features("2"), follow(A),
     "the call is not answered. The answering mode forwards calls, but forwarding is off."),
    (features("5", "Y"), follow(A),
     "your phone rings for 20 seconds, then the call goes to voicemail."
     " Forwarding is set up, but the answering mode does not use it."),
    (features("1", "~"), follow(A), "your phone rings for 20 seconds, then the call ends."),
    # Several numbers.
    (features("2", "Y"), follow(A, B), "the call goes to A for 15 seconds, then to B."),
    (features("7", "Y"), follow(B, C, A),
     "your phone rings for 20 seconds, then the call goes to A for 15 seconds, then to B for"
     " 20 seconds, then to 101, then to voicemail."),
    (features("3", "Y"), follow(A, B, sequence=Sequence.SIMULTANEOUS),
     "your phone rings for 20 seconds, then A and B ring together."),
    (features("6", "Y"), follow(A, B, sequence=Sequence.SIMULTANEOUS),
     "A and B ring together, then the call goes to voicemail."),
    (features("2", "Y"), follow(A, B, sequence=Sequence.RANDOM),
     "the call tries A and B in random order."),
    (features("7", "F"), follow(A, B, sequence=Sequence.RANDOM),
     "your phone rings for 20 seconds, then the call tries A and B in random order, then the call"
     " goes to voicemail."),
    (features("2", "Y"), follow(A, sequence=Sequence.SIMULTANEOUS), "the call goes to A."),
    (features("2", "C"), follow(A, B), "the call goes to A."),
    # SIP addresses.
    (features("2", "U"), follow(DESK), "the call goes to desk@example.com."),
    (features("3", "F"), follow(A, replace(DESK, i_follow_order=2)),
     "your phone rings for 20 seconds, then the call goes to A for 15 seconds, then to"
     " desk@example.com."),
    # Hours and pauses; it is Monday noon.
    (features("2", "Y"), follow(replace(A, period=OFFICE_HOURS), replace(B, period="hr{18-21}")),
     "the call goes to A."),
    (features("7", "Y"), follow(replace(A, period="hr{18-21}")),
     "your phone rings for 20 seconds, then the call goes to voicemail."
     " Forwarding is on but no number is active then: such calls skip it."),
    (features("2", "Y"), follow(replace(A, period="hr{18-21}")),
     "the call is not answered."
     " Forwarding is on but no number is active then: such calls end there."),
    (features("2", "Y"), follow(replace(A, active=False), B), "the call goes to B."),
    (features("3", "Y"), follow(replace(A, active=False)),
     "your phone rings for 20 seconds, then the call ends."
     " Forwarding is on but all its numbers are paused: such calls end there."),
    (features("2", "Y"), follow(replace(A, period="first monday", period_description="Mondays")),
     "the call goes to A. A rings only at its own hours: Mondays."),
    (features("2", "C"), follow(replace(A, active=False, period="hr{1}")), "the call goes to A."),
    # Numbers that are missing.
    (features("2", "C"), follow(),
     "the call is not answered. Forwarding is on but has no number: such calls end there."),
    (features("6", "Y"), follow(),
     "the call goes to voicemail. Forwarding is on but has no number: such calls skip it."),
    # Voicemail that is off, or something else.
    (features("4", voicemail="N"), follow(), "the call is not answered. Voicemail is off."),
    (features("7", "C", voicemail="N"), follow(A),
     "your phone rings for 20 seconds, then the call goes to A."),
    (features("5", voicemail="N"), follow(),
     "your phone rings for 20 seconds, then the call ends."),
    (features("5", fax="Y"), follow(),
     "your phone rings for 20 seconds, then the call goes to the fax mailbox."),
    (features("4", auto_attendant="Y"), follow(), "the call goes to the auto attendant."),
    (features("4", voicemail="N", external_voicemail="Y"), follow(),
     "the call goes to voicemail."),
    # Screening.
    (features("1", call_processing="Y"), follow(),
     "your phone rings for 20 seconds, then the call ends."
     " Screening rules are on and may treat some callers differently."),
]  # fmt: skip


@pytest.mark.row("N05")
@pytest.mark.parametrize(("set_up", "followme", "expected"), ROUTES)
def test_the_sentence_tells_the_route(
    set_up: dict[str, Feature], followme: FollowMe, expected: str, say: Say
) -> None:
    sentence = say(describe(set_up, followme, at=NOW, zone=UTC))

    assert short(sentence) == f"If someone calls now, {expected}"


@pytest.mark.row("N05")
@pytest.mark.parametrize("unknown", [{}, features(""), features("8"), features("~")])
def test_an_unknown_answering_mode_is_not_guessed(unknown: dict[str, Feature], say: Say) -> None:
    sentence = say(describe(unknown, follow(A), at=NOW, zone=UTC))

    assert sentence == "The provider does not say how calls to this line are answered."


@pytest.mark.row("N05")
def test_the_caller_and_the_moment_are_named(say: Say) -> None:
    evening = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
    options: dict[str, Any] = {"at": evening, "zone": UTC}
    followme = follow(replace(A, period=OFFICE_HOURS), replace(B, period="hr{18-21}"))

    by_mum = describe(features("2", "Y"), followme, caller="Mum", **options)
    later = describe(features("2", "Y"), followme, now=NOW, **options)
    by_mum_later = describe(features("2", "Y"), followme, caller="Mum", now=NOW, **options)

    assert short(say(by_mum)) == "If Mum calls now, the call goes to B."
    assert short(say(later)) == "If someone calls (today 20:00), the call goes to B."
    assert short(say(by_mum_later)) == "If Mum calls (today 20:00), the call goes to B."


@pytest.mark.row("N05")
def test_hours_are_those_of_the_accounts_zone(say: Say) -> None:
    """Noon in London is seven in the morning in New York."""
    followme = follow(replace(A, period=OFFICE_HOURS), replace(B, period="hr{7}"))

    sentence = describe(features("2", "Y"), followme, at=NOW, zone=ZoneInfo("America/New_York"))

    assert short(say(sentence)) == "If someone calls now, the call goes to B."


UNTIL = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)


@pytest.mark.row("S02")
@pytest.mark.parametrize(
    ("set_up", "followme", "until", "expected"),
    [
        (features("7"), follow(A), None, "off"),
        (features("2", "C"), follow(A), None, "all calls go to A"),
        (features("6", "C"), follow(A), UNTIL, "all calls go to A until today 18:00"),
        (features("7", "C"), follow(A), None, "calls that you do not answer go to A"),
        (
            features("3", "C"),
            follow(A),
            UNTIL,
            "calls that you do not answer go to A until today 18:00",
        ),
        (features("2", "Y"), follow(A, B), None, "all calls go to A and B"),
        (features("2", "Y"), follow(A, B, C), None, "all calls go to 3 numbers"),
        (features("5", "C"), follow(A), None, "A, but the answering mode does not use it"),
        (features("2", "C"), follow(), None, "on, but without a number"),
        (
            features("2", "Y"),
            follow(replace(A, active=False)),
            None,
            "on, but all its numbers are paused",
        ),
        (
            features("2", "Y"),
            follow(replace(A, period="hr{1}")),
            None,
            "on, but no number is active at this hour",
        ),
        ({}, follow(A), None, "not known"),
    ],
)
def test_the_home_card_tells_forwarding_in_one_line(
    set_up: dict[str, Feature],
    followme: FollowMe,
    until: datetime | None,
    expected: str,
    say: Say,
) -> None:
    line = forwarding_state(set_up, followme, UTC, NOW, until=until)

    assert short(say(line)) == f"Forwarding: {expected}"
