"""What every text and value has in common: it can be said to a reader."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from locales.reader import Reader


class Speech(ABC):
    """Something that sounds different to each reader."""

    __slots__ = ()

    @abstractmethod
    def said_to(self, reader: Reader) -> str:
        """The value in the reader's language and zone."""


Sayable = Speech | str | int | Decimal | date | timedelta
"""What a reader can be told, and what a text's parameter may be."""
