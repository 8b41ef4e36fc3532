"""The phone book as a table: what its columns are called, and how those of others are read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from line.numbers import Parsed, parse_number
from line.phonebook import KINDS, LONGEST_NAME, MOST_DIGITS
from line.tables import Row
from locales import Reader, Text, _
from locales.formats import phone
from portaswitch.account.phonebook import PhonebookRecord, PhoneType

NAME, NUMBER, KIND, CODE = "name", "number", "kind", "code"
# Translators: what such a column may be called, separated by commas, in small letters; the first
# one is what we write ourselves.
HEADS: Mapping[str, Text] = {
    NAME: _("name, full name, display name, contact"),
    NUMBER: _("number, phone number, phone, phone 1 - value, mobile phone, mobile, telephone"),
    KIND: _("kind, type, phone 1 - label"),
    CODE: _("speed dial, code, short code"),
}
FIRST, LAST = ("first name", "given name"), ("last name", "family name")
"""Two columns for one name, as the address books of Google and Outlook write them."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a file holds."""

    records: Sequence[PhonebookRecord]
    unread: Sequence[int]
    """The lines, counted from 1, in which no number could be read."""


def heads(reader: Reader) -> list[str]:
    return [_names(reader, head)[0] for head in HEADS.values()]


def rows(reader: Reader, records: Sequence[PhonebookRecord]) -> Iterator[Row]:
    """A line for each contact.

    Numbers go without their plus, as a cell that begins with one is a formula.
    """
    for one in records:
        kind = reader.say(KINDS.get(one.phone_type, one.phone_type))
        yield one.name, phone(one.phone_number).removeprefix("+"), kind, one.dial_id


def contacts(reader: Reader, table: Sequence[Sequence[str]], home: str) -> Found:
    """Read by the columns' names; where they have none that we know, by what looks like what."""
    columns = _columns(reader, table[0]) if table else {}
    records: list[PhonebookRecord] = []
    unread: list[int] = []
    kinds = {reader.say(said).casefold(): kind for kind, said in KINDS.items()}
    for line, cells in enumerate(table, 1):
        if not any(cells) or (line == 1 and columns):
            continue
        cell = {head: _cell(cells, places) for head, places in (columns or _guessed(cells)).items()}
        number = cell.get(NUMBER, "").split(":::")[0]
        read = parse_number(number, home=home)
        if not isinstance(read, Parsed):
            # A first line in words alone is a heading that we do not know.
            unread += [line] if line > 1 or re.search(r"\d", number) else []
            continue
        kind = cell.get(KIND, "").casefold()
        records.append(
            PhonebookRecord(
                read.number,
                cell.get(NAME, "")[:LONGEST_NAME].strip(),
                kinds.get(kind, kind if kind in KINDS else PhoneType.OTHER),
                _code(cell.get(CODE, "")),
            )
        )
    return Found(records, unread)


def _columns(reader: Reader, heading: Sequence[str]) -> dict[str, list[int]]:
    """Which columns hold what; nothing where the first line is no heading."""
    named = [cell.casefold() for cell in heading]
    found: dict[str, list[int]] = {}
    for head in HEADS:
        known = _known(reader, head)
        place = next((named.index(one) for one in known if one in named), None)
        if place is not None:
            found[head] = [place]
    if NUMBER not in found:
        return {}
    parts = [named.index(one) for group in (FIRST, LAST) for one in group if one in named]
    return {NAME: parts, **found} if parts else found


def _guessed(cells: Sequence[str]) -> dict[str, list[int]]:
    """The longest run of digits is the number, the first words are the name."""
    digits = [len(re.sub(r"\D", "", cell)) for cell in cells]
    number = digits.index(max(digits))
    words = [n for n, cell in enumerate(cells) if n != number and re.search(r"[^\W\d_]", cell)]
    return {NUMBER: [number], NAME: words[:1]}


def _cell(cells: Sequence[str], places: Sequence[int]) -> str:
    return " ".join(" ".join(cells[n] for n in places if n < len(cells)).split())


def _code(text: str) -> int | None:
    return int(text) if re.fullmatch(rf"[0-9]{{1,{MOST_DIGITS}}}", text) else None


def _known(reader: Reader, head: str) -> list[str]:
    """In the reader's language and in English."""
    english = Reader("en", reader.zone, reader.now)
    return [*_names(reader, HEADS[head]), *_names(english, HEADS[head])]


def _names(reader: Reader, heads: Text) -> list[str]:
    return [one.strip() for one in reader.say(heads).split(",")]
