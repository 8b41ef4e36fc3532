"""Numbers: those under which this line is reached, ready to copy, and where they ring."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from conversations.shared import changes
from dialogs import Area, Listing, Row, Turn, View, copy, go, paged
from line.aliases import in_list, known_callers, reached
from line.party import dialable
from locales import Joined, Phone, _
from portaswitch import Alias, NotMapped, Rejected

area = Area(
    "numbers",
    _("Numbers"),
    icon="🔢",
    group="centrex",
    section="people",
    command="numbers",
    words=_(
        "my number, my numbers, main number, external numbers, DID, alias, "
        "what is my number, extension"
    ),
)

PAGE = 8


@area.start
async def numbers(turn: Turn, page: int = 0) -> View:
    """The main one first; a tap on a number copies it."""
    aliases = await _aliases(turn)
    found = reached(turn.link.number, aliases)
    shown = paged(found, page, PAGE, numbers.at)
    known = known_callers(aliases)
    where: Row = [go(_("Where do they ring?") if found[1:] else _("Where does it ring?"), ringing)]
    return View(
        _("People reach you under these numbers. Tap one to copy it.")
        if found[1:]
        else _("People reach you under this number. Tap it to copy it."),
        Listing([in_list(one) for one in shown.items]),
        _("Your provider knows you when you call from {numbers}.", numbers=_phones(known))
        if known
        else None,
        buttons=[
            *(copy(Phone(one.number), dialable(one.number)) for one in shown.items),
            shown.turning,
            where,
        ],
    )


@area.screen
async def ringing(turn: Turn) -> View:
    """All of them lead to the one line, so one sentence says where they ring."""
    line, aliases = await asyncio.gather(changes.read(turn), _aliases(turn))
    found = reached(turn.link.number, aliases)
    rings = [one.number for one in found if not one.blocked]
    silent = [one.number for one in found if one.blocked]
    return View(
        _("Calls to {numbers} reach this line.", numbers=_phones(rings)),
        changes.sentence(turn, line.setup),
        _("Blocked by your provider, so callers cannot reach you there: {numbers}.",
          numbers=_phones(silent)) if silent else None,
        buttons=[go(_("Forwarding"), "forwarding")],
    )  # fmt: skip


async def _aliases(turn: Turn) -> Sequence[Alias]:
    """None where the provider keeps them to itself: the main number is known all the same."""
    try:
        return await turn.api.get_alias_list()
    except (Rejected, NotMapped):
        return ()


def _phones(numbers: Sequence[str]) -> Joined:
    return Joined([Phone(number) for number in numbers])
