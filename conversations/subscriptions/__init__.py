"""Subscriptions: the next charge first, then each plan with its price and its dates."""

from conversations.subscriptions import (
    ending,  # noqa: F401 - registers its notice
    plans,  # noqa: F401 - registers its screen
)
from conversations.subscriptions.base import area

__all__ = ["area"]
