"""Its end: a row of the store, by which it goes off whatever happens to the bot meanwhile."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from conversations.shared.changes import PuttingBack
from dialogs import Turn
from store import timed
from store.timed import DISA, Timed


async def end_of(turn: Turn) -> Timed | None:
    rows = await turn.run(timed.active_of_link, turn.link.id, DISA)
    return rows[0] if rows else None


async def end_at(turn: Turn, until: datetime | None) -> None:
    if not await turn.run(replace_end, turn, until):
        raise PuttingBack


def replace_end(conn: Connection, turn: Turn, until: datetime | None) -> bool:
    """Another end, or none. False: it is being switched off at this moment."""
    now = turn.services.clock()
    for row in timed.active_of_link(conn, turn.link.id, DISA):
        if not timed.cancel(conn, row.id, now):
            return False
    if until is not None:
        nothing = turn.services.seal.seal("")
        new = timed.add(
            conn,
            link_id=turn.link.id,
            chat_id=turn.chat.chat_id,
            what=DISA,
            snapshot=nothing,
            until=until,
            now=now,
        )
        timed.arm(conn, new, nothing)
    return True
