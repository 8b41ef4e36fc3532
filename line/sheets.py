"""Tables that somebody sends, from whatever spreadsheet or address book."""

from __future__ import annotations

import codecs
import csv
import io
import re

from portaswitch.account.history import FORMULA

DELIMITERS = ",;\t"
LEGACY = {"uk": "cp1251"}
"""What spreadsheets without Unicode write, by language."""
CYRILLIC = re.compile(rb"[\xc0-\xff]{3}")
"""In other alphabets of that time, three letters with accents hardly ever stand in a row."""


def read_csv(content: bytes, language: str = "") -> list[list[str]]:
    """The rows of a file, empty ones too. Raises ValueError for what is no table of text."""
    text = _decoded(content, language)
    if "\0" in text:
        raise ValueError("not a text")
    first = text.partition("\n")[0].strip()
    if first.lower().startswith("sep=") and len(first) == len("sep=,"):
        text, delimiter = text.partition("\n")[2], first[-1]
    else:
        delimiter = max(DELIMITERS, key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise ValueError(str(error)) from None
    return [[_as_meant(cell.strip()) for cell in row] for row in rows]


def _as_meant(cell: str) -> str:
    """Without the apostrophe by which a table of ours keeps it from being a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def _decoded(content: bytes, language: str) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        kept = "cp1251" if CYRILLIC.search(content) else LEGACY.get(language, "cp1252")
        return content.decode(kept)
