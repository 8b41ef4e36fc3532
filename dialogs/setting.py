"""A setting: one line that draws and edits itself; a panel is a screen of them.

>>> settings = Panel(
...     area,
...     Setting(_("Caller info"), Feature("clip"), OnOff()),
...     Setting(_("Hold music"), Feature("music_on_hold", "i_moh"), OneOf({"1": _("classical")})),
... )
>>>
>>> @area.start
... async def features(turn: Turn) -> View:
...     return await settings.view(turn, _("What your line can do. Tap one to change it."))

The button says the state in words and carries the value that a tap sets, never "flip". What the
line lacks is not shown; what the provider keeps to itself is told, with a way to ask for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection

from dialogs.area import Area, Result, Step, do, go
from dialogs.turn import Turn
from dialogs.view import Button, Facts, Listing, Row, Said, View
from locales import Text, _
from portaswitch import FeatureChange
from portaswitch.errors import Rejected
from store import links

ON, OFF = "Y", "N"
INHERITED = frozenset("~^/")
"""Own values of a feature that mean "as the product or the customer has it" (section 5)."""


@dataclass(frozen=True, slots=True)
class State:
    """What is set now. `locked`: only the provider may change it."""

    value: str
    locked: bool = False


class Source(Protocol):
    """Where a setting lives."""

    @property
    def key(self) -> str:
        """Its name in buttons: it must outlive a new version of the bot."""
        ...

    async def read(self, turn: Turn) -> State | None:
        """None where the line does not have it."""
        ...

    async def write(self, turn: Turn, value: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Preference:
    """A wish about the bot itself, kept with the link; a bool is shown as on or off."""

    key: str
    default: bool | str

    async def read(self, turn: Turn) -> State | None:
        link = await turn.run(links.get, turn.link.id)
        value = link.alerts.get(self.key, self.default) if link else self.default
        if isinstance(self.default, bool):
            return State(ON if value else OFF)
        return State(str(value))

    async def write(self, turn: Turn, value: str) -> None:
        kept = value == ON if isinstance(self.default, bool) else value
        await turn.run(prefer, turn.link.id, {self.key: kept})


def prefer(conn: Connection, link_id: int, wishes: Mapping[str, object]) -> None:
    """Change some of a link's wishes; the others stay."""
    link = links.get(conn, link_id)
    if link is not None:
        links.set_alerts(conn, link_id, {**link.alerts, **wishes})


@dataclass(frozen=True, slots=True)
class Feature:
    """A service feature at the provider: its flag, or one of its attributes."""

    name: str
    attribute: str | None = None

    @property
    def key(self) -> str:
        return f"{self.name}.{self.attribute}" if self.attribute else self.name

    async def read(self, turn: Turn) -> State | None:
        feature = await turn.feature(self.name)
        if feature is None:
            return None
        if self.attribute is None:
            return State(feature.effective_flag_value or OFF, feature.locked)
        return State(feature.value(self.attribute), feature.locked)

    async def write(self, turn: Turn, value: str) -> None:
        if self.attribute is None:
            await turn.api.update_service_features(FeatureChange(self.name, flag_value=value))
            return
        feature = (await turn.features())[self.name]
        # Own attributes count only beside an own flag: what was inherited becomes our own.
        inherited = feature.flag_value in INHERITED
        await turn.api.update_service_features(
            FeatureChange(
                self.name,
                flag_value=feature.effective_flag_value if inherited else None,
                attributes={self.attribute: (value,)},
            )
        )


Choices = Mapping[str, Said]
"""What may be set, with the words for it."""


class OnOff:
    """On or off, in words; a tap sets the other one."""

    async def choices(self, turn: Turn) -> Choices:
        return {ON: _("on"), OFF: _("off")}

    def said(self, value: str, choices: Choices) -> Said:
        return choices[OFF if value == OFF else ON]

    def button(self, label: Text, value: str, put: Callable[[str], Step], _choose: Step) -> Button:
        return do(label, put(ON if value == OFF else OFF))


class OneOf:
    """One of a few values, chosen on a screen of its own; those of a line come from a function."""

    def __init__(self, values: Choices | Callable[[Turn], Awaitable[Choices]]) -> None:
        self.values = values

    async def choices(self, turn: Turn) -> Choices:
        return await self.values(turn) if callable(self.values) else self.values

    def said(self, value: str, choices: Choices) -> Said:
        return choices.get(value, value)

    def button(self, label: Text, value: str, _put: Callable[[str], Step], choose: Step) -> Button:
        return go(label, choose)


@dataclass(frozen=True, slots=True)
class Setting:
    """One line: what it is called, where it lives, which values it has.

    `shown` hides it from lines for which it means nothing.
    """

    title: Text
    source: Source
    kind: OnOff | OneOf
    shown: Callable[[Turn], Awaitable[bool]] | None = None

    async def state(self, turn: Turn) -> State | None:
        if self.shown is not None and not await self.shown(turn):
            return None
        return await self.source.read(turn)

    async def said(self, turn: Turn) -> tuple[State, Said] | None:
        """What is set, and the words for it."""
        state = await self.state(turn)
        if state is None:
            return None
        return state, self.kind.said(state.value, await self.kind.choices(turn))


class Panel:
    """The settings of an area: registers how they are chosen and put, and draws them.

    After a change the area's `screen` is shown, read anew. A second panel of an area needs a
    `name`: its steps are called after it.
    """

    def __init__(self, area: Area, *settings: Setting, screen: str = "", name: str = "") -> None:
        self._settings = {one.source.key: one for one in settings}
        if len(self._settings) < len(settings):
            raise ValueError(f"Two settings of the area {area.key} live in the same place.")
        self._screen = Step(area.key, screen)
        self._choose = area.screen(self.choose, f"{name}_choose" if name else "")
        self._put = area.action(self.put, f"{name}_put" if name else "")

    async def view(
        self, turn: Turn, *blocks: Said | Facts | Listing, buttons: Sequence[Row] = ()
    ) -> View:
        """The screen: a button for each setting that can be changed, a line for each locked one."""
        found = await asyncio.gather(*(one.said(turn) for one in self._settings.values()))
        rows: list[Row] = []
        locked: dict[Said, Said] = {}
        for (key, setting), one in zip(self._settings.items(), found, strict=True):
            if one is None:
                continue
            state, said = one
            if state.locked:
                locked[setting.title] = _("{state}, locked", state=said)
            else:
                label = _("{setting}: {state}", setting=setting.title, state=said)
                rows.append(self._button(key, setting, label, state.value))
        if not locked:
            return View(*blocks, buttons=[*rows, *buttons])
        return View(
            *blocks,
            Facts(_("Only your provider can change:"), locked),
            buttons=[*rows, *buttons, go(_("Ask for a change"), "help")],
        )

    def _button(self, key: str, setting: Setting, label: Text, value: str) -> Button:
        def put(new: str) -> Step:
            return self._put.at(key, new)

        return setting.kind.button(label, value, put, self._choose.at(key))

    async def choose(self, turn: Turn, key: str) -> Result:
        """The values of one setting; the one that is set says so."""
        setting = self._settings.get(key)
        state = await setting.state(turn) if setting else None
        if setting is None or state is None or state.locked:
            return self._screen
        buttons: list[Row] = [
            do(
                _("{choice}, now", choice=said) if value == state.value else said,
                self._put.at(key, value),
            )
            for value, said in (await setting.kind.choices(turn)).items()
        ]
        return View(
            _("{setting}: what shall it be?", setting=setting.title),
            buttons=buttons,
            back=self._screen,
        )

    async def put(self, turn: Turn, key: str, value: str) -> Step:
        """Set one; then the screen is read again. What was locked meanwhile it shows as locked."""
        setting = self._settings.get(key)
        if setting is not None and value in await setting.kind.choices(turn):
            try:
                await setting.source.write(turn, value)
            except Rejected:
                state = await setting.state(turn)
                if state is not None and not state.locked:
                    raise
        return self._screen
