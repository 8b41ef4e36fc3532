"""Catalogues as files: written so that only a changed text changes a line."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

DOMAIN = "selfcare"
ROOT = Path(__file__).parent.parent
"""The folder that holds the sources."""

HEADERS = ("Language:", "Plural-Forms:", "MIME-Version:", "Content-")
"""What a catalogue says of itself; dates, names and tool versions are git's to tell."""


def template_path(root: Path) -> Path:
    return root / "locales" / f"{DOMAIN}.pot"


def catalogue_path(root: Path, language: str) -> Path:
    return root / "locales" / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def read(path: Path, language: str) -> Catalog:
    with path.open("rb") as source:
        return read_po(source, locale=language, charset="utf-8")


def write(path: Path, catalog: Catalog) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(as_text(catalog), "utf-8")


def as_text(catalog: Catalog) -> str:
    """The catalogue as it lies in git: no dates, no line numbers, no wrapped lines.

    By first file, then by text: code that moves within its file moves nothing here.
    """
    catalog.header_comment = "# selfcare-bot: texts for the subscriber."
    written = BytesIO()
    write_po(written, catalog, width=0, include_lineno=False, ignore_obsolete=True)
    header, *messages = written.getvalue().decode("utf-8").strip("\n").split("\n\n")
    kept = [line for line in header.splitlines() if not _is_noise(line)]
    return "\n\n".join(["\n".join(kept), *sorted(messages, key=_place)]) + "\n"


def _place(message: str) -> tuple[str, str]:
    """Its first file, and its text with its context; the first location line says the file."""
    lines = message.splitlines()
    files = next((line.split()[1] for line in lines if line.startswith("#: ")), "")
    first = next(n for n, line in enumerate(lines) if line.startswith(("msgctxt", "msgid")))
    return files, "\n".join(lines[first:])


def _is_noise(line: str) -> bool:
    return line.startswith('"') and not line[1:].startswith(HEADERS)
