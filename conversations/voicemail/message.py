"""One message as a card of its own: opened from the inbox, or brought when it arrives."""

from __future__ import annotations

from functools import partial

from conversations.shared import records
from conversations.shared.blocking import block_button
from conversations.shared.saving import save_button
from conversations.voicemail.base import FLAGS, GONE, area, find
from conversations.voicemail.contents import contents
from conversations.voicemail.inbox import drawn, inbox
from dialogs import Step, Turn, View, copy, do, go
from dialogs.sent import JustSent
from dialogs.view import Button, Facts, Media, Row
from line import mailbox
from line.party import dialable, is_withheld
from locales import Text, _
from portaswitch import MailboxMessage, ProviderError

NOT_CONFIRMED = _("The provider did not confirm that this message is marked as heard.")
FAX_NOT_CONFIRMED = _("The provider did not confirm that this fax is marked as read.")


@area.screen
async def listen(turn: Turn, uid: str, page: int = 0) -> View:
    """Send a message as a new card, and mark it heard.

    A messenger does not tell when a voice note is played. Whoever opens a message in the list
    means to hear it, so that counts; a card that came by itself has a button for it.
    """
    opened = turn.services.shared(JustSent)
    if opened.by_another_tap(turn, uid):
        return await drawn(turn, page)
    message = await find(turn, uid)
    if message is None:
        return (await drawn(turn, page)).with_note(GONE)
    brought = await contents(turn, message)
    remark = None
    if not message.seen and not isinstance(brought, Text):
        try:
            await turn.api.set_mailbox_messages_flag([uid], FLAGS["heard"], True)
            message = await find(turn, uid) or message
        except ProviderError:
            remark = NOT_CONFIRMED if message.fax_pages is None else FAX_NOT_CONFIRMED
    opened.add(turn, uid)
    return await _card(turn, message, remark, brought=brought, page=page)


@area.screen
async def card(turn: Turn, uid: str, page: int = 0) -> View:
    """A message as it is now; nothing is marked by looking."""
    message = await find(turn, uid)
    if message is None:
        return View.card(GONE, back=inbox.at(page))
    return await _card(turn, message, page=page)


@area.notice("voicemail")
async def arrived(turn: Turn, uid: str) -> View | None:
    """A new message as the same card, not marked heard; None when it was heard or deleted."""
    message = await find(turn, uid)
    if message is None or message.seen:
        return None
    return await _card(turn, message)


async def _card(
    turn: Turn,
    message: MailboxMessage,
    remark: Text | None = None,
    *,
    brought: Media | None = None,
    page: int = 0,
) -> View:
    uid = message.message_uid
    name = (await records.names(turn)).name(message.caller)
    buttons: list[Row] = [*_marks(message, page)]
    if not is_withheld(message.caller):
        buttons.append(copy(_("Copy number"), dialable(message.caller)))
    if not name:
        buttons += await save_button(turn, message.caller, message.caller_name)
    buttons += await block_button(turn, message.caller, card.at(uid, page))
    buttons.append(do(_("Delete"), Step(area.key, "deleting", (uid, page))))
    return View.card(
        Facts(mailbox.kind(message), mailbox.facts(message, name)),
        remark,
        buttons=[*buttons, go(_("Alerts"), "alerts")],
        media=brought or partial(contents, turn, message),
        back=inbox.at(page),
        redraw=card.at(uid, page),
    )


def _marks(message: MailboxMessage, page: int) -> list[Button]:
    """Each carries the other state."""
    heard = mailbox.heard(message)
    starred = _("Starred: yes") if message.flagged else _("Starred: no")
    answered = _("Answered: yes") if message.answered else _("Answered: no")
    return [
        do(label, Step(area.key, "mark", (message.message_uid, what, int(not on), page)))
        for label, what, on in (
            (heard, "heard", message.seen),
            (starred, "starred", message.flagged),
            (answered, "answered", message.answered),
        )
    ]
