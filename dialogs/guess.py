"""Free text that answers no question: the nearest areas by name and words, never a scolding."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import Indel

from dialogs.area import Area, Step, go
from dialogs.events import File
from dialogs.fields import Upload
from dialogs.form import as_form, is_form
from dialogs.services import utc_now
from dialogs.view import Button, Row, View
from locales import LANGUAGES, Reader, Text, _

if TYPE_CHECKING:
    from dialogs.engine import Engine
    from dialogs.turn import Turn

NOT_TAKEN = _("I cannot use that here. This is what I can do for you.")
NOT_AN_ANSWER = _("I cannot use that here. Please answer the question, or cancel it.")
NO_TAP = _("I cannot use that here. Please tap a button below.")
# Translators: what people may write instead of tapping the button that confirms.
YES = _("yes, ok, okay, sure, right, confirm, do it")
# Translators: what people may write instead of tapping Cancel.
NO = _("no, stop, don't, do not, not now")
ENOUGH = 0.72
"""How alike two words must be to be taken for the same, typing mistakes included."""
# Translators: words that say nothing about what somebody wants, separated by commas;
# put your language's own here. They are left out when a text is compared with the areas' names.
WEAK = _(
    "the, and, for, with, this, that, from, not, how, what, when, where, why, who, can, could, "
    "would, please, want, need, like, get, set, make, use, you, your, mine, have, does, number, "
    "phone, did, much, many, was, are, change, show, open, turn"
)
LEAST = 4
"""Letters of a word that is taken for the beginning of another one."""
AS_GOOD = 0.05
"""How much less alike than the best one a word may be: a typing mistake of one area's word is
nothing where another area has the very word."""
MOST = 3
LONGEST = 200
"""Characters of a text that are read: who writes more does not name an area, and comparing words
is work for which every other chat would wait."""


async def nearest(engine: Engine, turn: Turn, text: str) -> list[Area]:
    """The areas that are called so, then those with most of the words said.

    A word that few areas have says more than one of many; where that is even, the title counts.
    """
    alike = _alike(engine, turn, text)
    alike = {area: one for area, one in alike.items() if await engine.offers(turn, area)}
    best: dict[str, float] = {}
    for word, like in (pair for one in alike.values() for pair in one.items()):
        best[word] = max(like, best.get(word, 0))
    meant = {
        area: {word: like for word, like in one.items() if like >= best[word] - AS_GOOD}
        for area, one in alike.items()
    }
    having = Counter(word for one in meant.values() for word in one)

    def weight(area: Area) -> tuple[float, float]:
        said = sum(like / having[word] for word, like in meant[area].items())
        return round(said, 1) + _phrases(turn, text, area), _like_title(turn, text, area)

    offered = [await _offered(engine, turn, one) for one in _called(engine, turn, text)]
    called = next(filter(None, offered), [])
    rest = sorted((one for one in meant if meant[one] and one not in called), key=weight)
    return [*called, *reversed(rest)][:MOST]


async def named(engine: Engine, turn: Turn, text: str) -> Area | None:
    """The one area that is called so, in a language that we speak: by its title, else by one of
    its words or settings, if no other area on offer has it too."""
    for called in _called(engine, turn, text):
        if found := await _offered(engine, turn, called):
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
        for question in as_form(step).asks.values()
    )
    return any(isinstance(field, Upload) and (field.sound or not heard) for field in fields)


def view_for_file(areas: list[Area]) -> View:
    """The file itself is not kept: only a question for it takes it."""
    return View(
        _("What is it for? Open that first, then send it there once more."),
        buttons=[go(area.title, area.key) for area in areas],
    )


async def lacked(engine: Engine, turn: Turn, text: str) -> Area | None:
    """The one area that is meant, where this line does not have it."""
    for called in (*_called(engine, turn, text), list(_alike(engine, turn, text))):
        if turn.linked and called:
            there = await _offered(engine, turn, called)
            return called[0] if len(called) == 1 and not there else None
    return None


async def _offered(engine: Engine, turn: Turn, areas: Sequence[Area]) -> list[Area]:
    return [area for area in areas if await engine.offers(turn, area)]


def says(turn: Turn, text: str, words: Text) -> bool:
    """Whether the text is one of these, and nothing else."""
    known = (one for said in _in_all(turn.reader.language, words) for one in said.split(","))
    return _plain(text[:LONGEST]) in {_plain(one) for one in known}


def _called(engine: Engine, turn: Turn, text: str) -> list[list[Area]]:
    """The areas with this title, and those with this among their words and settings; then the
    same for what is left of it without weak words: "what is my balance" is "balance"."""
    language = turn.reader.language
    known = [area for area in engine.areas.values() if _is_known(area)]
    return [
        [one for one in known if said in names(language, one)]
        for said in dict.fromkeys((_plain(text[:LONGEST]), _strong(language, text)))
        for names in (_titles, _synonyms)
    ]


def _alike(engine: Engine, turn: Turn, text: str) -> dict[Area, dict[str, float]]:
    """The areas, on offer or not, that have some of the words said, and how alike theirs are."""
    language = turn.reader.language
    said = _words(text[:LONGEST])
    said = said - _weak(language) or said
    areas = tuple(filter(_is_known, engine.areas.values()))
    near = {one: _near(one, _all_words(language, areas)) for one in said}
    found = {}
    for area in areas:
        known = _vocabulary(language, area)
        likes = {one: [like for word, like in near[one].items() if word in known] for one in said}
        if alike := {one: max(like) for one, like in likes.items() if like}:
            found[area] = alike
    return found


def _phrases(turn: Turn, text: str, area: Area) -> int:
    """How many names of the area, of several words each, stand in the text."""
    names = _titles(turn.reader.language, area) | _synonyms(turn.reader.language, area)
    said = f" {_plain(text[:LONGEST])} "
    return sum(f" {name} " in said for name in names if " " in name)


def _like_title(turn: Turn, text: str, area: Area) -> float:
    language = turn.reader.language
    said = _strong(language, text)
    return max(Indel.normalized_similarity(said, one) for one in _titles(language, area))


def _strong(language: str, text: str) -> str:
    """The text without the words that say nothing about what somebody wants."""
    weak, said = _weak(language), _plain(text[:LONGEST]).split()
    return " ".join(word for word in said if word not in weak and len(word) > 2)


def view(turn: Turn, areas: list[Area], lacking: Area | None = None) -> View:
    """The areas to choose from, and a person; `lacking` is what was meant, and is not there."""
    buttons: list[Row] = [go(area.title, area.key) for area in areas]
    help_button = go(_("Talk to a person"), "help")
    if lacking is not None:
        return View(
            _("Your line does not have “{area}”.", area=lacking.title),
            _("What comes nearest to it:") if areas else None,
            buttons=[*buttons, ask_for(turn, lacking)],
        )
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


def ask_for(turn: Turn, area: Area) -> Button:
    """A button to a message to the provider, about an area that the line does not have."""
    wish = _("I would like to have this on my line, too: {area}.", area=area.title)
    return go(_("Ask your provider"), Step("help", "request", (turn.reader.say(wish),)))


def _is_known(area: Area) -> bool:
    """Whether people have a word for it: an area without words leads on from another one."""
    return area.listed or area.words is not None


@lru_cache(maxsize=1_000)
def _vocabulary(language: str, area: Area) -> frozenset[str]:
    """What the area may be called, in all languages that we speak."""
    words = _words(area.key) | _words(area.command)
    for one in (area.title, *area.settings, *([area.words] if area.words is not None else [])):
        words |= _words_in_all(language, one)
    return frozenset(words)


@lru_cache(maxsize=1_000)
def _titles(language: str, area: Area) -> frozenset[str]:
    return frozenset(_plain(said) for said in _in_all(language, area.title))


@lru_cache(maxsize=1_000)
def _synonyms(language: str, area: Area) -> frozenset[str]:
    texts = [*area.settings, *([area.words] if area.words is not None else [])]
    said = (one for text in texts for one in _in_all(language, text))
    return frozenset(_plain(one) for list_of_words in said for one in list_of_words.split(","))


@lru_cache(maxsize=100)
def _weak(language: str) -> frozenset[str]:
    return frozenset(_words_in_all(language, WEAK))


def _words_in_all(language: str, text: Text) -> set[str]:
    return {word for said in _in_all(language, text) for word in _words(said)}


def _in_all(language: str, text: Text) -> set[str]:
    """A text in each language that we speak: people do not write as their Telegram is set."""
    return {Reader(spoken, UTC, utc_now).say(text) for spoken in (language, *LANGUAGES)}


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", APOSTROPHES.sub("", text.casefold())))


def _words(text: str) -> set[str]:
    return {word for word in _plain(text).split() if len(word) > 2}


APOSTROPHES = re.compile(r"(?<=\w)['’ʼ`](?=\w)")
"""In the middle of a word, as in “ім’я”: keyboards differ in which one they have."""


@lru_cache(maxsize=100)
def _all_words(language: str, areas: tuple[Area, ...]) -> frozenset[str]:
    return frozenset().union(*(_vocabulary(language, area) for area in areas))


@lru_cache(maxsize=2_000)
def _near(said: str, known: frozenset[str]) -> Mapping[str, float]:
    """How alike the words are that are alike enough; prefixes count as whole words."""
    alike = process.extract(
        said, known, scorer=Indel.normalized_similarity, score_cutoff=ENOUGH, limit=None
    )
    found = {word: like for word, like, _place in alike}
    shorter = {said[:letters] for letters in range(LEAST, len(said))} & known
    longer = {word for word in known if word.startswith(said)} if len(said) >= LEAST else set()
    for word in shorter | longer:
        share = min(len(word), len(said)) / max(len(word), len(said))
        found[word] = 0.9 + share / 10
    return found
