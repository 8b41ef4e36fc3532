"""The area, and what was sent before: to whom, how much of it today, and what is still open."""

from __future__ import annotations

from collections.abc import Sequence
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


async def earlier(turn: Turn) -> Sequence[operations.Operation]:
    """Newest first."""
    made = await turn.run(operations.of_link, turn.link.id, REMEMBERED)
    return [one for one in made if one.kind == KIND]


async def recipients(turn: Turn) -> list[str]:
    """Whom credit has reached, each once."""
    reached = [one.note["number"] for one in await earlier(turn) if one.state == "done"]
    return list(dict.fromkeys(reached))


async def is_open(turn: Turn, number: str) -> bool:
    """Whether nobody knows if the last transfer to this number was done."""
    return any(
        one.state in OPEN and one.note.get("number") == number for one in await earlier(turn)
    )


async def left_today(turn: Turn) -> Decimal:
    """Of the operator's cap for a day; what may have been sent counts as sent."""
    midnight = turn.now.replace(hour=0, minute=0, second=0, microsecond=0)
    sent = [
        Decimal(one.note["amount"])
        for one in await earlier(turn)
        if one.state != "refused" and one.claimed_at >= midnight
    ]
    return max(Decimal(turn.options.transfer_cap) - sum(sent), Decimal(0))
