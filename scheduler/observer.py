"""What the operator may count. `bot` gives one that feeds the metrics."""

from __future__ import annotations


class Observer:
    """Hears what became of ticks, notices and money; this one keeps nothing."""

    def tick(self, job: str, seconds: float, outcome: str) -> None:
        """This replica ran a tick of a job. `outcome`: done, failed."""

    def notice(self, kind: str, outcome: str) -> None:
        """`outcome`: sent, dropped, later, unreachable, overloaded."""

    def unknown_money(self, operations: int) -> None:
        """So many operations whose outcome nobody knows yet."""
