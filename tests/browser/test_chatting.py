"""A person and a bot talk through the page."""

import pytest
from playwright.async_api import Page, expect
from telegram import (
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from telegram.constants import ChatAction

from tests.browser.conftest import FakeBot, OpenPage, user_of

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

FUNDS = InlineKeyboardMarkup([[InlineKeyboardButton("Funds", callback_data="go:funds")]])


async def test_a_newcomer_lands_in_an_empty_chat_with_two_phones(
    bot: FakeBot, open_page: OpenPage
) -> None:
    await bot.api.set_my_description("Run your telephone line from this chat.")
    url = str(bot.api.base_url).partition("/bot")[0]

    page = await open_page(url)

    await expect(page.locator(".person strong")).to_have_text(["Alice", "Дмитро"])
    await expect(page.locator("#log")).to_contain_text("Run your telephone line from this chat.")
    await expect(page.get_by_role("button", name="Start", exact=True)).to_be_visible()


async def test_what_is_written_reaches_the_bot_and_its_answer_the_page(
    page: Page, bot: FakeBot
) -> None:
    await page.get_by_label("Message", exact=True).fill("Hello,")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("it is me")
    await page.keyboard.press("Enter")

    message = await bot.hears_message()
    assert message.text == "Hello,\nit is me"
    await bot.api.send_message(
        message.chat_id,
        "<b>Welcome</b>, <i>Alice &lt;3</i> 🎟 <tg-spoiler>4411</tg-spoiler> /help",
        "HTML",
    )

    answer = page.locator(".message.bot").last
    await expect(answer.locator("strong")).to_have_text("Welcome")
    await expect(answer.locator("em")).to_have_text("Alice <3")
    await expect(page.get_by_label("Message", exact=True)).to_have_value("")
    await answer.get_by_role("button", name="Hidden text").click()
    await expect(answer.locator(".spoiler")).to_have_class("spoiler shown")
    await answer.get_by_role("button", name="/help").click()
    assert (await bot.hears_message()).text == "/help"


async def test_markup_in_a_name_or_a_text_stays_text(page: Page, bot: FakeBot) -> None:
    await bot.api.send_message(user_of(page), "<img src=x onerror=alert(1)>")

    await expect(page.locator(".message.bot .text")).to_contain_text("<img src=x")
    await expect(page.locator("#log img")).to_have_count(0)


async def test_a_tap_is_busy_until_it_is_answered_with_an_alert(page: Page, bot: FakeBot) -> None:
    await bot.api.send_message(user_of(page), "Home", reply_markup=FUNDS)
    key = page.get_by_role("button", name="Funds")

    await key.click()
    query = (await bot.hears()).callback_query
    assert query is not None
    assert query.data == "go:funds"
    await expect(key).to_have_attribute("aria-busy", "true")
    await bot.api.answer_callback_query(query.id, "You may spend $12.50", show_alert=True)

    alert = page.get_by_role("alertdialog")
    await expect(alert).to_contain_text("You may spend $12.50")
    await page.keyboard.press("Escape")
    await expect(alert).to_have_count(0)
    await expect(key).not_to_have_attribute("aria-busy", "true")
    await expect(key).to_be_focused()


async def test_an_answer_without_alert_is_a_toast(page: Page, bot: FakeBot) -> None:
    await bot.api.send_message(user_of(page), "Home", reply_markup=FUNDS)

    await page.get_by_role("button", name="Funds").click()
    query = (await bot.hears()).callback_query
    assert query is not None
    await bot.api.answer_callback_query(query.id, "Nothing new")

    await expect(page.locator("#callback-toasts")).to_have_text("Nothing new")


async def test_an_edit_changes_the_message_where_it_stands_and_keeps_the_focus(
    page: Page, bot: FakeBot
) -> None:
    sent = await bot.api.send_message(user_of(page), "Home", reply_markup=FUNDS)
    await bot.api.send_message(user_of(page), "Later")
    await page.get_by_role("button", name="Funds").focus()

    back = InlineKeyboardMarkup([[InlineKeyboardButton("Back", callback_data="go:home")]])
    await bot.api.edit_message_text("Funds: $6", user_of(page), sent.message_id, reply_markup=back)

    texts = page.locator(".message.bot .text")
    await expect(texts.first).to_contain_text("Funds: $6")
    await expect(texts.first).to_contain_text("edited")
    await expect(texts.last).to_contain_text("Later")
    await expect(page.get_by_role("button", name="Back", exact=True)).to_be_focused()


async def test_a_deleted_message_is_gone_and_does_not_come_back(page: Page, bot: FakeBot) -> None:
    await page.get_by_label("Message", exact=True).fill("my password")
    await page.keyboard.press("Enter")
    message = await bot.hears_message()

    await bot.api.delete_message(message.chat_id, message.message_id)
    await bot.api.send_message(message.chat_id, "I deleted your message.")

    await expect(page.locator(".message .text").last).to_contain_text("I deleted your message.")
    await expect(page.locator("#log")).not_to_contain_text("my password")
    await page.reload()
    await expect(page.locator(".message")).to_have_count(2)


async def test_a_contact_is_shared_only_after_a_yes(page: Page, bot: FakeBot) -> None:
    user = user_of(page)
    keyboard = ReplyKeyboardMarkup(
        [[KeyboardButton("Share my number", request_contact=True)], ["Use a login"]],
        one_time_keyboard=True,
    )
    await bot.api.send_message(user, "Who are you?", reply_markup=keyboard)

    await page.get_by_role("button", name="Share my number").click()
    dialog = page.get_by_role("dialog", name="Share your phone number?")
    await expect(dialog).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await page.get_by_role("button", name="Share my number").click()
    await dialog.get_by_label("Number of this phone").fill("+380 67 123-45-67")
    await page.keyboard.press("Enter")

    contact = (await bot.hears_message()).contact
    assert contact is not None
    assert contact.phone_number == "+380671234567"
    assert contact.user_id == user
    await expect(page.get_by_role("button", name="Share my number")).to_have_count(0)


async def test_a_reply_keyboard_sends_its_words_until_it_is_removed(
    page: Page, bot: FakeBot
) -> None:
    user = user_of(page)
    await bot.api.send_message(
        user, "Language?", reply_markup=ReplyKeyboardMarkup([["Українська"]])
    )

    await page.get_by_role("button", name="Українська", exact=True).click()
    assert (await bot.hears_message()).text == "Українська"
    await expect(page.get_by_role("button", name="Українська", exact=True)).to_be_visible()

    await bot.api.send_message(user, "Гаразд", reply_markup=ReplyKeyboardRemove())
    await expect(page.get_by_role("button", name="Українська", exact=True)).to_have_count(0)


async def test_commands_are_found_by_typing_and_sent_by_the_keyboard(
    page: Page, bot: FakeBot
) -> None:
    await bot.api.set_my_commands([BotCommand("menu", "Home"), BotCommand("recharge", "Add funds")])
    await page.reload()
    field = page.get_by_label("Message", exact=True)

    await field.press_sequentially("/re")
    await expect(page.get_by_role("option")).to_have_text(["/rechargeAdd funds"])
    await field.press("ArrowDown")
    await expect(page.get_by_role("option")).to_have_attribute("aria-selected", "true")
    await field.press("Enter")

    assert (await bot.hears_message()).text == "/recharge"
    await expect(page.get_by_role("listbox")).to_be_hidden()
    await page.get_by_role("button", name="Commands").click()
    await expect(page.get_by_role("option")).to_have_count(2)


async def test_the_bot_is_seen_typing(page: Page, bot: FakeBot) -> None:
    status = page.locator("#chat-status")

    await bot.api.send_chat_action(user_of(page), ChatAction.RECORD_VOICE)
    await expect(status).to_have_text("recording a voice message")

    await bot.api.send_message(user_of(page), "Done")
    await expect(status).to_have_text("on Alice’s phone")


async def test_a_message_in_another_chat_is_a_push_with_a_badge(page: Page, bot: FakeBot) -> None:
    alice = user_of(page)
    await page.get_by_role("button", name="Дмитро").click()

    await bot.api.send_message(alice, "A new voicemail")

    await expect(page).to_have_title("(1) Chat sandbox")
    await expect(page.locator(".person", has_text="Alice").locator(".badge")).to_contain_text("1")
    await page.locator("#pushes").get_by_role("button", name="A new voicemail").click()
    await expect(page.locator(".message.bot .text")).to_contain_text("A new voicemail")
    await expect(page.locator(".person .badge")).to_have_count(0)
    await expect(page).not_to_have_title("(1) Chat sandbox")


async def test_who_reads_above_is_told_of_new_messages_and_not_moved(
    page: Page, bot: FakeBot
) -> None:
    user = user_of(page)
    for number in range(15):
        await bot.api.send_message(user, f"Line one of {number}\nline two\nline three")
    await expect(page.locator(".message")).to_have_count(16)
    await page.locator("#log").evaluate("log => { log.scrollTop = 0 }")

    await bot.api.send_message(user, "The latest")

    below = page.get_by_role("button", name="1 new messages")
    await expect(below).to_be_visible()
    assert await page.locator("#log").evaluate("log => log.scrollTop") == 0
    await below.click()
    await expect(page.locator(".message").last).to_be_in_viewport()
    await expect(below).to_be_hidden()


async def test_a_blocked_bot_is_told_and_can_be_unblocked(page: Page, bot: FakeBot) -> None:
    await page.get_by_role("button", name="Chat menu").click()
    await page.get_by_role("menuitem", name="Block the bot").click()

    change = (await bot.hears()).my_chat_member
    assert change is not None
    assert change.new_chat_member.status == "kicked"
    await page.get_by_role("button", name="Unblock the bot").click()
    change = (await bot.hears()).my_chat_member
    assert change is not None
    assert change.new_chat_member.status == "member"
    await expect(page.get_by_label("Message", exact=True)).to_be_visible()


async def test_a_deep_link_to_the_bot_starts_it_with_its_payload(page: Page, bot: FakeBot) -> None:
    link = f"https://t.me/{bot.api.username}?start=once-only"
    await bot.api.send_message(user_of(page), f"Sign in: {link}")

    await page.get_by_role("link", name=link).click()

    assert (await bot.hears_message()).text == "/start once-only"


async def test_a_new_phone_has_a_chat_of_its_own(page: Page, bot: FakeBot) -> None:
    await page.get_by_role("button", name="Add a phone").click()
    await page.get_by_label("Name").fill("Оксана")
    await page.get_by_text("Українська").click()
    await page.get_by_role("button", name="Add", exact=True).click()
    await page.get_by_role("button", name="Start", exact=True).click()

    message = await bot.hears_message()
    assert message.from_user is not None
    assert message.from_user.first_name == "Оксана"
    assert message.from_user.language_code == "uk"
    assert message.chat_id == user_of(page)
