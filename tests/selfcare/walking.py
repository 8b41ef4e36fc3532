"""A curious subscriber, who opens all that can be opened from home."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from structlog.testing import capture_logs

from conversations import AREAS
from dialogs.view import BACK, CANCEL
from store import messages
from tests.harness.chat import ChatUser

Json = dict[str, Any]
Door = tuple[int, str]
"""A message's id, and the callback data of one of its buttons."""

STARTS = {area.key: area.start_name for area in AREAS}


@dataclass
class Walk:
    """Opens what can be opened, steps seen least first, and keeps what was shown."""

    user: ChatUser
    shown: list[Json] = field(default_factory=list)
    opened: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How often each step of an area was."""
    known: set[str] = field(default_factory=set)

    async def everywhere(self) -> None:
        """Until each step that a button leads to was opened: lists lead on for ever."""
        waiting = await self.home()
        while waiting:
            waiting.sort(key=self._turn_of)
            if self._turn_of(waiting[0]) > 0:
                break
            waiting += self.new_doors(await self.open(waiting.pop(0)))

    @property
    def areas(self) -> set[str]:
        return {area for area, _step in self.opened}

    async def main_doors(self) -> list[Door]:
        """What home, its groups and their sections lead to."""
        doors = await self.home()
        for door in doors:  # grows as the groups open
            if leads_to(door) == ("home", "group"):
                doors += self.new_doors(await self.open(door))
        return doors

    async def home(self) -> list[Door]:
        await self.user.say("/menu")
        return self.new_doors((await self.user.messages())[-1:])

    async def open(self, door: Door) -> list[Json]:
        """Tap it; the messages that came or changed."""
        if door[1].startswith("g|"):
            self.opened[leads_to(door)] += 1
        before = {one["message_id"]: one for one in await self.user.messages()}
        await self.user.tap_data(*door)
        await self.user.world.settled()
        return [one for one in await self.user.messages() if one != before.get(one["message_id"])]

    def new_doors(self, messages: list[Json]) -> list[Door]:
        """Remember the screens; what they open that was not seen before."""
        screens = [one for one in messages if buttons(one)]
        self.shown += screens
        doors = []
        for screen in screens:
            for button in buttons(screen):
                data = button.get("callback_data", "")
                if data.startswith("g|") and data not in self.known:
                    self.known.add(data)
                    doors.append((screen["message_id"], data))
        return doors

    def _turn_of(self, door: Door) -> int:
        """The sections of home come first, for they lead to all."""
        step = leads_to(door)
        return -1 if step == ("home", "group") else self.opened[step]


def steps() -> set[tuple[str, str]]:
    """All that a button may open."""
    return {(area.key, name) for area in AREAS for name in area.steps.keys() - area.actions}


def leads_to(door: Door) -> tuple[str, str]:
    """The area and the step behind a button."""
    area, step = door[1].split("|")[2:4]
    return area, step or STARTS[area]


def buttons(message: Json) -> list[Json]:
    return [
        button
        for row in message.get("reply_markup", {}).get("inline_keyboard", [])
        for button in row
    ]


def labels(message: Json) -> set[str]:
    return {button["text"] for button in buttons(message)}


def text_of(message: Json) -> str:
    return str(message.get("text") or message.get("caption") or "")


@contextmanager
def nothing_goes_wrong() -> Iterator[None]:
    with capture_logs() as logged:
        yield
    assert [one for one in logged if one["log_level"] in ("error", "critical")] == []


@dataclass
class Daring(Walk):
    """Presses what changes something, too: each such button of a screen once, the way out last."""

    never: frozenset[str] = frozenset()
    """Labels of buttons that would end the walk."""
    pressed: set[tuple[str, str]] = field(default_factory=set)
    """The first line of a screen, and the label."""
    doors: dict[tuple[str, ...], Door] = field(default_factory=dict)
    """The first that led to each kind of screen."""

    def new_doors(self, messages: list[Json]) -> list[Door]:
        """One for each kind of screen: records of a list are alike, settings are not."""
        doors = super().new_doors(messages)
        new = {_kind(one): one for one in reversed(doors) if _kind(one) not in self.doors}
        self.doors |= new
        return list(new.values())

    async def open(self, door: Door) -> list[Json]:
        shown = await super().open(door)
        await self._note(shown)
        return shown

    async def everywhere(self) -> None:
        waiting = await self.home()
        while waiting:
            waiting += self.new_doors(await self.open(waiting.pop(0)))

    async def pressing(self) -> None:
        """Open each screen again, and press what it shows, and what comes of that."""
        visited: set[tuple[str, ...]] = set()
        while todo := self.doors.keys() - visited:
            kind = min(todo)
            visited.add(kind)
            self.new_doors(await self.open(self.doors[kind]))
            while (button := self._tempting()) is not None:
                self.new_doors(await self.open(button))

    def _tempting(self) -> Door | None:
        """The first button of the newest screen that was not pressed there yet."""
        screen = self.shown[-1]
        title = text_of(screen).split("\n")[0]
        keys = [
            one for one in buttons(screen) if one.get("callback_data", "").startswith(("d|", "t|"))
        ]
        ways_out = {self.user.reader.say(one) for one in (CANCEL, BACK)}
        for key in sorted(keys, key=lambda one: one["text"] in ways_out):
            press = (title, key["text"])
            if press not in self.pressed and key["text"] not in self.never:
                self.pressed.add(press)
                return screen["message_id"], key["callback_data"]
        return None

    async def _note(self, shown: list[Json]) -> None:
        """Which steps they show: behind a button that changes, that is known to the bot only."""
        for message in shown:
            kept = await self.user.world.parts.store.run(
                messages.get_message, self.user.id, message["message_id"]
            )
            step = kept.screen.get("step") if kept else None
            if step:
                self.opened[step[0], step[1] or STARTS[step[0]]] += 1


def _kind(door: Door) -> tuple[str, ...]:
    """The step, with those of its arguments that are words."""
    _g, _link, area, step, *args = door[1].split("|")
    return (area, step or STARTS[area], *(one for one in args if one.isidentifier()))
