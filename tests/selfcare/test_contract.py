"""What every area has in common: it opens, for everyone, in every language, and fits the messenger.

The test walks through all that can be opened from home, as a curious subscriber would.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from conversations import AREAS
from locales import LANGUAGES, PSEUDO, _, enable_pseudo_locale
from locales.catalogues import _languages
from sandbox.provider.config import Config
from sandbox.provider.odd import ODD
from sandbox.provider.people import PEOPLE as STORIES
from tests.harness.world import World
from tests.harness.world import world as make_world
from tests.selfcare.in_order import is_in_order
from tests.selfcare.walking import (
    Walk,
    labels,
    leads_to,
    nothing_goes_wrong,
    text_of,
)

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

    assert walk.areas >= LISTED - LACKING[login]
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

    assert walk.areas & LISTED == OPEN_TO_ALL
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

    assert walk.areas >= LISTED - LACKING["alice"]
