"""Do not disturb: nothing rings for a while; then it rings again by itself, as it did before."""

from conversations.dnd import screen, switching, told
from conversations.dnd.screen import area

__all__ = ["area", "screen", "switching", "told"]
