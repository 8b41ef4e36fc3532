"""Transactions: calls, payments, refunds and fees of any days, searched, added up and taken along.

`overview` is what a period came to, `days` the calendar that chooses it, `search` narrows it;
`records` lists what is left, `files` and `pictures` send it into the chat, and
`monthly` does so by itself.
"""

from conversations.transactions import days, files, monthly, overview, pictures, records, search
from conversations.transactions.base import area

__all__ = ["area", "days", "files", "monthly", "overview", "pictures", "records", "search"]
