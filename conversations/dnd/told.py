"""What is told when it is over, and what is heard when somebody asks for it in one message."""

from __future__ import annotations

import re

from conversations.dnd.screen import area
from conversations.shared import changes
from dialogs import Row, Step, Turn, View, go
from locales import Text, _
from store.timed import DND


@area.notice("dnd_ended")
async def ended(turn: Turn, **_found: object) -> View:
    return await _card(turn, _("Do not disturb is over: calls are answered again as before."))


@area.notice("dnd_changed")
async def changed(turn: Turn, **_found: object) -> View:
    text = _(
        "Do not disturb is over, but somebody has changed meanwhile how calls are answered. "
        "So I put nothing back and left it as it is now."
    )
    return await _card(turn, text)


@area.notice("dnd_stuck", urgent=True)
async def stuck(turn: Turn, **_found: object) -> View:
    text = _(
        "Do not disturb is over, but I could not make your phone ring again: the provider refuses "
        "it or does not answer. Please check what is set now."
    )
    return await _card(turn, text, go(_("Talk to a person"), "help"))


async def _card(turn: Turn, text: Text, *buttons: Row) -> View:
    line = await changes.read(turn, DND)
    again = go(area.title, area.key)
    return View.card(text, changes.sentence(turn, line.setup), buttons=[again, *buttons])


_ASKS = re.compile(
    r"(?<!\w)(?:do not disturb|don[’']?t disturb|dnd|не турбувати|не турбуй(?:те)?)(?!\w)",
    re.IGNORECASE,
)


@area.hears
async def heard(turn: Turn, text: str) -> Step | None:
    """ "do not disturb until 18:00"; "dnd for 2 hours"; "do not disturb"."""
    if (found := _ASKS.search(text)) is None:
        return None
    said = f"{text[: found.start()]} {text[found.end() :]}".strip()
    return Step(area.key, "quiet", (said,))
