"""A memory of the traffic: for the page's panel, and for tests that replay it."""

import base64
import time
from collections import deque
from dataclasses import dataclass
from typing import Any

from sandbox.chat.call import Call

# As much of a file as tells its format.
HEAD = 512


@dataclass(frozen=True, slots=True)
class Record:
    """One call; `outcome` is the result, or the body of the refusal."""

    number: int
    moment: float
    method: str
    params: dict[str, Any]
    wire: str
    files: dict[str, Any]
    ok: bool
    outcome: Any

    def row(self) -> dict[str, Any]:
        """As the page's panel shows it."""
        return {
            "n": self.number,
            "method": self.method,
            "params": self.params,
            "ok": self.ok,
            "error": None if self.ok else self.outcome["description"],
            "time": self.moment,
        }

    def replay(self) -> dict[str, Any]:
        """As a validator needs it."""
        return {
            "method": self.method,
            "params": self.params,
            "wire": self.wire,
            "files": self.files,
            "result" if self.ok else "error": self.outcome,
        }


class Recorder:
    """The last calls with their outcomes, and the last updates as delivered."""

    def __init__(self, size: int) -> None:
        self.calls: deque[Record] = deque(maxlen=size)
        self.updates: deque[dict[str, Any]] = deque(maxlen=size)
        self.count = 0

    def call(self, call: Call, ok: bool, outcome: Any) -> None:
        """Remember one call, of its files only the beginning."""
        self.count += 1
        params = call.params
        if "secret_token" in params:
            params = {**params, "secret_token": "masked"}
        files = {
            name: {
                "filename": part.filename,
                "size": len(part.data),
                "head": base64.b64encode(part.data[:HEAD]).decode(),
            }
            for name, part in call.files.items()
        }
        self.calls.append(
            Record(self.count, time.time(), call.method, params, call.wire, files, ok, outcome)
        )

    def recent(self, after: int, limit: int = 500) -> list[dict[str, Any]]:
        """The newest calls with a number over `after`, oldest first."""
        rows: list[dict[str, Any]] = []
        for record in reversed(self.calls):
            if record.number <= after or len(rows) == limit:
                break
            rows.append(record.row())
        return rows[::-1]

    def clear(self) -> None:
        """Forget the calls (their numbers go on)."""
        self.calls.clear()

    def traffic(self) -> dict[str, Any]:
        """Everything, both directions."""
        return {
            "calls": [record.replay() for record in self.calls],
            "updates": list(self.updates),
        }
