"""`python -m tests.browser.areas`: a picture of each area in docs/areas/, kept true by a script."""

from __future__ import annotations

import asyncio
import os
from typing import Any

from playwright.async_api import async_playwright

from conversations import AREAS, home, signin, special
from dialogs import GROUPS, SECTIONS, Area
from tests.browser.conftest import CHROMIUM
from tests.browser.newcomer import Newcomer
from tests.browser.pictures import ARGUMENTS, DOCS, PHONE, page, picture, signs_in
from tests.harness.world import World
from tests.selfcare.lines import full, on

FOLDER = "areas"


async def main() -> None:
    (DOCS / FOLDER).mkdir(exist_ok=True)
    arguments = ARGUMENTS + (["--no-sandbox"] if os.geteuid() == 0 else [])
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        zone: dict[str, Any] = {"timezone_id": "America/New_York"}
        async with page(browser, PHONE, full, **zone) as in_hand:
            newcomer = Newcomer(in_hand, narrow=True)
            await signs_in(newcomer, before=f"{FOLDER}/{signin.area.key}")
            await picture(in_hand, f"{FOLDER}/{home.area.key}")
            for area in AREAS:
                if area.listed and area is not special.area:
                    await opened(newcomer, area)
        async with page(browser, PHONE, chosen_for_her, **zone) as in_hand:
            newcomer = Newcomer(in_hand, narrow=True)
            await signs_in(newcomer)
            await opened(newcomer, special.area)
        await browser.close()


def chosen_for_her(world: World) -> None:
    """No line has both: favorites of one's own, and those that the provider chooses."""
    on(world.account(), "phonebook", favorite_change_allowed="N")


async def opened(newcomer: Newcomer, area: Area) -> None:
    """From home, as anybody finds it."""
    await newcomer.says("/menu")
    menu = await newcomer.answer("As of")
    for title in (GROUPS[area.group], SECTIONS.get(area.section)):
        if title and await menu.get_by_role("button", name=title.message, exact=True).count():
            await newcomer.taps(title.message)
            menu = await newcomer.answer(f"{title.message} — ")
    await menu.get_by_role("button", name=area.title.message, exact=True).click()
    await newcomer.answer(f"{GROUPS[area.group].message} · {area.title.message}")
    await picture(newcomer.page, f"{FOLDER}/{area.key}")


if __name__ == "__main__":
    asyncio.run(main())
