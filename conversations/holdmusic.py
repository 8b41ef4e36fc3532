"""Music on hold: on or off, which one, and one's own from the chat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePath

from conversations.sounds import Sound
from dialogs import (
    Area,
    Feature,
    HasFeature,
    OneOf,
    OnOff,
    Panel,
    Result,
    Row,
    Setting,
    Step,
    Turn,
    View,
    do,
    go,
)
from dialogs.setting import INHERITED, ON, State
from dialogs.view import Said
from locales import Moment, Span, Text, _
from portaswitch import ProviderError
from portaswitch.account.music import MohItem, MohList, MohOwner, MohStatus
from portaswitch.errors import Unavailable
from portaswitch.records import Audio, FeatureChange
from store import notices
from store.notices import NewNotice

area = Area(
    "holdmusic",
    _("Music on hold"),
    icon="🎵",
    group="centrex",
    words=_("music on hold, hold music, MOH, melody, tune, song, waiting music"),
    needs=HasFeature("music_on_hold"),
)

SCREEN = Step(area.key)
SWITCH = Feature("music_on_hold")


@dataclass(frozen=True, slots=True)
class OwnChoice(Feature):
    """The line's own choice; "" where it plays what the provider or the company has for it."""

    async def read(self, turn: Turn) -> State | None:
        feature = await turn.feature(self.name)
        if feature is None:
            return None
        inherited = feature.flag_value in INHERITED
        values = () if inherited else feature.attributes.get(str(self.attribute), ())
        return State(values[0] if values else "", feature.locked)

    async def write(self, turn: Turn, value: str) -> None:
        if value:
            await Feature.write(self, turn, value)
        else:
            emptied = FeatureChange(self.name, attributes={str(self.attribute): ()})
            await turn.api.update_service_features(emptied)


CHOSEN = OwnChoice("music_on_hold", "i_moh")

LONGEST = timedelta(minutes=5)
LONGEST_NAME = 40
LIVE_AFTER = timedelta(minutes=10)
"""The provider's promise; whether it has come true is looked up then."""
LOOK_AGAIN = timedelta(minutes=5)
MOST_LOOKS = 6


def _can(turn: Turn, operation: str) -> bool:
    return turn.services.provider.contract.has(operation)


async def _music(turn: Turn) -> MohList:
    if not _can(turn, "get_moh_list"):
        return MohList((), ())
    found: MohList = await turn.read("get_moh_list")
    return found


async def _own(turn: Turn) -> list[MohItem]:
    return [one for one in (await _music(turn)).moh_list if one.owner == MohOwner.ACCOUNT]


async def _playing(turn: Turn) -> MohItem | None:
    """What is in use, if it is still there."""
    feature, music = await turn.feature(CHOSEN.name), await _music(turn)
    used = feature.value("i_moh") if feature else ""
    items = (*music.moh_list, *music.default_moh_list)
    return next((one for one in items if str(one.i_moh) == used), None)


# ------------------------------------------------------------------ which there is


async def _choices(turn: Turn) -> dict[str, Said]:
    """Own music and the company's: what the switch itself has is not for choosing (14)."""
    music, state = await _music(turn), await CHOSEN.read(turn)
    choices: dict[str, Said] = {"": _("provider's choice")}
    choices |= {str(one.i_moh): one.name for one in music.moh_list}
    if state is not None and state.value not in choices:
        names = {str(one.i_moh): one.name for one in music.default_moh_list}
        choices[state.value] = names.get(state.value, _("music that is gone"))
    return choices


async def _effects(turn: Turn, values: Sequence[str]) -> Sequence[Text]:
    items = {str(one.i_moh): one for one in (await _music(turn)).moh_list}
    return [_whose(items.get(value)) for value in values]


def _whose(item: MohItem | None) -> Text:
    if item is None:
        return _("what your provider plays")
    if item.owner != MohOwner.ACCOUNT:
        return _("for all lines of your company")
    if item.status == MohStatus.PENDING:
        return _("your own, not live yet")
    return _("your own")


async def _has_list(turn: Turn) -> bool:
    return _can(turn, "get_moh_list")


settings = Panel(
    area,
    Setting(_("Music on hold"), SWITCH, OnOff()),
    Setting(_("Playing"), CHOSEN, OneOf(_choices, _effects), shown=_has_list),
)


@area.start
async def holdmusic(turn: Turn) -> View:
    return await _overview(turn)


async def _overview(turn: Turn, note: Text | None = None) -> View:
    state = await SWITCH.read(turn)
    more: list[Row] = []
    if state is not None and not state.locked:
        if _can(turn, "upload_moh"):
            more.append(go(_("Send my own"), Send))
        if _can(turn, "delete_moh") and await _own(turn):
            more.append(go(_("Delete music"), remove))
    on = state is not None and state.value == ON
    return (await settings.view(turn, *await _heard(turn, on=on), buttons=more)).with_note(note)


async def _heard(turn: Turn, *, on: bool) -> list[Text]:
    """What somebody hears whom the subscriber puts on hold."""
    if not on:
        return [_("People you put on hold hear silence.")]
    if not _can(turn, "get_moh_list"):
        return [_("People you put on hold hear music.")]
    playing = await _playing(turn)
    if playing is None:
        return [
            _(
                "Music on hold is on, but no music is chosen: people you put on hold may hear "
                "silence. Choose some, or send your own."
            )
        ]
    if playing.status == MohStatus.PENDING:
        return [
            _("Chosen for people you put on hold: {music}.", music=playing.name),
            _("It is new and not live yet: that takes up to ten minutes."),
        ]
    return [_("People you put on hold hear: {music}.", music=playing.name)]


# ------------------------------------------------------------------ one's own


@area.form
class Send(Sound):
    may_cut = True
    undone = _("Canceled. The music on hold stays as it was.")
    faults = {
        "Server.Account.too_many": _(
            "You have as much music of your own as there may be. Delete one first."
        ),
    }

    def most(self) -> timedelta:
        return LONGEST

    async def opened(self, turn: Turn) -> Result:
        return None if _can(turn, "upload_moh") else SCREEN

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

    async def submit(self, turn: Turn) -> View:
        sound = await self.converted(turn)
        i_moh = await _upload(turn, self._called(turn), sound.content)
        if not i_moh:
            return await _overview(
                turn, _("Your provider has it. Choose it here when it shows up.")
            )
        await _follow(turn, i_moh)
        try:
            await CHOSEN.write(turn, str(i_moh))
        except ProviderError:
            note = _("Your provider has it, but did not confirm the choice. Please choose it here.")
            return await _overview(turn, note)
        note = _("Your provider has it. I tell you here when it is live, within ten minutes or so.")
        return await _overview(turn, note)

    def _called(self, turn: Turn) -> str:
        name = " ".join(PurePath(self.sound["name"]).stem.replace("_", " ").split())
        recorded = _("Recorded {when}", when=Moment(turn.now))
        return name[:LONGEST_NAME] or turn.reader.say(recorded)[:LONGEST_NAME]


async def _upload(turn: Turn, name: str, content: bytes) -> int:
    """Its `i_moh`; after silence, and where the switch does not tell, that of what is new."""
    before = {one.i_moh for one in await _own(turn)}
    silence = None
    try:
        i_moh = await turn.api.upload_moh(name, Audio(content, "audio/wav", "music.wav"))
    except Unavailable as error:
        if not error.sent:
            raise
        silence, i_moh = error, 0
    if not i_moh:
        i_moh = next((one.i_moh for one in await _own(turn) if one.i_moh not in before), 0)
    if silence is not None and not i_moh:
        raise silence
    return i_moh


@area.screen
async def remove(turn: Turn) -> Result:
    items = await _own(turn)
    if not items:
        return SCREEN
    return View(
        _("Which of your own music shall be deleted?"),
        buttons=[go(one.name, deleting.at(one.i_moh)) for one in items],
        back=SCREEN,
    )


@area.screen
async def deleting(turn: Turn, i_moh: int) -> Result:
    item = next((one for one in await _own(turn) if one.i_moh == i_moh), None)
    if item is None:
        return remove
    if item == await _playing(turn):
        return View(
            _("{music} is in use. Choose other music before you delete it.", music=item.name),
            back=SCREEN,
        )
    return View(
        _("Delete this music for good? {music}", music=item.name),
        buttons=[do(_("Delete for good"), delete.at(i_moh), danger=True)],
        back=remove.at(),
    )


@area.action
async def delete(turn: Turn, i_moh: int) -> Step:
    if any(one.i_moh == i_moh for one in await _own(turn)):
        await turn.api.delete_moh(i_moh)
    return SCREEN


# ------------------------------------------------------------------ told when it is live


async def _follow(turn: Turn, i_moh: int, looks: int = 0) -> None:
    """Look whether it is live when it should be, and again while it is not."""
    now = turn.services.clock()
    notice = NewNotice(
        link_id=turn.link.id,
        chat_id=turn.chat.chat_id,
        kind="hold_music",
        args={"i_moh": i_moh, "looks": looks},
        dedupe_key=f"hold_music:{turn.link.id}:{i_moh}:{looks}",
        due_at=now + (LOOK_AGAIN if looks else LIVE_AFTER),
    )
    await turn.run(notices.add, [notice], now)


@area.notice("hold_music")
async def live(turn: Turn, i_moh: int, looks: int = 0, **_found: object) -> View | None:
    item = next((one for one in await _own(turn) if one.i_moh == i_moh), None)
    if item is None:
        return None
    if item.status == MohStatus.PENDING and looks < MOST_LOOKS:
        await _follow(turn, i_moh, looks + 1)
        return None
    switch, playing = await SWITCH.read(turn), await _playing(turn)
    change = go(area.title, area.key)
    if item.status == MohStatus.PENDING:
        late = _(
            "Your music “{music}” is still not live. Your provider can tell why.", music=item.name
        )
        return View.card(late, buttons=[go(_("Talk to a person"), "help"), change])
    if playing != item or switch is None or switch.value != ON:
        ready = _("Your music “{music}” is ready, but not in use.", music=item.name)
        return View.card(ready, buttons=[change])
    return View.card(
        _("Your music “{music}” is live now.", music=item.name),
        _(
            "To hear it, call {number} from another phone, answer, and put the call on hold.",
            number=turn.link.number,
        ),
        buttons=[change],
    )
