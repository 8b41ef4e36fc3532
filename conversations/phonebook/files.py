"""The phone book as a file, and contacts out of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from conversations.phonebook.base import BOOK, area, read
from conversations.phonebook.table import Found, contacts, heads, rows
from dialogs import Document, Form, Invalid, Listing, Result, Turn, Upload, View, ask, go, keep
from line.phonebook import Plan, in_list, plan
from line.sheets import read_csv
from line.tables import csv_file
from locales import Joined, Text, _, _n
from portaswitch import Rejected
from portaswitch.account.phonebook import PhonebookRecord

LIMIT = 200_000
"""Bytes."""
MOST = 200
"""Lines of one file: each is a call to the switch, and somebody waits."""
SHOWN = 5
"""So many of them are read out before they are added."""

ASKED = _("Send the contacts as a CSV file, as your address book or a spreadsheet saves it.")


@area.screen
async def files(turn: Turn) -> View:
    return View(
        _("Your whole phone book can go into a file, and contacts can come out of one."),
        buttons=[go(_("Get the file"), export), go(_("Add from a file"), Import)],
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


@area.form
class Import(Form):
    """What is in the book already is skipped: the same file may come again."""

    records: list[dict[str, Any]] = keep()
    unread: list[int] = keep()

    async def ask_file(self, turn: Turn) -> View:
        return View(
            ASKED,
            _("One contact a line: name, number, and if you like kind and speed dial. "
              "{most} contacts at most. You see them before anything is added.", most=MOST),
        )  # fmt: skip

    file: Mapping[str, Any] = ask(ask_file, Upload(_("I need a file here."), LIMIT))

    undone = _("Canceled. Nobody was added.")

    async def answered(self, turn: Turn, name: str) -> Result:
        found = await self._found(turn)
        if not plan(await read(turn), found.records).new:
            return View(_("All contacts of that file are in your phone book already."))
        self.records, self.unread = [asdict(one) for one in found.records], list(found.unread)
        return None

    async def _found(self, turn: Turn) -> Found:
        """Raises Invalid for a file without contacts, or with too many."""
        try:
            table = read_csv(await turn.fetch(self.file, LIMIT), turn.reader.language)
        except ValueError:
            raise Invalid(
                _("I could not read that file as a table. {asked}", asked=ASKED)
            ) from None
        if len(table) > MOST + 1:
            raise Invalid(
                _(
                    "That file has {n} lines, and I read {most} at most at a time. "
                    "Split it, and send the parts.",
                    n=len(table),
                    most=MOST,
                )
            )
        found = contacts(turn.reader, table, turn.link.number)
        if not found.records:
            raise Invalid(_("I found no telephone number in that file. {asked}", asked=ASKED))
        return found

    async def review(self, turn: Turn) -> View:
        """Also after a break in the middle: then only the rest is left to add."""
        what = await self._plan(turn)
        new = what.new
        rest = len(new) - SHOWN
        return View(
            _n("Add {n} contact to your phone book?", "Add {n} contacts to your phone book?",
               len(new)) if new else _("All of them are in your phone book now."),
            Listing([in_list(one) for one in new[:SHOWN]]),
            _n("And {n} more.", "And {n} more.", rest) if rest > 0 else None,
            *_left_out(what, self.unread),
            accept=_n("Add {n} contact", "Add {n} contacts", len(new)) if new else _("Go on"),
        )  # fmt: skip

    async def submit(self, turn: Turn) -> Result:
        """What was added is counted in the book itself."""
        wanted = (await self._plan(turn)).new
        refused: list[str] = []
        for one in wanted:
            try:
                await turn.api.add_phonebook_record(one)
            except Rejected as error:
                refused.append(error.faultstring)
        book = await read(turn)
        there = sum(book.with_number(one.phone_number) is not None for one in wanted)
        return View(
            _n("{n} contact was added.", "{n} contacts were added.", there),
            _n(
                "The provider refused {n}: “{words}”",
                "The provider refused {n}, the last one with “{words}”",
                len(refused),
                words=refused[-1],
            )
            if refused
            else None,
            buttons=[go(area.title, BOOK)],
        )

    async def _plan(self, turn: Turn) -> Plan:
        return plan(await read(turn), [PhonebookRecord(**one) for one in self.records])


def _left_out(what: Plan, unread: Sequence[int]) -> list[Text]:
    """What of the file does not come in, or not wholly."""
    said: list[Text] = []
    if what.known:
        said.append(
            _n(
                "{n} line is skipped: that number is there already.",
                "{n} lines are skipped: those numbers are there already.",
                what.known,
            )
        )
    if what.codeless:
        said.append(
            _n(
                "{n} contact comes without its speed dial code: it is taken or too long.",
                "{n} contacts come without their speed dial codes: they are taken or too long.",
                what.codeless,
            )
        )
    if unread:
        said.append(
            _n(
                "I could not read the number in line {lines}.",
                "I could not read the numbers in the lines {lines}.",
                len(unread),
                lines=Joined(unread) if len(unread) <= SHOWN else _many(unread),
            )
        )
    return said


def _many(unread: Sequence[int]) -> Text:
    first = ", ".join(str(line) for line in unread[:SHOWN])
    return _("{first} and {n} more", first=first, n=len(unread) - SHOWN)
