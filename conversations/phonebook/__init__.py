"""Phone book: contacts with speed dial codes and favorites, from Telegram, by hand or by file."""

from conversations.phonebook import (
    add,  # noqa: F401 - registers its form
    book,  # noqa: F401 - registers its screens
    contact,  # noqa: F401 - registers its steps
    files,  # noqa: F401 - registers its steps
)
from conversations.phonebook.base import area

__all__ = ["area"]
