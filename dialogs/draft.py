"""The state of an open form, as it lies sealed in the store between two updates."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import orjson

from dialogs.area import Step
from locales import decode, encode


@dataclass(frozen=True, slots=True)
class Draft:
    """An open form: whose, which, the answers so far, and the question that waits.

    `asking` is "" at the review. `message_id` shows the form.
    """

    area: str
    form: str
    link_id: int
    asking: str
    answers: dict[str, Any] = field(repr=False)
    message_id: int = 0
    back: Step | None = None
    shown_at: datetime | None = None
    unknown: bool = False
    """Whether its effect was tried, and nobody knows what came of it."""

    def to_bytes(self) -> bytes:
        return orjson.dumps(
            {
                "form": [self.area, self.form],
                "link": self.link_id,
                "asking": self.asking,
                "answers": {name: encode(value) for name, value in self.answers.items()},
                "message": self.message_id,
                "back": self.back.to_json() if self.back else None,
                "shown_at": self.shown_at,
                "unknown": self.unknown,
            }
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> Draft:
        raw = orjson.loads(data)
        area, form = raw["form"]
        return cls(
            area,
            form,
            link_id=raw["link"],
            asking=raw["asking"],
            answers={name: decode(value) for name, value in raw["answers"].items()},
            message_id=raw["message"],
            back=Step.from_json(raw["back"]) if raw["back"] else None,
            shown_at=datetime.fromisoformat(raw["shown_at"]) if raw.get("shown_at") else None,
            unknown=bool(raw.get("unknown")),
        )

    def shown_in(self, message_id: int, now: datetime) -> Draft:
        return replace(self, message_id=message_id, shown_at=now)
