"""The page on a phone: one pane at a time."""

import pytest
from playwright.async_api import Page, expect

from sandbox.chat.server import Chat
from tests.browser.conftest import PHONE, FakeBot, OpenPage, user_of

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def narrow(chat: Chat, open_page: OpenPage) -> Page:
    return await open_page(chat.url, PHONE, has_touch=True, is_mobile=True)


async def test_three_tabs_lead_to_the_three_panes(chat: Chat, open_page: OpenPage) -> None:
    page = await narrow(chat, open_page)
    people, talk, desk = (page.locator(f"#{name}") for name in ("people", "chat", "desk"))
    await expect(talk).to_be_visible()
    await expect(people).to_be_hidden()

    tabs = page.get_by_role("navigation", name="Panes")
    await tabs.get_by_role("button", name="Desk").tap()
    await expect(desk).to_be_visible()
    await expect(talk).to_be_hidden()

    await tabs.get_by_role("button", name="Phones").tap()
    await page.get_by_role("button", name="Дмитро").tap()
    await expect(talk).to_be_visible()
    await expect(page.locator("#chat-status")).to_have_text("on Дмитро’s phone")


async def test_a_message_is_a_push_while_another_pane_is_shown(
    chat: Chat, bot: FakeBot, open_page: OpenPage
) -> None:
    page = await narrow(chat, open_page)
    await page.get_by_role("button", name="Start", exact=True).tap()
    await bot.hears_message()
    tabs = page.get_by_role("navigation", name="Panes")
    await tabs.get_by_role("button", name="Desk").tap()

    await bot.api.send_message(user_of(page), "A new voicemail")

    await expect(tabs.get_by_role("button", name="Chat").locator(".badge")).to_have_text("1")
    await page.locator("#pushes").get_by_role("button", name="A new voicemail").tap()
    await expect(page.locator(".message.bot")).to_contain_text("A new voicemail")
    await expect(tabs.locator(".badge:visible")).to_have_count(0)


async def test_the_message_field_is_whole_after_another_pane(
    chat: Chat, open_page: OpenPage
) -> None:
    page = await narrow(chat, open_page)
    field = page.get_by_label("Message", exact=True)
    before = await field.bounding_box()
    tabs = page.get_by_role("navigation", name="Panes")

    await tabs.get_by_role("button", name="Phones").tap()
    await page.get_by_role("button", name="Дмитро").tap()

    after = await field.bounding_box()
    assert before is not None
    assert after is not None
    assert after["height"] == before["height"]


async def test_nothing_is_wider_than_the_phone_and_targets_are_large(
    chat: Chat, bot: FakeBot, open_page: OpenPage
) -> None:
    page = await narrow(chat, open_page)
    await page.get_by_role("button", name="Start", exact=True).tap()
    await bot.hears_message()
    await bot.api.send_message(user_of(page), f"<pre>{'wide ' * 60}</pre>{'x' * 300}", "HTML")
    await expect(page.locator(".message.bot")).to_be_visible()

    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert await page.locator("#log").evaluate("log => log.scrollWidth - log.clientWidth") == 0
    # A command within a sentence is as high as its line, like any link there.
    for key in await page.locator("button:visible:not(.text *)").all():
        box = await key.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44, await key.evaluate("key => key.outerHTML")
