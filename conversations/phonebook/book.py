"""The list, which is searched by typing; those with a speed dial code; the favorites."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from conversations.phonebook.add import Add
from conversations.phonebook.base import PAGE, area, at, card, lock_text, read, used
from conversations.phonebook.files import files
from dialogs import Button, Listing, Row, Step, Turn, View, go, paged, short
from line.phonebook import Book, called, in_list
from locales import Joined, Text, _, _n
from portaswitch.account.phonebook import PhonebookRecord

FREE = 8
"""So many free codes are named."""


@area.start
async def book(turn: Turn, query: str = "", page: int = 0) -> View:
    """The whole book; with `query`, as after /phonebook or typed below it, those that match."""
    whole = await read(turn)
    found = whole.search(query)
    shown = paged(found, page, PAGE, partial(at, query))
    return View(
        _heading(whole, found, query),
        Listing([_line(one) for one in shown.items]),
        _("Type a name or a part of a number to find somebody.") if shown.turning else None,
        buttons=[
            *(_opening(turn, one, query, shown.number) for one in shown.items),
            shown.turning,
            *([[go(_("Show all"), at("", 0))]] if query else _doors(whole)),
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


def _line(one: PhonebookRecord) -> Text:
    line = in_list(one)
    if one.dial_id is not None:
        line = _("{contact}, speed dial {code}", contact=line, code=one.dial_id)
    return _("{contact}, favorite", contact=line) if one.favorite else line


def _opening(turn: Turn, one: PhonebookRecord, query: str = "", page: int = 0) -> Button:
    return go(short(turn.reader.say(called(one))), card(one.i_account_phonebook, query, page))


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
    return at(text.strip()[:50], 0) if await turn.searches(area.key, text) else None


# ------------------------------------------------------------------ speed dial


@area.screen
async def speed_dial(turn: Turn, page: int = 0) -> View:
    """Who has a code, by code; which codes are free, and how long they may be."""
    whole = await read(turn)
    shown = paged(whole.coded, page, PAGE, speed_dial.at)
    free = whole.free_codes(FREE)
    return View(
        _("Dial the code alone, and your phone calls the number.")
        if shown.items
        else _("No contact has a speed dial code yet. Open a contact to give it one."),
        Listing([_coded(one) for one in shown.items]),
        _n(
            "A code has {n} digit at most. Free are {codes}.",
            "A code has up to {n} digits. Free are {codes}.",
            whole.digits,
            codes=Joined(free),
        )
        if free
        else _("No code is free."),
        buttons=[*(_opening(turn, one) for one in shown.items), shown.turning],
    )


def _coded(one: PhonebookRecord) -> Text:
    return _("{code}: {name}", code=one.dial_id or 0, name=called(one))


# ------------------------------------------------------------------ favorites


@area.screen
async def favorites(turn: Turn, page: int = 0) -> View:
    """Who is charged at the special rate, how many more may be, and what they have to be."""
    whole = await read(turn)
    shown = paged(whole.favorites, page, PAGE, favorites.at)
    return View(
        _("Calls to favorites have a special rate: {used}.", used=used(whole)),
        Listing([_line(one) for one in shown.items]),
        _("Your provider allows only {numbers}.", numbers=whole.allowed)
        if whole.limits.favorite_allowed_patterns
        else None,
        lock_text(whole),
        None if shown.items else _("Open a contact to make it a favorite."),
        buttons=[*(_opening(turn, one) for one in shown.items), shown.turning],
    )
