"""The file of each month by itself: on its first morning, of the month before."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from conversations.transactions.base import MONTHLY, area
from conversations.transactions.files import made
from dialogs import Result, State, Step, Turn, View
from dialogs.setting import OFF, ON
from store import notices
from store.notices import NewNotice

MORNING = time(9)


@area.action
async def every_month(turn: Turn, wish: str, period: str, sought: str = "") -> Result:
    """`wish` is ON or OFF; what was arranged before is dropped when its day comes."""
    await MONTHLY.write(turn, ON if wish == ON else OFF)
    if wish == ON:
        await _arrange(turn)
    return Step(area.key, "files", (period, sought))


async def _arrange(turn: Turn) -> None:
    first = (turn.now.replace(day=1) + timedelta(days=32)).date().replace(day=1)
    at = datetime.combine(first, MORNING, turn.now.tzinfo)
    notice = NewNotice(
        link_id=turn.link.id,
        chat_id=turn.chat.chat_id,
        kind=MONTHLY.key,
        args={},
        dedupe_key=f"{MONTHLY.key}:{turn.link.id}:{first}",
        due_at=at,
    )
    await turn.run(notices.add, [notice], turn.services.clock())


@area.notice(MONTHLY.key)
async def arrived(turn: Turn) -> View | None:
    """The file, and the next one arranged; None for whoever wants none any more."""
    state: State | None = await MONTHLY.read(turn)
    if state is None or state.value != ON:
        return None
    await _arrange(turn)
    return await made(turn, "xlsx", "last", "")
