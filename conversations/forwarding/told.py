"""What is told when the time of a change is over."""

from __future__ import annotations

from conversations.forwarding.base import OVERVIEW, area
from conversations.shared import changes
from dialogs import Row, Turn, View, go
from locales import Text, _


@area.notice("forward_ended")
async def ended(turn: Turn, **_found: object) -> View:
    """What was there before is there again."""
    return await _card(turn, _("The time is over: your forwarding is again what it was before."))


@area.notice("forward_changed")
async def changed(turn: Turn, **_found: object) -> View:
    """Somebody changed it meanwhile, so it was left alone."""
    text = _(
        "The time of your forwarding is over, but somebody has changed it meanwhile. "
        "So I put nothing back and left it as it is now."
    )
    return await _card(turn, text)


@area.notice("forward_stuck", urgent=True)
async def stuck(turn: Turn, **_found: object) -> View:
    """The provider refuses to put it back: the subscriber must know."""
    text = _(
        "The time of your forwarding is over, but I could not put back what was there before: "
        "the provider refuses it or does not answer. Please check what is set now."
    )
    return await _card(turn, text, go(_("Talk to a person"), "help"))


async def _card(turn: Turn, text: Text, *more: Row) -> View:
    line = await changes.read(turn)
    now = changes.sentence(turn, line.setup)
    return View.card(text, now, buttons=[go(area.title, OVERVIEW), *more])
