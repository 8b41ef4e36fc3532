"""The area, and what was sent before: to whom, how much of it today, and what is still open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from dialogs import Area, Turn
from locales import _
from portaswitch import Operation
from store import operations

area = Area(
    "transfer",
    _("Send phone credit"),
    icon="📲",
    group="billing",
    command="transfer",
    words=_(
        "transfer, transfer money, send money, send credit, top up a friend, mobile payment, "
        "share balance, phone credit"
    ),
    needs=Operation("transfer_funds"),
)

KIND = "transfer"
OPEN = frozenset({"claimed", "unknown"})
REMEMBERED = 50
LOOKED_FOR = timedelta(hours=24)
"""So long the bot looks for what came of one; then a person has been named who can tell."""
DOUBTED = timedelta(days=30)


async def recipients(turn: Turn) -> dict[str, str]:
    """Whom this chat has reached, the latest first: the names that they had by their numbers."""
    reached: dict[str, str] = {}
    for one in await turn.run(operations.of_link, turn.link.id, REMEMBERED):
        if one.kind == KIND and one.state == "done":
            number = str(one.note["number"])
            reached[number] = reached.get(number) or str(one.note.get("name") or "")
    return reached


async def unknown(turn: Turn, number: str) -> operations.Operation | None:
    """The last transfer from this line to the number of which nobody knows what came of it."""
    made = await _of_line(turn, DOUBTED)
    return next((o for o in made if o.state in OPEN and o.note.get("number") == number), None)


def is_looked_for(turn: Turn, one: operations.Operation) -> bool:
    return turn.services.clock() - one.claimed_at < LOOKED_FOR


async def left_today(turn: Turn) -> Decimal:
    """Of the operator's cap for a day, which all chats of the line share; below 0 beyond it.

    What may have been sent counts as sent.
    """
    midnight = turn.now.replace(hour=0, minute=0, second=0, microsecond=0)
    sent = [
        Decimal(one.note["amount"])
        for one in await _of_line(turn, turn.now - midnight)
        if one.state != "refused"
    ]
    return Decimal(turn.options.transfer_cap) - sum(sent)


async def _of_line(turn: Turn, back: timedelta) -> Sequence[operations.Operation]:
    since = turn.now - back
    return await turn.run(operations.of_account, turn.link.i_account, KIND, since)
