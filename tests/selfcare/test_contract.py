"""What every area has in common: it opens, for everyone, in every language, and fits the messenger.

The test walks through all that can be opened from home, as a curious subscriber would.
"""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from conversations import AREAS, signin
from dialogs.view import CANCEL, HOME
from locales import LANGUAGES, PSEUDO, _, enable_pseudo_locale
from locales.catalogues import _languages
from sandbox.provider.catalogue import FEATURES
from tests.harness.chat import ChatUser
from tests.harness.world import World
from tests.harness.world import world as make_world

Json = dict[str, Any]

PEOPLE = {
    "alice": "12065550100 Alice Adams",
    "bob": "12065550101 Bob Baker",
    "carol": "12065550102 Carol Cole",
    "dmytro": "380441234567 Дмитро Коваленко",
}
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
async def world(tmp_path: Path, moment: datetime | None) -> AsyncIterator[World]:
    enable_pseudo_locale()
    try:
        async with make_world(tmp_path, at=moment, associated_label="Door") as made:
            yield made
    finally:
        _languages.pop(PSEUDO)


@dataclass
class Walk:
    """Opens all that can be opened, areas seen least first, and keeps what was shown."""

    user: ChatUser
    shown: list[Json] = field(default_factory=list)
    areas: Counter[str] = field(default_factory=Counter)

    async def everywhere(self) -> None:
        await self.user.say("/menu")
        waiting = self.keep((await self.user.messages())[-1])
        known = {data for _message_id, data in waiting}
        while waiting and len(self.shown) < MOST_SCREENS:
            waiting.sort(key=lambda one: self._opened(one[1]))
            message_id, data = waiting.pop(0)
            self.areas[data.split("|")[2]] += 1
            before = {one["message_id"]: one for one in await self.user.messages()}
            await self.user.tap_data(message_id, data)
            await self.user.world.settled()
            for message in await self.user.messages():
                if message != before.get(message["message_id"]):
                    for found in self.keep(message):
                        if found[1] not in known:
                            known.add(found[1])
                            waiting.append(found)

    def _opened(self, data: str) -> int:
        """How often its area was opened; the sections of home come first, for they lead to all."""
        area, step = data.split("|")[2:4]
        return -1 if step == "group" else self.areas[area]

    def keep(self, message: Json) -> list[tuple[int, str]]:
        """Remember a screen; what it opens."""
        if not buttons(message):
            return []
        self.shown.append(message)
        return [
            (message["message_id"], button["callback_data"])
            for button in buttons(message)
            if button.get("callback_data", "").startswith("g|")
        ]


def buttons(message: Json) -> list[Json]:
    return [
        button
        for row in message.get("reply_markup", {}).get("inline_keyboard", [])
        for button in row
    ]


def text_of(message: Json) -> str:
    return str(message.get("text") or message.get("caption") or "")


async def walked(world: World, login: str, language: str) -> Walk:
    user = await world.user(login, language)
    await user.sign_in(login)
    walk = Walk(user)
    with capture_logs() as logged:
        await walk.everywhere()
    assert [one for one in logged if one["log_level"] in ("error", "critical")] == []
    return walk


@pytest.mark.parametrize("language", [*LANGUAGES, PSEUDO])
@pytest.mark.parametrize("login", PEOPLE)
async def test_every_area_opens_for_everyone_in_every_language(
    world: World, login: str, language: str
) -> None:
    walk = await walked(world, login, language)

    listed = {area.key for area in AREAS if area.listed}
    assert walk.areas.keys() >= listed - LACKING[login]
    for message in walk.shown:
        fits_the_messenger(message)
        says_where_one_is(message, walk.user, PEOPLE[login])
        if language == PSEUDO:
            assert list(hard_coded(message, login)) == [], text_of(message)


OPEN_TO_ALL = {
    *("accounts", "alerts", "calls", "directory", "discounts", "extra", "favorites", "forwarding"),
    *("help", "huntgroups", "language", "numbers", "password", "product", "profile", "recharge"),
    *("regional", "softphone", "subscriptions", "totals", "transactions", "transfer"),
}
"""The areas that say something even to a line that has nothing: mostly how to get it."""


@pytest.mark.parametrize("language", [*LANGUAGES, PSEUDO])
async def test_every_area_opens_on_a_line_that_has_nothing(world: World, language: str) -> None:
    """No feature, no add-on, no call, no message, no contact, no name, nothing registered."""
    bare(world, "alice")
    walk = await walked(world, "alice", language)

    listed = {area.key for area in AREAS if area.listed}
    assert walk.areas.keys() & listed == OPEN_TO_ALL
    not_known = walk.user.reader.say(_("Forwarding: not known"))
    assert not_known not in text_of(walk.shown[0]), "what the line lacks is left out"
    for message in walk.shown:
        fits_the_messenger(message)
        says_where_one_is(message, walk.user, "12065550100")
        if language == PSEUDO:
            assert list(hard_coded(message, "alice")) == [], text_of(message)


def bare(world: World, login: str) -> None:
    switch = world.provider.switch
    account = next(one for one in switch.accounts.values() if one.login == login)
    account.product = replace(account.product, absent=frozenset(FEATURES), addons=())
    account.own_features, account.formats, account.custom_values = {}, {}, {}
    account.history, account.mailbox, account.phonebook = [], [], []
    account.aliases, account.numbers, account.followme = [], [], None
    account.contact = dict.fromkeys(account.contact, None)
    account.sip_status = 0


@pytest.mark.parametrize("language", [*LANGUAGES, PSEUDO])
async def test_every_area_answers_while_the_provider_is_silent(world: World, language: str) -> None:
    """Each button of home and of its sections gets a sentence soon, and a way on from there."""
    user = await world.user("alice", language)
    await user.sign_in("alice")
    walk = Walk(user)
    doors = await all_doors(walk)
    await world.restart(provider_timeout=0.1)
    await world.desk.fault("*", "silent_before", times=0, seconds=30)

    opened = set()
    with capture_logs() as logged:
        for message_id, data in doors:
            before = {one["message_id"]: one for one in await user.messages()}
            await user.tap_data(message_id, data)
            await world.settled()
            shown = [m for m in await user.messages() if m != before.get(m["message_id"])]
            assert shown, f"no answer to {data}"
            opened.add(data.split("|")[2])
            for message in shown:
                fits_the_messenger(message)
                says_where_one_is(message, user, PEOPLE["alice"])
                if language == PSEUDO:
                    assert list(hard_coded(message, "alice")) == [], text_of(message)
    await world.desk.mend()

    assert opened >= {area.key for area in AREAS if area.listed} - LACKING["alice"]
    assert [one for one in logged if one["log_level"] in ("error", "critical")] == []


async def all_doors(walk: Walk) -> list[tuple[int, str]]:
    """What home, its groups and their sections lead to."""
    await walk.user.say("/menu")
    doors = walk.keep((await walk.user.messages())[-1])
    for message_id, data in doors:  # grows as the groups open
        if data.split("|")[3] == "group":
            await walk.user.tap_data(message_id, data)
            await walk.user.world.settled()
            known = {one for _message_id, one in doors}
            found = walk.keep((await walk.user.messages())[-1])
            doors += [one for one in found if one[1] not in known]
    return doors


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
    assert ways_out & {button["text"] for button in buttons(message)}, text_of(message)


def hard_coded(message: Json, login: str) -> Iterator[str]:
    """Words that were not translated: outside the brackets of the pseudo-locale, and no data."""
    data = {*DATA, *PEOPLE[login].split()}
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
