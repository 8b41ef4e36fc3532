"""Rate accounting: new messages are counted, and refused with 429 when too many."""

import math

from sandbox.chat.config import Rates
from sandbox.chat.errors import too_many


class Bucket:
    """A token bucket: `burst` at once, then `rate` a second."""

    __slots__ = ("burst", "level", "rate", "since")

    def __init__(self, rate: float, burst: int) -> None:
        self.rate = rate
        self.burst = burst
        self.level = float(burst)
        self.since = 0.0

    def missing(self, count: int, now: float) -> float:
        """Seconds until `count` tokens are there; 0 when they are."""
        if now > self.since:
            self.level = min(float(self.burst), self.level + (now - self.since) * self.rate)
            self.since = now
        return max(0.0, (min(count, self.burst) - self.level) / self.rate)


class Limits:
    """One bucket for all messages and one per chat."""

    def __init__(self, rates: Rates, *, on: bool) -> None:
        self.rates = rates
        self.on = on
        self.all = Bucket(rates.all_per_second, rates.all_burst)
        self.chats: dict[int, Bucket] = {}

    def take(self, chat_id: int, now: float, count: int = 1) -> None:
        """Count `count` new messages to a chat, or refuse them all with `retry_after`."""
        if not self.on:
            return
        chat = self.chats.get(chat_id)
        if chat is None:
            chat = self.chats[chat_id] = self._bucket(chat_id)
        wait = max(chat.missing(count, now), self.all.missing(count, now))
        if wait > 0:
            raise too_many(max(1, math.ceil(wait)))
        chat.level -= count
        self.all.level -= count

    def _bucket(self, chat_id: int) -> Bucket:
        if chat_id < 0:
            return Bucket(self.rates.group_per_second, self.rates.group_burst)
        return Bucket(self.rates.chat_per_second, self.rates.chat_burst)
