"""What can go wrong below the store's surface."""

from typing import Any


class StoreError(Exception):
    """The database cannot do it now: unreachable, locked, full, or cut off in the middle."""


class StoreOutdated(StoreError):
    """The database is at an older revision; on PostgreSQL the operator migrates it by hand."""


class SealBroken(Exception):
    """Sealed bytes that none of our keys opens: a key was lost, or somebody changed them."""


class FenceLost(Exception):
    """Another turn has taken the chat meanwhile: this one must not write outside any more."""


class Undo(Exception):
    """Raised inside a transaction: roll all of it back and return ``answer`` to the caller."""

    def __init__(self, answer: Any) -> None:
        super().__init__(answer)
        self.answer = answer
