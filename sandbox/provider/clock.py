"""The only source of time, so that a test can move it."""

from datetime import UTC, datetime, timedelta

DATETIME = "%Y-%m-%d %H:%M:%S"


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
