"""The list, which is searched by typing; the doors to all else."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from conversations.phonebook.add import Add
from conversations.phonebook.base import PAGE, area, at, opening, read
from conversations.phonebook.favorites import favorites
from conversations.phonebook.files import files
from conversations.phonebook.speed_dial import speed_dial
from dialogs import Listing, Row, Step, Turn, View, go, paged
from line.numbers import Parsed, parse_number
from line.phonebook import Book, in_book
from locales import Text, _, _n
from portaswitch.account.phonebook import PhonebookRecord


@area.start
async def book(turn: Turn, query: str = "", page: int = 0) -> View:
    """The whole book; with `query`, as after /phonebook or typed below it, those that match."""
    whole = await read(turn)
    found = whole.search(query)
    shown = paged(found, page, PAGE, partial(at, query))
    return View(
        _heading(whole, found, query),
        Listing([in_book(one) for one in shown.items]),
        _("Type a name or a part of a number to find somebody.") if shown.turning else None,
        buttons=[
            *(opening(turn, one, query, shown.number) for one in shown.items),
            shown.turning,
            *(_after_search(turn, found, query) if query else _doors(whole)),
        ],
    )


def _heading(whole: Book, found: Sequence[PhonebookRecord], query: str) -> Text:
    if query and not found:
        return _("Nobody in your phone book matches “{query}”.", query=query)
    if query:
        return _n(
            "{n} contact matches “{query}”:",
            "{n} contacts match “{query}”:",
            len(found),
            query=query,
        )
    if not found:
        return _(
            "Your phone book is empty. Add the first contact: share it from Telegram, type its "
            "number, or send a file with many."
        )
    return _n("{n} contact in your phone book:", "{n} contacts in your phone book:", len(found))


def _after_search(turn: Turn, found: Sequence[PhonebookRecord], query: str) -> list[Row]:
    """A number that nobody has was perhaps meant to be kept."""
    everybody = go(_("Show all"), at("", 0))
    if found:
        return [[everybody]]
    is_number = isinstance(parse_number(query, home=turn.link.number), Parsed)
    add = go(_("Add this number"), Add.at(query, "")) if is_number else go(_("Add a contact"), Add)
    return [[add, everybody]]


def _doors(whole: Book) -> list[Row]:
    """What else there is to do with the book."""
    rows: list[Row] = [[go(_("Add a contact"), Add), go(_("Files"), files)]]
    if whole.records:
        further = [go(_("Speed dial"), speed_dial)]
        rows.append([*further, go(_("Favorites"), favorites)] if whole.marks else further)
    return rows


@area.hears
async def heard(turn: Turn, text: str) -> Step | None:
    """Typed below the book: somebody to find in it."""
    return at(text.strip()[:50], 0) if turn.searches(area.key, text) else None
