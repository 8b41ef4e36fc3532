"""Sounds that callers hear: sent in the chat, played back as they will hear it, kept or retaken."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from dialogs import Document, Facts, Form, Invalid, Result, Step, Turn, Upload, View, Voice, ask, do
from dialogs.messenger import Refused
from dialogs.view import Media
from dialogs.voice import (
    MAX_INPUT_BYTES,
    NoVoiceNote,
    PhoneSound,
    Silent,
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
GONE = _("I can no longer get that file from the chat. Please send it again.")


async def _question(form: Sound, turn: Turn) -> View:
    return await form.invitation(turn)


class Sound(Form):
    """Asks for a sound, plays it back as callers will hear it; `submit` keeps it.

    The draft holds where the messenger has the file, not the sound: a draft is sealed, and read
    with every update of the chat. Fetching and converting it again takes about a second.
    """

    may_cut: ClassVar[bool] = False
    """Whether the beginning will do where the sound is longer."""

    sound: dict[str, Any] = ask(_question, Upload(NO_SOUND, MAX_INPUT_BYTES))

    _ready: PhoneSound | None = None

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
        if self._ready is None:
            try:
                self._ready = await self._convert(turn)
            except Invalid:
                del self.answers["sound"]
                raise
        return self._ready

    async def _convert(self, turn: Turn) -> PhoneSound:
        try:
            turn.doing(_("Fetching your recording…"))
            content = await turn.fetch(self.sound, MAX_INPUT_BYTES)
            turn.doing(_("Converting it for the telephone…"))
            ready = await phone_sound(content, int(self.most().total_seconds()))
        except Refused:
            raise Invalid(GONE) from None
        except NoVoiceNote as error:
            raise Invalid(next(said for kind, said in REASONS if isinstance(error, kind))) from None
        if ready.cut and not self.may_cut:
            raise Invalid(
                _(
                    "It is too long: {most} at most, without the silence at both ends. "
                    "Send a shorter one.",
                    most=Span(self.most(), "words"),
                )
            )
        return ready

    async def review(self, turn: Turn) -> View:
        ready = await self.converted(turn)
        length = Span(timedelta(seconds=ready.seconds), "words")
        return View(
            Facts(_("This is how it sounds by telephone."), {_("Length"): length}),
            _("It was longer, so it ends softly here.") if ready.cut else None,
            buttons=[do(_("Retake"), Step(self.area, "!back", ("sound",)))],
            accept=_("Keep"),
            media=await playable(Audio(ready.content, "audio/wav", "sound.wav")),
        )


async def playable(audio: Audio) -> Media:
    """A sound of the switch as a voice note; what does not become one, as the file itself."""
    try:
        note = await voice_note(audio.content)
    except NoVoiceNote:
        return Document(audio.content, audio.filename or "sound.wav", audio.content_type)
    return Voice(note.content, note.seconds)
