"""One value of a record: what it is now, the new one, and a single Save."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dialogs import Area, Facts, Field, Form, Invalid, Result, Row, Step, Turn, View, ask, go, keep
from dialogs.events import SharedContact
from dialogs.faults import explain
from dialogs.setting import NOT_SET
from dialogs.view import Said
from locales import Text, _
from portaswitch import Rejected, Unavailable


@dataclass(frozen=True, slots=True)
class Value:
    """What is asked for: its name, its question, what is set now, and what may be sent."""

    title: Said
    asked: Text
    now: str
    field: Field
    needed: bool = False
    """Whether it may not be empty."""
    shown: Callable[[str], Said] | None = None
    """The words for a value that does not speak for itself."""
    vouch: Callable[[Turn, str, bool], Awaitable[None]] | None = None
    """For a number that the subscriber's own contact confirms: told of what was saved, and
    whether it was so."""

    async def said(self, turn: Turn, value: str) -> Said:
        """A choice is written otherwise than it is read."""
        if self.shown is not None:
            return self.shown(value)
        return dict(await self.field.options(turn)).get(value, value) or NOT_SET


About = Callable[[Turn, str], Awaitable[Value | None]]
"""The value of a key; None where the line does not have it (any more)."""
Save = Callable[[Turn, str, str], Awaitable[None]]
"""Writes the value of a key."""


CONFIRMED = _("It is the number of your own contact, so it counts as confirmed.")
NOT_CONFIRMED = _(
    "It is not confirmed. If the number is your own, share your contact instead of typing it."
)


def one_value(area: Area, about: About, save: Save, then: Callable[[str], Step]) -> type[Form]:
    """The form that asks for one value of an area: open it `at(key)`; `then` shows the key."""

    class Change(Form):
        given = ("key",)

        key: str = keep()
        wish: str = keep()
        """What to ask the provider for, once it has refused."""
        own: str = keep()
        """The number of the subscriber's own contact, where that was shared."""

        async def question(self, turn: Turn) -> View:
            value = await self._about(turn)
            now = _("Now: {state}", state=await value.said(turn, value.now))
            return View(value.asked, now, buttons=_ways(area, self.wish))

        value: str = ask(question, _Answer(about))

        async def opened(self, turn: Turn) -> Result:
            return Step(area.key) if await about(turn, str(self.key)) is None else None

        async def review(self, turn: Turn) -> View:
            value = await self._about(turn)
            before, after = [await value.said(turn, one) for one in (value.now, self.value)]
            change = _("{before} → {after}", before=before, after=after)
            facts = Facts(_("Save this?"), {value.title: change})
            trust = None
            if value.vouch and self.value:
                trust = CONFIRMED if self.own == self.value else NOT_CONFIRMED
            return View(facts, trust, accept=_("Save"))

        async def submit(self, turn: Turn) -> Result:
            """What was refused is not lost: it is in the message to the provider."""
            vouch = (await self._about(turn)).vouch
            try:
                await save(turn, self.key, self.value)
            except Unavailable as silence:
                if not silence.sent or (await self._about(turn)).now != self.value:
                    raise
            except Rejected as refusal:
                value = await self._about(turn)
                said = await value.said(turn, self.answers.pop("value"))
                self.wish = turn.reader.say(_wish(value.title, said))
                raise Invalid(explain(refusal, changing=False).text) from None
            if vouch and self.value:
                await vouch(turn, self.value, self.own == self.value)
            return then(self.key)

        async def _about(self, turn: Turn) -> Value:
            value = await about(turn, self.key)
            if value is None:
                raise Invalid(_("Your line does not have this any more."))
            return value

    area.form(Change)
    return Change


def _wish(title: Said, value: Said) -> Text:
    return _("Please change this for me: {setting}, to {value}.", setting=title, value=value)


def _ways(area: Area, wish: str | None) -> list[Row]:
    step = Step("help", "request", (wish, area.key)) if wish else None
    return [go(_("Ask your provider"), step)] if step else []


class _Answer(Field):
    """Whatever is taken by the value that the form was opened for."""

    def __init__(self, about: About) -> None:
        self._about = about

    async def _value(self, turn: Turn) -> Value:
        value = await self._about(turn, str(turn.answers.get("key")))
        if value is None:
            raise Invalid(_("Your line does not have this any more."))
        return value

    async def tells(self, turn: Turn) -> bool:
        return await (await self._value(turn)).field.tells(turn)

    async def parse(self, turn: Turn, text: str) -> str:
        return str(await (await self._value(turn)).field.parse(turn, text))

    async def parse_contact(self, turn: Turn, contact: SharedContact) -> str:
        number = str(await (await self._value(turn)).field.parse_contact(turn, contact))
        if contact.own:
            turn.answers["own"] = number
        return number

    async def options(self, turn: Turn) -> Sequence[tuple[Any, Said]]:
        value = await self._value(turn)
        options = list(await value.field.options(turn))
        return options if value.needed or not value.now else [*options, ("", _("Leave it empty"))]
