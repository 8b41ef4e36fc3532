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
from dataclasses import dataclass, replace
from typing import Any, Protocol

from sqlalchemy import Connection

from dialogs.area import Area, Result, Step, do, go
from dialogs.events import SharedContact
from dialogs.fields import Field
from dialogs.form import Form, ask, keep
from dialogs.turn import Turn
from dialogs.view import Button, Facts, Listing, Row, Said, View
from locales import Text, _
from portaswitch import FeatureChange
from portaswitch.errors import Rejected
from store import links

ON, OFF = "Y", "N"
NOT_SET = _("not set")
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
        value = (await wished(turn)).get(self.key, self.default)
        if isinstance(self.default, bool):
            return State(ON if value else OFF)
        return State(str(value))

    async def write(self, turn: Turn, value: str) -> None:
        kept = value == ON if isinstance(self.default, bool) else value
        await turn.run(prefer, turn.link.id, {self.key: kept})


async def wished(turn: Turn) -> Mapping[str, Any]:
    """The link's wishes as they are now: `turn.link` has them as they were before this turn."""
    link = await turn.run(links.get, turn.link.id)
    return link.alerts if link else {}


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


@dataclass(frozen=True, slots=True)
class Switched(Feature):
    """An attribute that is all there is to its feature: "" where that is off.

    Setting it switches the feature on, and emptying it off.
    """

    async def read(self, turn: Turn) -> State | None:
        feature = await turn.feature(self.name)
        if feature is None or self.attribute is None:
            return None
        return State(feature.value(self.attribute) if feature.on else "", feature.locked)

    async def write(self, turn: Turn, value: str) -> None:
        change = FeatureChange(self.name, OFF)
        if value and self.attribute is not None:
            change = FeatureChange(self.name, ON, {self.attribute: (value,)})
        await turn.api.update_service_features(change)


Choices = Mapping[str, Said]
"""What may be set, with the words for it."""


@dataclass(frozen=True, slots=True)
class Ways:
    """Where a setting's button may lead: set a value at once, choose among several, type one."""

    put: Callable[[str], Step]
    choose: Step
    type: Step


class Kind(Protocol):
    """Which values a setting has, how they are said, and how they are set."""

    async def choices(self, turn: Turn) -> Choices: ...

    async def effects(self, turn: Turn, choices: Choices) -> Sequence[Said]:
        """What each choice comes to, where the words for it do not say it all."""
        ...

    def said(self, value: str, choices: Choices) -> Said: ...

    def wish(self, setting: Said, value: str, choices: Choices) -> Text:
        """What to write to the provider where only it can change the setting."""
        ...

    def accepts(self, value: str, choices: Choices) -> bool:
        """Whether a button may put this value: buttons can be forged."""
        ...

    def button(self, label: Text, value: str, ways: Ways) -> Button: ...

    def options(self, value: str, choices: Choices, put: Callable[[str], Step]) -> Sequence[Row]:
        """The buttons of the screen that chooses."""
        ...

    def agreement(self) -> Text:
        """The button below a warning."""
        ...


class OneOf:
    """One of a few values, chosen on a screen of its own; those of a line come from a function.

    `effects` says what each value comes to, for the screen that chooses.
    """

    def __init__(
        self,
        values: Choices | Callable[[Turn], Awaitable[Choices]],
        effects: Callable[[Turn, Sequence[str]], Awaitable[Sequence[Said]]] | None = None,
    ) -> None:
        self.values, self._effects = values, effects

    async def choices(self, turn: Turn) -> Choices:
        return await self.values(turn) if callable(self.values) else self.values

    async def effects(self, turn: Turn, choices: Choices) -> Sequence[Said]:
        if self._effects is None:
            return ()
        found = await self._effects(turn, tuple(choices))
        pairs = zip(choices.values(), found, strict=True)
        return [_("• {choice}: {effect}", choice=said, effect=effect) for said, effect in pairs]

    def wish(self, setting: Said, value: str, choices: Choices) -> Text:
        now = self.said(value, choices)
        return _("Please change this for me: {setting} (now: {state}).", setting=setting, state=now)

    def said(self, value: str, choices: Choices) -> Said:
        return choices.get(value, value)

    def accepts(self, value: str, choices: Choices) -> bool:
        return value in choices

    def button(self, label: Text, value: str, ways: Ways) -> Button:
        return go(label, ways.choose)

    def options(self, value: str, choices: Choices, put: Callable[[str], Step]) -> Sequence[Row]:
        """The one that is set says so."""
        return [
            do(_("{choice}, now", choice=said) if one == value else said, put(one))
            for one, said in choices.items()
        ]

    def agreement(self) -> Text:
        return _("Agree")


class OnOff(OneOf):
    """On or off, in words; a tap sets the other one.

    `on` is OFF for a flag that forbids what the setting is called after.
    """

    def __init__(self, on: str = ON) -> None:
        super().__init__({ON: _("on"), OFF: _("off")})
        self.on = on

    def said(self, value: str, choices: Choices) -> Said:
        return choices[ON if self._is_on(value) else OFF]

    def wish(self, setting: Said, value: str, choices: Choices) -> Text:
        if self._is_on(value):
            return _("Please switch this off for me: {setting}.", setting=setting)
        return _("Please switch this on for me: {setting}.", setting=setting)

    def button(self, label: Text, value: str, ways: Ways) -> Button:
        return do(label, ways.put(ON if value == OFF else OFF))

    def agreement(self) -> Text:
        return _("Agree and switch on")

    def _is_on(self, value: str) -> bool:
        return (value == OFF) is (self.on == OFF)


class Marks(OneOf):
    """Several of a few, kept as a mask: each bit is switched by itself on a screen of its own.

    A button has no room for a list: it says `none`, the one that is on, some, or all.
    """

    def __init__(self, bits: Mapping[int, Said], none: Text) -> None:
        super().__init__({str(bit): said for bit, said in bits.items()})
        self.bits, self.none = bits, none

    def chosen(self, value: str) -> list[Said]:
        return [said for bit, said in self.bits.items() if _mask(value) & bit]

    def said(self, value: str, choices: Choices) -> Said:
        chosen = self.chosen(value)
        if len(chosen) < 2:
            return chosen[0] if chosen else self.none
        return _("all") if len(chosen) == len(self.bits) else _("some")

    def accepts(self, value: str, choices: Choices) -> bool:
        return value.isdecimal() and not _mask(value) & ~sum(int(bit) for bit in choices)

    def options(self, value: str, choices: Choices, put: Callable[[str], Step]) -> Sequence[Row]:
        mask = _mask(value)
        return [
            do(
                _(
                    "{setting}: {state}",
                    setting=said,
                    state=_("on") if mask & int(bit) else _("off"),
                ),
                put(str(mask ^ int(bit))),
            )
            for bit, said in choices.items()
        ]

    def agreement(self) -> Text:
        return _("Agree and switch on")


def _mask(value: str) -> int:
    return int(value) if value.isdecimal() else 0


class Typed(OneOf):
    """A value that is typed: `field` reads it, `asked` is its question, `empty` says there is none.

    `clear` is the label of the button that empties it, where that may be; `shown` are the words for
    a value that does not speak for itself.
    """

    def __init__(
        self,
        asked: Text,
        field: Field,
        *,
        empty: Text = NOT_SET,
        clear: Text | None = None,
        shown: Callable[[str], Said] | None = None,
    ) -> None:
        super().__init__({"": empty})
        self.asked, self.field, self.clear, self.shown = asked, field, clear, shown

    def said(self, value: str, choices: Choices) -> Said:
        if not value:
            return choices[""]
        return self.shown(value) if self.shown else value

    def accepts(self, value: str, choices: Choices) -> bool:
        return False  # only the form puts it, once its field has read it

    def button(self, label: Text, value: str, ways: Ways) -> Button:
        return go(label, ways.type)


@dataclass(frozen=True, slots=True)
class Setting:
    """One line: what it is called, where it lives, which values it has.

    `shown` hides it from lines for which it means nothing. `warning` is what has to be agreed to
    before a value is put, given the one that is set and the new one; None where it is harmless.
    """

    title: Said | Callable[[Turn], Said]
    source: Source
    kind: Kind
    shown: Callable[[Turn], Awaitable[bool]] | None = None
    warning: Callable[[str, str], Text | None] | None = None

    def called(self, turn: Turn) -> Said:
        return self.title(turn) if callable(self.title) else self.title

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
        area.settings += [one.title for one in settings if isinstance(one.title, Text)]
        self.screen = Step(area.key, screen)
        self._choose = area.screen(self.choose, f"{name}_choose" if name else "")
        self._request = area.screen(self.request, f"{name}_request" if name else "")
        self._put = area.action(self.put, f"{name}_put" if name else "")
        self._type = Step(area.key, f"{name}_Typing" if name else "Typing")
        if any(one.warning is not None for one in settings):
            self._agree = area.screen(self.agree, f"{name}_agree" if name else "")
        if any(isinstance(one.kind, Typed) for one in settings):
            area.form(_typing(self, self._type.name))

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
                locked[setting.called(turn)] = _("{state}, locked", state=said)
            else:
                label = _("{setting}: {state}", setting=setting.called(turn), state=said)
                rows.append(self._button(key, setting, label, state.value))
        if not locked:
            return View(*blocks, buttons=[*rows, *buttons])
        return View(
            *blocks,
            Facts(_("Only your provider can change:"), locked),
            buttons=[*rows, *buttons, go(_("Ask for a change"), self._request)],
        )

    def _button(self, key: str, setting: Setting, label: Text, value: str) -> Button:
        ways = Ways(
            lambda new: self._put.at(key, new),
            self._choose.at(key),
            replace(self._type, args=(key,)),
        )
        return setting.kind.button(label, value, ways)

    def setting(self, key: object) -> Setting | None:
        return self._settings.get(str(key))

    def typed(self, key: object) -> Typed | None:
        """How a setting is typed; None for one that is not, or that is not ours."""
        setting = self.setting(key)
        return setting.kind if setting and isinstance(setting.kind, Typed) else None

    async def found(self, turn: Turn, key: str) -> tuple[Setting, State] | None:
        """A setting that may be changed now; None for one that is locked, or gone."""
        setting = self._settings.get(key)
        state = await setting.state(turn) if setting else None
        return None if setting is None or state is None or state.locked else (setting, state)

    async def choose(self, turn: Turn, key: str) -> Result:
        """The values of one setting."""
        found = await self.found(turn, key)
        if found is None:
            return self.screen
        setting, state = found
        choices = await setting.kind.choices(turn)
        return View(
            _("{setting}: what shall it be?", setting=setting.called(turn)),
            Listing(await setting.kind.effects(turn, choices)),
            buttons=setting.kind.options(state.value, choices, lambda new: self._put.at(key, new)),
            back=self.screen,
        )

    async def agree(self, turn: Turn, key: str, value: str) -> Result:
        """What there is to know before this value is put."""
        found = await self.found(turn, key)
        if found is None or found[0].warning is None:
            return self.screen
        setting, state = found
        text = found[0].warning(state.value, value)
        if text is None:
            return self.screen
        yes = do(setting.kind.agreement(), self._put.at(key, value, "agreed"), primary=True)
        return View(text, buttons=[yes], back=self.screen)

    async def request(self, turn: Turn) -> Result:
        """Which of the locked settings the provider is to be asked for."""
        wishes: list[Button] = []
        for setting in self._settings.values():
            state = await setting.state(turn)
            if state is not None and state.locked:
                title, choices = setting.called(turn), await setting.kind.choices(turn)
                wish = turn.reader.say(setting.kind.wish(title, state.value, choices))
                wishes.append(go(title, Step("help", "request", (wish, self.screen.area))))
        if not wishes:
            return self.screen
        return View(_("What shall your provider change?"), buttons=wishes, back=self.screen)

    async def put(self, turn: Turn, key: str, value: str, agreed: str = "") -> Step:
        """Set one; then the screen is read again."""
        setting = self._settings.get(key)
        if setting is None or not setting.kind.accepts(value, await setting.kind.choices(turn)):
            return self.screen
        if setting.warning is not None and not agreed:
            state = await setting.state(turn)
            if state is not None and setting.warning(state.value, value) is not None:
                return self._agree.at(key, value)
        await self.write(turn, setting, value)
        return self._choose.at(key) if isinstance(setting.kind, Marks) else self.screen

    async def write(self, turn: Turn, setting: Setting, value: str) -> Step:
        """What was locked meanwhile the screen shows as locked."""
        try:
            await setting.source.write(turn, value)
        except Rejected:
            state = await setting.state(turn)
            if state is not None and not state.locked:
                raise
        return self.screen


class _TypedValue(Field):
    """The value of whichever setting the form was opened for."""

    def __init__(self, panel: Panel) -> None:
        self._panel = panel

    def _kind(self, turn: Turn) -> Typed | None:
        return self._panel.typed(turn.answers.get("key"))

    async def parse(self, turn: Turn, text: str) -> str:
        kind = self._kind(turn)
        return str(await kind.field.parse(turn, text)) if kind else ""

    async def parse_contact(self, turn: Turn, contact: SharedContact) -> str:
        kind = self._kind(turn)
        return str(await kind.field.parse_contact(turn, contact)) if kind else ""

    async def options(self, turn: Turn) -> Sequence[tuple[Any, Said]]:
        kind = self._kind(turn)
        if kind is None:
            return ()
        return [*await kind.field.options(turn), *([("", kind.clear)] if kind.clear else [])]


def _typing(panel: Panel, name: str) -> type[Form]:
    """The form that asks for a panel's typed values: one for all of them."""

    async def question(form: Form, turn: Turn) -> View:
        setting, kind = panel.setting(form.answers["key"]), panel.typed(form.answers["key"])
        assert setting is not None
        assert kind is not None
        now = await setting.said(turn)
        return View(kind.asked, _("Now: {state}", state=now[1]) if now else None)

    class Typing(Form):
        given = ("key",)

        key: str = keep()
        value: str = ask(question, _TypedValue(panel))

        async def opened(self, turn: Turn) -> Result:
            if panel.typed(self.key) is None or await panel.found(turn, self.key) is None:
                return panel.screen
            return None

        async def submit(self, turn: Turn) -> Result:
            found = await panel.found(turn, self.key)
            return await panel.write(turn, found[0], self.value) if found else panel.screen

    Typing.__name__ = name
    return Typing
