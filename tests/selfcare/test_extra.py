"""The provider's own fields, by its own schema."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandbox.provider.config import Config
from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import SOON, World
from tests.harness.world import world as make_world


@pytest.mark.row("S15")
async def test_the_form_is_what_the_provider_asks_for(chat: ChatUser, desk: Desk) -> None:
    await chat.moves("/profile")
    await chat.play("""
        > [Extra information]
        My Profile · Extra information — 12065550100 Alice Adams
        Cost Center: not set
        Department: not set
        Paper invoice: not set
        Still needed: Paper invoice.
        Tap what you want to change.
        [Cost Center]  [Department]
        [Paper invoice]
        [Home]
        > [Paper invoice]
        My Profile · Extra information — 12065550100 Alice Adams
        Paper invoice: what shall it be?
        Now: not set
        [Yes]  [No]
        [Cancel]
        > perhaps
        My Profile · Extra information — 12065550100 Alice Adams
        Tap one of the buttons, or type its label: Yes, No.
        Paper invoice: what shall it be?
        Now: not set
        [Yes]  [No]
        [Cancel]
        > [Yes]
        My Profile · Extra information — 12065550100 Alice Adams
        Save this?
        Paper invoice: not set → Yes
        [Cancel]  [Save]
        > [Save]
        My Profile · Extra information — 12065550100 Alice Adams
        Cost Center: not set
        Department: not set
        Paper invoice: Yes
        Tap what you want to change.
        [Cost Center]  [Department]
        [Paper invoice]
        [Home]
        > [Department]
        My Profile · Extra information — 12065550100 Alice Adams
        Department: what shall it be?
        Now: not set
        [Cancel]
        > Accounts
        My Profile · Extra information — 12065550100 Alice Adams
        Save this?
        Department: not set → Accounts
        [Cancel]  [Save]
        > [Save]
        My Profile · Extra information — 12065550100 Alice Adams
        Cost Center: not set
        Department: Accounts
        Paper invoice: Yes
        Tap what you want to change.
        [Cost Center]  [Department]
        [Paper invoice]
        [Home]
        > [Department]
        My Profile · Extra information — 12065550100 Alice Adams
        Department: what shall it be?
        Now: Accounts
        [Leave it empty]
        [Cancel]
        > [Leave it empty]
        My Profile · Extra information — 12065550100 Alice Adams
        Save this?
        Department: Accounts → not set
        [Cancel]  [Save]
        > [Save]
        My Profile · Extra information — 12065550100 Alice Adams
        Cost Center: not set
        Department: not set
        Paper invoice: Yes
        Tap what you want to change.
        [Cost Center]  [Department]
        [Paper invoice]
        [Home]
    """)

    sent = [
        one["params"]["custom_fields_values"]
        for one in await desk.log("update_custom_fields_values")
    ]
    assert sent == [
        [{"i_custom_field": 13, "db_value": "1"}],
        [{"i_custom_field": 12, "db_value": "Accounts"}],
        [{"i_custom_field": 12, "db_value": ""}],
    ]


@pytest.mark.row("S15")
async def test_a_refused_value_and_a_silent_provider_are_told(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await world.restart(provider_timeout=SOON)
    await chat.moves("/profile", "[Extra information]", "[Cost Center]", "4711")
    await desk.fault(
        "Account/update_custom_fields_values", "fault", faultcode="Server.bad", times=1
    )
    await chat.play("""
        > [Save]
        My Profile · Extra information — 12065550100 Alice Adams
        The provider refused: “Ordered at the provider's desk.” Nothing was changed.
        Cost Center: what shall it be?
        Now: not set
        [Ask your provider]
        [Cancel]
        > 4712
        My Profile · Extra information — 12065550100 Alice Adams
        Save this?
        Cost Center: not set → 4712
        [Cancel]  [Save]
    """)
    await desk.fault("Account/update_custom_fields_values", "silent_before", times=1)
    await chat.play("""
        > [Save]
        My Profile · Extra information — 12065550100 Alice Adams
        The provider has not answered, so I do not know whether the change was made. Look at what is set now before you try again.
        [Cancel]  [Try again]
        > [Try again]
        My Profile · Extra information — 12065550100 Alice Adams
        Save this?
        Cost Center: not set → 4712
        [Cancel]  [Save]
    """)
    await chat.tap("Save", times=2)
    assert "Cost Center: 4712" in await chat.last()


@pytest.mark.row("S15")
async def test_whoever_has_no_such_fields_does_not_see_them(tmp_path: Path) -> None:
    async with make_world(tmp_path, provider=Config(unknown="absent")) as world:
        carol = await world.user("Carol")
        await carol.sign_in("carol")
        await carol.moves("/menu", "[My Profile]")
        assert "Extra information" not in await carol.last()
        await carol.moves("[My details]")
        assert "Extra information" not in await carol.last()
