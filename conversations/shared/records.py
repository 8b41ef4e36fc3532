"""The records of a turn's line, and the names for the numbers in them."""

from __future__ import annotations

from collections.abc import Callable

from dialogs import Turn
from line import ledger
from line.history import DayCache
from line.ledger import Period
from line.names import Names
from locales import _
from portaswitch import Xdr


async def charged(turn: Turn, period: Period) -> tuple[Xdr, ...]:
    """Everything of a period but failed calls, newest first."""
    cache = turn.services.shared(DayCache)
    return await ledger.charged(
        turn.api, turn.link.i_account, period, turn.now, cache=cache, reading=reading(turn)
    )


def reading(turn: Turn) -> Callable[[int, int], None]:
    """Tells whoever waits how far a long history has been read."""

    def told(n: int, of: int) -> None:
        if of > 1:
            turn.doing(_("Reading the records: part {n} of {all}…", n=n, all=of))

    return told


async def one(turn: Turn, i_xdr: int, day: int) -> Xdr | None:
    """A record by its id and its UTC day as an ordinal."""
    cache = turn.services.shared(DayCache)
    return await ledger.one(turn.api, turn.link.i_account, i_xdr, day, turn.now, cache=cache)


async def names(turn: Turn) -> Names:
    """Of the phone book; none where that cannot be read, or takes long."""
    return await Names.of(turn.read("get_phonebook_list"), turn.link.number)
