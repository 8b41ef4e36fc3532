"""What takes the calls that nobody answers: voicemail, the attendant, or fax."""

from __future__ import annotations

from collections.abc import Sequence

from conversations.answering.base import events_of, setup_of
from dialogs import Turn
from dialogs.setting import State
from line.modes import ENDINGS, endings, towards
from line.route import Answer, Ending, answering, ending
from locales import Text


class NoAnswer:
    """It is spread over two features (6.3)."""

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


async def choices(turn: Turn) -> dict[str, Text]:
    return {one.name: ENDINGS[one] for one in endings(await turn.features())}


async def events_of_choices(turn: Turn, values: Sequence[str]) -> list[Text]:
    setup = await setup_of(turn)
    wanted = [towards(setup.features, Ending[value]) for value in values]
    return [events_of(turn, setup.changed(*one)) for one in wanted]
