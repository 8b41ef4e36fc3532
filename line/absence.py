"""A phone that is away: since when nobody has seen it, as a watch keeps it.

The switch says whether a phone is registered (5.4), not since when. So the time is that of the
first look which did not find it: it has been away since then, or for a little longer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

WATCH = "phone_offline"
"""Its watches, its notices and the wish of a link are called so."""


@dataclass(frozen=True, slots=True)
class Absence:
    since: datetime
    told: bool = False

    @classmethod
    def read(cls, kept: Mapping[str, Any] | None) -> Self | None:
        """None for a phone that was there, and for one that nobody has looked for."""
        if not kept:
            return None
        return cls(datetime.fromisoformat(kept["since"]), bool(kept["told"]))

    def kept(self) -> dict[str, Any]:
        return {"since": self.since.isoformat(), "told": self.told}

    @property
    def moment(self) -> int:
        """As a button carries it, in epoch seconds."""
        return round(self.since.timestamp())
