"""One contact: what it is, what can be changed, the star, and its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from conversations.fields import PhoneNumber
from conversations.phonebook.base import (
    GONE,
    LONGEST_NAME,
    area,
    at,
    card,
    lock_text,
    read,
    used,
)
from dialogs import (
    Button,
    Choice,
    Digits,
    Facts,
    Form,
    Invalid,
    Line,
    Result,
    Row,
    Step,
    Turn,
    View,
    ask,
    copy,
    do,
    go,
    keep,
)
from line.party import dialable
from line.phonebook import KINDS, MOST_DIGITS, Book, called
from locales import Phone, Sayable, Text, _, _n
from portaswitch import Rejected
from portaswitch.account.phonebook import PhonebookRecord

NO_CODE = "none"
OFFERED = 6
"""So many free codes are buttons."""


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


# ------------------------------------------------------------------ changing


class Code(Digits):
    """A speed dial code that is free and short enough."""

    def __init__(self) -> None:
        super().__init__(1, MOST_DIGITS)

    async def parse(self, turn: Turn, text: str) -> str:
        try:
            code = int(await super().parse(turn, text))
        except Invalid:
            raise Invalid(_("A speed dial code is a number such as 2.")) from None
        reason = (await read(turn)).no_code(code, int(turn.answers["key"]))
        if reason is not None:
            raise Invalid(reason)
        return str(code)

    async def options(self, turn: Turn) -> list[tuple[str, Text | str]]:
        book = await read(turn)
        one = book.find(int(turn.answers["key"]))
        free: list[tuple[str, Text | str]] = [(str(n), str(n)) for n in book.free_codes(OFFERED)]
        return [*free, (NO_CODE, _("No code"))] if one and one.dial_id is not None else free


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

    who: str = ask(_("What shall the name be?"), Line(LONGEST_NAME), when=_asks("who"))
    number: str = ask(
        _("What is the new number? Send it, or share a contact."),
        PhoneNumber(),
        when=_asks("number"),
    )
    kind: str = ask(_("What kind of number is it?"), Choice(KINDS), when=_asks("kind"))

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
