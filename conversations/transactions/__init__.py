"""Transactions: calls, payments, refunds and fees of any days, searched, added up and taken along.

`overview` is what a period came to, `days` chooses it, `search` narrows it; `records` lists what
is left, `files` and `pictures` send it into the chat, and `monthly` does so by itself.
"""

from conversations.transactions import (
    monthly,  # noqa: F401 - registers its action and its notice
    overview,  # noqa: F401 - registers its screen, and with it all that it leads to
    typed,  # noqa: F401 - registers its forms
)
from conversations.transactions.base import area

__all__ = ["area"]
