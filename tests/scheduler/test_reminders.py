"""Reminders come by day; what they tell is in the transcripts of their areas."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from scheduler.reminders import by_day

ZONE = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("hour", "due"), [(3, (18, 9)), (9, (18, 9)), (19, (18, 19)), (20, (19, 9)), (23, (19, 9))]
)
def test_nobody_is_woken_by_a_reminder(hour: int, due: tuple[int, int]) -> None:
    moment = by_day(datetime(2026, 11, 18, hour, tzinfo=ZONE))

    assert (moment.day, moment.hour) == due
