"""The area, and what its screens read of the mailbox."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from datetime import datetime

from dialogs import Area, HasFeature, Turn
from locales import _
from portaswitch import MailboxMessage, Rejected
from portaswitch.account.mailbox import MailboxFlag

area = Area(
    "voicemail",
    _("Voicemail"),
    icon="📼",
    group="centrex",
    section="voicemail",
    command="voicemail",
    about=_("Listen to your messages"),
    words=_("voicemail, voice mail, messages, mailbox, inbox, answering machine, fax"),
    needs=HasFeature("unified_messaging", on=True),
)

GONE = _("That message is no longer in the mailbox. It may have been deleted elsewhere.")
FLAGS: dict[str, MailboxFlag] = {"heard": "Seen", "starred": "Flagged", "answered": "Answered"}


class Callers:
    """Who left which message: only a message's details say it (10), and it never changes."""

    def __init__(self, most: int = 5_000) -> None:
        self._known: OrderedDict[tuple[int, str, datetime, int], tuple[str, str]] = OrderedDict()
        self._most = most

    async def of(self, turn: Turn, message: MailboxMessage) -> MailboxMessage:
        """The message with its caller. A mailbox that is made anew may give an id again."""
        key = (turn.link.i_account, message.message_uid, message.delivery_date, message.size)
        if key not in self._known:
            whole = await turn.api.get_mailbox_message_details(message.message_uid)
            self._known[key] = whole.caller, whole.caller_name
        self._known.move_to_end(key)
        caller, name = self._known[key]
        if len(self._known) > self._most:
            self._known.popitem(last=False)
        return replace(message, caller=caller, caller_name=name)


async def find(turn: Turn, uid: str) -> MailboxMessage | None:
    """A message with its caller; None when it is gone.

    The switch's word for a message that is not there is unknown, so the list decides.
    """
    try:
        return await turn.api.get_mailbox_message_details(uid)
    except Rejected:
        listed = await turn.api.get_mailbox_message_list()
        if any(message.message_uid == uid for message in listed):
            raise
        return None
