"""Switches that make the Bot API misbehave on request."""

import asyncio
from dataclasses import dataclass
from typing import Any

from sandbox.chat.call import Call
from sandbox.chat.errors import Refusal

WORDS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    409: "Conflict",
    429: "Too Many Requests: retry after {retry_after}",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


class Dropped(Exception):
    """The connection is to be closed without an answer."""


@dataclass(slots=True)
class Fault:
    """`drop`: "before" the call is carried out, or "after" it. `times` None (or 0 in
    JSON): until cleared."""

    method: str
    status: int | None = None
    drop: str | None = None
    delay: float = 0.0
    times: int | None = 1
    retry_after: int | None = None
    description: str | None = None
    chat_id: int | None = None

    @classmethod
    def from_json(cls, body: dict[str, Any]) -> "Fault":
        """From the control API; raises ValueError in words for its caller."""
        method = str(body.get("method", "*"))
        status, drop, delay = body.get("status"), body.get("drop"), body.get("delay")
        if status is None and not drop and not delay:
            raise ValueError("a fault needs a status, drop or delay")
        if status is not None and (not isinstance(status, int) or not 400 <= status <= 599):
            raise ValueError("status is an HTTP error, 400 to 599")
        if drop not in (None, False, True, "before", "after"):
            raise ValueError('drop is true, "before" or "after"')
        times = body.get("times", 1)
        retry_after = body.get("retry_after")
        if status == 429 and retry_after is None:
            retry_after = 1
        return cls(
            method=method.lower(),
            status=status,
            drop=("after" if drop == "after" else "before") if drop else None,
            delay=float(delay or 0),
            times=int(times) if times else None,
            retry_after=retry_after,
            description=body.get("description"),
            chat_id=body.get("chat_id"),
        )

    def concerns(self, call: Call) -> bool:
        """Whether this call is to be hit."""
        if self.method not in ("*", call.method.lower()):
            return False
        return self.chat_id is None or call.integer("chat_id") == self.chat_id

    def refusal(self) -> Refusal:
        """The error answer of a `status` fault."""
        assert self.status is not None
        words = self.description or WORDS.get(self.status, "Error")
        return Refusal(self.status, words.format(retry_after=self.retry_after), self.retry_after)


class Faults:
    """The switches that are on, used up in order."""

    def __init__(self) -> None:
        self.switches: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Turn one on."""
        self.switches.append(fault)

    def clear(self) -> None:
        """Turn all off."""
        self.switches.clear()

    async def strike(self, call: Call) -> bool:
        """Delay, refuse or drop `call`; True when its answer is to be dropped afterwards."""
        if not self.switches:
            return False
        for fault in self.switches:
            if fault.concerns(call):
                break
        else:
            return False
        if fault.times is not None:
            fault.times -= 1
            if fault.times <= 0:
                self.switches.remove(fault)
        if fault.delay:
            await asyncio.sleep(fault.delay)
        if fault.status is not None:
            raise fault.refusal()
        if fault.drop == "before":
            raise Dropped
        return fault.drop == "after"
