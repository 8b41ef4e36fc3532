"""Favorites, calls to whom have a special rate: who they are, and making or unmaking one."""

from __future__ import annotations

from dataclasses import replace

from conversations.phonebook.base import GONE, PAGE, area, at, card, lock_text, opening, read, used
from conversations.phonebook.contact import show
from dialogs import Listing, Result, Turn, View, do, go, paged
from line.phonebook import called, in_book
from locales import _
from portaswitch import Rejected


@area.screen
async def favorites(turn: Turn, page: int = 0) -> View:
    """Who is charged at the special rate, how many more may be, and what they have to be."""
    whole = await read(turn)
    shown = paged(whole.favorites, page, PAGE, favorites.at)
    return View(
        _("Calls to favorites have a special rate: {used}.", used=used(whole)),
        Listing([in_book(one) for one in shown.items]),
        _("Your provider allows only {numbers}.", numbers=whole.allowed)
        if whole.limits.favorite_allowed_patterns
        else None,
        lock_text(whole),
        None if shown.items else _("Open a contact to make it a favorite."),
        buttons=[*(opening(turn, one) for one in shown.items), shown.turning],
    )


@area.screen
async def starring(turn: Turn, key: int, on: int, query: str = "", page: int = 0) -> View:
    """Why it cannot be a favorite; if it can, what that means."""
    book, place = await read(turn), (query, page)
    one = book.find(key)
    if one is None:
        return View(GONE, back=at(*place))
    reason = book.no_favorite(one.phone_number) if on else None
    if reason is not None:
        shown = [go(_("Favorites"), favorites)]
        return View(reason, buttons=shown, back=card(key, *place))
    return View(
        _("Make {name} a favorite? Calls to favorites have a special rate.", name=called(one))
        if on
        else _("Take {name} away from the favorites?", name=called(one)),
        lock_text(book),
        buttons=[
            do(
                _("Make it a favorite") if on else _("Take it away"),
                star.at(key, on, *place),
                primary=True,
            )
        ],
        back=card(key, *place),
    )


@area.action
async def star(turn: Turn, key: int, on: int, query: str = "", page: int = 0) -> Result:
    book, place = await read(turn), (query, page)
    one = book.find(key)
    reason = book.no_favorite(one.phone_number) if one and on and not one.favorite else None
    if one is None or reason is not None or one.favorite is bool(on):
        return await show(turn, key, *place, note=reason)
    try:
        await turn.api.update_phonebook_record(one, replace(one, favorite=bool(on)))
    except Rejected:
        locked = lock_text(book)
        if locked is None:
            raise
        # The switch does not say since when: the rule is the likeliest reason.
        return await show(turn, key, *place, note=_("The provider refused it. {why}", why=locked))
    return card(key, *place)
