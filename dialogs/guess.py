"""Free text that answers no question: the nearest areas by name and words, never a scolding."""

from __future__ import annotations

import re
from datetime import UTC
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING

from dialogs.area import Area, go
from dialogs.events import File
from dialogs.fields import Upload
from dialogs.form import as_form, is_form
from dialogs.services import utc_now
from dialogs.view import Row, View
from locales import Reader, Text, _

if TYPE_CHECKING:
    from dialogs.engine import Engine
    from dialogs.turn import Turn

NOT_TAKEN = _("I cannot use that here. This is what I can do for you.")
NOT_AN_ANSWER = _("I cannot use that here. Please answer the question, or cancel it.")
ENOUGH = 0.72
"""How alike two words must be to be taken for the same, typing mistakes included."""
# Translators: words that say nothing about what somebody wants, separated by commas;
# put your language's own here. They are left out when a text is compared with the areas' names.
WEAK = _(
    "the, and, for, with, this, that, from, not, how, what, when, where, why, who, can, could, "
    "would, please, want, need, like, get, set, make, use, you, your, mine, have, does, number, "
    "phone"
)
MOST = 3
LONGEST = 200
"""Characters of a text that are read: who writes more does not name an area, and comparing words
is work for which every other chat would wait."""


async def nearest(engine: Engine, turn: Turn, text: str) -> list[Area]:
    """The areas with most of the words said, then those whose names or words come closest."""
    language = turn.reader.language
    said = _words(text[:LONGEST])
    said = said - _weak(language) or said
    scored = []
    for area in engine.areas.values():
        if not _is_known(area):
            continue
        known = _vocabulary(language, area)
        likenesses = [_likeness(one, known) for one in said]
        alike = [one for one in likenesses if one >= ENOUGH]
        if alike and await engine.offers(turn, area):
            scored.append((len(alike), max(alike), area))
    scored.sort(key=lambda one: one[:2], reverse=True)
    return [area for *_score, area in scored[:MOST]]


async def named(engine: Engine, turn: Turn, text: str) -> Area | None:
    """The one area that is called so, in the reader's language or in English: by its title, else
    by one of its words or settings, if no other area on offer has it too."""
    said, language = _plain(text[:LONGEST]), turn.reader.language
    known = [area for area in engine.areas.values() if _is_known(area)]
    for names in (_titles, _synonyms):
        called = [area for area in known if said in names(language, area)]
        if found := [area for area in called if await engine.offers(turn, area)]:
            return found[0] if len(found) == 1 else None
    return None


async def takers(engine: Engine, turn: Turn, file: File) -> list[Area]:
    """The areas that ask for such a file somewhere."""
    if file.content_type.startswith("image/"):
        return []
    heard = file.content_type.startswith(("audio/", "video/"))
    found = [area for area in engine.areas.values() if _takes(area, heard=heard)]
    return [area for area in found if await engine.offers(turn, area)][:MOST]


def _takes(area: Area, *, heard: bool) -> bool:
    fields = (
        question.field
        for step in area.steps.values()
        if is_form(step)
        for question in as_form(step).asks().values()
    )
    return any(isinstance(field, Upload) and (field.sound or not heard) for field in fields)


def view_for_file(areas: list[Area]) -> View:
    """The file itself is not kept: only a question for it takes it."""
    return View(
        _("What is it for? Open that first, then send it there once more."),
        buttons=[go(area.title, area.key) for area in areas],
    )


def view(turn: Turn, areas: list[Area]) -> View:
    buttons: list[Row] = [go(area.title, area.key) for area in areas]
    help_button = go(_("Talk to a person"), "help")
    if areas:
        found = {area.key for area in areas}
        if "help" not in found:
            buttons.append(help_button)
        return View(_("Do you mean one of these?"), buttons=buttons, home="home" not in found)
    if not turn.linked:
        return View(
            _("Sign in first, then I can help you with your line."),
            buttons=[go(_("Sign in"), "signin"), help_button],
            home=False,
        )
    return View(
        _("I am not sure what you mean. Try a word such as “balance”, or open the menu."),
        buttons=[go(_("Menu"), "home"), help_button],
        home=False,
    )


def _is_known(area: Area) -> bool:
    """Whether people have a word for it: an area without words leads on from another one."""
    return area.listed or area.words is not None


@lru_cache(maxsize=1_000)
def _vocabulary(language: str, area: Area) -> frozenset[str]:
    """What the area may be called, in the reader's language and in English."""
    words = _words(area.key) | _words(area.command)
    for one in (area.title, *area.settings, *([area.words] if area.words is not None else [])):
        words |= _words_in_both(language, one)
    return frozenset(words)


@lru_cache(maxsize=1_000)
def _titles(language: str, area: Area) -> frozenset[str]:
    return frozenset(_plain(said) for said in _in_both(language, area.title))


@lru_cache(maxsize=1_000)
def _synonyms(language: str, area: Area) -> frozenset[str]:
    texts = [*area.settings, *([area.words] if area.words is not None else [])]
    said = (one for text in texts for one in _in_both(language, text))
    return frozenset(_plain(one) for list_of_words in said for one in list_of_words.split(","))


@lru_cache(maxsize=100)
def _weak(language: str) -> frozenset[str]:
    return frozenset(_words_in_both(language, WEAK))


def _words_in_both(language: str, text: Text) -> set[str]:
    return {word for said in _in_both(language, text) for word in _words(said)}


def _in_both(language: str, text: Text) -> list[str]:
    """A text in the reader's language and in English."""
    return [Reader(spoken, UTC, utc_now).say(text) for spoken in (language, "en")]


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"[^\W_]+", text.casefold()) if len(word) > 2}


def _likeness(said: str, known: frozenset[str]) -> float:
    """How alike it is to the nearest word known; prefixes count as whole words.

    What cannot reach `ENOUGH` is not compared letter by letter: there are thousands of words.
    """
    best = 0.0
    alike = SequenceMatcher()
    alike.set_seq2(said)
    for other in known:
        shorter, longer = sorted((said, other), key=len)
        if len(shorter) > 3 and longer.startswith(shorter):
            best = max(best, 0.9 + len(shorter) / len(longer) / 10)
            continue
        alike.set_seq1(other)
        if alike.real_quick_ratio() >= ENOUGH and alike.quick_ratio() >= ENOUGH:
            best = max(best, alike.ratio())
    return best
