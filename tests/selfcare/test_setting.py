"""Settings: lines that draw and edit themselves, on an area made for the test.

The area has what no area of the product shows yet: features, attributes, locks, choices.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from conversations import AREAS
from dialogs import Area, Feature, OneOf, OnOff, Panel, Preference, Setting, Turn, View
from locales import _
from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import World
from tests.harness.world import world as make_world

Json = dict[str, Any]

area = Area("features", _("Features"), group="profile", command="features")


async def greetings(turn: Turn) -> dict[str, str]:
    """Choices that belong to the line."""
    return {"short": "short", "long": f"long, {turn.link.name}"}


settings = Panel(
    area,
    Setting(_("Caller info"), Feature("clip"), OnOff()),
    Setting(_("Call waiting"), Feature("call_wait_limit"), OnOff()),
    Setting(
        _("Mailbox"),
        Feature("unified_messaging", "mailbox_limit"),
        OneOf({"10": _("small"), "50": _("large")}),
    ),
    Setting(_("Greeting"), Preference("greeting", "short"), OneOf(greetings)),
    Setting(_("Time machine"), Feature("time_machine"), OnOff()),
)


@area.start
async def features(turn: Turn) -> View:
    return await settings.view(turn, _("What your line can do."))


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with make_world(tmp_path, areas=(*AREAS, area), provider_timeout=0.3) as made:
        yield made


async def test_a_feature_is_switched_at_the_provider_and_read_again(
    chat: ChatUser, desk: Desk
) -> None:
    await chat.play("""
        > /features
        My Profile · Features — 12065550100 Alice Adams
        What your line can do.
        [Caller info: on]  [Call waiting: off]
        [Mailbox: small]  [Greeting: short]
        [Home]
        > [Caller info: on]
        My Profile · Features — 12065550100 Alice Adams
        What your line can do.
        [Caller info: off]  [Call waiting: off]
        [Mailbox: small]  [Greeting: short]
        [Home]
        > [Caller info: off]
        My Profile · Features — 12065550100 Alice Adams
        What your line can do.
        [Caller info: on]  [Call waiting: off]
        [Mailbox: small]  [Greeting: short]
        [Home]
    """)

    assert [call["params"]["service_features"] for call in await changes(desk)] == [
        [{"name": "clip", "flag_value": "N"}],
        [{"name": "clip", "flag_value": "Y"}],
    ]


async def changes(desk: Desk) -> list[Json]:
    return await desk.log("update_service_features")


async def test_an_attribute_is_chosen_on_a_screen_of_its_own(chat: ChatUser, desk: Desk) -> None:
    await chat.moves("/features")

    await chat.play("""
        > [Mailbox: small]
        My Profile · Features — 12065550100 Alice Adams
        Mailbox: what shall it be?
        [small, now]  [large]
        [Back]  [Home]
        > [large]
        My Profile · Features — 12065550100 Alice Adams
        What your line can do.
        [Caller info: on]  [Call waiting: off]
        [Mailbox: large]  [Greeting: short]
        [Home]
    """)

    (change,) = await changes(desk)
    (feature,) = change["params"]["service_features"]
    # The flag was inherited: beside an own attribute it must be our own, or nothing would change.
    assert feature["flag_value"] == "Y"
    assert feature["attributes"] == [{"name": "mailbox_limit", "values": ["50"]}]


async def test_a_wish_about_the_bot_stays_with_the_link(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await chat.moves("/features", "[Greeting: short]", "[long, Alice Adams]")
    await world.restart()
    await chat.moves("/features")

    assert "[Greeting: long, Alice Adams]" in await chat.last()
    assert await changes(desk) == []


async def test_what_is_locked_is_told_with_a_way_to_ask(world: World) -> None:
    bob = await world.user("Bob")
    await bob.sign_in("bob")

    await bob.play("""
        > /features
        My Profile · Features — 12065550101 Bob Baker
        What your line can do.
        Only your provider can change:
        Caller info: on, locked
        Call waiting: off, locked
        [Mailbox: small]  [Greeting: short]
        [Ask for a change]
        [Home]
        > [Ask for a change]
        ...
    """)


async def test_what_was_locked_meanwhile_is_shown_as_locked(chat: ChatUser, desk: Desk) -> None:
    await chat.moves("/features")
    await desk.settings(locked_features=["clip"])

    await chat.play("""
        > [Caller info: on]
        My Profile · Features — 12065550100 Alice Adams
        What your line can do.
        Only your provider can change:
        Caller info: on, locked
        [Call waiting: off]  [Mailbox: small]
        [Greeting: short]  [Ask for a change]
        [Home]
    """)


async def test_a_refusal_that_is_no_lock_is_told_in_the_words_of_the_provider(
    chat: ChatUser, desk: Desk
) -> None:
    await chat.moves("/features")
    await desk.fault(
        "Account/update_service_features", "fault", faultcode="Server.Account.too_late", times=1
    )

    await chat.play("""
        > [Caller info: on]
        My Profile · Features — 12065550100 Alice Adams
        The provider refused: “Ordered at the provider's desk.” Nothing was changed.
        [Back]  [Home]
    """)


async def test_a_second_tap_sets_nothing_back(chat: ChatUser, desk: Desk) -> None:
    await chat.moves("/features")

    await chat.tap("Caller info: on", times=2)

    assert len(await changes(desk)) == 1
    assert "[Caller info: off]" in await chat.screen()


async def test_silence_after_a_change_is_called_unknown(chat: ChatUser, desk: Desk) -> None:
    await chat.moves("/features")
    await desk.fault("Account/update_service_features", "silent_after", times=1)

    await chat.play("""
        > [Caller info: on]
        My Profile · Features — 12065550100 Alice Adams
        The provider has not answered, so I do not know whether the change was made. Look at what is set now before you try again.
        [Try again]
        [Home]
        > [Try again]
        My Profile · Features — 12065550100 Alice Adams
        What your line can do.
        [Caller info: off]  [Call waiting: off]
        [Mailbox: small]  [Greeting: short]
        [Home]
    """)


async def test_silence_before_a_change_leaves_it_as_it_was(chat: ChatUser, desk: Desk) -> None:
    await chat.moves("/features")
    await desk.fault("Account/update_service_features", "silent_before", times=1)
    await chat.tap("Caller info: on")

    await chat.moves("[Try again]")

    assert "[Caller info: on]" in await chat.last()


def test_a_second_panel_of_an_area_needs_a_name_of_its_own() -> None:
    other = Area("other", _("Other"))
    line = Setting(_("Greeting"), Preference("greeting", "short"), OnOff())
    Panel(other, line)
    with pytest.raises(ValueError, match="has a step named choose already"):
        Panel(other, line)

    Panel(other, line, name="more")

    assert other.steps.keys() == {"choose", "put", "more_choose", "more_put"}
    assert other.actions == {"put", "more_put"}


def test_two_settings_cannot_live_in_the_same_place() -> None:
    line = Setting(_("Greeting"), Preference("greeting", "short"), OnOff())
    with pytest.raises(ValueError, match="in the same place"):
        Panel(Area("other", _("Other")), line, line)
