"""What the bot may say unasked about a line, and when it keeps quiet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Self

CLOCK = "%H:%M"
MINUTE = timedelta(minutes=1)
ON_TOP = "on_top"
"""The balance on top of the chat: its notices, its watches and the wish for it are called so."""


@dataclass(frozen=True, slots=True)
class Alerts:
    """One link's wishes, as they lie in `Link.alerts`; what was never chosen has its default.

    `phone_offline` is for how long the phone may be away untold, `threshold` is in the account's
    currency, and `quiet` is from when until when, in the line's zone.
    """

    voicemail: bool = True
    missed_call: bool = True
    low_balance: bool = True
    forward_ended: bool = True
    phone_offline: timedelta | None = None
    on_top: bool = False
    threshold: Decimal = Decimal(5)
    quiet: tuple[time, time] | None = None

    @classmethod
    def from_json(cls, stored: Mapping[str, Any], low_balance: str = "5") -> Self:
        """`low_balance` is the operator's threshold, for those who chose none.

        What cannot be read counts as not chosen: sweeps and deliveries read the wishes of many
        lines together, and one broken row must not silence the others.
        """
        return cls(
            voicemail=bool(stored.get("voicemail", True)),
            missed_call=bool(stored.get("missed_call", True)),
            low_balance=bool(stored.get("low_balance", True)),
            forward_ended=bool(stored.get("forward_ended", True)),
            phone_offline=_minutes(stored.get("phone_offline")),
            on_top=bool(stored.get(ON_TOP, False)),
            threshold=_amount(stored.get("threshold")) or Decimal(low_balance),
            quiet=_hours(stored.get("quiet")),
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "voicemail": self.voicemail,
            "missed_call": self.missed_call,
            "low_balance": self.low_balance,
            "forward_ended": self.forward_ended,
            "phone_offline": str(self.phone_offline // MINUTE) if self.phone_offline else "",
            ON_TOP: self.on_top,
            "threshold": str(self.threshold),
            "quiet": [one.strftime(CLOCK) for one in self.quiet] if self.quiet else None,
        }

    def quiet_until(self, now: datetime) -> datetime | None:
        """When the quiet hours around `now` end; None outside of them. `now` in the line's zone."""
        if self.quiet is None:
            return None
        start, end = self.quiet
        at = now.time()
        if not (start <= at < end if start < end else at >= start or at < end):
            return None
        day = now.date() if at < end else now.date() + timedelta(days=1)
        return datetime.combine(day, end, now.tzinfo)


def _amount(stored: Any) -> Decimal | None:
    try:
        amount = Decimal(stored)
    except (InvalidOperation, TypeError, ValueError):
        return None
    return amount if amount.is_finite() else None


def _minutes(stored: Any) -> timedelta | None:
    try:
        return int(stored) * MINUTE or None
    except (TypeError, ValueError, OverflowError):
        return None


def _hours(stored: Any) -> tuple[time, time] | None:
    try:
        start, end = (time.fromisoformat(one) for one in stored)
    except (TypeError, ValueError):
        return None
    return start, end
