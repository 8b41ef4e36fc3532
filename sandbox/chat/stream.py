"""What happens in the chats, told to every page that listens."""

import asyncio
from collections import deque
from typing import Any

import orjson

# A page that does not read is dropped rather than remembered without end.
MAX_BEHIND = 10_000


class Stream:
    """Publishes events to queues of ready `data:` lines."""

    def __init__(self) -> None:
        self.listeners: set[Listener] = set()

    def publish(self, user_id: int, kind: str, **fields: Any) -> None:
        """Tell all; costs nothing when nobody listens."""
        if not self.listeners:
            return
        line = b"data: " + orjson.dumps({"user_id": user_id, "kind": kind, **fields}) + b"\n\n"
        for listener in tuple(self.listeners):
            listener.put(line)


class Listener:
    """One open page."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self.lines: deque[bytes] = deque()
        self.wake = asyncio.Event()
        self.closed = False
        stream.listeners.add(self)

    def put(self, line: bytes) -> None:
        """Queue a line."""
        self.lines.append(line)
        if len(self.lines) > MAX_BEHIND:
            self.close()
        self.wake.set()

    def close(self) -> None:
        """Stop listening."""
        self.closed = True
        self.stream.listeners.discard(self)
        self.wake.set()

    async def take(self, patience: float) -> bytes:
        """All lines that wait, or b'' after `patience` seconds of silence."""
        if not self.lines and not self.closed:
            try:
                await asyncio.wait_for(self.wake.wait(), patience)
            except TimeoutError:
                return b""
        self.wake.clear()
        data = b"".join(self.lines)
        self.lines.clear()
        return data
