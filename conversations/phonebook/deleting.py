"""The end of a contact."""

from __future__ import annotations

from conversations.phonebook.base import GONE, area, at, card, lock_text, read
from conversations.phonebook.contact import facts, show
from dialogs import Facts, Result, Turn, View, do, go
from line.phonebook import called
from locales import _
from portaswitch import Rejected


@area.screen
async def deleting(turn: Turn, key: int, query: str = "", page: int = 0) -> View:
    """The book has no trash, so there is a second look."""
    book, place = await read(turn), (query, page)
    one = book.find(key)
    if one is None:
        return View(GONE, back=at(*place))
    return View(
        Facts(_("Delete {name} from the phone book?", name=called(one)), facts(book, one)),
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
