"""A greeting in the subscriber's own voice, played back before it is kept."""

from __future__ import annotations

from datetime import timedelta

from conversations.greetings.base import KINDS, SCREEN, area, can, name_of
from conversations.greetings.overview import overview
from conversations.shared.sounds import Sound
from dialogs import Result, Turn, View, keep
from locales import Span, _
from portaswitch.account.voicemail import Greeting
from portaswitch.records import Audio

LONGEST = timedelta(seconds=60)
LONGEST_NAME = timedelta(seconds=10)


@area.form
class Record(Sound):
    given = ("kind",)

    kind: str = keep()
    undone = _("Canceled. No greeting was saved.")

    async def opened(self, turn: Turn) -> Result:
        own = self.kind in KINDS and self.kind != Greeting.STANDARD
        return None if own and can(turn, "set_vm_greeting") else SCREEN

    def most(self) -> timedelta:
        return LONGEST_NAME if self.kind == Greeting.NAME else LONGEST

    async def invitation(self, turn: Turn) -> View:
        return View(
            _("{greeting}: {about}.", greeting=name_of(self.kind), about=KINDS[self.kind][1]),
            _(
                "Hold the microphone and speak. A forwarded voice note or an audio file will do "
                "too: up to {most}, up to 20 MB.",
                most=Span(self.most(), "long"),
            ),
            _("I cut the silence at both ends, make it as loud as it should be, and play it back."),
        )

    async def submit(self, turn: Turn) -> View:
        sound = await self.converted(turn)
        audio = Audio(sound.content, "audio/wav", f"{self.kind}.wav")
        await turn.api.set_vm_greeting(self.kind, audio)
        saved = _("{greeting}: your provider has the new recording.", greeting=name_of(self.kind))
        return await overview(turn, saved, self.kind)
