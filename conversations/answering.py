"""Answering: what happens to a call, step by step, and how long the phone rings."""

from __future__ import annotations

from collections.abc import Sequence

from conversations.shared import changes
from conversations.shared.fields import Seconds
from dialogs import Area, HasFeature, NotNow, Result, Row, Step, Turn, View, do, go
from dialogs.setting import OneOf, Panel, Setting, State, Typed
from line.answers import is_locked
from line.callflow import events
from line.followme import DEFAULT_ACTION
from line.forwarding import answer_with
from line.modes import endings, offered, seen, towards, written
from line.preview import Setup
from line.route import Answer, Ending, answering, ending, ring_seconds
from locales import Text, _, _c, _n

area = Area(
    "answering",
    _("Answering"),
    icon="☎",
    group="centrex",
    section="reached",
    command="answering",
    words=_(
        "answering mode, ring time, how long it rings, no answer, voicemail mode, reject calls, "
        "auto attendant, fax only, default answering mode"
    ),
    needs=HasFeature(DEFAULT_ACTION),
)

SHORT = {
    Ending.VOICEMAIL: _c("one of several steps", "voicemail"),
    Ending.ATTENDANT: _c("one of several steps", "attendant"),
    Ending.FAX: _c("one of several steps", "fax"),
}
ENDINGS = {
    Ending.VOICEMAIL: _("voicemail"),
    Ending.ATTENDANT: _("auto attendant"),
    Ending.FAX: _("fax only"),
}
UNKNOWN = _("not known")


class Mode:
    """The answering mode, as far as it has an effect on this line."""

    key = "mode"

    async def read(self, turn: Turn) -> State | None:
        features = await turn.features()
        mode = seen(features)
        return None if mode is None else State(str(int(mode)), is_locked(features))

    async def write(self, turn: Turn, value: str) -> None:
        await _answer(turn, Answer(int(value)))


class RingTime:
    key = "ring"

    async def read(self, turn: Turn) -> State | None:
        """Only where the phone rings at all."""
        features = await turn.features()
        mode, seconds = answering(features), ring_seconds(features)
        if mode is None or Answer.RING not in mode or seconds is None:
            return None
        return State(str(seconds), is_locked(features))

    async def write(self, turn: Turn, value: str) -> None:
        await _answer(turn, seen(await turn.features()), int(value))


async def _answer(turn: Turn, mode: Answer | None, seconds: int | None = None) -> None:
    """On top of a timed change it ends with that one."""
    line = await changes.read(turn)
    if (held := changes.held(line)) is not None:
        raise NotNow(held)
    if mode is not None:
        mask = written(line.setup.features, mode)
        await changes.apply(
            turn,
            line,
            lambda account: answer_with(account, mask, ring_seconds=seconds),
            line.ends,
        )


class NoAnswer:
    """What takes the calls that nobody answers; it is spread over two features (6.3)."""

    key = "ending"

    async def read(self, turn: Turn) -> State | None:
        """Only where calls get as far as that."""
        features = await turn.features()
        mode, now, may = answering(features), ending(features), endings(features)
        if mode is None or Answer.VOICEMAIL not in mode or now is None or now not in may:
            return None
        return State(now.name, locked=len(may) == 1)

    async def write(self, turn: Turn, value: str) -> None:
        wanted = towards(await turn.features(), Ending[value])
        if wanted:
            await turn.api.update_service_features(*wanted)


# ---------------------------------------------------------------------- what there is to choose


async def _modes(turn: Turn) -> dict[str, Text]:
    features = await turn.features()
    taker = ending(features)
    names = _names(SHORT[taker] if taker else UNKNOWN)
    found = {str(int(mode)): names[int(mode)] for mode in offered(features)}
    mode = seen(features)
    # A mode whose only steps are switched off can be left, but not chosen.
    return found if mode is None else {str(int(mode)): _("nobody answers"), **found}


def _names(taker: Text) -> dict[int, Text]:
    return {
        1: _("ring only"),
        5: _("ring, {ending}", ending=taker),
        3: _("ring, forward"),
        7: _("ring, forward, {ending}", ending=taker),
        4: _("{ending} at once", ending=taker),
        2: _("forward at once"),
        6: _("forward, {ending}", ending=taker),
        0: _("reject all calls"),
    }


async def _events_of_modes(turn: Turn, values: Sequence[str]) -> list[Text]:
    setup = await _setup(turn)
    masks = [written(setup.features, Answer(int(value))) for value in values]
    return [_events(turn, setup.answering(mask)) for mask in masks]


async def _endings(turn: Turn) -> dict[str, Text]:
    return {one.name: ENDINGS[one] for one in endings(await turn.features())}


async def _events_of_endings(turn: Turn, values: Sequence[str]) -> list[Text]:
    setup = await _setup(turn)
    return [
        _events(turn, setup.changed(*towards(setup.features, Ending[value]))) for value in values
    ]


async def _setup(turn: Turn) -> Setup:
    return Setup(await turn.features(), await turn.api.get_account_followme())


def _events(turn: Turn, setup: Setup) -> Text:
    return events(setup.features, setup.followme, at=turn.now, zone=turn.reader.zone) or UNKNOWN


settings = Panel(
    area,
    Setting(_("Calls"), Mode(), OneOf(_modes, _events_of_modes)),
    Setting(
        _("It rings"),
        RingTime(),
        Typed(
            _("How many seconds shall your phone ring before the next step?"),
            Seconds(),
            shown=lambda value: _n("{n} second", "{n} seconds", int(value)),
        ),
    ),
    Setting(_("No answer"), NoAnswer(), OneOf(_endings, _events_of_endings)),
)


# ---------------------------------------------------------------------- the screen


@area.start
async def overview(turn: Turn) -> View:
    return await _draw(turn)


async def _draw(turn: Turn) -> View:
    line = await changes.read(turn)
    now = changes.sentence(turn, line.setup)
    quiet = go(_("Do not disturb"), "dnd")
    if (held := changes.held(line)) is not None:
        return View(now, held, buttons=[quiet])
    buttons: list[Row] = [do(_("Undo"), undo)] if line.undo is not None else []
    return await settings.view(
        turn,
        now,
        changes.until_text(line.ends),
        buttons=[*buttons, quiet, go(_("Forwarding"), "forwarding")],
    )


@area.action
async def undo(turn: Turn) -> Result:
    """Take back the last change of forwarding or of the answering mode."""
    if not await changes.undo(turn, await changes.read(turn)):
        note = _("It has been changed since, so nothing was taken back.")
        return (await _draw(turn)).with_note(note)
    return Step(area.key)
