"""A search as people type it, and what it keeps."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from line.asked import parse_period, parse_search
from line.ledger import Kind, Period, Sought, kind_of
from line.names import Names
from portaswitch import Xdr
from portaswitch.account.phonebook import PhonebookRecord
from portaswitch.records import Direction, Outcome

TODAY = date(2026, 11, 23)
MAY = "2026-05-01.2026-05-31"


@pytest.mark.row("S65")
@pytest.mark.parametrize(
    ("text", "period", "sought"),
    [
        ("calls to mum in May", MAY, Sought("mum", "call", "out")),
        ("Show me all my calls from 206 555 0101 over $1.50", "month",
         Sought("206 555 0101", "call", "in", "", "1.50")),
        ("payments last month", "last", Sought(kind="payment")),
        ("calls in December", "2025-12-01.2025-12-31", Sought(kind="call")),
        ("incoming calls yesterday?", "2026-11-22.2026-11-22", Sought("", "call", "in")),
        ("дзвінки мамі в травні", MAY, Sought("мамі", "call", "out")),
        ("дзвінки від мами за минулий місяць", "last", Sought("мами", "call", "in")),
        ("витрати за тиждень", "week", Sought()),
        ("calls over 1 dollar last month", "last", Sought(kind="call", least="1")),
        ("my calls from yesterday", "2026-11-22.2026-11-22", Sought(kind="call")),
        ("calls to mum on 20 November", "2026-11-20.2026-11-20", Sought("mum", "call", "out")),
        ("payments on December 1st", "2025-12-01.2025-12-01", Sought(kind="payment")),
        ("calls from 206 555 0101 in May", MAY, Sought("206 555 0101", "call", "in")),
        ("дзвінки за 5 травня 2025", "2025-05-05.2025-05-05", Sought(kind="call")),
        ("how much did I spend last month?", "last", Sought()),
        ("скільки я витратив у травні", MAY, Sought()),
        ("дзвінки дорожче 2 гривень за травень", MAY, Sought(kind="call", least="2")),
    ],
)  # fmt: skip
def test_a_search_is_understood_as_a_whole(text: str, period: str, sought: Sought) -> None:
    assert parse_search(text, TODAY) == (period, sought)


@pytest.mark.parametrize(
    "text",
    [
        "calls", "recharge", "поповнення", "record my calls", "missed calls", "can I call 380",
        "forward calls to mum", "block calls from 123", "", "calls on 31 February",
    ],
)  # fmt: skip
def test_what_means_something_else_is_left_to_others(text: str) -> None:
    assert parse_search(text, TODAY) is None


def test_a_period_may_stand_alone() -> None:
    assert parse_period("in May", TODAY) == MAY
    assert parse_period("in Mayonnaise", TODAY) is None


@pytest.mark.parametrize("written", ["", "x=1&k=nothing&d=up&l=NaN", "===", "l=-5", "l=Infinity"])
def test_a_forged_search_filters_nothing(written: str) -> None:
    assert Sought.read(written) == Sought()


def test_a_search_survives_its_button() -> None:
    sought = Sought("A&B = мама", "call", "out", "3", "1.5")
    assert Sought.read(sought.written()) == Sought("A B   мама", "call", "out", "3", "1.5")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("last", date(2026, 10, 1), date(2026, 10, 31)),
        ("2026-11-20.2030-01-01", date(2026, 11, 20), TODAY),
        ("0001-01-01.2026-11-23", date(2024, 11, 22), date(2025, 1, 22)),
        ("2027-01-01.2027-01-02", TODAY, TODAY),
        ("nonsense", date(2026, 11, 17), TODAY),
    ],
)
def test_a_period_is_never_wider_or_further_than_the_switch_bears(
    text: str, first: date, last: date
) -> None:
    assert Period.read(text, TODAY) == Period(first, last)


def test_names_are_found_in_any_case_and_numbers_in_any_writing() -> None:
    book = [
        PhonebookRecord("+38 (067) 123-45-67", "Мама"),
        PhonebookRecord("0931112233", "Анна Коваль"),
        PhonebookRecord("102", "Mayor"),
    ]
    names = Names(book, "380441234567")

    assert names.called("мамі") == names.called("мами") == {"380671234567"}
    assert names.called("анні коваль") == {"380931112233"}
    assert names.called("ма") == {"380671234567"}
    assert names.called("") == frozenset()
    assert names.name("380931112233") == "Анна Коваль"
    assert names.name("102") == "Mayor"


def xdr(i_service: int | None, amount: str, direction: Direction = Direction.UNKNOWN) -> Xdr:
    at = datetime(2026, 11, 23, tzinfo=UTC)
    return Xdr(
        1, "380441234567", "380671234567", at, at, 60, Decimal(amount), direction,
        Outcome.ANSWERED, i_service, "", "", recorded=False,
    )  # fmt: skip


@pytest.mark.row("S69")
@pytest.mark.parametrize(
    ("record", "kind"),
    [
        (xdr(3, "0.10"), Kind.CALL),
        (xdr(None, "0.10", Direction.OUTGOING), Kind.CALL),
        (xdr(2, "-10"), Kind.PAYMENT),
        (xdr(2, "10"), Kind.REFUND),
        (xdr(1, "-0.75"), Kind.REFUND),
        (xdr(4, "5.99"), Kind.FEE),
    ],
)
def test_a_record_is_a_call_a_payment_a_refund_or_a_fee(record: Xdr, kind: Kind) -> None:
    assert kind_of(record) is kind
