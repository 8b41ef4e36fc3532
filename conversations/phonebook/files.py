"""The whole phone book as a file."""

from __future__ import annotations

from conversations.phonebook.base import BOOK, area, read
from dialogs import Document, Step, Turn, View, go
from line.contacts import heads, rows
from line.tables import csv_file
from locales import _, _n


@area.screen
async def files(turn: Turn) -> View:
    return View(
        _("Your whole phone book can go into a file, and contacts can come out of one."),
        buttons=[go(_("Get the file"), export), go(_("Add from a file"), Step(area.key, "Import"))],
    )


@area.screen
async def export(turn: Turn) -> View:
    book = await read(turn)
    if not book.records:
        return View(_("Your phone book is empty, so there is nothing to put into a file."))
    content = csv_file(heads(turn.reader), list(rows(turn.reader, book.records)))
    return View.card(
        _n("{n} contact of your phone book.", "{n} contacts of your phone book.",
           len(book.records)),
        _("Open it with a spreadsheet, or keep it: I can read it again."),
        media=Document(content, "phonebook.csv", "text/csv"),
        back=BOOK,
    )  # fmt: skip
