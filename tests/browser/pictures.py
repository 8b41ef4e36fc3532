"""`python -m tests.browser.pictures`: takes the pictures of README.md and docs/story.md anew."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import av.filter
from playwright.async_api import Browser, Page, ViewportSize, async_playwright, expect

from tests.browser.conftest import CHROMIUM
from tests.browser.newcomer import Newcomer
from tests.harness.world import World
from tests.harness.world import world as make_world

DOCS = Path(__file__).resolve().parents[2] / "docs"
WINDOW: ViewportSize = {"width": 1180, "height": 720}
TALL: ViewportSize = {"width": 1180, "height": 1220}
PHONE: ViewportSize = {"width": 390, "height": 844}
# Gray edges of letters, the same on every machine: smaller files, and calm differences in git.
ARGUMENTS = ["--disable-background-networking", "--disable-lcd-text", "--font-render-hinting=none"]


async def main() -> None:
    """Walk through the story, and stop for a picture at each step."""
    arguments = ARGUMENTS + (["--no-sandbox"] if os.geteuid() == 0 else [])
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        async with page(browser, WINDOW, timezone_id="America/New_York") as at_desk:
            await story(at_desk)
        async with page(browser, TALL, timezone_id="America/New_York") as at_desk:
            await overview(at_desk)
        touch: dict[str, Any] = {"has_touch": True, "is_mobile": True, "timezone_id": "Europe/Kyiv"}
        async with page(browser, PHONE, **touch) as in_hand:
            await in_ukrainian(in_hand)
        await browser.close()


@asynccontextmanager
async def page(
    browser: Browser,
    size: ViewportSize,
    prepare: Callable[[World], None] = lambda world: None,
    **context: Any,
) -> AsyncIterator[Page]:
    """The page of a world of its own; `prepare` gives its lines what they lack."""
    with tempfile.TemporaryDirectory() as directory:
        async with make_world(Path(directory), poll_seconds=0.5, associated_label="Door") as world:
            prepare(world)
            place = await browser.new_context(viewport=size, **context)
            opened = await place.new_page()
            await opened.goto(world.chat_server.url)
            await expect(opened.locator(".account").first).to_be_attached()
            yield opened
            await place.close()


async def picture(page: Page, name: str, *, toasts: bool = False) -> None:
    """Without the pointer's traces, and without toasts unless they are what is shown."""
    await page.mouse.move(1, 1)
    if not toasts:
        await page.locator("#pushes").evaluate("pushes => pushes.replaceChildren()")
    # The focus' ring and the last message's entrance are over then.
    await page.locator("#log").evaluate(
        "log => Promise.all(log.getAnimations({subtree: true}).map(one => one.finished))"
    )
    path = DOCS / f"{name}.png"
    await page.screenshot(path=path, scale="css", animations="disabled")
    path.write_bytes(with_palette(path))


def with_palette(path: Path) -> bytes:
    """The same picture in its 256 best colors, as a PNG: a third of the size, and no difference."""
    with av.open(str(path)) as source:
        frame = next(source.decode(video=0))
    graph = av.filter.Graph()
    entry = graph.add_buffer(
        width=frame.width, height=frame.height, format=frame.format, time_base=Fraction(1)
    )
    split, best = graph.add("split"), graph.add("palettegen", "reserve_transparent=0")
    use, result = graph.add("paletteuse", "dither=none"), graph.add("buffersink")
    entry.link_to(split)
    split.link_to(best, 0, 0)
    split.link_to(use, 1, 0)
    best.link_to(use, 0, 1)
    use.link_to(result)
    graph.configure()
    entry.push(frame)
    entry.push(None)
    small = result.pull()
    assert isinstance(small, av.VideoFrame)
    encoder = av.CodecContext.create("png", "w")
    assert isinstance(encoder, av.VideoCodecContext)
    encoder.width, encoder.height, encoder.pix_fmt = small.width, small.height, "pal8"
    encoder.time_base = Fraction(1)
    encoder.options = {"pred": "none", "compression_level": "9"}
    return b"".join(bytes(packet) for packet in [*encoder.encode(small), *encoder.encode(None)])


async def signs_in(newcomer: Newcomer, before: str = "") -> None:
    """`before`: the name of a picture of the ways to do it."""
    await newcomer.page.get_by_role("button", name="Start", exact=True).click()
    await newcomer.answer("How would you like to sign in?")
    if before:
        await picture(newcomer.page, before)
    await newcomer.taps("Login and password")
    await newcomer.answer("Send the login")
    await newcomer.says_what_the_desk_knows("Login")
    await newcomer.answer("Now send the password")
    await newcomer.says_what_the_desk_knows("Password")
    await newcomer.answer("You are signed in.")


async def recharges(newcomer: Newcomer) -> None:
    await newcomer.says("/recharge")
    await newcomer.answer("Send the voucher number")
    await newcomer.says_what_the_desk_knows("Voucher")
    asked = await newcomer.answer("Redeem this voucher?")
    await asked.get_by_role("button", name="Redeem …").click()
    await newcomer.answer("$10.00 added")
    await expect(newcomer.desk.locator(".funds").first).to_have_text("$12.50")


async def is_called(newcomer: Newcomer) -> None:
    await newcomer.at_the_desk("Leave a voicemail", "Sample", Caller="+442079460018", Seconds="9")
    card = await newcomer.answer("New voice message")
    await expect(card.locator(".bars").first).to_be_visible()
    await card.get_by_role("button", name="Play voice message").click()
    await expect(card.locator(".voice-time")).to_have_text("0:03")
    await card.get_by_role("button", name="Pause voice message").click()


async def story(page: Page) -> None:
    newcomer = Newcomer(page, narrow=False)
    await picture(page, "story-1-start")
    await signs_in(newcomer)
    await picture(page, "story-2-home")
    await recharges(newcomer)
    await picture(page, "story-3-recharge")
    await newcomer.says("forward to +12065550123 until 18:00")
    await newcomer.answer("This is how it will be:")
    await picture(page, "story-4-forward")
    await newcomer.taps("Forward calls")
    await newcomer.answer("If someone calls now, the call goes to")
    await is_called(newcomer)
    await picture(page, "story-5-voicemail")
    await newcomer.at_the_desk("Spend money", Amount="11")
    await newcomer.answer("Your balance is getting low.")
    await newcomer.breaks_the_provider()
    await newcomer.says("/menu")
    await newcomer.answer("The provider does not answer right now.")
    await picture(page, "story-6-broken")


async def overview(page: Page) -> None:
    """A recharge, home and a voicemail in one picture: the README's."""
    newcomer = Newcomer(page, narrow=False)
    await signs_in(newcomer)
    await recharges(newcomer)
    await newcomer.taps("Home")
    await newcomer.answer("Available: $12.50")
    await is_called(newcomer)
    await picture(page, "demo")


async def in_ukrainian(page: Page) -> None:
    newcomer = Newcomer(page, narrow=True)
    tabs = page.get_by_role("navigation", name="Panes")
    await tabs.get_by_role("button", name="Phones").tap()
    await page.get_by_role("button", name="Дмитро").tap()
    await page.get_by_role("button", name="Start", exact=True).tap()
    await newcomer.answer("Як ви хочете увійти?")
    await newcomer.taps("За номером телефону")
    await page.get_by_role("button", name="Поділитися контактом").tap()
    await page.get_by_role("dialog").get_by_role("button", name="Share").tap()
    code = page.locator("#pushes").get_by_role("button", name="into the chat")
    await expect(code).to_be_visible()
    await picture(page, "story-7-code", toasts=True)
    await code.tap()
    await page.keyboard.press("Enter")
    await newcomer.answer("Ви увійшли.")
    await picture(page, "story-8-ukrainian")


if __name__ == "__main__":
    asyncio.run(main())
