"""Voicemail: the inbox, and each message as a playable card that answers to its buttons."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from conversations.shared.saving import save_button
from dialogs import Area, Button, Facts, HasFeature, Listing, Result, Row, Turn, View, copy, do, go
from dialogs.playing import playable
from dialogs.sent import JustSent
from dialogs.view import Media
from line.party import dialable, is_withheld, mentioned, named
from locales import Moment, Sayable, Span, Text, _, _n
from portaswitch import MailboxMessage, ProviderError, Rejected
from portaswitch.account.mailbox import MAILBOX_AUDIO_LIMIT, MailboxFlag
from portaswitch.errors import TooLarge

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

PAGE = 6
AT_ONCE = 3
"""Details asked side by side for one subscriber (2.10)."""

GONE = _("That message is no longer in the mailbox. It may have been deleted elsewhere.")
TOO_LARGE = _("This message is too large to send here. You can hear it by calling your mailbox.")
NOT_CONFIRMED = _("The provider did not confirm that this message is marked as heard.")

FLAGS: dict[str, MailboxFlag] = {"heard": "Seen", "starred": "Flagged"}


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


# ------------------------------------------------------------------ the inbox


@area.start
async def inbox(turn: Turn, page: int = 0) -> View:
    return await _inbox(turn, page)


async def _inbox(turn: Turn, page: int) -> View:
    """Unheard messages first, then the newest."""
    messages = sorted(await turn.api.get_mailbox_message_list(), key=lambda one: one.seen)
    page = min(max(page, 0), max(len(messages) - 1, 0) // PAGE)
    shown = await _with_callers(turn, messages[page * PAGE : (page + 1) * PAGE])
    turning = [go(_("Newer"), inbox.at(page - 1))] if page else []
    if len(messages) > (page + 1) * PAGE:
        turning.append(go(_("Older"), inbox.at(page + 1)))
    return View(
        _heading(messages),
        Listing([_line(message) for message in shown], numbered=True),
        buttons=[
            *(_opening(number, message, page) for number, message in enumerate(shown, 1)),
            turning,
            [go(_("Refresh"), inbox.at(page))],
        ],
        redraw=inbox.at(page),
    )


def _heading(messages: Sequence[MailboxMessage]) -> Text:
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


def _line(message: MailboxMessage) -> Text:
    words: dict[str, Sayable] = {
        "state": _state(message),
        "who": mentioned(message.caller),
        "when": Moment(message.delivery_date),
        "length": _length(message),
    }
    return _("{state}: from {who}, {when}, {length}", **words)


def _state(message: MailboxMessage) -> Text:
    if message.flagged:
        return _("Heard, starred") if message.seen else _("New, starred")
    return _("Heard") if message.seen else _("New")


def _length(message: MailboxMessage) -> Sayable:
    if message.fax_pages is not None:
        return _n("fax of {n} page", "fax of {n} pages", message.fax_pages)
    return Span(message.duration)


def _opening(number: int, message: MailboxMessage, page: int) -> Button:
    label = _("{number}: {who}", number=number, who=named(message.caller))
    return go(label, listen.at(message.message_uid, page))


async def _with_callers(turn: Turn, messages: Sequence[MailboxMessage]) -> list[MailboxMessage]:
    callers = turn.services.shared(Callers)
    gate = asyncio.Semaphore(AT_ONCE)

    async def whole(message: MailboxMessage) -> MailboxMessage:
        async with gate:
            try:
                return await callers.of(turn, message)
            except Rejected:  # deleted in this very moment: opening it will say so
                return message

    return list(await asyncio.gather(*(whole(message) for message in messages)))


# ------------------------------------------------------------------ one message


@area.screen
async def listen(turn: Turn, uid: str, page: int = 0) -> View:
    """Send a message as a new card, and mark it heard.

    A messenger does not tell when a voice note is played. Whoever opens a message in the list
    means to hear it, so that counts; a card that came by itself has a button for it.
    """
    opened = turn.services.shared(JustSent)
    if opened.by_another_tap(turn, uid):
        return await _inbox(turn, page)
    message = await _find(turn, uid)
    if message is None:
        return (await _inbox(turn, page)).with_note(GONE)
    if message.fax_pages is not None:
        return await _card(turn, message, page=page)
    sound = await _sound(turn, message)
    remark = None
    if not message.seen and not isinstance(sound, Text):
        try:
            await turn.api.set_mailbox_messages_flag([uid], FLAGS["heard"], True)
            message = await _find(turn, uid) or message
        except ProviderError:
            remark = NOT_CONFIRMED
    opened.add(turn, uid)
    return await _card(turn, message, remark, sound=sound, page=page)


@area.screen
async def card(turn: Turn, uid: str, page: int = 0) -> View:
    """A message as it is now; nothing is marked by looking."""
    message = await _find(turn, uid)
    if message is None:
        return _gone(page)
    return await _card(turn, message, page=page)


def _gone(page: int) -> View:
    return View.card(GONE, back=inbox.at(page))


async def _card(
    turn: Turn,
    message: MailboxMessage,
    remark: Text | None = None,
    *,
    sound: Media | None = None,
    page: int = 0,
) -> View:
    uid = message.message_uid
    buttons: list[Row] = [
        do(
            _("Heard: yes") if message.seen else _("Heard: no"),
            mark.at(uid, "heard", int(not message.seen), page),
        ),
        do(
            _("Starred: yes") if message.flagged else _("Starred: no"),
            mark.at(uid, "starred", int(not message.flagged), page),
        ),
    ]
    if not is_withheld(message.caller):
        buttons.append(copy(_("Copy number"), dialable(message.caller)))
        buttons += await save_button(turn, message.caller, message.caller_name)
    buttons.append(do(_("Delete"), deleting.at(uid, page)))
    fax = message.fax_pages is not None
    voice = _("Voice message") if message.seen else _("New voice message")
    return View.card(
        Facts(_("Fax") if fax else voice, _facts(message)),
        _("I cannot show faxes here yet. This one stays in your mailbox.") if fax else None,
        remark,
        buttons=buttons,
        media=None if fax else sound or partial(_sound, turn, message),
        back=inbox.at(page),
        redraw=card.at(uid, page),
    )


def _facts(message: MailboxMessage) -> dict[Text, Sayable]:
    """The number stands in the international form, which messengers make tappable."""
    facts: dict[Text, Sayable] = {_("From"): named(message.caller)}
    if message.caller_name:
        facts[_("Name")] = message.caller_name
    facts[_("Received")] = Moment(message.delivery_date)
    if message.fax_pages is None:
        facts[_("Length")] = Span(message.duration, "words")
    else:
        facts[_("Pages")] = message.fax_pages
    return facts


async def _find(turn: Turn, uid: str) -> MailboxMessage | None:
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


async def _sound(turn: Turn, message: MailboxMessage) -> Media:
    """The message as a voice note; what does not become one, as the provider's own file."""
    if message.size > MAILBOX_AUDIO_LIMIT:
        return TOO_LARGE
    try:
        audio = await turn.api.get_mailbox_message_attachment(message.message_uid)
    except TooLarge:
        return TOO_LARGE
    return await playable(audio.content, audio.filename or "message.wav", audio.content_type)


# ------------------------------------------------------------------ what the buttons do


@area.action
async def mark(turn: Turn, uid: str, what: str, on: int, page: int = 0) -> Result:
    """Set a flag of the mailbox; the desk phone and the webmail show it too."""
    try:
        await turn.api.set_mailbox_messages_flag([uid], FLAGS[what], bool(on))
    except Rejected:
        if await _find(turn, uid) is not None:
            raise
    return card.at(uid, page)


@area.screen
async def deleting(turn: Turn, uid: str, page: int = 0) -> View:
    """The mailbox has no trash, so the question comes first, in the place of the card."""
    message = await _find(turn, uid)
    if message is None:
        return _gone(page)
    return View.card(
        Facts(_("Delete this message for good?"), _facts(message)),
        _("The mailbox has no trash: it cannot be brought back."),
        buttons=[
            do(_("Keep it"), card.at(uid, page)),
            do(_("Delete for good"), delete.at(uid, page), danger=True),
        ],
        back=inbox.at(page),
    )


@area.action
async def delete(turn: Turn, uid: str, page: int = 0) -> Result:
    try:
        await turn.api.delete_mailbox_messages([uid])
    except Rejected:
        if await _find(turn, uid) is not None:
            raise
    return View.card(
        _("Deleted from the mailbox. What is in this chat stays until you delete it yourself."),
        back=inbox.at(page),
        redraw=card.at(uid, page),
    )


# ------------------------------------------------------------------ pushed by the scheduler


@area.notice("voicemail")
async def arrived(turn: Turn, uid: str) -> View | None:
    """A new message as the same card, not marked heard; None when it was heard or deleted."""
    message = await _find(turn, uid)
    if message is None or message.seen:
        return None
    return await _card(turn, message)
