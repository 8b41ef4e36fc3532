"""Phone book: contacts with speed dial codes and favorites, from Telegram, by hand or by file.

`book` is the list, `contact` one of it; `add`, `change` and `deleting` are what can be done to one.
"""

from conversations.phonebook import (
    book,  # noqa: F401 - registers its screens, and with them all that it leads to
    deleting,  # noqa: F401 - registers its steps
    from_file,  # noqa: F401 - registers its form
)
from conversations.phonebook.base import area

__all__ = ["area"]
