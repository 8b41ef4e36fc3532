"""A new rule in three questions: who calls, when, and what then; read back as its sentence."""

from __future__ import annotations

from collections.abc import Sequence

from conversations.screening.base import START, area, may_edit
from conversations.shared.blocking import is_on
from conversations.shared.blocking import rules as read
from conversations.shared.fields import Hours, number_in
from dialogs import Choice, Field, Form, Invalid, Result, Turn, View, ask
from dialogs.events import SharedContact
from line import screening
from line.modes import working
from line.periods import ALWAYS, PRESETS
from line.route import Answer
from line.screening import WITHHELD, Wish
from locales import Text, _

RING, FORWARD, VOICEMAIL = Answer.RING, Answer.FORWARD, Answer.VOICEMAIL
THEN: dict[str, Text] = {
    str(int(action)): label
    for action, label in (
        (Answer.REJECT, _("Reject them")),
        (VOICEMAIL, _("Send to voicemail")),
        (RING, _("Ring my phone")),
        (RING | VOICEMAIL, _("Ring, then voicemail")),
        (FORWARD, _("Forward them")),
        (RING | FORWARD, _("Ring, then forward")),
    )
}


class Caller(Field):
    """Whose calls a rule is about, as a pattern; "" for everybody."""

    async def options(self, turn: Turn) -> Sequence[tuple[str, Text | str]]:
        return [("", _("Everybody")), (WITHHELD, _("Withheld numbers"))]

    async def parse(self, turn: Turn, text: str) -> str:
        for value, label in await self.options(turn):
            if turn.reader.say(label).casefold() == text.strip().casefold():
                return value
        start = text.strip().removesuffix("*").replace(" ", "").removeprefix("+")
        if text.strip().endswith("*") and start.isascii() and start.isdigit():
            return f"{start}%"
        read = number_in(turn, text)
        if read is None:
            raise Invalid(
                _("I need a number such as +12065550123, or how numbers begin, such as +1206*.")
            )
        return read.number

    async def parse_contact(self, turn: Turn, contact: SharedContact) -> str:
        return await self.parse(turn, contact.phone)


class Then(Choice):
    """What becomes of the calls; only what this line can do."""

    async def options(self, turn: Turn) -> Sequence[tuple[str, Text | str]]:
        can = working(await turn.features())
        return [one for one in THEN.items() if not int(one[0]) & ~can]


@area.form
class NewRule(Form):
    who: str = ask(
        _("Whose calls? Send a number, a contact, or how numbers begin, such as +1206*."), Caller()
    )
    hours: str = ask(_("When? Tap, or send days and hours such as mon-fri 9:00-17:30."), Hours())
    action: str = ask(_("What shall become of these calls?"), Then(THEN))

    undone = _("Canceled. No rule was added.")

    async def opened(self, turn: Turn) -> Result:
        return None if await is_on(turn) and await may_edit(turn) else START

    async def review(self, turn: Turn) -> View:
        wish, rejects = self._wish(turn), int(self.action) == Answer.REJECT
        return View(
            _("Add this rule?"),
            wish.sentence(),
            _("It is tried before your other rules.")
            if wish.first
            else _("It is tried after your other rules."),
            _("Nobody can reach you then, except by a rule that is tried before.")
            if rejects and not wish.first and self.hours == ALWAYS
            else None,
            accept=_("Add the rule"),
            danger=rejects and not wish.first,
        )

    async def submit(self, turn: Turn) -> Result:
        if await is_on(turn) and await may_edit(turn):
            known, wish = await read(turn), self._wish(turn)
            await screening.add_wished(turn.api, known, wish, turn.took_back)
        return START

    def _wish(self, turn: Turn) -> Wish:
        """Hours that have a name keep it, in the subscriber's language."""
        names = {one.expression: turn.reader.say(one.title) for one in PRESETS}
        return Wish.of(self.who, self.hours, names.get(self.hours, self.hours), int(self.action))
