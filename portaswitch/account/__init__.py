"""One account: its calls over its session, in the provider's own names.

A group of operations is one file: its rows of the operation map, and the calls.
"""

from portaswitch.account import forwarding, history, mailbox, money, profile
from portaswitch.account.forwarding import Forwarding
from portaswitch.account.history import History
from portaswitch.account.mailbox import Mailbox
from portaswitch.account.money import Money
from portaswitch.account.profile import Profile
from portaswitch.rows import Row

ROWS: tuple[Row, ...] = (
    *profile.ROWS,
    *forwarding.ROWS,
    *history.ROWS,
    *mailbox.ROWS,
    *money.ROWS,
)


class Account(Profile, Forwarding, History, Mailbox, Money):
    """The calls of one account. Make it with `Provider.account`.

    When a call says that the session is over, `renew` is asked once for new tokens (it may take
    the owner's lock) and the call is sent once more: such faults are raised before execution, so
    that holds for writes too. Then `SessionExpired`. Every call may also raise `Rejected`,
    `Unavailable`, and `NotMapped` where this switch does not have the operation.
    """
