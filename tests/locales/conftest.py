"""Readers, and a catalogue that a test writes for itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel.messages.catalog import Catalog

from locales import Reader, catalogues, text
from locales.files import catalogue_path, write

KYIV = ZoneInfo("Europe/Kyiv")
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
"""14:00 in Kyiv, a Monday."""

Translate = Callable[[str, dict[str | tuple[str, str], str | tuple[str, ...]]], None]


def reader(language: str = "en") -> Reader:
    return Reader(language, KYIV, NOON)


def _forget() -> None:
    for cached in (
        catalogues.translations,
        text._pattern,
        text._plural_pattern,
        text._complain,
    ):
        cached.cache_clear()


@pytest.fixture
def translate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Translate]:
    """Replaces a language's catalogue by what the test says."""
    monkeypatch.setattr(catalogues, "ROOT", tmp_path)

    def translate(
        language: str, messages: dict[str | tuple[str, str], str | tuple[str, ...]]
    ) -> None:
        catalog = Catalog(language, fuzzy=False)
        for english, translation in messages.items():
            catalog.add(english, translation)
        write(catalogue_path(tmp_path, language), catalog)
        _forget()

    yield translate
    _forget()
