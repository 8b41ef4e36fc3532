"""The form under every change of forwarding: shown as it will be, saved, with an end if wanted."""

from __future__ import annotations

from datetime import datetime

from conversations.forwarding.base import OVERVIEW, area
from conversations.forwarding.fields import DOMAIN_REFUSED
from conversations.forwarding.wanted import Wanted
from conversations.shared import changes
from conversations.shared.changes import Line, PuttingBack
from conversations.shared.ends import NEVER, end_ahead
from dialogs import Invalid, Result, Row, Turn, View, do, go
from dialogs import Step as Place
from line.forwarding import permitted
from line.prices import price_of_forwarding
from locales import Text, _
from portaswitch import Rejected, Unavailable


class Change(Wanted):
    """What is the same for all: the questions still fit, the review, the writing and its faults."""

    async def opened(self, turn: Turn) -> Result:
        """What a button left open is asked; opened again, it may be too late for its end."""
        for name in self.given:
            if self.answers.get(name) == "":
                del self.answers[name]
        line = await changes.read(turn)
        if line.quiet is not None:
            return OVERVIEW
        may = permitted(line.setup.features, turn.options.forward_modes)
        if (self.kind() or line.mode) not in [mode.mode for mode in may.modes]:
            return await show(turn, _("Your provider does not let you change that here."))
        misfit = await self.misfit(turn, line)
        if misfit is None:
            self._still_ahead(turn)
        return misfit

    def _still_ahead(self, turn: Turn) -> None:
        """Raises Invalid where the end has passed while the subscriber was thinking."""
        try:
            end_ahead(self, turn)
        except Invalid:
            self.timed = "yes"
            raise

    async def review(self, turn: Turn) -> View:
        line = await changes.read(turn)
        cost = price_of_forwarding(self.goal(), turn.link.number)
        return View(
            _("This is how it will be:"),
            changes.sentence(turn, self.after(line)),
            *self.remarks(line),
            _ending(self.end(line), line),
            cost[0] if cost else None,
            accept=cost[1] if cost else self.accept(),
            danger=cost is not None,
            buttons=[*self.alternatives(line), *self._other_ends(line)],
        )

    def _other_ends(self, line: Line) -> list[Row]:
        if self.until is not None:
            return []
        choose = do(_("Only until …"), Place(area.key, "!answer", ("timed", "yes")))
        if line.pending is None:
            return [choose]
        stay = do(_("Keep it for good"), Place(area.key, "!answer", ("until", NEVER)))
        return [choose, stay]

    async def submit(self, turn: Turn) -> Result:
        self._still_ahead(turn)
        line = await changes.read(turn)
        if line.quiet is not None:
            return OVERVIEW
        if (misfit := await self.misfit(turn, line)) is not None:
            return misfit
        try:
            await changes.apply(
                turn, line, lambda account: self.steps(account, line), self.end(line)
            )
        except Rejected as refusal:
            self._asked_again(refusal)
            raise
        except PuttingBack as busy:
            return await show(turn, busy.reason, go(_("Try again"), self.again()))
        except Unavailable as silence:
            if not silence.sent:
                raise
            return await show(
                turn,
                _(
                    "The provider did not answer in time. This is what is set now; if it is not "
                    "what you wanted, try again."
                ),
                go(_("Try again"), self.again()),
            )
        return self.saved()

    def _asked_again(self, refusal: Rejected) -> None:
        """Raises Invalid for a destination that the provider does not allow."""
        if refusal.faultcode in DOMAIN_REFUSED and self.asks_for in self.answers:
            del self.answers[self.asks_for]
            raise Invalid(DOMAIN_REFUSED[refusal.faultcode])


async def show(turn: Turn, note: Text, *buttons: Row) -> View:
    """The area's first screen under what just happened."""
    from conversations.forwarding import overview  # the two lead to each other

    return await overview.draw(turn, note=note, more=buttons)


def _ending(end: datetime | None, line: Line) -> Text | None:
    if end is None and line.ends is not None:
        return _("It stays for good: what was there before is not put back any more.")
    return changes.until_text(end)
