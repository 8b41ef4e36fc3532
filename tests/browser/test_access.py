"""The page without a mouse, without eyes, and without its server."""

from urllib.parse import urlsplit

import pytest
from playwright.async_api import Page, expect

from sandbox.chat.config import Config
from sandbox.chat.server import Chat, create
from tests.browser.conftest import FakeBot, OpenPage, user_of

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

NAMELESS = """
() => [...document.querySelectorAll("button, a[href], input, select, textarea, dialog")]
  .filter((node) => node.checkVisibility())
  .filter((node) => !node.ariaLabel && !node.textContent.trim() && !node.labels?.length)
  .map((node) => node.outerHTML)
"""


async def test_every_control_has_a_name(page: Page, bot: FakeBot) -> None:
    await bot.api.send_message(user_of(page), "Hello")
    await expect(page.locator(".message.bot")).to_be_visible()
    assert await page.evaluate(NAMELESS) == []

    await page.get_by_role("button", name="Add a phone").click()
    assert await page.evaluate(NAMELESS) == []


async def test_the_page_is_understood_by_its_landmarks(page: Page) -> None:
    await expect(page.get_by_role("main", name="Chat")).to_be_visible()
    await expect(page.get_by_role("complementary", name="Phones")).to_be_visible()
    await expect(page.get_by_role("complementary", name="Under the hood")).to_be_visible()
    await expect(page.get_by_role("log", name="Messages")).to_have_attribute("aria-live", "polite")


async def test_the_first_tab_leads_to_the_message_field(page: Page) -> None:
    await page.reload()
    await expect(page.locator(".message")).to_have_count(1)

    await page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the message field")
    await expect(skip).to_be_focused()
    await page.keyboard.press("Enter")

    await expect(page.get_by_label("Message", exact=True)).to_be_focused()


async def test_a_menu_is_walked_with_the_arrows_and_left_with_escape(page: Page) -> None:
    opener = page.get_by_role("button", name="Attach")
    await opener.focus()
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("menuitem", name="Photo")).to_be_focused()
    await page.keyboard.press("ArrowUp")
    await expect(page.get_by_role("menuitem", name="Location")).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("menuitem", name="Photo")).to_be_focused()
    await page.keyboard.press("Escape")

    await expect(page.get_by_role("menu")).to_have_count(0)
    await expect(opener).to_be_focused()


async def test_a_new_message_is_announced_once_and_days_are_not_repeated(
    page: Page, bot: FakeBot
) -> None:
    await page.evaluate(
        """() => {
            window.added = [];
            new MutationObserver((changes) => {
                for (const change of changes)
                    for (const node of change.addedNodes) window.added.push(node.className);
            }).observe(document.getElementById("log"), { childList: true });
        }"""
    )
    await bot.api.send_message(user_of(page), "One")
    await bot.api.send_message(user_of(page), "Two")

    await expect(page.locator(".message.bot")).to_have_count(2)
    added = await page.evaluate("window.added")
    assert [name.split()[:2] for name in added] == [["message", "bot"]] * 2


async def test_dark_and_light_follow_the_system(chat: Chat, open_page: OpenPage) -> None:
    paper = "getComputedStyle(document.body).backgroundColor"
    light = await open_page(chat.url, color_scheme="light")
    dark = await open_page(chat.url, color_scheme="dark")

    assert await light.evaluate(paper) == "rgb(243, 241, 236)"
    assert await dark.evaluate(paper) == "rgb(18, 22, 23)"


async def test_the_page_comes_back_after_its_server_does(open_page: OpenPage) -> None:
    first = create(Config())
    await first.start()
    page = await open_page(first.url, forgiving=True)
    await page.get_by_role("button", name="Start", exact=True).click()
    await expect(page.locator(".message")).to_have_count(1)
    earlier = page.url

    await first.stop()
    await expect(page.get_by_text("Connection lost")).to_be_visible()
    second = create(Config(port=urlsplit(first.url).port or 0))
    await second.start()

    # A server without memory: the page makes its two users anew, and opens the first.
    await expect(page.get_by_text("Connection lost")).to_be_hidden()
    await expect(page.locator(".person")).to_have_count(2)
    await expect(page.get_by_role("button", name="Start", exact=True)).to_be_visible()
    assert page.url != earlier
    await page.close()
    await second.stop()
