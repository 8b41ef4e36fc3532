"""Which languages are spoken, and what subscribers type in them."""

from __future__ import annotations

import os
import subprocess
import sys
from decimal import Decimal

import pytest

from locales import LANGUAGES, PSEUDO, Number, _, _n, language_for, parse_decimal, pseudo
from locales.catalogues import _languages
from tests.locales.conftest import Translate, reader


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("uk", "uk"),
        ("uk-UA", "uk"),
        ("UK_ua", "uk"),
        ("en-US", "en"),
        ("de", "en"),
        ("", "en"),
        (None, "en"),
    ],
)
def test_telegrams_code_finds_the_nearest_language(code: str | None, language: str) -> None:
    assert language_for(code) == language


def test_an_unknown_language_becomes_the_providers_default() -> None:
    assert language_for("de", default="uk") == "uk"


def test_languages_are_named_by_their_own_speakers() -> None:
    assert LANGUAGES == {"en": "English", "uk": "Українська"}


def test_the_pseudo_locale_disguises_texts_but_not_their_values(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pseudo, "offer", lambda language, name: None)
    assert language_for(PSEUDO) == "en"

    strange = reader(PSEUDO)

    assert strange.say(_("Back")) == "⟦Ɓȧćķ⟧"
    assert strange.say(_("{n} of {total} left", n=Number(2), total="abc")) == "⟦2 óƒ abc ĺéƒť⟧"
    assert strange.say(_n("{n} call", "{n} calls", 2)) == "⟦2 ćȧĺĺś⟧"
    assert strange.say(_("State: {state}", state=_("off"))) == "⟦Śťȧťé: ⟦óƒƒ⟧⟧"
    assert strange.say("Back") == "Back"


def test_the_pseudo_locale_is_offered_once_enabled() -> None:
    try:
        pseudo.enable_pseudo_locale()
        assert language_for(PSEUDO) == PSEUDO
        assert PSEUDO in LANGUAGES
    finally:
        _languages.pop(PSEUDO)


@pytest.mark.parametrize(("switch", "offered"), [("1", "True"), ("0", "False")])
def test_the_environment_enables_the_pseudo_locale(switch: str, offered: str) -> None:
    shown = subprocess.run(
        [sys.executable, "-c", "import locales; print(locales.PSEUDO in locales.LANGUAGES)"],
        env={**os.environ, "SELFCARE_PSEUDO_LOCALE": switch},
        capture_output=True,
        text=True,
        check=True,
    )
    assert shown.stdout.strip() == offered


def test_a_message_without_a_translation_stays_english(translate: Translate) -> None:
    translate("uk", {"Back": "Назад", "Home": ""})

    assert [reader("uk").say(_("Back")), reader("uk").say(_("Home"))] == ["Назад", "Home"]


@pytest.mark.parametrize(
    ("language", "typed", "number"),
    [
        ("uk", "1,5", "1.5"),
        ("uk", "1.5", "1.5"),
        ("en", "1,5", "1.5"),
        ("en", "1.5", "1.5"),
        ("en", "1,500", "1500"),
        ("uk", "1,500", "1.5"),
        ("en", "1.500", "1.5"),
        ("de", "1.500", "1500"),
        ("en", "0,500", "0.5"),
        ("en", "1,000.50", "1000.5"),
        ("en", "1.000,50", "1000.5"),
        ("uk", "1 000,50", "1000.5"),
        ("uk", "1\u00a0000\u00a0000", "1000000"),
        ("en", "1,000,000", "1000000"),
        ("en", " -5 ", "-5"),
        ("en", "−5", "-5"),
        ("en", "+5", "5"),
        ("en", ".5", "0.5"),
        ("ar", "١٢", "12"),
    ],
)
def test_a_number_is_read_as_it_was_meant(language: str, typed: str, number: str) -> None:
    assert parse_decimal(language, typed) == Decimal(number)


@pytest.mark.parametrize(
    "typed", ["", "-", "five", "1,2,3", "5.", "1 00", "12 5", "1,00,0.5", "5$", "1e5", "NaN", "∞"]
)
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        parse_decimal("en", typed)
