"""The mailbox in words: how full it is, and what is known of each message."""

from __future__ import annotations

from collections.abc import Sequence

from line.party import mentioned, named
from locales import Moment, Sayable, Span, Text, _, _n
from portaswitch import MailboxMessage


def heading(messages: Sequence[MailboxMessage]) -> Text:
    if not messages:
        return _("Your mailbox is empty. When somebody leaves a message, it comes to this chat.")
    new = sum(not message.seen for message in messages)
    if not new:
        return _n("{n} message, heard.", "{n} messages, all heard.", len(messages))
    return _n(
        "{n} message in the mailbox, {new} not heard yet.",
        "{n} messages in the mailbox, {new} not heard yet.",
        len(messages),
        new=new,
    )


def one_line(message: MailboxMessage, name: str = "") -> Text:
    """`name`: of the caller, in the phone book."""
    words: dict[str, Sayable] = {
        "state": _state(message),
        "who": name or mentioned(message.caller),
        "when": Moment(message.delivery_date),
        "length": _length(message),
    }
    return _("{state}: from {who}, {when}, {length}", **words)


def kind(message: MailboxMessage) -> Text:
    """What it is, as the heading of its card."""
    if message.fax_pages is None:
        return _("Voice message") if message.seen else _("New voice message")
    return _("Fax") if message.seen else _("New fax")


def heard(message: MailboxMessage) -> Text:
    """Whether it is still new, as the label of the button that changes it: a fax is read."""
    if message.fax_pages is None:
        return _("Heard: yes") if message.seen else _("Heard: no")
    return _("Read: yes") if message.seen else _("Read: no")


def _state(message: MailboxMessage) -> Text:
    if message.fax_pages is not None and message.seen:
        return _("Read, starred") if message.flagged else _("Read")
    if message.answered and message.seen:
        return _("Heard, answered, starred") if message.flagged else _("Heard, answered")
    if message.flagged:
        return _("Heard, starred") if message.seen else _("New, starred")
    return _("Heard") if message.seen else _("New")


def _length(message: MailboxMessage) -> Sayable:
    if message.fax_pages is not None:
        return _n("fax of {n} page", "fax of {n} pages", message.fax_pages)
    return Span(message.duration)


def facts(message: MailboxMessage, name: str = "") -> dict[Text, Sayable]:
    """The number stands in the international form, which messengers make tappable.

    The `name` that the phone book has goes before the one that the caller chose.
    """
    found: dict[Text, Sayable] = {_("From"): named(message.caller)}
    if name or message.caller_name:
        found[_("Name")] = name or message.caller_name
    found[_("Received")] = Moment(message.delivery_date)
    if message.fax_pages is None:
        found[_("Length")] = Span(message.duration, "words")
    else:
        found[_("Pages")] = message.fax_pages
    return found
