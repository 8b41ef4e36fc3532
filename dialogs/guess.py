"""Free text that answers no question: the nearest areas by name and words, never a scolding."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from dialogs.area import Area, go
from dialogs.view import Row, View
from locales import Reader, Text, _
from portaswitch.errors import ProviderError

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
    weak = _in_both(turn, WEAK)
    said = _words(text[:LONGEST])
    said = said - weak or said
    scored = []
    for area in engine.areas.values():
        if not area.listed and not area.words:
            continue
        known = _vocabulary(turn, area)
        likenesses = [_likeness(one, known) for one in said]
        alike = [one for one in likenesses if one >= ENOUGH]
        if alike and await _may_have(engine, turn, area):
            scored.append((len(alike), max(alike), area))
    scored.sort(key=lambda one: one[:2], reverse=True)
    return [area for *_score, area in scored[:MOST]]


async def _may_have(engine: Engine, turn: Turn, area: Area) -> bool:
    """A provider that is silent, or a session that is over, does not keep anybody from asking."""
    try:
        return await engine.available(turn, area)
    except ProviderError:
        return True


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


def _vocabulary(turn: Turn, area: Area) -> set[str]:
    """What the area may be called, in the reader's language and in English."""
    words = _words(turn.reader.say(area.title)) | _words(area.key) | _words(area.command)
    for one in (*area.settings, *([area.words] if area.words is not None else [])):
        words |= _in_both(turn, one)
    return words


def _in_both(turn: Turn, words: Text) -> set[str]:
    """Words in the reader's language and in English."""
    english = Reader("en", turn.reader.zone, turn.now)
    return _words(turn.reader.say(words)) | _words(english.say(words))


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"[^\W_]+", text.casefold()) if len(word) > 2}


def _likeness(said: str, known: set[str]) -> float:
    """How alike it is to the nearest word known; prefixes count as whole words."""
    best = 0.0
    for other in known:
        shorter, longer = sorted((said, other), key=len)
        if len(shorter) > 3 and longer.startswith(shorter):
            best = max(best, 0.9 + len(shorter) / len(longer) / 10)
        else:
            best = max(best, SequenceMatcher(None, said, other).ratio())
    return best
