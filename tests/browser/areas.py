"""`python -m tests.browser.areas`: a picture of each area in docs/areas/, kept true by a script."""

from __future__ import annotations

import asyncio
import os

from playwright.async_api import async_playwright

from conversations import AREAS
from dialogs import GROUPS, SECTIONS, Area
from tests.browser.conftest import CHROMIUM
from tests.browser.newcomer import Newcomer
from tests.browser.pictures import ARGUMENTS, DOCS, PHONE, page, picture, signs_in

FOLDER = "areas"


async def main() -> None:
    (DOCS / FOLDER).mkdir(exist_ok=True)
    arguments = ARGUMENTS + (["--no-sandbox"] if os.geteuid() == 0 else [])
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        async with page(browser, PHONE, timezone_id="America/New_York") as in_hand:
            newcomer = Newcomer(in_hand, narrow=True)
            await signs_in(newcomer)
            for area in AREAS:
                if area.listed and area.group:
                    await opened(newcomer, area)
        await browser.close()


async def opened(newcomer: Newcomer, area: Area) -> None:
    """From home, as anybody finds it; what Alice's line lacks has no picture."""
    await newcomer.says("/menu")
    menu = await newcomer.answer("As of")
    for title in (GROUPS[area.group], SECTIONS.get(area.section)):
        if title and await menu.get_by_role("button", name=title.message, exact=True).count():
            await newcomer.taps(title.message)
            menu = await newcomer.answer(f"{title.message} — ")
    button = menu.get_by_role("button", name=area.title.message, exact=True)
    if await button.count():
        await button.click()
        await newcomer.answer(f"{GROUPS[area.group].message} · {area.title.message}")
        await picture(newcomer.page, f"{FOLDER}/{area.key}")


if __name__ == "__main__":
    asyncio.run(main())
