"""Contacts out of a file: read, shown, and added after a tap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from conversations.phonebook.base import BOOK, area, read
from dialogs import Form, Invalid, Listing, Result, Turn, Upload, View, ask, go, keep
from line.additions import Plan, left_out, plan
from line.contacts import Found, contacts
from line.phonebook import in_list
from line.sheets import read_csv
from locales import _, _n
from portaswitch import Rejected
from portaswitch.account.phonebook import PhonebookRecord

LIMIT = 200_000
"""Bytes."""
MOST = 200
"""Lines of one file: each is a call to the switch, and somebody waits."""
SHOWN = 5
"""So many of them are read out before they are added."""

ASKED = _("Send the contacts as a CSV file, as your address book or a spreadsheet saves it.")


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
            *left_out(what, self.unread),
            accept=_n("Add {n} contact", "Add {n} contacts", len(new)) if new else _("Go on"),
        )  # fmt: skip

    async def submit(self, turn: Turn) -> Result:
        """What was added is counted in the book itself."""
        wanted = (await self._plan(turn)).new
        refused: list[str] = []
        for n, one in enumerate(wanted, start=1):
            turn.doing(_("Adding contact {n} of {all}…", n=n, all=len(wanted)))
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
