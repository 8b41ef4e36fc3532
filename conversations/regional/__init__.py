"""Language, time zone and formats of the self-care portal, beside the language of this chat."""

from conversations.regional import screen  # noqa: F401 - registers its settings
from conversations.regional.base import area

__all__ = ["area"]
