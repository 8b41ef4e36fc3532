"""Settings: lines that draw and edit themselves, on an area made for the test.

The area has what no area of the product shows yet: features, attributes, locks, choices.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from conversations import AREAS
from conversations.shared.fields import PhoneNumber
from dialogs import (
    Area,
    Feature,
    Marks,
    OneOf,
    OnOff,
    Panel,
    Preference,
    Setting,
    Turn,
    Typed,
    View,
)
from locales import _
from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import SOON, World
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
    Setting(
        _("Recording"),
        Feature("call_recording", "auto_record"),
        Marks({1: _("calls I make"), 2: _("calls I get")}, none=_("nothing")),
    ),
    Setting(
        _("Door"),
        Feature("associated_number", "redirect_number"),
        Typed(_("Which number opens the door?"), PhoneNumber(), clear=_("None")),
    ),
    Setting(_("Time machine"), Feature("time_machine"), OnOff()),
)


@area.start
async def features(turn: Turn) -> View:
    return await settings.view(turn, _("What your line can do."))


@pytest.fixture
async def world(tmp_path: Path, moment: datetime | None) -> AsyncIterator[World]:
    async with make_world(tmp_path, at=moment, areas=(*AREAS, area), provider_timeout=SOON) as made:
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
        [Recording: nothing]  [Door: not set]
        [Home]
        > [Caller info: on]
        My Profile · Features — 12065550100 Alice Adams
        What your line can do.
        [Caller info: off]  [Call waiting: off]
        [Mailbox: small]  [Greeting: short]
        [Recording: nothing]  [Door: not set]
        [Home]
        > [Caller info: off]
        My Profile · Features — 12065550100 Alice Adams
        What your line can do.
        [Caller info: on]  [Call waiting: off]
        [Mailbox: small]  [Greeting: short]
        [Recording: nothing]  [Door: not set]
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
        [Recording: nothing]  [Door: not set]
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
        [Recording: nothing]  [Door: not set]
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
        [Greeting: short]  [Recording: nothing]
        [Door: not set]  [Ask for a change]
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
        [Recording: nothing]  [Door: not set]
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

    steps = ("choose", "put", "request")
    assert other.steps.keys() == {*steps, *(f"more_{step}" for step in steps)}
    assert other.actions == {"put", "more_put"}


def test_two_settings_cannot_live_in_the_same_place() -> None:
    line = Setting(_("Greeting"), Preference("greeting", "short"), OnOff())
    with pytest.raises(ValueError, match="in the same place"):
        Panel(Area("other", _("Other")), line, line)


async def test_several_of_a_few_are_switched_one_by_one(chat: ChatUser, desk: Desk) -> None:
    await chat.play("""
        > /features
        ...
        > [Recording: nothing]
        My Profile · Features — 12065550100 Alice Adams
        Recording: what shall it be?
        [calls I make: off]  [calls I get: off]
        [Back]  [Home]
        > [calls I make: off]
        My Profile · Features — 12065550100 Alice Adams
        Recording: what shall it be?
        [calls I make: on]  [calls I get: off]
        [Back]  [Home]
        > [calls I get: off]
        My Profile · Features — 12065550100 Alice Adams
        Recording: what shall it be?
        [calls I make: on]  [calls I get: on]
        [Back]  [Home]
        > [calls I make: on]
        My Profile · Features — 12065550100 Alice Adams
        Recording: what shall it be?
        [calls I make: off]  [calls I get: on]
        [Back]  [Home]
        > [Back]
        My Profile · Features — 12065550100 Alice Adams
        What your line can do.
        [Caller info: on]  [Call waiting: off]
        [Mailbox: small]  [Greeting: short]
        [Recording: calls I get]
        [Door: not set]
        [Home]
    """)

    written = [
        call["params"]["service_features"][0]["attributes"]
        for call in await desk.log("update_service_features")
    ]
    assert written == [[{"name": "auto_record", "values": [mask]}] for mask in ("1", "3", "2")]


async def test_a_value_is_typed_and_emptied(chat: ChatUser, desk: Desk) -> None:
    await chat.play("""
        > /features
        ...
        > [Door: not set]
        My Profile · Features — 12065550100 Alice Adams
        Which number opens the door?
        Now: not set
        [None]
        [Cancel]
        > perhaps
        My Profile · Features — 12065550100 Alice Adams
        I could not read a number there. Send one such as +12065550123, or an extension.
        Which number opens the door?
        Now: not set
        [None]
        [Cancel]
        > 206 555 0123
        My Profile · Features — 12065550100 Alice Adams
        What your line can do.
        [Caller info: on]  [Call waiting: off]
        [Mailbox: small]  [Greeting: short]
        [Recording: nothing]  [Door: 12065550123]
        [Home]
        > [Door: 12065550123]
        My Profile · Features — 12065550100 Alice Adams
        Which number opens the door?
        Now: 12065550123
        [None]
        [Cancel]
        > [None]
        My Profile · Features — 12065550100 Alice Adams
        What your line can do.
        [Caller info: on]  [Call waiting: off]
        [Mailbox: small]  [Greeting: short]
        [Recording: nothing]  [Door: not set]
        [Home]
    """)

    written = [
        call["params"]["service_features"][0]["attributes"][0]["values"]
        for call in await desk.log("update_service_features")
    ]
    assert written == [["12065550123"], [""]]


async def test_a_setting_is_found_by_its_name(chat: ChatUser) -> None:
    await chat.play("""
        > the machne
        Home — 12065550100 Alice Adams
        Do you mean one of these?
        [Features]  [Voicemail]
        [Talk to a person]
        [Home]
    """)
