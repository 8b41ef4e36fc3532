"""Many contacts at once: which of them come into the phone book, and which are left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from line.phonebook import Book
from locales import Joined, Text, _, _n
from portaswitch.account.phonebook import PhonebookRecord

NAMED = 5
"""So many lines that could not be read are named."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What of a file comes into the book."""

    new: Sequence[PhonebookRecord]
    known: int
    """So many are there already, or twice in the file."""
    codeless: int
    """So many come without the code that the file gives them: it is taken, or too long."""


def plan(book: Book, given: Sequence[PhonebookRecord]) -> Plan:
    new: list[PhonebookRecord] = []
    codeless = 0
    for one in given:
        so_far = Book([*book.records, *new], book.limits)
        if so_far.with_number(one.phone_number) is not None:
            continue
        no_code = one.dial_id is not None and so_far.no_code(one.dial_id) is not None
        codeless += no_code
        new.append(replace(one, dial_id=None) if no_code else one)
    return Plan(new, len(given) - len(new), codeless)


def left_out(what: Plan, unread: Sequence[int]) -> list[Text]:
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
                lines=Joined(unread) if len(unread) <= NAMED else _many(unread),
            )
        )
    return said


def _many(unread: Sequence[int]) -> Text:
    first = ", ".join(str(line) for line in unread[:NAMED])
    return _("{first} and {n} more", first=first, n=len(unread) - NAMED)
