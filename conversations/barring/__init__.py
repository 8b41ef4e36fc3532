"""Call barring: where this phone cannot call, whether one number is among that, and lifting it."""

from conversations.barring import check  # noqa: F401 - registers its form and screens
from conversations.barring.listed import area

__all__ = ["area"]
