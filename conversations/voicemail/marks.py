"""What the buttons of a message do: mark it, and delete it for good."""

from __future__ import annotations

from conversations.shared import records
from conversations.voicemail.base import FLAGS, GONE, area, find
from conversations.voicemail.inbox import inbox
from conversations.voicemail.message import card
from dialogs import Facts, Result, Turn, View, do
from line import mailbox
from locales import _
from portaswitch import Rejected


@area.action
async def mark(turn: Turn, uid: str, what: str, on: int, page: int = 0) -> Result:
    """Set a flag of the mailbox; the desk phone and the webmail show it too."""
    try:
        await turn.api.set_mailbox_messages_flag([uid], FLAGS[what], bool(on))
    except Rejected:
        if await find(turn, uid) is not None:
            raise
    return card.at(uid, page)


@area.screen
async def deleting(turn: Turn, uid: str, page: int = 0) -> View:
    """The mailbox has no trash, so the question comes first, in the place of the card."""
    message = await find(turn, uid)
    if message is None:
        return View.card(GONE, back=inbox.at(page))
    name = (await records.names(turn)).name(message.caller)
    return View.card(
        Facts(_("Delete this message for good?"), mailbox.facts(message, name)),
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
        if await find(turn, uid) is not None:
            raise
    return View.card(
        _("Deleted from the mailbox. What is in this chat stays until you delete it yourself."),
        back=inbox.at(page),
        redraw=card.at(uid, page),
    )
