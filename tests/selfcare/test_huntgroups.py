"""Hunt groups: who else rings, and being in or out of them."""

from pathlib import Path

import pytest

from sandbox.provider.model import BILLED_TO_COMPANY
from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import World
from tests.harness.world import world as make_world


async def carol(world: World) -> ChatUser:
    user = await world.user("Carol")
    await user.sign_in("carol")
    return user


@pytest.mark.row("S08")
async def test_the_groups_who_else_rings_and_logging_out_and_in(world: World, desk: Desk) -> None:
    user = await carol(world)
    colleague = world.account("bob")
    colleague.i_customer, colleague.balance_control = 502, BILLED_TO_COMPANY

    await user.play("""
        > hunt groups
        Dashboard · Hunt groups — 12065550102 Carol Cole
        Your phone also rings for these groups:
        • Sales, number 200: logged in
        • Support, number 201: logged in
        [Sales]  [Support]
        [Home]
        > [Sales]
        Dashboard · Hunt groups — 12065550102 Carol Cole
        Sales
        Number: 200
        Rings: all phones at once
        You: logged in
        Also in this group:
        • Bob Baker, 102
        [Log out]  [Copy 200 ⧉ 200]
        [Back]  [Home]
        > [Log out]
        Dashboard · Hunt groups — 12065550102 Carol Cole
        Sales
        Number: 200
        Rings: all phones at once
        You: logged out
        Also in this group:
        • Bob Baker, 102
        [Log in]  [Copy 200 ⧉ 200]
        [Back]  [Home]
        > [Log in]
        Dashboard · Hunt groups — 12065550102 Carol Cole
        Sales
        Number: 200
        Rings: all phones at once
        You: logged in
        Also in this group:
        • Bob Baker, 102
        [Log out]  [Copy 200 ⧉ 200]
        [Back]  [Home]
    """)

    sent = [call["params"] for call in await desk.log("update_huntgroups_subscription")]
    assert sent == [
        {"i_account": 1003, "unsubscribe_from_huntgroups": [{"id": "200"}]},
        {"i_account": 1003, "subscribe_to_huntgroups": [{"id": "200"}]},
    ]

    await user.tap("Log out")
    await user.seen()
    await user.play("""
        > [Back]
        Dashboard · Hunt groups — 12065550102 Carol Cole
        Your phone also rings for these groups:
        • Sales, number 200: logged out
        • Support, number 201: logged in
        [Sales]  [Support]
        [Home]
    """)


@pytest.mark.row("S08")
async def test_without_the_admin_realm_the_groups_alone_are_told(tmp_path: Path) -> None:
    async with make_world(tmp_path, admin_url="", admin_login="", admin_token="") as world:
        user = await carol(world)

        await user.play("""
            > hunt groups
            Dashboard · Hunt groups — 12065550102 Carol Cole
            Your phone also rings for these groups:
            • Sales, number 200
            • Support, number 201
            [Sales]  [Support]
            [Home]
            > [Support]
            Dashboard · Hunt groups — 12065550102 Carol Cole
            Support
            Number: 201
            Rings: one phone after the other
            Your company or your provider can say who else is in this group.
            [Copy 201 ⧉ 201]
            [Back]  [Home]
        """)


@pytest.mark.row("S08")
async def test_a_line_in_no_group(chat: ChatUser) -> None:
    await chat.play("""
        > hunt groups
        Dashboard · Hunt groups — 12065550100 Alice Adams
        This line is in no hunt group.
        A hunt group is one number for which several phones ring, such as that of a sales team. Your company or your provider sets it up.
        [Ask your provider]
        [Home]
    """)


@pytest.mark.row("S08")
async def test_a_refusal_changes_nothing(world: World, desk: Desk) -> None:
    user = await carol(world)
    await user.moves("hunt groups", "[Sales]")
    await desk.fault("Account/update_huntgroups_subscription", "fault", faultcode="x")

    await user.play("""
        > [Log out]
        Dashboard · Hunt groups — 12065550102 Carol Cole
        The provider refused: “Ordered at the provider's desk.” Nothing was changed.
        [Back]  [Home]
    """)

    await desk.mend()
    await desk.fault("Customer/get_huntgroup_list", "fault", faultcode="x")
    await user.moves("hunt groups")
    await user.play("""
        > [Sales]
        Dashboard · Hunt groups — 12065550102 Carol Cole
        Sales
        Number: 200
        Rings: all phones at once
        Your company or your provider can say who else is in this group.
        [Copy 200 ⧉ 200]
        [Back]  [Home]
    """)
