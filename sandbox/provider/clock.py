"""The only source of time, so that a test can move it."""

from datetime import UTC, date, datetime, timedelta


class Clock:
    """Wall-clock time in UTC, plus whatever a test has added."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def advance(self, seconds: float) -> None:
        self._ahead += timedelta(seconds=seconds)


def wire_time(moment: datetime) -> str:
    """`YYYY-MM-DD HH:MM:SS` in UTC, as the API writes all its dates."""
    utc = moment.astimezone(UTC)
    return f"{utc:%Y-%m-%d %H:%M:%S}"


def next_month(day: date) -> date:
    """The first day of the month after this one."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
