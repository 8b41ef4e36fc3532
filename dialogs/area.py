"""An area is one self-care topic: one file, its screens, forms and actions.

>>> area = Area("calls", _("Calls"), icon="📞", group="dashboard")
>>>
>>> @area.start
... async def recent(turn: Turn, page: int = 0) -> View: ...
>>>
>>> @area.action
... async def forget(turn: Turn, uid: str) -> Result: ...
>>>
>>> go(_("Next"), recent.at(1)); do(_("Delete"), forget.at("12"), danger=True)
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, Union

from dialogs.view import Button, Copy, Do, Go, Said, Style, Url, View
from locales import Text, _
from portaswitch import Operation

if TYPE_CHECKING:
    from dialogs.form import Form
    from dialogs.turn import Turn

P = ParamSpec("P")

GROUPS: dict[str, Text] = {
    "dashboard": _("Dashboard"),
    "profile": _("My Profile"),
    "centrex": _("IP Centrex"),
    "billing": _("Billing"),
}
"""The manual's four sections, in its order."""
SECTIONS: dict[str, Text] = {
    "reached": _("When people call you"),
    "calling": _("When you call"),
    "voicemail": _("Voicemail"),
    "sound": _("Sound and language"),
    "people": _("Numbers and people"),
}
"""Parts of a group that has become too long for one screen."""


@dataclass(frozen=True, slots=True)
class Step:
    """Where to go next: a screen, form or action of an area, with plain arguments."""

    area: str
    name: str = ""
    """Empty: the area's start."""
    args: tuple[str | int, ...] = ()

    def to_json(self) -> list[Any]:
        return [self.area, self.name, *self.args]

    @classmethod
    def from_json(cls, data: Sequence[Any]) -> Step:
        area, name, *args = data
        return cls(area, name, tuple(args))


Result = Union[View, Step, "Screen[Any]", "type[Form]", None]
"""What a step returns: a view, or the step to show next; None leaves what is shown."""


class Screen(Generic[P]):
    """A function of an area to put behind a button; one that `changes` only behind `do`."""

    def __init__(
        self,
        area: str,
        function: Callable[..., Awaitable[Result]],
        name: str = "",
        *,
        changes: bool = False,
    ) -> None:
        self.area = area
        self.name = name or function.__name__
        self.function = function
        self.changes = changes
        self._parameters = list(inspect.signature(function, eval_str=True).parameters.values())[1:]
        self.least = sum(one.default is one.empty for one in self._parameters)
        self.most = len(self._parameters)

    def at(self, *args: str | int) -> Step:
        """This step with its arguments. Raises TypeError when they are too many or too few."""
        if not self.least <= len(args) <= self.most:
            raise TypeError(f"{self.area}.{self.name} does not take {args}")
        return Step(self.area, self.name, args)

    def takes(self, args: Sequence[Any]) -> bool:
        """Whether these arguments, as they came from a button, fit this version of the step."""
        try:
            self._typed(args)
        except ValueError:
            return False
        return self.least <= len(args)

    def _typed(self, args: Sequence[Any]) -> list[Any]:
        kinds = [int if one.annotation is int else str for one in self._parameters]
        return [kind(value) for kind, value in zip(kinds, args, strict=False)]

    async def __call__(self, turn: Turn, *args: Any) -> Result:
        """Run with arguments as they came from a button or a command: as text."""
        return await self.function(turn, *self._typed(args))


Hears = Callable[["Turn", str], Awaitable[Step | None]]
Announces = Callable[..., Awaitable[View | None]]
Needs = Operation | Callable[["Turn"], Awaitable[bool]]
"""An operation that the switch must have, or a question about the line."""


@dataclass(frozen=True, slots=True)
class HasFeature:
    """As an area's `needs`: the line has this service feature, and with `on`, uses it."""

    name: str
    on: bool = False

    async def __call__(self, turn: Turn) -> bool:
        feature = await turn.feature(self.name)
        return feature is not None and (feature.on or not self.on)


class Area:
    """One self-care topic: key, title, icon, group, what the product must have.

    `command` makes it a slash command; `words` are what subscribers may call it, separated by
    commas, translatable as one text; `needs` hides the area where the product lacks it. `public`
    areas open without a linked account; `offline` ones ask the provider nothing, so they are
    offered where home itself cannot be shown; `listed=False` keeps one off the menu; `section` is
    its part of a group that would not fit one screen.
    """

    def __init__(
        self,
        key: str,
        title: Text,
        *,
        icon: str = "",
        group: str = "",
        section: str = "",
        command: str = "",
        about: Text | None = None,
        words: Text | None = None,
        needs: Needs | None = None,
        public: bool = False,
        offline: bool = False,
        listed: bool = True,
    ) -> None:
        self.key = key
        self.title = title
        self.icon = icon
        self.group = group
        self.section = section
        self.command = command
        self.about = about
        self.words = words
        self.needs = needs
        self.public = public
        self.offline = offline
        self.listed = listed
        self.steps: dict[str, Screen[Any] | type[Form]] = {}
        self.actions: set[str] = set()
        self.settings: list[Text] = []
        """What its panels set: subscribers find a setting by its name."""
        self.notices: dict[str, Announces] = {}
        self.urgent: set[str] = set()
        self.heard: Hears | None = None
        self.start_name = ""

    def __repr__(self) -> str:
        return f"Area({self.key!r})"

    def start(self, step: Any) -> Any:
        """The step that the area opens with: a screen or a form."""
        registered: Any = self.form(step) if inspect.isclass(step) else self.screen(step)
        self.start_name = registered.name
        return registered

    def screen(self, function: Callable[..., Awaitable[Result]], name: str = "") -> Screen[Any]:
        """A screen: drawn fresh from the provider, safe to open at any time."""
        screen: Screen[Any] = Screen(self.key, function, name)
        self._add(screen)
        return screen

    def action(self, function: Callable[..., Awaitable[Result]], name: str = "") -> Screen[Any]:
        """An action: changes something, so only `do` leads to it."""
        action: Screen[Any] = Screen(self.key, function, name, changes=True)
        self._add(action)
        self.actions.add(action.name)
        return action

    def form(self, form: Any) -> Any:
        """A form: questions, a review, one effect."""
        form.area = self.key
        form.name = form.__name__
        self._add(form)
        return form

    def _add(self, step: Screen[Any] | type[Form]) -> None:
        """Buttons find a step by its name, so a second one of that name would take them over."""
        if step.name in self.steps:
            raise ValueError(f"The area {self.key} has a step named {step.name} already.")
        self.steps[step.name] = step

    def notice(self, kind: str, *, urgent: bool = False) -> Callable[[Announces], Announces]:
        """How a stored notice of this kind is told; returns None when it has lost its sense.

        `urgent`: not held back in quiet hours, as money and calls that go astray are not.
        """

        def register(function: Announces) -> Announces:
            self.notices[kind] = function
            if urgent:
                self.urgent.add(kind)
            return function

        return register

    def hears(self, function: Hears) -> Hears:
        """Free text that means this area, or None: "forward to +380… until 18:00"."""
        self.heard = function
        return function

    def step(self, name: str) -> Screen[Any] | type[Form]:
        """Raises KeyError for a step that this version no longer has."""
        return self.steps[name or self.start_name]


def as_step(target: Any) -> Step:
    """A screen, a form, an area's key or a step, as a step."""
    if isinstance(target, Step):
        return target
    if isinstance(target, str):
        return Step(target)
    return Step(target.area, target.name)


def go(label: Said, target: Any) -> Button:
    """A button that opens: a screen, a form, another area by its key, or a step with arguments.

    It never expires and is replayed freely: ValueError for an action, which only `do` may run.
    """
    if isinstance(target, Screen) and target.changes:
        raise ValueError(f"{target.area}.{target.name} is an action: it needs do(), not go().")
    return Button(label, Go(as_step(target)))


def do(label: Said, target: Any, *, danger: bool = False, primary: bool = False) -> Button:
    """A button that changes; its argument is the value to set, never "flip"."""
    style = Style.DANGER if danger else Style.PRIMARY if primary else Style.PLAIN
    return Button(label, Do(as_step(target)), style)


def link_to(label: Said, url: str) -> Button:
    return Button(label, Url(url))


def copy(label: Said, text: str) -> Button:
    """A button that puts a text into the subscriber's clipboard; nothing is sent."""
    return Button(label, Copy(text))
