"""Numbers as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from line.numbers import (
    Kind,
    Parsed,
    Suggestion,
    is_abroad,
    is_premium,
    parse_number,
    sip_uri,
)

from .conftest import Say

KYIV, SEATTLE, ROME = "380441234567", "12065550100", "390612345678"


@pytest.mark.row("S33")
@pytest.mark.parametrize(
    ("typed", "home", "number", "kind"),
    [
        ("+380 44 123 45 67", KYIV, "380441234567", Kind.INTERNATIONAL),
        ("+380-44-123-45-67", SEATTLE, "380441234567", Kind.INTERNATIONAL),
        ("380441234567", KYIV, "380441234567", Kind.INTERNATIONAL),
        ("380441234567", SEATTLE, "380441234567", Kind.INTERNATIONAL),
        ("0441234567", KYIV, "380441234567", Kind.NATIONAL),
        ("(044) 123-45-67", KYIV, "380441234567", Kind.NATIONAL),
        ("44 123 45 67", KYIV, "380441234567", Kind.NATIONAL),
        ("00 44 20 7946 0000", KYIV, "442079460000", Kind.INTERNATIONAL),
        ("00 44 20 7946 0000", SEATTLE, "442079460000", Kind.INTERNATIONAL),
        ("011 44 20 7946 0000", SEATTLE, "442079460000", Kind.INTERNATIONAL),
        ("+44 (0)20 7946 0000", KYIV, "442079460000", Kind.INTERNATIONAL),
        ("206-555-0101", SEATTLE, "12065550101", Kind.NATIONAL),
        ("1 (206) 555.0101", SEATTLE, "12065550101", Kind.INTERNATIONAL),
        ("tel:+12065550101", SEATTLE, "12065550101", Kind.INTERNATIONAL),
        ("+380\u00a044\u2011123\u201145\u201167", KYIV, "380441234567", Kind.INTERNATIONAL),
        ("\u2068+380 44 123 45 67\u2069", KYIV, "380441234567", Kind.INTERNATIONAL),
        ("＋３８０４４１２３４５６７", KYIV, "380441234567", Kind.INTERNATIONAL),
        ("+39 06 1234 5678", KYIV, "390612345678", Kind.INTERNATIONAL),
        ("06 1234 5678", ROME, "390612345678", Kind.NATIONAL),
        ("205", KYIV, "205", Kind.EXTENSION),
        ("10 15", SEATTLE, "1015", Kind.EXTENSION),
        ("112", KYIV, "112", Kind.SHORT),
        ("911", SEATTLE, "911", Kind.SHORT),
        ("+380441234567", "alice", "380441234567", Kind.INTERNATIONAL),
        ("+380441234567", "380501234567@msisdn", "380441234567", Kind.INTERNATIONAL),
    ],
)
def test_a_number_is_read(typed: str, home: str, number: str, kind: Kind) -> None:
    assert parse_number(typed, home=home) == Parsed(number, kind)


@pytest.mark.parametrize(
    ("typed", "home", "number"),
    [
        ("+0 44 20 7946 0000", KYIV, "442079460000"),
        ("+0 44 123 45 67", KYIV, "380441234567"),
        ("+00380 44 123 45 67", KYIV, "380441234567"),
        ("8 044 123 45 67", KYIV, "380441234567"),
        ("0380441234567", KYIV, "380441234567"),
    ],
)
def test_a_usual_slip_is_answered_with_a_suggestion(
    typed: str, home: str, number: str, say: Say
) -> None:
    suggestion = parse_number(typed, home=home)

    assert isinstance(suggestion, Suggestion)
    assert suggestion.number == number
    assert say(suggestion.text).startswith("Did you mean +")


@pytest.mark.parametrize(
    "typed",
    ["", "mum", "+", "7", "call 0441234567", "+380441234567890123", "0441234", "++380441234567",
     "380+441234567", "1-800-FLOWERS", "*62", "٠٤٤"],
)  # fmt: skip
def test_what_is_no_number_is_not_read(typed: str) -> None:
    assert parse_number(typed, home=KYIV) is None


@given(st.text())
def test_no_text_breaks_the_reading(text: str) -> None:
    parse_number(text, home=KYIV)
    sip_uri(text)


@given(st.from_regex(r"\+?[0-9]{2,15}", fullmatch=True))
def test_what_was_read_is_read_the_same_again(typed: str) -> None:
    first = parse_number(typed, home=KYIV)
    if isinstance(first, Parsed) and first.kind is not Kind.EXTENSION:
        plus = "+" if len(first.number) > 6 else ""
        again = parse_number(plus + first.number, home=KYIV)
        assert isinstance(again, Parsed)
        assert again.number == first.number


@pytest.mark.parametrize(
    ("number", "home", "abroad"),
    [
        ("442079460000", KYIV, True),
        ("380501234567", KYIV, False),
        ("12065550101", SEATTLE, False),
        ("18765550101", SEATTLE, True),  # Jamaica, behind the same +1: a classic of fraud
        ("14165550101", SEATTLE, True),
        ("205", KYIV, False),
        ("80012345678", KYIV, True),
    ],
)
def test_abroad_is_another_country(number: str, home: str, abroad: bool) -> None:
    assert is_abroad(number, home) is abroad


@pytest.mark.parametrize(
    ("number", "premium"),
    [("19005550100", True), ("449098790000", True), ("380441234567", False), ("205", False)],
)
def test_expensive_numbers_are_known(number: str, premium: bool) -> None:
    assert is_premium(number) is premium


@pytest.mark.row("S32")
@pytest.mark.parametrize(
    ("typed", "uri"),
    [
        ("sip:alice@example.com", ("alice", "example.com", None)),
        ("alice@Example.COM:5061", ("alice", "example.com", 5061)),
        ("sips:380441234567@pbx.example.net;transport=tcp",
         ("380441234567", "pbx.example.net", None)),
        (" *62@example.com ", ("*62", "example.com", None)),
        ("alice@192.0.2.7:5060", ("alice", "192.0.2.7", 5060)),
        ("alice", None),
        ("alice@localhost", None),
        ("@example.com", None),
        ("alice@example.com:0", None),
        ("alice@example.com:99999", None),
        ("alice@-example.com", None),
        ("al ice@example.com", None),
        ("alice@example..com", None),
    ],
)  # fmt: skip
def test_a_sip_address_is_taken_apart(typed: str, uri: tuple[str, str, int | None] | None) -> None:
    assert sip_uri(typed) == uri
