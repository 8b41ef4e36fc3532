"""What a text offers as an example to type must be understood when it is typed, translated too."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import zip_longest

import pytest
from babel.messages.catalog import Message

from line.hours import parse_hours
from line.until import parse_forward, parse_until
from locales import LANGUAGES
from locales.files import ROOT, catalogue_path, read
from tests.locales.conftest import KYIV, NOON

HOME = "380441234567"


def _until(text: str) -> datetime | None:
    return parse_until(text, KYIV, NOON)


def _forward(text: str) -> tuple[str, datetime | None] | None:
    asked = parse_forward(text, home=HOME, zone=KYIV, now=NOON)
    return (asked.number, asked.until) if asked.number and asked.problem is None else None


READERS: list[Callable[[str], object]] = [_until, _forward, parse_hours]


def _phrases(text: str) -> list[str]:
    """The text itself, and what it quotes."""
    return [text, *re.findall(r"[“«](.+?)[”»]", text)]


def _examples(message: Message) -> Iterator[tuple[str, str]]:
    assert isinstance(message.id, str)
    assert isinstance(message.string, str)
    yield from zip_longest(_phrases(message.id), _phrases(message.string), fillvalue="")


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_an_example_means_the_same_in_every_language(language: str) -> None:
    catalog = read(catalogue_path(ROOT, language), language)
    misread, understood = [], 0
    for message in catalog:
        if not isinstance(message.id, str) or not message.id or "{" in message.id:
            continue
        for english, translated in _examples(message):
            for meaning in READERS:
                if meaning(english) is not None:
                    understood += 1
                    if meaning(translated) != meaning(english):
                        misread.append((english, translated))

    assert misread == []
    assert understood > 5
