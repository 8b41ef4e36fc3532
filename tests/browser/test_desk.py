"""The provider's desk beside the chat, with the real provider sandbox behind it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import ClientSession
from playwright.async_api import Page, expect

from sandbox.chat.config import Config
from sandbox.chat.server import create
from sandbox.provider.config import Config as ProviderConfig
from sandbox.provider.server import Provider
from sandbox.provider.server import create as create_provider
from tests.browser.conftest import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest_asyncio.fixture(loop_scope="session")
async def switch() -> AsyncIterator[Provider]:
    """A provider sandbox."""
    switch = create_provider(ProviderConfig(port=0))
    await switch.start()
    yield switch
    await switch.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def provider(switch: Provider) -> str:
    """Its address."""
    return switch.url


@pytest_asyncio.fixture(loop_scope="session")
async def page(provider: str, open_page: OpenPage) -> AsyncIterator[Page]:
    """The chat page with that provider's desk."""
    chat = create(Config(desk_url=provider))
    await chat.start()
    page = await open_page(chat.url)
    await expect(page.locator(".account").first).to_be_visible()
    yield page
    await page.close()
    await chat.stop()


async def desk(provider: str, what: str, key: str = "") -> Any:
    """What the desk itself says."""
    async with ClientSession() as http, http.get(f"{provider}/desk/{what}") as answer:
        return (await answer.json())[key or what]


async def test_a_password_is_copied_or_written_into_the_chat(page: Page, provider: str) -> None:
    first = (await desk(provider, "accounts"))[0]

    await page.get_by_role("button", name="Copy Password").first.click()
    assert await page.evaluate("navigator.clipboard.readText()") == first["password"]

    await page.get_by_role("button", name="Write Login into the chat").first.click()
    field = page.get_by_label("Message", exact=True)
    await expect(field).to_have_value(first["login"])
    await expect(field).to_be_focused()


async def test_a_voicemail_is_recorded_at_the_desk(page: Page, provider: str) -> None:
    before = (await desk(provider, "accounts"))[0]["unheard"]

    await page.get_by_role("button", name="Leave a voicemail").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Caller’s number").fill("+380445556677")
    await dialog.get_by_role("button", name="Leave the message").click()
    await expect(dialog.get_by_role("alert")).to_have_text(
        "Record something first, or choose a sample."
    )
    await dialog.get_by_role("button", name="Start recording").click()
    await dialog.get_by_role("button", name="Stop (0:01)").click()
    await dialog.get_by_role("button", name="Leave the message").click()

    await expect(page.locator("#pushes")).to_contain_text("Voicemail from +380445556677")
    assert (await desk(provider, "accounts"))[0]["unheard"] == before + 1
    await expect(page.locator(".account .badge").first).to_contain_text(str(before + 1))


async def test_the_balance_is_set_and_spent(page: Page, provider: str) -> None:
    await page.get_by_role("button", name="Set the balance").click()
    await page.get_by_label("New balance").fill("7.50")
    await page.keyboard.press("Enter")
    await expect(page.locator(".funds").first).to_have_text("$7.50")

    await page.get_by_role("button", name="Spend money").click()
    await page.get_by_label("Amount").fill("6.25")
    await page.keyboard.press("Enter")
    await expect(page.locator(".funds").first).to_have_text("$1.25")
    assert (await desk(provider, "accounts"))[0]["balance"] == 1.25


async def test_a_line_is_suspended_and_works_again(page: Page, provider: str) -> None:
    for state, bill_status in (("Suspended", "S"), ("Active", "O")):
        await page.get_by_role("button", name="Block or suspend").first.click()
        await page.get_by_text(state, exact=True).click()
        await page.get_by_role("button", name="Set it").click()
        await expect(page.locator("#pushes")).to_contain_text(state.lower())
        assert (await desk(provider, "accounts"))[0]["bill_status"] == bill_status


async def test_an_issued_voucher_is_ready_to_copy(page: Page, provider: str) -> None:
    known = {voucher["number"] for voucher in await desk(provider, "vouchers")}

    await page.get_by_role("button", name="Issue a voucher").click()
    await page.get_by_label("Worth").fill("25")
    await page.keyboard.press("Enter")
    await expect(page.locator("#pushes")).to_contain_text("issued")

    (issued,) = [v for v in await desk(provider, "vouchers") if v["number"] not in known]
    assert float(issued["amount"]) == 25
    card = page.locator(".account").first
    await expect(card.locator(".credential", has_text="Voucher")).to_contain_text(issued["number"])


async def test_calls_are_made_and_missed(page: Page) -> None:
    await page.get_by_role("button", name="Miss a call").click()
    await page.get_by_label("Caller’s number").fill("+380441110000")
    await page.keyboard.press("Enter")
    await expect(page.locator("#pushes")).to_contain_text("Missed call from +380441110000")

    await page.get_by_role("button", name="Make a call").click()
    await page.get_by_text("They call out").click()
    await page.get_by_role("button", name="Make the call").click()
    await expect(page.locator("#pushes")).to_contain_text("Call of 1:15 made")


async def test_the_provider_is_broken_and_mended(page: Page, provider: str) -> None:
    await page.get_by_text("Break the provider").click()
    await page.get_by_label("What goes wrong").select_option(label="Silent, but it is done")
    await page.get_by_role("button", name="Break it").click()

    banner = page.get_by_role("status").filter(has_text="The provider is broken")
    await expect(banner).to_contain_text("Silent, but it is done: every call.")
    (fault,) = await desk(provider, "faults")
    assert (fault["kind"], fault["method"]) == ("silent_after", "*")

    await banner.get_by_role("button", name="Mend").click()
    await expect(banner).to_be_hidden()
    assert await desk(provider, "faults") == []


async def test_a_one_time_code_shows_up_by_itself(page: Page, switch: Provider) -> None:
    async with ClientSession() as http:

        async def ask(method: str, bearer: str = "", /, **params: Any) -> Any:
            url = f"{switch.admin_url}/rest/{method}"
            headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
            async with http.post(url, json={"params": params}, headers=headers) as answer:
                return await answer.json()

        config = ProviderConfig()
        session = await ask("Session/login", login=config.admin_login, token=config.admin_token)
        token = session["access_token"]
        await ask("AccessControl/create_otp", token, id=1001, notification_type="sms")
    (sent,) = [message["code"] for message in await desk(switch.url, "outbox", "messages")]

    await expect(page.locator(".outbox")).to_contain_text(sent)
    await page.get_by_role("button", name="Write Code into the chat").click()
    field = page.get_by_label("Message", exact=True)
    await expect(field).to_have_value(sent)

    # The list may be out of sight: the code is offered above everything else, too.
    await field.fill("")
    await page.locator("#pushes").get_by_role("button", name=f"Write {sent} into the chat").click()
    await expect(field).to_have_value(sent)


async def test_the_raw_calls_are_shown(page: Page, provider: str) -> None:
    async with ClientSession() as http:
        wrong = {"params": {"login": "nobody", "password": "guess"}}
        async with http.post(f"{provider}/rest/Session/login", json=wrong) as refused:
            assert refused.status == 500
        async with http.post(f"{page.url.partition('#')[0]}bot1:{'A' * 35}/getMe") as answer:
            assert answer.status == 200

    await page.get_by_text("Under the hood").click()
    await expect(page.locator(".call").filter(has_text="getMe")).to_be_visible()
    await page.get_by_role("button", name="Provider", exact=True).click()
    refusal = page.locator(".call.failed").filter(has_text="Session/login")
    await expect(refusal).to_contain_text("auth_failed")
    await refusal.click()
    await expect(refusal.locator("pre")).not_to_contain_text("guess")


async def test_without_a_provider_only_the_raw_calls_are_left(open_page: OpenPage) -> None:
    chat = create(Config())
    await chat.start()
    page = await open_page(chat.url)
    await expect(page.get_by_role("heading", name="Under the hood")).to_be_visible()
    await expect(page.locator(".account")).to_have_count(0)
    await page.close()
    await chat.stop()
