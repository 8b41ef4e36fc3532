"""Volume discounts: what was used, what it brings, where it is heading; bundles and their end."""

from conversations.discounts import (
    almost,  # noqa: F401 - registers its notice
    meters,  # noqa: F401 - registers its screens
)
from conversations.discounts.base import area

__all__ = ["area"]
