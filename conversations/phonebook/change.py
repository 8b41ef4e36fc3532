"""What can be changed of a contact: name, number, kind and speed dial code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from conversations.phonebook.base import GONE, area, card, read
from conversations.phonebook.fields import NO_CODE, Code
from conversations.shared.fields import PhoneNumber
from dialogs import Choice, Facts, Form, Invalid, Line, Result, Turn, View, ask, keep
from line.phonebook import KINDS, LONGEST_NAME, Book, called
from locales import Phone, Sayable, Text, _, _n
from portaswitch.account.phonebook import PhonebookRecord


def _asks(what: str) -> Callable[[Form], bool]:
    return lambda form: form.answers.get("what") == what


@area.form
class Change(Form):
    """Another name, number, kind or code: `what` says which is asked for."""

    given = ("key", "what", "query", "page")
    key: str = keep()
    what: str = keep()
    query: str = keep()
    page: str = keep()

    async def ask_name(self, turn: Turn) -> View:
        return await self._now(turn, _("What shall the name be?"))

    who: str = ask(ask_name, Line(LONGEST_NAME), when=_asks("who"))

    async def ask_number(self, turn: Turn) -> View:
        return await self._now(turn, _("What is the new number? Send it, or share a contact."))

    number: str = ask(ask_number, PhoneNumber(), when=_asks("number"))

    async def ask_kind(self, turn: Turn) -> View:
        return await self._now(turn, _("What kind of number is it?"))

    kind: str = ask(ask_kind, Choice(KINDS), when=_asks("kind"))

    async def ask_code(self, turn: Turn) -> View:
        book = await read(turn)
        one = book.find(int(self.key))
        return View(
            _("Which speed dial code shall {name} have?", name=called(one)) if one else GONE,
            _n(
                "It may have {n} digit. Tap a free one, or type another.",
                "It may have up to {n} digits. Tap a free one, or type another.",
                book.digits,
            ),
        )

    code: str = ask(ask_code, Code(), when=_asks("code"))

    async def _now(self, turn: Turn, asked: Text) -> View:
        """A question, with what the answer takes the place of."""
        one = (await read(turn)).find(int(self.key))
        if one is None:
            return View(GONE)
        now: dict[str, Sayable] = {
            "who": called(one),
            "number": Phone(one.phone_number),
            "kind": KINDS.get(one.phone_type, one.phone_type),
        }
        return View(asked, Facts(None, {_("Now"): now[self.what]}))

    async def opened(self, turn: Turn) -> Result:
        """Also where a button has outlived the contact."""
        numbers = str(self.key).isdecimal() and str(self.page or 0).isdecimal()
        known = self.next_question() is not None and numbers
        return None if known and (await read(turn)).find(int(self.key)) else View(GONE)

    async def submit(self, turn: Turn) -> Result:
        book, key = await read(turn), int(self.key)
        before = book.find(key)
        if before is None:
            return View(GONE)
        match self.what:
            case "who":
                after = replace(before, name=self.who)
            case "number":
                after = replace(before, phone_number=self.number.removeprefix("+"))
                if reason := _no_number(book, before, after):
                    del self.answers["number"]
                    raise Invalid(reason)
            case "kind":
                after = replace(before, phone_type=self.kind)
            case _:
                after = replace(before, dial_id=None if self.code == NO_CODE else int(self.code))
        if after != before:
            await turn.api.update_phonebook_record(before, after)
        return card(key, self.query or "", int(self.page or 0))


def _no_number(book: Book, before: PhonebookRecord, after: PhonebookRecord) -> Text | None:
    """Why the number cannot be that one; None if it can."""
    there = book.with_number(after.phone_number)
    if there is not None and there.i_account_phonebook != before.i_account_phonebook:
        return _("{name} has this number already.", name=called(there))
    return book.no_favorite(after.phone_number, more=0) if before.favorite else None
