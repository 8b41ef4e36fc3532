"""What a message carries, as the chat shows it: a voice note, or the pages of a fax."""

from __future__ import annotations

from dialogs import Turn
from dialogs.papers import readable
from dialogs.playing import playable
from dialogs.view import Media
from locales import _
from portaswitch import MailboxMessage, NotMapped, Rejected, Unavailable
from portaswitch.account.mailbox import MAILBOX_AUDIO_LIMIT
from portaswitch.errors import TooLarge
from portaswitch.wire import NO_FILE

TOO_LARGE = _("This message is too large to send here. You can hear it by calling your mailbox.")
FAX_TOO_LARGE = _("This fax is too large to send here. It stays in your mailbox.")
NOT_HANDED_OUT = _("Your provider does not hand this fax out here. It stays in your mailbox.")


async def contents(turn: Turn, message: MailboxMessage) -> Media:
    """The file, or the sentence that says why there is none."""
    turn.doing(_("Fetching the message…"))
    return await (_sound(turn, message) if message.fax_pages is None else _fax(turn, message))


async def _sound(turn: Turn, message: MailboxMessage) -> Media:
    """The message as a voice note; what does not become one, as the provider's own file."""
    if message.size > MAILBOX_AUDIO_LIMIT:
        return TOO_LARGE
    try:
        audio = await turn.api.get_mailbox_message_attachment(message.message_uid)
    except TooLarge:
        return TOO_LARGE
    name = audio.filename or "message.wav"
    return await turn.unless_canceled(playable(audio.content, name, audio.content_type))


async def _fax(turn: Turn, message: MailboxMessage) -> Media:
    try:
        fax = await turn.api.get_mailbox_fax(message.message_uid)
    except TooLarge:
        return FAX_TOO_LARGE
    except (Rejected, NotMapped):
        return NOT_HANDED_OUT
    except Unavailable as problem:
        if problem.reason != NO_FILE:
            raise
        return NOT_HANDED_OUT
    name = f"fax-{message.delivery_date.astimezone(turn.reader.zone):%Y-%m-%d-%H%M}"
    return await readable(fax.content, name, fax.filename, fax.content_type)
