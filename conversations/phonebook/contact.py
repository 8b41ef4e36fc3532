"""One contact: what it is, the star, and its end."""

from __future__ import annotations

from dataclasses import replace

from conversations.phonebook.base import GONE, area, at, card, lock_text, read, used
from conversations.phonebook.change import Change
from dialogs import Button, Facts, Result, Row, Step, Turn, View, copy, do, go
from line.party import dialable
from line.phonebook import KINDS, Book, called
from locales import Phone, Sayable, Text, _
from portaswitch import Rejected
from portaswitch.account.phonebook import PhonebookRecord


@area.screen
async def contact(turn: Turn, key: int, query: str = "", page: int = 0) -> View:
    return await show(turn, key, query, page)


async def show(
    turn: Turn, key: int, query: str = "", page: int = 0, *, note: Text | None = None
) -> View:
    book = await read(turn)
    one, place = book.find(key), (query, page)
    if one is None:
        return View(GONE, back=at(*place))
    buttons: list[Row] = [
        go(_("Change name"), Change.at(key, "who", *place)),
        go(_("Change number"), Change.at(key, "number", *place)),
        go(_("Change kind"), Change.at(key, "kind", *place)),
        go(_("Change code") if one.dial_id is not None else _("Give a code"),
           Change.at(key, "code", *place)),
    ]  # fmt: skip
    if book.marks:
        buttons.append(_star(book, one, *place))
    buttons.append(copy(_("Copy number"), dialable(one.phone_number)))
    return View(
        Facts(called(one), _facts(book, one)),
        buttons=[*buttons, go(_("Delete"), deleting.at(key, *place))],
        back=at(*place),
        redraw=card(key, *place),
        note=note,
    )


def _facts(book: Book, one: PhonebookRecord) -> dict[Text, Sayable]:
    facts: dict[Text, Sayable] = {
        _("Number"): Phone(one.phone_number),
        _("Kind"): KINDS.get(one.phone_type, one.phone_type),
        _("Speed dial"): _("none") if one.dial_id is None else one.dial_id,
    }
    if book.marks:
        yes = _("yes, {used}", used=used(book))
        facts[_("Favorite")] = yes if one.favorite else _("no, {used}", used=used(book))
    elif one.favorite:
        facts[_("Favorite")] = _("yes, only your provider can change that")
    return facts


# ------------------------------------------------------------------ the star


def _star(book: Book, one: PhonebookRecord, query: str, page: int) -> Button:
    """A tap changes it at once where nothing has to be said before."""
    said = _("Favorite: yes") if one.favorite else _("Favorite: no")
    key, wanted = one.i_account_phonebook, int(not one.favorite)
    reason = None if one.favorite else book.no_favorite(one.phone_number)
    if reason or lock_text(book):
        return go(said, starring.at(key, wanted, query, page))
    return do(said, star.at(key, wanted, query, page))


@area.screen
async def starring(turn: Turn, key: int, on: int, query: str = "", page: int = 0) -> View:
    """Why it cannot be a favorite; if it can, what that means."""
    book, place = await read(turn), (query, page)
    one = book.find(key)
    if one is None:
        return View(GONE, back=at(*place))
    reason = book.no_favorite(one.phone_number) if on else None
    if reason is not None:
        shown = [go(_("Favorites"), Step(area.key, "favorites"))]
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


# ------------------------------------------------------------------ deleting


@area.screen
async def deleting(turn: Turn, key: int, query: str = "", page: int = 0) -> View:
    """The book has no trash, so there is a second look."""
    book, place = await read(turn), (query, page)
    one = book.find(key)
    if one is None:
        return View(GONE, back=at(*place))
    return View(
        Facts(_("Delete {name} from the phone book?", name=called(one)), _facts(book, one)),
        _("It cannot be brought back."),
        buttons=[
            go(_("Keep it"), card(key, *place)),
            do(_("Delete"), delete.at(key, *place), danger=True),
        ],
        back=card(key, *place),
    )


@area.action
async def delete(turn: Turn, key: int, query: str = "", page: int = 0) -> Result:
    try:
        await turn.api.delete_phonebook_record(key)
    except Rejected:
        book = await read(turn)
        one = book.find(key)
        if one is not None and one.favorite and (locked := lock_text(book)):
            refused = _("The provider refused it. {why}", why=locked)
            return await show(turn, key, query, page, note=refused)
        if one is not None:
            raise
    return at(query, page)
