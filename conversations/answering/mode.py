"""The answering mode, and the seconds that the phone rings: two parts of one feature."""

from __future__ import annotations

from collections.abc import Sequence

from conversations.answering.base import events_of, setup_of
from conversations.shared import changes
from dialogs import NotNow, Turn
from dialogs.setting import State
from line.answers import is_locked
from line.forwarding import answer_with
from line.modes import mode_names, seen, written
from line.route import Answer, answering, ring_seconds
from locales import Text


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


async def choices(turn: Turn) -> dict[str, Text]:
    return {str(int(mode)): name for mode, name in mode_names(await turn.features()).items()}


async def events_of_choices(turn: Turn, values: Sequence[str]) -> list[Text]:
    setup = await setup_of(turn)
    masks = [written(setup.features, Answer(int(value))) for value in values]
    return [events_of(turn, setup.answering(mask)) for mask in masks]


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
