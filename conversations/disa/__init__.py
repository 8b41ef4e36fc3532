"""DISA: calls from any phone at this line's cost. Off unless wanted, and off again by itself."""

from conversations.disa import card, screen, switching, told
from conversations.disa.base import area

__all__ = ["area", "card", "screen", "switching", "told"]
