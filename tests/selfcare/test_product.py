"""The product in plain words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.harness.chat import ChatUser
from tests.harness.world import World
from tests.selfcare.reminders import november


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with november(tmp_path) as made:
        yield made


@pytest.mark.row("S09")
@pytest.mark.row("S60")
async def test_the_product_in_plain_words(chat: ChatUser, world: World) -> None:
    await chat.play("""
        > /product
        Dashboard · Product — 12065550100 Alice Adams
        Easy Prepaid
        You pay before you call.
        It includes voicemail, call forwarding, call recording, a phone book, caller info, hiding your number, call waiting, call barring, and music on hold.
        [Discounts]  [Subscriptions]
        [Totals]
        [Home]
        > [Discounts]
        Billing · Discounts — 12065550100 Alice Adams
        1. Calls to USA and Canada, in peak hours
        3.3 of 10 min, 6.7 left
        Now full price, 5% off after 6.7 min more.
        At this pace it comes to about 6 min by 1 Dec, when it starts anew.
        2. Calls to USA and Canada, in off-peak hours
        12.4 of 60 min, 47.6 left
        Now full price, 15% off after 47.6 min more.
        At this pace it comes to about 21 min by 1 Dec, when it starts anew.
        3. Calls to United Kingdom
        $0.00 of $5.00, $5.00 left
        Now full price, 10% off after $5.00 more.
        It starts anew on 1 Dec.
        [Levels 1: USA and Canada]
        [Levels 2: USA and Canada]
        [Levels 3: United Kingdom]
        [Picture]  [Dark picture]
        [Home]
    """)

    bob = await world.user("Bob")
    await bob.sign_in("bob")
    await bob.play("""
        > /product
        Dashboard · Product — 12065550101 Bob Baker
        Home Monthly
        You call first, and pay the invoice later.
        It includes voicemail, call forwarding, call recording, a phone book, caller info, hiding your number, call barring, and music on hold.
        Add-ons
        Mobile App
        [Discounts]  [Subscriptions]
        [Totals]
        [Home]
    """)
    carol = await world.user("Carol")
    await carol.sign_in("carol")
    await carol.play("""
        > /product
        Dashboard · Product — 12065550102 Carol Cole
        Office Extension
        The company pays for this line.
        It includes call recording, caller info, and music on hold.
        [Discounts]  [Subscriptions]
        [Totals]
        [Home]
        > [Discounts]
        Billing · Discounts — 12065550102 Carol Cole
        No discount on this line depends on how much you use it.
        [Your product]
        [Home]
    """)
