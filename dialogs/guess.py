"""Free text that answers no question: the nearest areas by name and words, never a scolding."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from dialogs.area import Area, go
from dialogs.view import Row, View
from locales import Reader, _

if TYPE_CHECKING:
    from dialogs.engine import Engine
    from dialogs.turn import Turn

NOT_TAKEN = _("I cannot use that here. This is what I can do for you.")
NOT_AN_ANSWER = _("I cannot use that here. Please answer the question, or cancel it.")
ENOUGH = 0.72
"""How alike two words must be to be taken for the same, typing mistakes included."""
MOST = 3
LONGEST = 200
"""Characters of a text that are read: who writes more does not name an area, and comparing words
is work for which every other chat would wait."""


async def nearest(engine: Engine, turn: Turn, text: str) -> list[Area]:
    """The areas whose names or words come closest, best first."""
    said = _words(text[:LONGEST])
    scored = []
    for area in engine.areas.values():
        if not area.listed and not area.words:
            continue
        score = _score(said, _vocabulary(turn, area))
        if score >= ENOUGH and await engine.available(turn, area):
            scored.append((score, area))
    scored.sort(key=lambda pair: -pair[0])
    return [area for _score, area in scored[:MOST]]


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
    if area.words is not None:
        english = Reader("en", turn.reader.zone, turn.now)
        words |= _words(turn.reader.say(area.words)) | _words(english.say(area.words))
    return words


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"[^\W_]+", text.casefold()) if len(word) > 2}


def _score(said: set[str], known: set[str]) -> float:
    """The best likeness of any word said to any word known; prefixes count as whole words."""
    best = 0.0
    for one in said:
        for other in known:
            shorter, longer = sorted((one, other), key=len)
            if len(shorter) > 3 and longer.startswith(shorter):
                best = max(best, 0.9 + len(shorter) / len(longer) / 10)
            else:
                best = max(best, SequenceMatcher(None, one, other).ratio())
    return best
