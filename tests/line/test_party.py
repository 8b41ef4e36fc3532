"""The other side of a call: named, mentioned, dialable."""

from __future__ import annotations

import pytest

from line.party import dialable, is_withheld, mentioned, named
from tests.line.conftest import Say


@pytest.mark.parametrize("number", ["", "anonymous", "Anonymous", " restricted ", "unknown"])
def test_a_withheld_number_is_said_in_words(number: str, say: Say) -> None:
    assert is_withheld(number)
    assert say(named(number)) == "withheld number"
    assert say(mentioned(number)) == "a withheld number"


@pytest.mark.parametrize(
    ("number", "said", "dialed"),
    [
        ("12065550133", "+1 206-555-0133", "+12065550133"),
        ("+380671234567", "+380 67 123 4567", "+380671234567"),
        ("102", "102", "102"),
        ("*98", "*98", "*98"),
        ("alice@example.com", "alice@example.com", "alice@example.com"),
    ],
)
def test_a_number_is_said_as_people_write_it_and_dialed_from_anywhere(
    number: str, said: str, dialed: str, say: Say
) -> None:
    assert say(named(number)) == say(mentioned(number)) == said
    assert dialable(number) == dialed
