"""Recharge the account with a prepaid voucher.

`voucher` is the form, `settled` tells what was unknown when the provider did not answer,
`low_balance` says when it is time.
"""

from conversations.recharge import (
    low_balance,  # noqa: F401 - registers its notice
    settled,  # noqa: F401 - registers its notices
    voucher,  # noqa: F401 - registers its form
)
from conversations.recharge.base import area

__all__ = ["area"]
