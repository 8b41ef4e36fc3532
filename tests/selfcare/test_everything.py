"""A line that has everything: each screen of each area opens, and each button does something.

As the common contract test, with a subscriber who also presses what changes something.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from locales import LANGUAGES, PSEUDO, _, enable_pseudo_locale
from locales.catalogues import _languages
from tests.harness.world import World
from tests.harness.world import world as make_world
from tests.selfcare.in_order import is_in_order
from tests.selfcare.lines import full, locked
from tests.selfcare.test_contract import LISTED, PEOPLE
from tests.selfcare.walking import Daring, nothing_goes_wrong, steps

MAPPED = "[update_e911_address]\nconfirmed = true\n"


@pytest.fixture
async def world(tmp_path: Path, moment: datetime | None) -> AsyncIterator[World]:
    (tmp_path / "operations.toml").write_text(MAPPED)
    enable_pseudo_locale()
    try:
        async with make_world(
            tmp_path,
            at=moment,
            associated_label="Door",
            operations=tmp_path / "operations.toml",
        ) as made:
            yield made
    finally:
        _languages.pop(PSEUDO)


ELSEWHERE = {
    # Only a notice leads to these, or a change with an end, or a long transcript.
    *(("calls", "missed"), ("softphone", "gone")),
    *(("forwarding", "ChangeEnd"), ("recordings", "read")),
    # What is typed leads here.
    *(("number", "number"), ("number", "emergency"), ("barring", "answer"), ("barring", "asking")),
    # Every panel has these; nothing of these panels is locked by a feature, or chosen from a list.
    *(("alerts", "request"), ("mailbox", "request"), ("by_email", "request")),
    *(("regional", "request"), ("regional", "formats_request")),
    *(("associated", "choose"), ("incoming", "choose"), ("screening", "choose")),
    # The address is forgotten by then.
    ("by_email", "agree"),
}
"""Steps that have transcripts of their own."""


async def walked(world: World, login: str, language: str, *, pressing: bool) -> Daring:
    user = await world.user(login, language)
    await user.sign_in(login)
    walk = Daring(user, never=frozenset({user.reader.say(_("Sign out")), *LANGUAGES.values()}))
    with nothing_goes_wrong():
        await walk.everywhere()
        if pressing:
            await walk.pressing()
    for message in walk.shown:
        is_in_order(message, user, PEOPLE[login])
    return walk


@pytest.mark.parametrize("language", ["en", PSEUDO])
async def test_each_screen_opens(world: World, language: str) -> None:
    full(world)
    locked(world)
    walks = [await walked(world, login, language, pressing=False) for login in ("alice", "carol")]

    assert {area for walk in walks for area in walk.areas} >= LISTED


async def test_each_screen_opens_in_the_longest_language_and_each_button_does_something(
    world: World,
) -> None:
    full(world)
    locked(world)
    walks = [await walked(world, login, "uk", pressing=True) for login in ("alice", "carol")]

    opened = {step for walk in walks for step in walk.opened}
    missing = sorted(steps() - opened - ELSEWHERE)
    assert missing == [], str(missing)
