"""Answering: what happens to a call, step by step, and how long the phone rings."""

from conversations.answering import screen
from conversations.answering.base import area

__all__ = ["area", "screen"]
