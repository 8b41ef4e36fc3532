"""Volume discounts: meters, levels, forecasts, the picture; bundles and what is told unasked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from dialogs import children, pictures
from store import links
from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import World
from tests.selfcare.reminders import later, look, november


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with november(tmp_path) as made:
        yield made


@pytest.mark.row("S70")
@pytest.mark.row("S71")
@pytest.mark.row("S72")
async def test_meters_levels_and_the_picture(chat: ChatUser, desk: Desk) -> None:
    await desk.call(to="12065550199", seconds=19000)

    await chat.play("""
        > /discounts
        Billing · Discounts — 12065550100 Alice Adams
        1. Calls to USA and Canada, in peak hours
        320 of 500 min, 180 left
        Now 5% off, 10% off after 180 min more.
        At this pace you reach 500 min around 28 Nov.
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
        > [Levels 1: USA and Canada]
        Billing · Discounts — 12065550100 Alice Adams
        Calls to USA and Canada, in peak hours
        320 of 500 min, 180 left
        Now 5% off, 10% off after 180 min more.
        At this pace you reach 500 min around 28 Nov.
        From 10 min on: 5% off
        From 500 min on: 10% off
        [Back]  [Home]
        > [Back]
        Billing · Discounts — 12065550100 Alice Adams
        1. Calls to USA and Canada, in peak hours
        320 of 500 min, 180 left
        Now 5% off, 10% off after 180 min more.
        At this pace you reach 500 min around 28 Nov.
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
        > [Levels 3: United Kingdom]
        Billing · Discounts — 12065550100 Alice Adams
        Calls to United Kingdom
        $0.00 of $5.00, $5.00 left
        Now full price, 10% off after $5.00 more.
        It starts anew on 1 Dec.
        From $5.00 on: 10% off
        From $20.00 on: 20% off
        [Back]  [Home]
        > [Back]
        Billing · Discounts — 12065550100 Alice Adams
        1. Calls to USA and Canada, in peak hours
        320 of 500 min, 180 left
        Now 5% off, 10% off after 180 min more.
        At this pace you reach 500 min around 28 Nov.
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
        > [Picture]
        (picture)
        Billing · Discounts — 12065550100 Alice Adams
        Calls to USA and Canada, in peak hours: 320 of 500 min, 180 left
        Calls to USA and Canada, in off-peak hours: 12.4 of 60 min, 47.6 left
        Calls to United Kingdom: $0.00 of $5.00, $5.00 left
        [Back]  [Home]
        > [Dark picture]
        (picture)
        Billing · Discounts — 12065550100 Alice Adams
        Calls to USA and Canada, in peak hours: 320 of 500 min, 180 left
        Calls to USA and Canada, in off-peak hours: 12.4 of 60 min, 47.6 left
        Calls to United Kingdom: $0.00 of $5.00, $5.00 left
        [Back]  [Home]
    """)


@pytest.mark.row("A16")
async def test_a_bundle_shows_its_end_and_is_told_of_a_week_before(
    chat: ChatUser, world: World
) -> None:
    await buys(world, 91)

    await chat.play("""
        > /product
        Dashboard · Product — 12065550100 Alice Adams
        Easy Prepaid
        You pay before you call.
        It includes voicemail, call forwarding, call recording, a phone book, caller info, hiding your number, call waiting, call barring, and music on hold.
        Add-ons
        World 100: until 18 Dec, 12:00, 29 days left
        [Discounts]  [Subscriptions]
        [Totals]
        [Home]
        > /discounts
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
        Bundles
        World 100: until 18 Dec, 12:00, 29 days left
        [Levels 1: USA and Canada]
        [Levels 2: USA and Canada]
        [Levels 3: United Kingdom]
        [Picture]  [Dark picture]
        [Home]
    """)

    later(world, days=22)
    await look(world)
    assert "ends soon" not in await chat.screen(1)
    later(world, days=2)
    await look(world)
    card = await chat.waits_for("World 100 ends soon")
    assert card.splitlines() == [
        "Dashboard · Product — 12065550100 Alice Adams",
        "World 100 ends soon: until 18 Dec, 12:00, 5 days left.",
        "To keep it, ask your provider.",
        "[Show it]  [Ask your provider]",
        "[Home]",
    ]
    await look(world)
    await chat.play("""
        > [Show it]
        Dashboard · Product — 12065550100 Alice Adams
        Easy Prepaid
        You pay before you call.
        It includes voicemail, call forwarding, call recording, a phone book, caller info, hiding your number, call waiting, call barring, and music on hold.
        Add-ons
        World 100: until 18 Dec, 12:00, 5 days left
        [Discounts]  [Subscriptions]
        [Totals]
        [Home]
    """)
    assert (await chat.screen()).count("ends soon") == 1


@pytest.mark.row("S72")
@pytest.mark.row("A16")
async def test_a_meter_is_told_of_when_the_next_level_is_near(
    chat: ChatUser, world: World, desk: Desk
) -> None:
    await look(world)
    await desk.call(to="12065550199", seconds=25000)
    await look(world)
    await look(world)

    card = await chat.waits_for("The next discount is near.")

    assert card.splitlines() == [
        "Billing · Discounts — 12065550100 Alice Adams",
        "The next discount is near.",
        "Calls to USA and Canada, in peak hours",
        "420 of 500 min, 80 left",
        "Now 5% off, 10% off after 80 min more.",
        "At this pace you reach 500 min around 21 Nov.",
        "[Discounts]  [Alerts]",
        "[Home]",
    ]
    assert (await chat.screen()).count("next discount is near") == 1


async def test_who_wants_no_reminders_gets_none(chat: ChatUser, world: World, desk: Desk) -> None:
    await chat.moves("/alerts", "[Plan reminders: on]")
    await desk.call(to="12065550199", seconds=25000)
    asked = len(await desk.log("get_vd_counter_list"))

    await look(world)

    assert len(await desk.log("get_vd_counter_list")) == asked


async def test_a_line_that_may_not_ask_is_left_alone(world: World, desk: Desk) -> None:
    """A company's line has no meters; its refusals end nothing."""
    carol = await world.user("Carol")
    await carol.sign_in("carol")
    await desk.fault("Account/get_vd_counter_list", "fault", faultcode="access_denied", times=1)
    await desk.fault("Account/get_subscriptions", "fault", faultcode="access_denied", times=1)

    await look(world)

    assert "Home" in await carol.last()


async def test_in_the_subscribers_language(world: World, desk: Desk) -> None:
    dmytro = await world.user("Дмитро", "uk")
    await dmytro.sign_in("dmytro")
    await desk.call("dmytro", to="12065550199", seconds=19000)

    await dmytro.play("""
        > /discounts
        Рахунок · Знижки — 380441234567 Дмитро Коваленко
        1. Дзвінки: USA and Canada, у пікові години
        324,7 з 500 хв, залишилося 175,3
        Зараз знижка 5 %, ще через 175,3 хв — знижка 10 %.
        За такого темпу ви приблизно 28 лист. досягнете позначки 500 хв.
        2. Дзвінки: USA and Canada, у непікові години
        16,3 з 60 хв, залишилося 43,7
        Зараз повна ціна, ще через 43,7 хв — знижка 15 %.
        За такого темпу до 1 груд. набереться близько 28 хв, тоді лік почнеться заново.
        3. Дзвінки: United Kingdom
        0,00 USD з 5,00 USD, залишилося 5,00 USD
        Зараз повна ціна, ще через 5,00 USD — знижка 10 %.
        З 1 груд. лік почнеться заново.
        [Рівні 1: USA and Canada]
        [Рівні 2: USA and Canada]
        [Рівні 3: United Kingdom]
        [Картинка]  [Темна картинка]
        [Головна]
        > [Картинка]
        (picture)
        Рахунок · Знижки — 380441234567 Дмитро Коваленко
        Дзвінки: USA and Canada, у пікові години: 324,7 з 500 хв, залишилося 175,3
        Дзвінки: USA and Canada, у непікові години: 16,3 з 60 хв, залишилося 43,7
        Дзвінки: United Kingdom: 0,00 USD з 5,00 USD, залишилося 5,00 USD
        [Назад]  [Головна]
    """)


async def test_a_counter_that_is_gone_and_a_provider_that_is_away(
    chat: ChatUser, desk: Desk
) -> None:
    await chat.moves("/discounts")
    await desk.fault(
        "Account/get_full_vd_counter_info", "fault", faultcode="counter_not_found", times=1
    )

    await chat.play("""
        > [Levels 3: United Kingdom]
        Billing · Discounts — 12065550100 Alice Adams
        The provider no longer lists this discount.
        [Back]  [Home]
    """)

    await desk.fault("Account/get_vd_counter_list", "http_500", times=9)
    await chat.play("""
        > [Back]
        Billing · Discounts — 12065550100 Alice Adams
        The provider does not answer right now. Nothing was changed. Try again soon.
        [Try again]
        [Home]
    """)


async def test_two_quick_taps_send_one_picture(chat: ChatUser) -> None:
    await chat.moves("/discounts")

    await chat.tap("Picture", times=2)

    assert (await chat.screen()).count("(picture)") == 1


async def test_a_picture_that_cannot_be_drawn(
    chat: ChatUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_args: object, **_named: object) -> bytes:
        raise children.Failed("no")

    monkeypatch.setattr(pictures, "bars", broken)
    await chat.moves("/discounts")

    await chat.play("""
        > [Picture]
        Billing · Discounts — 12065550100 Alice Adams
        The picture could not be drawn. The words say all that is in it.
        Calls to USA and Canada, in peak hours: 3.3 of 10 min, 6.7 left
        Calls to USA and Canada, in off-peak hours: 12.4 of 60 min, 47.6 left
        Calls to United Kingdom: $0.00 of $5.00, $5.00 left
        [Back]  [Home]
    """)


async def test_a_switch_without_discounts_hides_them(
    chat: ChatUser, world: World, tmp_path: Path
) -> None:
    rows = tmp_path / "operations.toml"
    rows.write_text("[get_vd_counter_list]\nconfirmed = false\n")
    await world.restart(operations=rows)

    await chat.moves("/product")

    assert "[Discounts]" not in await chat.last()
    await look(world)
    assert "get_vd_counter_list" not in {call["method"] for call in await world.desk.log()}


async def buys(world: World, i_product: int) -> None:
    """The signed-in subscriber buys a bundle at the provider's shop."""
    assert world.bot is not None
    services = world.bot.parts.services
    (link,) = await services.store.run(links.page, 0, 10)
    await services.sessions.account(link).activate_bundle(i_product)
