"""One contact: what it is, and the ways to change it."""

from __future__ import annotations

from conversations.phonebook.base import GONE, area, at, card, lock_text, read, used
from conversations.phonebook.change import Change
from dialogs import Button, Facts, Row, Step, Turn, View, copy, do, go
from line.party import dialable
from line.phonebook import KINDS, Book, called
from locales import Phone, Sayable, Text, _
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
        Facts(called(one), facts(book, one)),
        buttons=[*buttons, go(_("Delete"), Step(area.key, "deleting", (key, *place)))],
        back=at(*place),
        redraw=card(key, *place),
        note=note,
    )


def facts(book: Book, one: PhonebookRecord) -> dict[Text, Sayable]:
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


def _star(book: Book, one: PhonebookRecord, query: str, page: int) -> Button:
    """A tap changes it at once where nothing has to be said before."""
    said = _("Favorite: yes") if one.favorite else _("Favorite: no")
    args = (one.i_account_phonebook, int(not one.favorite), query, page)
    reason = None if one.favorite else book.no_favorite(one.phone_number)
    if reason or lock_text(book):
        return go(said, Step(area.key, "starring", args))
    return do(said, Step(area.key, "star", args))
