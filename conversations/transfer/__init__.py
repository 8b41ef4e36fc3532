"""Send phone credit: recipient, amount, a full review with the price, one tap that pays once.

`send` is the form, `settled` tells what was unknown when the provider did not answer.
"""

from conversations.transfer import (
    send,  # noqa: F401 - registers its form
    settled,  # noqa: F401 - registers its notices
)
from conversations.transfer.base import area

__all__ = ["area"]
