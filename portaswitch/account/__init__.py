"""One account: its calls over its session, in the provider's own names.

A group of operations is one file: its rows of the operation map, and the calls.
"""

from portaswitch.account import (
    barring,
    custom_fields,
    directories,
    discounts,
    emergency,
    forwarding,
    history,
    huntgroups,
    mailbox,
    money,
    music,
    numbers,
    phone,
    phonebook,
    profile,
    recordings,
    screening,
    subscriptions,
    system,
    totals,
    voicemail,
)
from portaswitch.account.barring import Barring
from portaswitch.account.custom_fields import CustomFields
from portaswitch.account.directories import Directories
from portaswitch.account.discounts import Discounts
from portaswitch.account.emergency import Emergency
from portaswitch.account.forwarding import Forwarding
from portaswitch.account.history import History
from portaswitch.account.huntgroups import HuntGroups
from portaswitch.account.mailbox import Mailbox
from portaswitch.account.money import Money
from portaswitch.account.music import MusicOnHold
from portaswitch.account.numbers import Numbers
from portaswitch.account.phone import Phone
from portaswitch.account.phonebook import Phonebook
from portaswitch.account.profile import Profile
from portaswitch.account.recordings import Recordings
from portaswitch.account.screening import Screening
from portaswitch.account.subscriptions import Subscriptions
from portaswitch.account.system import System
from portaswitch.account.totals import Totals
from portaswitch.account.voicemail import Voicemail
from portaswitch.rows import Row

ROWS: tuple[Row, ...] = (
    *profile.ROWS,
    *forwarding.ROWS,
    *history.ROWS,
    *mailbox.ROWS,
    *money.ROWS,
    *custom_fields.ROWS,
    *huntgroups.ROWS,
    *phonebook.ROWS,
    *directories.ROWS,
    *numbers.ROWS,
    *screening.ROWS,
    *barring.ROWS,
    *emergency.ROWS,
    *recordings.ROWS,
    *voicemail.ROWS,
    *music.ROWS,
    *discounts.ROWS,
    *phone.ROWS,
    *subscriptions.ROWS,
    *system.ROWS,
    *totals.ROWS,
)


class Account(
    Profile,
    Forwarding,
    History,
    Mailbox,
    Money,
    CustomFields,
    HuntGroups,
    Phonebook,
    Directories,
    Numbers,
    Screening,
    Barring,
    Emergency,
    Recordings,
    Voicemail,
    MusicOnHold,
    Discounts,
    Phone,
    Subscriptions,
    System,
    Totals,
):
    """The calls of one account. Make it with `Provider.account`.

    When a call says that the session is over, `renew` is asked once for new tokens (it may take
    the owner's lock) and the call is sent once more: such faults are raised before execution, so
    that holds for writes too. Then `SessionExpired`. Every call may also raise `Rejected`,
    `Unavailable`, and `NotMapped` where this switch does not have the operation.
    """
