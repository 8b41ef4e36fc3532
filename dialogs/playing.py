"""The provider's audio as what plays in the chat."""

from __future__ import annotations

from dialogs.view import Document, Media, Voice
from dialogs.voice import NoVoiceNote, TooLong, voice_note
from locales import _


async def playable(content: bytes, filename: str, content_type: str) -> Media:
    """A voice note; of what does not become one, the provider's own file."""
    try:
        note = await voice_note(content)
    except NoVoiceNote as error:
        return Document(
            content,
            filename,
            content_type,
            _("This message is long, so here is the recording itself.")
            if isinstance(error, TooLong)
            else _("This message did not become a voice note, so here is the recording itself."),
        )
    return Voice(note.content, note.seconds)
