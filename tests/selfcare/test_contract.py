"""What every area has in common: it opens, for everyone, in every language, and fits the messenger.

The test walks through all that can be opened from home, as a curious subscriber would.
"""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from conversations import AREAS, signin
from dialogs.view import CANCEL, HOME
from locales import LANGUAGES, PSEUDO, _, enable_pseudo_locale
from locales.catalogues import _languages
from sandbox.provider.config import Config
from sandbox.provider.odd import ODD
from sandbox.provider.people import PEOPLE as STORIES
from tests.harness.chat import ChatUser
from tests.harness.world import World
from tests.harness.world import world as make_world

Json = dict[str, Any]
Door = tuple[int, str]
"""A message's id, and the callback data of one of its buttons."""

PEOPLE = {
    "alice": "12065550100 Alice Adams",
    "bob": "12065550101 Bob Baker",
    "carol": "12065550102 Carol Cole",
    "dmytro": "380441234567 Дмитро Коваленко",
}
LISTED = {area.key for area in AREAS if area.listed}
OFFLINE = {area.key for area in AREAS if area.offline}
ORDINARY = {"emergency", "special"}
LACKING = {
    "alice": ORDINARY,
    "bob": ORDINARY,
    "carol": {
        *("voicemail", "mailbox", "greetings", "by_email", "disa"),
        *("phonebook", "special", "extra"),
    },
    "dmytro": ORDINARY,
}
"""The areas that their products do not have."""
MOST_SCREENS = 90
"""Enough to see every kind of screen; lists lead on for ever."""
LONGEST_LABEL = 40


@pytest.fixture
def accounts() -> int:
    return len(STORIES)


@pytest.fixture
async def world(tmp_path: Path, moment: datetime | None, accounts: int) -> AsyncIterator[World]:
    enable_pseudo_locale()
    provider = Config(accounts=accounts)
    try:
        async with make_world(
            tmp_path, at=moment, provider=provider, associated_label="Door"
        ) as made:
            yield made
    finally:
        _languages.pop(PSEUDO)


@dataclass
class Walk:
    """Opens what can be opened, areas seen least first, and keeps what was shown."""

    user: ChatUser
    shown: list[Json] = field(default_factory=list)
    opened: Counter[str] = field(default_factory=Counter)
    """How often each area was."""
    known: set[str] = field(default_factory=set)

    async def everywhere(self) -> None:
        waiting = await self.home()
        while waiting and len(self.shown) < MOST_SCREENS:
            waiting.sort(key=self._turn_of)
            waiting += self.new_doors(await self.open(waiting.pop(0)))

    async def main_doors(self) -> list[Door]:
        """What home, its groups and their sections lead to."""
        doors = await self.home()
        for door in doors:  # grows as the groups open
            if leads_to(door)[1] == "group":
                doors += self.new_doors(await self.open(door))
        return doors

    async def home(self) -> list[Door]:
        await self.user.say("/menu")
        return self.new_doors((await self.user.messages())[-1:])

    async def open(self, door: Door) -> list[Json]:
        """Tap it; the messages that came or changed."""
        self.opened[leads_to(door)[0]] += 1
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
        area, step = leads_to(door)
        return -1 if step == "group" else self.opened[area]


def leads_to(door: Door) -> tuple[str, str]:
    """The area and the step behind a button."""
    area, step = door[1].split("|")[2:4]
    return area, step


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


async def walked(world: World, login: str, language: str) -> Walk:
    user = await world.user(login, language)
    await user.sign_in(login)
    walk = Walk(user)
    with nothing_goes_wrong():
        await walk.everywhere()
    return walk


@pytest.mark.parametrize("language", [*LANGUAGES, PSEUDO])
@pytest.mark.parametrize("login", PEOPLE)
async def test_every_area_opens_for_everyone_in_every_language(
    world: World, login: str, language: str
) -> None:
    walk = await walked(world, login, language)

    assert walk.opened.keys() >= LISTED - LACKING[login]
    for message in walk.shown:
        is_in_order(message, walk.user, PEOPLE[login])


OPEN_TO_ALL = {
    *("accounts", "alerts", "calls", "directory", "discounts", "extra", "favorites", "forwarding"),
    *("help", "huntgroups", "language", "numbers", "password", "product", "profile", "recharge"),
    *("regional", "softphone", "subscriptions", "totals", "transactions", "transfer"),
}
"""The areas that say something even to a line that has nothing: mostly how to get it."""


NOTHING = next(odd.person.number for odd in ODD if odd.person.login == "nothing")


@pytest.mark.parametrize("accounts", [len(STORIES) + len(ODD)])
@pytest.mark.parametrize("language", [*LANGUAGES, PSEUDO])
async def test_every_area_opens_on_a_line_that_has_nothing(world: World, language: str) -> None:
    """No feature, no fee, no discount, no call, no contact, no name, nothing registered."""
    walk = await walked(world, "nothing", language)

    assert walk.opened.keys() & LISTED == OPEN_TO_ALL
    not_known = walk.user.reader.say(_("Forwarding: not known"))
    assert not_known not in text_of(walk.shown[0]), "what the line lacks is left out"
    for message in walk.shown:
        is_in_order(message, walk.user, NOTHING)


@pytest.mark.parametrize("language", [*LANGUAGES, PSEUDO])
async def test_every_area_answers_while_the_provider_is_silent(world: World, language: str) -> None:
    """Each button of home and of its sections gets a sentence soon, and a way on from there."""
    user = await world.user("alice", language)
    await user.sign_in("alice")
    doors = await Walk(user).main_doors()
    await world.restart(provider_timeout=0.1)
    await world.desk.fault("*", "silent_before", times=0, seconds=30)

    walk = Walk(user)
    with nothing_goes_wrong():
        for door in doors:
            shown = await walk.open(door)
            assert shown, f"no answer to {door}"
            for message in shown:
                is_in_order(message, user, PEOPLE["alice"])
                if leads_to(door)[0] in OFFLINE:
                    assert user.reader.say(_("Try again")) not in labels(message), text_of(message)
    await world.desk.mend()

    assert walk.opened.keys() >= LISTED - LACKING["alice"]


def is_in_order(message: Json, user: ChatUser, name: str) -> None:
    fits_the_messenger(message)
    says_where_one_is(message, user, name)
    if user.reader.language == PSEUDO:
        assert list(hard_coded(message, name)) == [], text_of(message)


def fits_the_messenger(message: Json) -> None:
    for button in buttons(message):
        assert len(button["text"]) <= LONGEST_LABEL, button
        assert button["text"].strip() == button["text"] != "", button
        assert len(button.get("callback_data", "").encode()) <= 64, button
    days = [one for one in buttons(message) if len(one["text"]) <= 2]
    assert len(buttons(message)) - len(days) <= 20, "but for a calendar of days"
    assert len(text_of(message)) <= 4096


def says_where_one_is(message: Json, user: ChatUser, name: str) -> None:
    """The account in the title, and a way out below."""
    title = text_of(message).split("\n")[0]
    # Signing in is about a line that is not there yet.
    assert title.endswith(name) or title == user.reader.say(signin.area.title), text_of(message)
    ways_out = {user.reader.say(way) for way in (HOME, CANCEL, _("Refresh"), _("Try again"))}
    assert ways_out & labels(message), text_of(message)


def hard_coded(message: Json, name: str) -> Iterator[str]:
    """Words that were not translated: outside the brackets of the pseudo-locale, and no data."""
    data = {*DATA, *name.split()}
    for text in (text_of(message), *(button["text"] for button in buttons(message))):
        outside = text
        while (inner := INNERMOST.sub("", outside)) != outside:
            outside = inner
        yield from (word for word in WORD.findall(outside) if word not in data)


INNERMOST = re.compile(r"⟦[^⟦⟧]*⟧")
WORD = re.compile(r"[^\W\d_]{2,}")
MONTHS = {*calendar.month_abbr, *calendar.month_name, "Sept"} - {""}
RECORDS = {
    *("Voice", "Calls", "Payments", "Credits", "Adjustments", "Subscriptions"),
    *("Voucher", "recharge", "Manual", "payment", "Refund", "Monthly", "fee", "Mum", "Office"),
}
"""What the provider's services are called, what it wrote to them, and the phone book."""
COMPANY = {*("Alice", "Adams", "Bob", "Baker", "Carol", "Cole", "Erin", "Evans", "on", "hold")}
COMPANY |= {"Дмитро", "Коваленко"}
"""The company's directory and its music."""
OPERATORS = {"Door", "Sales", "Support", "Zoiper"}
PROFILE = {
    *("Main", "Street", "Seattle", "New", "York", "States", "Ukraine", "Київ", "Sons"),
    *("alice", "bob", "carol", "dmytro", "example", "com"),
    *("Cost", "Center", "Department", "Paper", "invoice", "Yes", "No"),
    *("Desk", "phone", "Yealink", "Zoiper", "SIP"),
    *("Deutsch", "Español", "Français", "Polski", "PM"),
}
"""What the provider has of people, and by which names it calls devices, languages and fields."""
DATA = (
    frozenset({"English", "Українська", "Pseudo", "UAH", "min", "sec", "United", "Kingdom"})
    | MONTHS
    | COMPANY
    | OPERATORS
    | RECORDS
    | PROFILE
)
"""The languages by their own names, what CLDR writes by itself, and the names that others gave."""
