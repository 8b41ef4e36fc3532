"""Which calls were missed, and which of them are one story."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from line.missed import attempts, told_by
from portaswitch import Xdr
from portaswitch.records import Direction, Outcome

OWN, CALLER = "12065550100", "12065550777"
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def call(number: int, minutes: float, outcome: Outcome = Outcome.MISSED, **more: Any) -> Xdr:
    at = NOON + timedelta(minutes=minutes)
    values: dict[str, Any] = {
        "cli": CALLER,
        "cld": OWN,
        "direction": Direction.INCOMING,
        "failed": outcome is not Outcome.ANSWERED,
        "h323_conf_id": f"call {number}",
    }
    return Xdr(
        i_xdr=number,
        bill_time=at,
        connect_time=at,
        charged_quantity=0,
        charged_amount=Decimal(),
        outcome=outcome,
        i_service=3,
        service_name="",
        description="",
        recorded=False,
        **values | more,
    )


@pytest.mark.row("A22")
@pytest.mark.row("N12")
def test_the_records_of_one_call_are_one_attempt() -> None:
    together: dict[str, Any] = {"h323_conf_id": "", "call_id": "one@switch"}
    group = [call(1, 0, cld="500", **together), call(2, 0.1, **together)]

    (attempt,) = attempts(group, OWN)
    assert attempt.missed
    answered = call(3, 0.2, Outcome.ANSWERED, direction=Direction.FORWARDED, **together)
    (attempt,) = attempts([*group, answered], OWN)
    assert not attempt.missed


@pytest.mark.row("N12")
def test_ten_minutes_of_one_caller_are_one_card() -> None:
    other = call(5, 2, cli="12065550778")
    found = told_by([call(1, 0), call(2, 9), call(3, 11), other], OWN, 1)

    assert found is not None
    assert [one.xdr.i_xdr for one in found.calls] == [1, 2]
    assert found.spoke is None


def test_what_ends_the_story_is_told_and_not_what_comes_after() -> None:
    back = call(2, 3, Outcome.ANSWERED, cli=OWN, cld=CALLER, direction=Direction.OUTGOING)
    found = told_by([call(1, 0), back, call(3, 5)], OWN, 1)

    assert found is not None
    assert [one.xdr.i_xdr for one in found.calls] == [1]
    assert found.spoke is not None
    assert found.spoke.outgoing


@pytest.mark.parametrize(
    ("outcome", "cause", "missed"),
    [
        (Outcome.ERROR, 17, True),  # busy
        (Outcome.ERROR, 20, True),  # the phone is not registered
        (Outcome.ERROR, 34, False),
        (Outcome.DECLINED, 16, False),
        (Outcome.ELSEWHERE, 13, False),
    ],
)
def test_what_counts_as_missed(outcome: Outcome, cause: int, missed: bool) -> None:
    (attempt,) = attempts([call(1, 0, outcome, disconnect_cause=cause)], OWN)

    assert attempt.missed is missed


def test_a_call_out_that_nobody_took_is_not_missed_here() -> None:
    out = call(1, 0, cli=OWN, cld=CALLER, direction=Direction.OUTGOING)

    assert told_by([out], OWN, 1) is None
    assert told_by([], OWN, 1) is None
