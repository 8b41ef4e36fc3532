"""A circuit breaker: a provider that is dead costs its callers milliseconds."""

from __future__ import annotations

import time
from collections.abc import Callable

import structlog

log = structlog.get_logger(__name__)


class Breaker:
    """Opens after `failures` calls in a row without an answer; the first answer closes it.

    While it is open, one call in every `rest_seconds` is let through to see. The next one does not
    wait for the last one's end: a probe that hangs in silence until its timeout would else decide
    when the others hear that the provider is back.
    """

    def __init__(
        self, failures: int, rest_seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most = failures
        self._rest_seconds = rest_seconds
        self._clock = clock
        self._failures = 0
        self._next_probe = 0.0

    @property
    def is_open(self) -> bool:
        return self._failures >= self._most

    @property
    def resting(self) -> bool:
        """Whether a call would be refused now; asking takes nobody's turn as the probe."""
        return self.is_open and self._clock() < self._next_probe

    def admits(self) -> bool:
        """Whether this call may go out; while the breaker is open, as the one that probes."""
        if self.resting:
            return False
        if self.is_open:
            self._rest()
        return True

    def answered(self) -> None:
        """Whatever it said, a refusal too: the provider is there."""
        if self.is_open:
            log.info("provider_answers_again")
        self._failures = 0

    def failed(self) -> None:
        """Silence, no connection, a cut, or a gateway with nothing behind it."""
        self._failures += 1
        if self._failures == self._most:
            self._rest()
            log.warning("provider_not_answering", calls=self._failures)

    def _rest(self) -> None:
        self._next_probe = self._clock() + self._rest_seconds
