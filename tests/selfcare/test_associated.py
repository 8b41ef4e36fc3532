"""The associated number: there only where the provider has said what it is for."""

from __future__ import annotations

import pytest

from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import World

LABEL = {
    "associated_label": "Door phone",
    "associated_help": "Visitors who ring at the gate reach this number.",
}


@pytest.mark.row("S18")
async def test_the_provider_names_it_and_it_is_set_and_emptied(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await chat.moves("associated number")
    assert "[Associated number]" not in await chat.last()

    await world.restart(**LABEL)
    await chat.play("""
        > associated number
        IP Centrex · Associated number — 12065550100 Alice Adams
        Visitors who ring at the gate reach this number.
        [Door phone: not set]
        [Home]
        > [Door phone: not set]
        IP Centrex · Associated number — 12065550100 Alice Adams
        Send the number, or share a contact.
        Now: not set
        [No number]
        [Cancel]
        > the gate
        IP Centrex · Associated number — 12065550100 Alice Adams
        I could not read a number there. Send one such as +12065550123, or an extension.
        Send the number, or share a contact.
        Now: not set
        [No number]
        [Cancel]
        > 206 555 0177
        IP Centrex · Associated number — 12065550100 Alice Adams
        Visitors who ring at the gate reach this number.
        [Door phone: +1 206-555-0177]
        [Home]
        > [Door phone: +1 206-555-0177]
        IP Centrex · Associated number — 12065550100 Alice Adams
        Send the number, or share a contact.
        Now: +1 206-555-0177
        [No number]
        [Cancel]
        > [No number]
        IP Centrex · Associated number — 12065550100 Alice Adams
        Visitors who ring at the gate reach this number.
        [Door phone: not set]
        [Home]
    """)

    sent = [
        call["params"]["service_features"] for call in await desk.log("update_service_features")
    ]
    assert sent == [
        [
            {
                "name": "associated_number",
                "flag_value": "Y",
                "attributes": [{"name": "redirect_number", "values": ["12065550177"]}],
            }
        ],
        [{"name": "associated_number", "flag_value": "N"}],
    ]


@pytest.mark.row("S18")
async def test_a_refusal_keeps_what_was_typed_and_a_lock_is_shown(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await world.restart(**LABEL)
    await chat.moves("associated number", "[Door phone: not set]")
    await desk.fault("Account/update_service_features", "fault", faultcode="x", times=1)
    await chat.play("""
        > +44 20 7946 0018
        IP Centrex · Associated number — 12065550100 Alice Adams
        The provider refused: “Ordered at the provider's desk.” Nothing was changed.
        [Cancel]  [Try again]
        > [Try again]
        IP Centrex · Associated number — 12065550100 Alice Adams
        Visitors who ring at the gate reach this number.
        [Door phone: +44 20 7946 0018]
        [Home]
    """)
    await desk.settings(locked_features=["associated_number"])
    await chat.play("""
        > [Door phone: +44 20 7946 0018]
        IP Centrex · Associated number — 12065550100 Alice Adams
        Visitors who ring at the gate reach this number.
        Only your provider can change:
        Door phone: +44 20 7946 0018, locked
        [Ask for a change]
        [Home]
    """)
