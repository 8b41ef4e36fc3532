"""The whole story, by hand: a real browser, the real bot, the real servers at both ends."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.newcomer import Newcomer
from tests.harness.world import World
from tests.harness.world import world as make_world

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

NOON = datetime(2026, 11, 23, 17, 0, 1, tzinfo=UTC)
"""A Monday noon in New York, where Alice lives: 18:00 is still to come."""


@pytest_asyncio.fixture(loop_scope="session")
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """A provider, a bot that looks for voicemail twice a second, and a chat page with the desk."""
    async with make_world(tmp_path, at=NOON, poll_seconds=0.5) as made:
        yield made


@pytest_asyncio.fixture(loop_scope="session", params=[DESKTOP, PHONE], ids=["desktop", "phone"])
async def newcomer(
    request: pytest.FixtureRequest, world: World, open_page: OpenPage
) -> AsyncIterator[Newcomer]:
    narrow = request.param is PHONE
    page = await open_page(world.chat_server.url, request.param, has_touch=narrow, is_mobile=narrow)
    yield Newcomer(page, narrow=narrow)
    await page.close()


async def test_the_story(newcomer: Newcomer, world: World) -> None:
    alice = await world.desk.account()

    await newcomer.page.get_by_role("button", name="Start", exact=True).click()
    await newcomer.answer("How would you like to sign in?")
    await newcomer.taps("Login and password")
    await newcomer.answer("Send the login")
    await newcomer.says_what_the_desk_knows("Login")
    await newcomer.answer("Now send the password")
    await newcomer.says_what_the_desk_knows("Password")
    await newcomer.answer("You are signed in.", "Available: $2.50", "Forwarding: off")
    await expect(newcomer.log).not_to_contain_text(alice["password"])

    # Money, from the voucher that the desk shows.
    await newcomer.taps("Recharge")
    await newcomer.answer("Send the voucher number")
    await newcomer.says_what_the_desk_knows("Voucher")
    await newcomer.answer("Redeem this voucher?")
    await newcomer.taps(f"Redeem …{alice['voucher'][-4:]}", twice=True)
    await newcomer.answer("$10.00 added: $2.50 → $12.50")
    assert await world.desk.redeemed(alice["voucher"]) == 1

    # Forwarding until six, in one message.
    await newcomer.says("forward to +12065550123 until 18:00")
    await newcomer.answer("This is how it will be:", "Until today 18:00")
    await newcomer.taps("Forward calls")
    await newcomer.answer("If someone calls now, the call goes to +1 206-555-0123.", "18:00")

    # A voicemail arrives as a voice note that plays, with buttons that write back.
    await newcomer.at_the_desk("Leave a voicemail", "Sample", Caller="+380445556677", Seconds="9")
    card = await newcomer.answer("New voice message", "+380 44 555 6677")
    await card.get_by_role("button", name="Play voice message").click()
    await expect(card.get_by_role("button", name="Pause voice message")).to_be_visible()
    await expect(card.locator(".voice-time")).not_to_have_text("0:09")
    before = (await world.desk.account())["unheard"]
    await newcomer.taps("Heard: no")
    await expect(card.get_by_role("button", name="Heard: yes")).to_be_visible()
    assert (await world.desk.account())["unheard"] == before - 1

    # Money runs low, and the card has the way to more.
    await newcomer.at_the_desk("Spend money", Amount="11")
    await newcomer.answer("Your balance is getting low.", "Available: $1.50")
    await newcomer.taps("Enter voucher")
    await newcomer.answer("Send the voucher number")
    await newcomer.says("/cancel")
    await newcomer.answer("Canceled. No voucher was redeemed.")

    # The provider breaks, which is told in a sentence, and is mended.
    await newcomer.breaks_the_provider()
    await newcomer.says("/menu")
    await newcomer.answer("The provider does not answer right now. Nothing was changed.")
    await newcomer.mends_it()
    await newcomer.answer("Try again soon.")
    await newcomer.taps("Try again")
    await newcomer.answer("Available: $1.50", "until today 18:00")

    # The same in Ukrainian.
    await newcomer.says("/language")
    await newcomer.answer("Which language shall I speak?")
    await newcomer.taps("Українська")
    await newcomer.answer("Якою мовою мені спілкуватися?")
    await newcomer.taps("Головна")
    await newcomer.answer("Доступно: 1,50 USD", "Переадресація: усі дзвінки")
