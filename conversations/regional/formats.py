"""How the portal shows dates and times, and how it takes what is typed there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from conversations.regional.base import info_of
from dialogs import State, Turn
from portaswitch import AccountChange

DATES = {
    "YYYY-MM-DD": "2026-12-31",
    "MM/DD/YYYY": "12/31/2026",
    "MM/DD/YY": "12/31/26",
    "DD-MM-YYYY": "31-12-2026",
    "DD-MM-YY": "31-12-26",
    "DD.MM.YYYY": "31.12.2026",
    "DD.MM.YY": "31.12.26",
    "MM-DD-YYYY": "12-31-2026",
}
"""What the portal offers, each by an example: the last day of a year cannot be misread."""
TIMES = {
    "HH24:MI:SS": "23:59:59",
    "HH:MI": "23:59",
    "HH12:MI:SS AM": "11:59:59 PM",
    "HH12:MI AM": "11:59 PM",
}


@dataclass(frozen=True, slots=True)
class Entered:
    """How the portal takes dates, or times, that are typed there."""

    key: str

    async def read(self, turn: Turn) -> State | None:
        value = getattr((await info_of(turn)).formats, self.key)
        return State(value) if value else None

    async def write(self, turn: Turn, value: str) -> None:
        change: dict[str, Any] = {self.key: value}
        await turn.api.update_account(AccountChange(**change))


@dataclass(frozen=True, slots=True)
class Shown(Entered):
    """How it shows them; there is a format for both together as well."""

    async def write(self, turn: Turn, value: str) -> None:
        now = (await info_of(turn)).formats
        halves = {name: getattr(now, name) for name in ("out_date_format", "out_time_format")}
        halves[self.key] = value
        both = " ".join(halves.values()) if all(halves.values()) else None
        change: dict[str, Any] = {self.key: value, "out_date_time_format": both}
        await turn.api.update_account(AccountChange(**change))


async def has_any(turn: Turn) -> bool:
    kept = (await info_of(turn)).formats
    return any(
        (kept.out_date_format, kept.out_time_format, kept.in_date_format, kept.in_time_format)
    )
