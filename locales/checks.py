"""What can be wrong with a catalogue: everything that a subscriber would notice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.plurals import get_plural

from locales.extraction import placeholders
from locales.files import as_text, read, template_path

FINAL = ".…!?:;,"


def problems_of_template(root: Path, template: Catalog) -> Iterator[str]:
    path = template_path(root)
    if not path.is_file() or path.read_text("utf-8") != as_text(template):
        yield f"{path.name}: out of date; run python -m locales update"


def problems_of_catalogue(path: Path, language: str, template: Catalog) -> Iterator[str]:
    """Everything wrong with one language's catalogue, a line each."""
    catalog = read(path, language)
    known = {_key(message): message for message in catalog if message.id}
    wanted = {_key(message): message for message in template if message.id}
    expected = get_plural(language)
    if (catalog.num_plurals, catalog.plural_expr) != (expected.num_plurals, expected.plural_expr):
        yield f"{language}: Plural-Forms should be {expected}"
    for key, message in wanted.items():
        if key not in known:
            yield f"{language}: missing: {_name(message)}"
    for key, message in known.items():
        if key not in wanted:
            yield f"{language}: no longer used: {_name(message)}"
        else:
            for problem in _problems_of_message(message):
                yield f"{language}: {problem}: {_name(message)}"
    for message in catalog.obsolete.values():
        yield f"{language}: obsolete: {_name(message)}"


def _problems_of_message(message: Message) -> Iterator[str]:
    english, translations = forms(message.id), forms(message.string)
    if message.fuzzy:
        yield "fuzzy"
    if not all(translations):  # Babel reads a plural form that is absent as an empty one
        yield "untranslated"
        return
    for translation in translations:
        yield from _problems_of_form(english[-1], translation)


def _problems_of_form(english: str, translation: str) -> Iterator[str]:
    try:
        if placeholders(english) != placeholders(translation):
            yield f"parameters differ in {translation!r}"
    except ValueError as broken:
        yield f"{broken} in {translation!r}"
    if _edges(english) != _edges(translation):
        yield f"spaces around the text differ in {translation!r}"
    if _final(english) != _final(translation):
        yield f"final punctuation differs in {translation!r}"


def _key(message: Message) -> tuple[str | None, tuple[str, ...]]:
    return message.context, forms(message.id)


def forms(texts: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    """One text, or one for each plural form; an empty one where there is none."""
    return (texts or "",) if isinstance(texts, str | None) else tuple(texts)


def _name(message: Message) -> str:
    return repr(forms(message.id)[0])


def _edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def _final(text: str) -> str:
    text = text.rstrip()
    return text[-1] if text and text[-1] in FINAL else ""
