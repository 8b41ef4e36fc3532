"""Music of one's own, sent in the chat."""

from __future__ import annotations

from datetime import timedelta
from pathlib import PurePath

from conversations.holdmusic.base import CHOSEN, SCREEN, area, can, own
from conversations.holdmusic.choice import draw
from conversations.holdmusic.deleting import remove
from conversations.holdmusic.live import follow
from conversations.shared.sounds import Sound
from dialogs import Result, Turn, View, go
from locales import Moment, Span, _
from portaswitch import ProviderError
from portaswitch.errors import Rejected, Unavailable
from portaswitch.records import Audio

LONGEST = timedelta(minutes=5)
LONGEST_NAME = 40
TOO_MANY = "Server.Account.upload_moh.too_many"
FULL = _(
    "Your music was not saved: you have as much of your own as there may be. Delete some, then "
    "send it again."
)


@area.form
class Send(Sound):
    undone = _("Canceled. The music on hold stays as it was.")

    def most(self) -> timedelta:
        return LONGEST

    async def opened(self, turn: Turn) -> Result:
        return None if can(turn, "upload_moh") else SCREEN

    async def invitation(self, turn: Turn) -> View:
        return View(
            _(
                "Send a track or a voice note: the first {most} are used, and the file may have "
                "up to 20 MB.",
                most=Span(LONGEST, "long"),
            ),
            _("I make it as loud as it should be and play it back as it sounds by telephone."),
            _("Music needs its composer's and its publisher's consent to be played to others."),
        )

    async def submit(self, turn: Turn) -> Result:
        sound = await self.converted(turn)
        try:
            i_moh = await _upload(turn, self._called(turn), sound.content)
        except Rejected as refusal:
            if refusal.faultcode != TOO_MANY:
                raise
            return View(FULL, buttons=[go(_("Delete music"), remove)], back=SCREEN)
        if not i_moh:
            return await draw(turn, _("Your provider has it. Choose it here when it shows up."))
        await follow(turn, i_moh)
        try:
            await CHOSEN.write(turn, str(i_moh))
        except ProviderError:
            note = _("Your provider has it, but did not confirm the choice. Please choose it here.")
            return await draw(turn, note)
        note = _("Your provider has it. I tell you here when it is live, within ten minutes or so.")
        return await draw(turn, note)

    def _called(self, turn: Turn) -> str:
        name = " ".join(PurePath(self.sound["name"]).stem.replace("_", " ").split())
        # The name is kept: "today" would be wrong tomorrow.
        recorded = _("Recorded {when}", when=Moment(turn.now, "day_time"))
        return name[:LONGEST_NAME] or turn.reader.say(recorded)[:LONGEST_NAME]


async def _upload(turn: Turn, name: str, content: bytes) -> int:
    """Its `i_moh`; after silence, and where the switch does not tell, that of what is new."""
    before = {one.i_moh for one in await own(turn)}
    silence = None
    try:
        i_moh = await turn.api.upload_moh(name, Audio(content, "audio/wav", "music.wav"))
    except Unavailable as error:
        if not error.sent:
            raise
        silence, i_moh = error, 0
    if not i_moh:
        i_moh = next((one.i_moh for one in await own(turn) if one.i_moh not in before), 0)
    if silence is not None and not i_moh:
        raise silence
    return i_moh
