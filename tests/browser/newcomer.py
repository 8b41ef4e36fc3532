"""A newcomer at the demo's page: one who reads what is there, types and clicks."""

from __future__ import annotations

from playwright.async_api import Locator, Page, expect


class Newcomer:
    """What a person does at the page; `narrow` where one pane is shown at a time."""

    def __init__(self, page: Page, *, narrow: bool) -> None:
        self.page = page
        self._narrow = narrow
        self.log = page.get_by_role("log", name="Messages")
        self.desk = page.get_by_role("complementary", name="The provider's desk")

    async def _pane(self, name: str) -> None:
        if self._narrow:
            tabs = self.page.get_by_role("navigation", name="Panes")
            await tabs.get_by_role("button", name=name).click()

    async def says(self, text: str) -> None:
        await self._pane("Chat")
        await self.page.get_by_label("Message", exact=True).fill(text)
        await self.page.keyboard.press("Enter")

    async def says_what_the_desk_knows(self, what: str) -> None:
        """A login, a password or a voucher, by the desk's button beside it."""
        await self._pane("Desk")
        await self.desk.get_by_role("button", name=f"Write {what} into the chat").first.click()
        await expect(self.page.get_by_label("Message", exact=True)).not_to_have_value("")
        await self.page.keyboard.press("Enter")

    async def answer(self, *texts: str) -> Locator:
        """The bot's newest message, once it holds these texts."""
        await self._pane("Chat")
        newest = self.page.locator(".message.bot").last
        for text in texts:
            await expect(newest).to_contain_text(text)
        return newest

    async def taps(self, label: str, *, twice: bool = False) -> None:
        """A button under the bot's newest message."""
        newest = self.page.locator(".message.bot").last
        key = newest.get_by_role("button", name=label, exact=True)
        await (key.dblclick() if twice else key.click())

    async def at_the_desk(self, action: str, choice: str = "", **fields: str) -> None:
        """One of the desk's actions; its dialog's `fields` are named by their first word."""
        await self._pane("Desk")
        await self.desk.get_by_role("button", name=action).first.click()
        dialog = self.page.get_by_role("dialog")
        if choice:
            await dialog.get_by_text(choice, exact=True).click()
        for label, value in fields.items():
            await dialog.get_by_label(label).fill(value)
        await dialog.locator("button[type=submit]").click()
        await expect(dialog).to_be_hidden()

    async def breaks_the_provider(self) -> None:
        await self._pane("Desk")
        await self.desk.get_by_text("Break the provider").click()
        await self.desk.get_by_role("button", name="Break it").click()
        await expect(self.desk.get_by_text("The provider is broken")).to_be_visible()

    async def mends_it(self) -> None:
        await self._pane("Desk")
        await self.desk.get_by_role("button", name="Mend").click()
        await expect(self.desk.get_by_text("The provider is broken")).to_be_hidden()
