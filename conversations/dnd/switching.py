"""On until an end, another end, and off again before it."""

from __future__ import annotations

from datetime import datetime

from conversations.dnd.screen import area, draw, is_quiet
from conversations.shared import changes
from conversations.shared.ends import PASSED, ask_end, end_ahead
from dialogs import Form, Result, Step, Turn
from line.answers import when_quiet
from line.followme import DEFAULT_ACTION
from line.steps import Step as Writing
from locales import _
from portaswitch.records import FeatureChange
from store.timed import DND

SCREEN = Step(area.key)

NOT_ON = _("Do not disturb is already over. This is what is set now.")


@area.action
async def start(turn: Turn, until: str) -> Result:
    return await _until(turn, datetime.fromisoformat(until))


@area.form
class Until(Form):
    """Any other end, before it begins or while it is on."""

    until: str = ask_end(
        _("Until when? You can also type it, for example “16:30” or “for 40 minutes”."), never=False
    )
    undone = _("Canceled. Do not disturb stays as it was.")

    async def submit(self, turn: Turn) -> Result:
        end = end_ahead(self, turn)
        assert end is not None
        return await _until(turn, end)


async def _until(turn: Turn, end: datetime) -> Result:
    if end <= turn.now:
        return await draw(turn, note=PASSED)
    line = await changes.read(turn, DND)
    if line.pending is not None and is_quiet(line):
        if not await changes.end_at(turn, line.pending, end):
            return await draw(turn, note=NOT_ON)
        return SCREEN
    flag = str(int(when_quiet(line.setup.features)))
    change = FeatureChange(DEFAULT_ACTION, flag)
    await changes.apply(
        turn,
        line,
        lambda account: [Writing("quiet", lambda: account.update_service_features(change))],
        end,
    )
    return SCREEN


@area.action
async def stop(turn: Turn, timed_id: int) -> Result:
    """As it was before, and now."""
    if not await changes.put_back(turn, timed_id):
        return await draw(turn, note=NOT_ON)
    return SCREEN


@area.action
async def leave(turn: Turn, timed_id: int) -> Result:
    """As it is, for good."""
    line = await changes.read(turn, DND)
    if line.pending is not None and line.pending.id == timed_id:
        await changes.end_at(turn, line.pending, None)
    return SCREEN
