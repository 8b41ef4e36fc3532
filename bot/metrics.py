"""What Prometheus reads at /metrics. No number, name or id of a subscriber is in it."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from scheduler import Observer


class Metrics(Observer):
    """One registry a process, so that tests may have several bots in one."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._calls = Histogram(
            "selfcare_provider_seconds",
            "Time of the provider's answers",
            ("operation", "outcome"),
            registry=self.registry,
            buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
        )
        self._updates = Counter(
            "selfcare_updates",
            "Updates by what became of them: handled, failed (they come again), given_up",
            ("outcome",),
            registry=self.registry,
        )
        self.busy = Gauge("selfcare_busy_chats", "Chats at work", registry=self.registry)
        self._ticks = Histogram(
            "selfcare_tick_seconds",
            "Time that the scheduled work took, by how it ended: done, failed",
            ("job", "outcome"),
            registry=self.registry,
            buckets=(0.1, 1, 10, 60, 300, 1800),
        )
        self._notices = Counter(
            "selfcare_notices",
            "Notices by what became of them",
            ("kind", "outcome"),
            registry=self.registry,
        )
        self._unknown_money = Gauge(
            "selfcare_unknown_operations",
            "Payments whose outcome the provider has not told",
            registry=self.registry,
        )

    def provider(self, operation: str, seconds: float, outcome: str) -> None:
        self._calls.labels(operation, outcome).observe(seconds)

    def update(self, outcome: str) -> None:
        self._updates.labels(outcome).inc()

    def tick(self, job: str, seconds: float, outcome: str) -> None:
        self._ticks.labels(job, outcome).observe(seconds)

    def notice(self, kind: str, outcome: str) -> None:
        self._notices.labels(kind, outcome).inc()

    def unknown_money(self, operations: int) -> None:
        self._unknown_money.set(operations)

    def page(self) -> bytes:
        return generate_latest(self.registry)
