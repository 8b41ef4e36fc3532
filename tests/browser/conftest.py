"""A real Chromium, the chat sandbox, and a bot over real HTTP.

All of it lives in one event loop for the whole session: a browser starts slower than it tests.
"""

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import (
    Browser,
    ConsoleMessage,
    Page,
    Request,
    ViewportSize,
    async_playwright,
    expect,
)
from telegram import Bot, Message, Update
from telegram.request import HTTPXRequest

from sandbox.chat.config import Config
from sandbox.chat.server import Chat, create

CHROMIUM = Path("/usr/bin/chromium")
CHROMIUM_IS_HERE = CHROMIUM.exists()
TOKEN = "7000000001:AAExampleExampleExampleExampleExample"
ARGUMENTS = (
    "--disable-background-networking",
    # A microphone that beeps, and nobody to ask whether it may be used.
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
)
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}

OpenPage = Callable[..., Awaitable[Page]]

expect.set_options(timeout=30_000)


class FakeBot:
    """A bot that a test plays by hand: it hears one update after the other, and answers itself."""

    def __init__(self, bot: Bot) -> None:
        self.api = bot
        self._next = 0
        self._heard: list[Update] = []

    async def hears(self) -> Update:
        """The next update; fails when none comes within ten seconds."""
        if not self._heard:
            found = await self.api.get_updates(offset=self._next, timeout=10)
            assert found, "the page sent nothing"
            self._next = found[-1].update_id + 1
            self._heard.extend(found)
        return self._heard.pop(0)

    async def hears_message(self) -> Message:
        """The next update, which must be a message."""
        update = await self.hears()
        assert update.message is not None, update
        return update.message


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Debian's Chromium; without it the tests are skipped, but never in CI."""
    if not CHROMIUM_IS_HERE:
        missing = f"{CHROMIUM} is not installed (Debian: apt-get install chromium)"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    arguments = list(ARGUMENTS)
    if os.geteuid() == 0:
        # Chromium's own sandbox refuses to work for root.
        arguments.append("--no-sandbox")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(browser: Browser) -> AsyncIterator[OpenPage]:
    """Opens pages at an address; afterwards none may have failed or asked anybody else."""
    opened: list[Page] = []
    troubles: list[str] = []

    async def open_at(
        url: str, viewport: ViewportSize = DESKTOP, *, forgiving: bool = False, **context: Any
    ) -> Page:
        # `forgiving`: the test takes the server away, which Chromium logs as errors.
        home = urlsplit(url).netloc

        def asked(request: Request) -> None:
            target = urlsplit(request.url)
            if target.scheme not in ("blob", "data") and target.netloc != home:
                troubles.append(f"request to {request.url}")

        def logged(message: ConsoleMessage) -> None:
            # Without a desk its 404 is how the page learns it: the browser logs that by itself.
            no_desk = "404" in message.text and "/desk/accounts" in message.location["url"]
            if message.type == "error" and not no_desk and not forgiving:
                troubles.append(f"console: {message.text}")

        place = await browser.new_context(
            viewport=viewport, permissions=["clipboard-read", "clipboard-write"], **context
        )
        page = await place.new_page()
        page.on("request", asked)
        page.on("console", logged)
        page.on("pageerror", lambda error: troubles.append(f"exception: {error}"))
        opened.append(page)
        await page.goto(url)
        await expect(page.locator(".person").first).to_be_attached()
        return page

    yield open_at
    for page in opened:
        await page.context.close()
    assert troubles == []


@pytest_asyncio.fixture(loop_scope="session")
async def chat() -> AsyncIterator[Chat]:
    """A chat sandbox without a desk."""
    chat = create(Config())
    await chat.start()
    yield chat
    await chat.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def bot(chat: Chat) -> AsyncIterator[FakeBot]:
    """The bot of that sandbox."""
    api = Bot(
        TOKEN,
        base_url=f"{chat.url}/bot",
        base_file_url=f"{chat.url}/file/bot",
        request=HTTPXRequest(read_timeout=20),
        get_updates_request=HTTPXRequest(read_timeout=20),
    )
    async with api:
        yield FakeBot(api)


@pytest_asyncio.fixture(loop_scope="session")
async def page(chat: Chat, bot: FakeBot, open_page: OpenPage) -> Page:
    """The chat page on a desktop; its first user has pressed Start, and the bot has heard it."""
    page = await open_page(chat.url)
    await page.get_by_role("button", name="Start", exact=True).click()
    message = await bot.hears_message()
    assert message.text == "/start"
    return page


def user_of(page: Page) -> int:
    """The user whose chat is open: the page keeps it in its address."""
    return int(urlsplit(page.url).fragment)
