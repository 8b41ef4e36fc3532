"""Sounds that callers hear: sent in the chat, played back as they will hear it, kept or retaken."""

from __future__ import annotations

from collections import OrderedDict
from datetime import timedelta
from typing import Any

from dialogs import Document, Facts, Form, Invalid, Result, Step, Turn, Upload, View, Voice, ask, do
from dialogs.messenger import Refused
from dialogs.view import Media
from dialogs.voice import (
    MAX_INPUT_BYTES,
    NoVoiceNote,
    PhoneSound,
    Silent,
    TooShort,
    TooSlow,
    Video,
    phone_sound,
    voice_note,
)
from locales import Span, Text, _
from portaswitch.records import Audio

NO_SOUND = _(
    "I need something to hear: a voice note, or an audio file such as MP3, M4A, OGG, WAV or FLAC."
)
REASONS: tuple[tuple[type[NoVoiceNote], Text], ...] = (
    (Silent, _("I hear nothing in it. Hold the phone closer and send it again.")),
    (TooShort, _("That plays for less than half a second. Send something longer.")),
    (Video, _("That is a video. Send its sound alone, as a voice note or as an audio file.")),
    (TooSlow, _("That file takes too long to convert. Send a shorter one.")),
    (
        NoVoiceNote,
        _(
            "I cannot play that file: it is damaged, or of a kind that I do not know. "
            "Send a voice note, or an audio file such as MP3, M4A, OGG, WAV or FLAC."
        ),
    ),
)
TOO_LARGE = _("That file is too large: it may have 20 MB at most. Send a shorter one.")
GONE = _("I can no longer get that file from the chat. Please send it again.")


async def _question(form: Sound, turn: Turn) -> View:
    return await form.invitation(turn)


class PlayedBack:
    """The sounds that were converted last: Keep then saves what was heard, and at once.

    Only a shortcut: after a restart, or in another replica, the sound is made again.
    """

    def __init__(self, most: int = 4) -> None:
        self._sounds: OrderedDict[tuple[str, int], PhoneSound] = OrderedDict()
        self._most = most

    def get(self, file_id: str, seconds: int) -> PhoneSound | None:
        return self._sounds.get((file_id, seconds))

    def add(self, file_id: str, seconds: int, sound: PhoneSound) -> None:
        self._sounds[file_id, seconds] = sound
        if len(self._sounds) > self._most:
            self._sounds.popitem(last=False)


class Sound(Form):
    """Asks for a sound, plays it back as callers will hear it; `submit` keeps it.

    The draft holds where the messenger has the file, not the sound: a draft is sealed, and read
    with every update of the chat.
    """

    sound: dict[str, Any] = ask(_question, Upload(NO_SOUND, MAX_INPUT_BYTES, sound=True))

    def most(self) -> timedelta:
        """How long it may play."""
        raise NotImplementedError

    async def invitation(self, turn: Turn) -> View:
        """What is wanted, with its limits."""
        raise NotImplementedError

    async def answered(self, turn: Turn, name: str) -> Result:
        await self.converted(turn)
        return None

    async def converted(self, turn: Turn) -> PhoneSound:
        """The sound as the switch takes it. Raises Invalid, and asks for another one."""
        seconds, lately = int(self.most().total_seconds()), turn.services.shared(PlayedBack)
        ready = lately.get(self.sound["file_id"], seconds)
        if ready is None:
            try:
                ready = await _convert(turn, self.sound, seconds)
            except Invalid:
                del self.answers["sound"]
                raise
            lately.add(self.sound["file_id"], seconds, ready)
        return ready

    async def review(self, turn: Turn) -> View:
        ready = await self.converted(turn)
        length = Span(timedelta(seconds=ready.seconds), "words")
        return View(
            Facts(_("This is how it sounds by telephone."), {_("Length"): length}),
            self._shortened() if ready.cut else None,
            _damaged(ready) if ready.missing else None,
            buttons=[do(_("Retake"), Step(self.area, "!back", ("sound",)))],
            accept=_("Keep"),
            media=await turn.unless_canceled(
                playable(Audio(ready.content, "audio/wav", "sound.wav"))
            ),
        )

    def _shortened(self) -> Text:
        return _(
            "What you sent is longer. It may play for {most} at most, so it ends softly there.",
            most=Span(self.most(), "words"),
        )


def _damaged(ready: PhoneSound) -> Text:
    return _(
        "The file is damaged: another {length} of it cannot be read. Send it anew if you miss it.",
        length=Span(ready.missing, "words"),
    )


async def _convert(turn: Turn, file: dict[str, Any], seconds: int) -> PhoneSound:
    try:
        turn.doing(_("Fetching your recording…"))
        content = await turn.fetch(file, MAX_INPUT_BYTES)
        turn.doing(_("Converting it for the telephone…"))
        return await turn.unless_canceled(phone_sound(content, seconds))
    except Refused as refusal:
        raise Invalid(TOO_LARGE if "too big" in refusal.words else GONE) from None
    except NoVoiceNote as error:
        raise Invalid(next(said for kind, said in REASONS if isinstance(error, kind))) from None


async def playable(audio: Audio) -> Media:
    """A sound of the switch as a voice note; what does not become one, as the file itself."""
    try:
        note = await voice_note(audio.content)
    except NoVoiceNote:
        return Document(audio.content, audio.filename or "sound.wav", audio.content_type)
    return Voice(note.content, note.seconds)
