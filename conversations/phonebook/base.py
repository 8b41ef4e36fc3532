"""What all screens of the phone book share: the area, the book as it is now, how one is named."""

from __future__ import annotations

from dialogs import Area, Button, HasFeature, Step, Turn, go, short
from line.phonebook import Book, called
from locales import Text, _, _n
from portaswitch.account.phonebook import PhonebookLimits, PhonebookRecord

FEATURE = "phonebook"

area = Area(
    "phonebook",
    _("Phone book"),
    icon="📒",
    group="centrex",
    section="people",
    command="phonebook",
    words=_(
        "phone book, phonebook, address book, contacts, contact list, speed dial, short codes, "
        "abbreviated dialing, favorite numbers, favourite numbers, special rate, "
        "friends and family, save number"
    ),
    needs=HasFeature(FEATURE, on=True),
)

BOOK = Step(area.key)
PAGE = 6
GONE = _("This contact is no longer in the phone book. It may have been deleted elsewhere.")


async def read(turn: Turn) -> Book:
    feature = (await turn.features())[FEATURE]
    records: tuple[PhonebookRecord, ...] = await turn.read("get_phonebook_list")
    return Book(
        sorted(records, key=lambda one: (one.name or one.phone_number).casefold()),
        PhonebookLimits.of(feature),
    )


def at(query: str, page: int) -> Step:
    """The list where somebody has left it."""
    return Step(area.key, "", (query, page))


def card(key: int, query: str = "", page: int = 0) -> Step:
    """One contact, and where in the list it was opened."""
    return Step(area.key, "contact", (key, query, page))


def opening(turn: Turn, one: PhonebookRecord, query: str = "", page: int = 0) -> Button:
    """The button of a list that opens a contact."""
    return go(short(turn.reader.say(called(one))), card(one.i_account_phonebook, query, page))


def used(book: Book) -> Text:
    """ "3 of 5 used" """
    most = book.limits.max_favorites
    if most is None:
        return _("{n} used", n=len(book.favorites))
    return _("{n} of {most} used", n=len(book.favorites), most=most)


def lock_text(book: Book) -> Text | None:
    """What to know before a favorite is changed."""
    days = book.limits.favorite_change_lock_days
    if not days:
        return None
    return _n(
        "After a change, a favorite stays as it is for {n} day.",
        "After a change, a favorite stays as it is for {n} days.",
        days,
    )
