"""The real python-telegram-bot talks to people through the sandbox."""

import asyncio

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    Update,
)
from telegram.error import BadRequest, Forbidden

from tests.chat.conftest import Sandbox

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Recharge", callback_data="go:1")]])


async def test_what_a_person_writes_reaches_the_bot(sandbox: Sandbox, bot: Bot) -> None:
    user = await sandbox.person("uk", started=False)

    await sandbox.post(f"users/{user}/send", {"text": "/start 🎟 abc"})
    (update,) = await bot.get_updates(timeout=1)

    assert update.message is not None
    assert update.message.text == "/start 🎟 abc"
    assert [e.type for e in update.message.entities] == ["bot_command"]
    assert update.effective_user is not None
    assert update.effective_user.id == user > 2**32
    assert update.effective_user.language_code == "uk"


async def test_a_message_is_edited_in_place_and_deleted(sandbox: Sandbox, bot: Bot) -> None:
    user = await sandbox.person()

    sent = await bot.send_message(user, "<b>Funds</b>: $5", "HTML", reply_markup=KEYBOARD)
    edited = await bot.edit_message_text("Funds: $6", user, sent.message_id)

    assert isinstance(edited, Message)
    assert edited.edit_date is not None
    seen = await sandbox.messages(user)
    assert [m["text"] for m in seen] == ["/start", "Funds: $6"]
    assert "reply_markup" not in seen[1]
    assert seen[1]["message_id"] == sent.message_id

    await bot.delete_message(user, sent.message_id)
    assert [m["text"] for m in await sandbox.messages(user)] == ["/start"]


async def test_a_tap_waits_for_its_answer(sandbox: Sandbox, bot: Bot) -> None:
    user = await sandbox.person()
    sent = await bot.send_message(user, "Funds", reply_markup=KEYBOARD)

    tap = asyncio.create_task(
        sandbox.post(f"users/{user}/tap", {"message_id": sent.message_id, "text": "Recharge"})
    )
    (update,) = await bot.get_updates(timeout=5)
    assert update.callback_query is not None
    assert update.callback_query.data == "go:1"
    assert update.callback_query.message is not None
    assert update.callback_query.message.message_id == sent.message_id
    await update.callback_query.answer("Done", show_alert=True)

    assert await tap == {"callback_answer": {"text": "Done", "show_alert": True}}


async def test_taps_come_at_once_and_unanswered_ones_end_with_nothing(sandbox: Sandbox) -> None:
    user = await sandbox.person()
    sent = await sandbox.ok("sendMessage", chat_id=user, text="x", reply_markup=KEYBOARD.to_dict())

    body = {"message_id": sent["message_id"], "data": "go:1", "times": 3, "wait": 0.05}
    answer = await sandbox.post(f"users/{user}/tap", body)

    assert answer == {"callback_answer": None, "callback_answers": [None, None, None]}
    queries = [update["callback_query"] for update in await sandbox.updates()]
    assert len({query["id"] for query in queries}) == 3


async def test_an_outdated_button_can_be_tapped_and_an_invented_one_cannot(
    sandbox: Sandbox,
) -> None:
    user = await sandbox.person()
    sent = await sandbox.ok(
        "sendMessage", chat_id=user, text="one", reply_markup=KEYBOARD.to_dict()
    )
    number = sent["message_id"]
    await sandbox.ok("editMessageText", chat_id=user, message_id=number, text="two")

    tap = f"users/{user}/tap"
    await sandbox.post(tap, {"message_id": number, "data": "go:1", "wait": 0})
    refusal = await sandbox.post(tap, {"message_id": number, "data": "go:2"}, status=400)
    assert "never showed" in refusal["error"]
    await sandbox.post(tap, {"message_id": number, "text": "Recharge"}, status=400)

    (update,) = await sandbox.updates()
    assert update["callback_query"]["message"]["text"] == "two"


async def test_a_button_of_a_deleted_message_comes_without_its_message(
    sandbox: Sandbox, bot: Bot
) -> None:
    user = await sandbox.person()
    sent = await bot.send_message(user, "x", reply_markup=KEYBOARD)
    await bot.delete_message(user, sent.message_id)

    body = {"message_id": sent.message_id, "data": "go:1", "wait": 0}
    await sandbox.post(f"users/{user}/tap", body)

    (update,) = await bot.get_updates()
    assert update.callback_query is not None
    assert update.callback_query.message is not None
    assert not update.callback_query.message.is_accessible


@pytest.mark.parametrize(
    ("button", "answer"),
    [
        ({"url": "https://example.com/a"}, {"opened": "https://example.com/a"}),
        ({"copy_text": {"text": "4411"}}, {"copied": "4411"}),
    ],
)
async def test_a_button_for_the_client_tells_what_the_client_does(
    sandbox: Sandbox, button: dict[str, object], answer: dict[str, str]
) -> None:
    user = await sandbox.person()
    markup = {"inline_keyboard": [[{"text": "Press", **button}]]}
    sent = await sandbox.ok("sendMessage", chat_id=user, text="x", reply_markup=markup)

    body = {"message_id": sent["message_id"], "text": "Press"}
    tapped = await sandbox.post(f"users/{user}/tap", body)

    assert tapped == {"callback_answer": None, **answer}


async def test_a_reply_keyboard_stays_until_it_is_removed(sandbox: Sandbox, bot: Bot) -> None:
    user = await sandbox.person()
    contact = KeyboardButton("My number", request_contact=True)
    keyboard = ReplyKeyboardMarkup([[contact], ["Skip"]], resize_keyboard=True)

    sent = await bot.send_message(user, "Share?", reply_markup=keyboard)
    shown = (await sandbox.get(f"users/{user}/state"))["reply_keyboard"]
    assert shown == {
        "keyboard": [[{"text": "My number", "request_contact": True}], [{"text": "Skip"}]],
        "resize_keyboard": True,
    }
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("No", user, sent.message_id)

    await sandbox.post(f"users/{user}/send", {"contact": {"phone_number": "+12065550100"}})
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.contact is not None
    assert update.message.contact.user_id == user

    await bot.send_message(user, "Thanks", reply_markup=ReplyKeyboardRemove())
    assert (await sandbox.get(f"users/{user}/state"))["reply_keyboard"] is None


async def test_a_reply_keyboard_goes_with_its_message(sandbox: Sandbox, bot: Bot) -> None:
    user = await sandbox.person()
    sent = await bot.send_message(user, "?", reply_markup=ReplyKeyboardMarkup([["Yes"]]))

    await bot.delete_message(user, sent.message_id)

    assert (await sandbox.get(f"users/{user}/state"))["reply_keyboard"] is None


async def test_a_one_time_keyboard_goes_when_it_is_used(sandbox: Sandbox, bot: Bot) -> None:
    user = await sandbox.person()
    keyboard = ReplyKeyboardMarkup([["Yes", "No"]], one_time_keyboard=True)
    await bot.send_message(user, "Sure?", reply_markup=keyboard)

    await sandbox.post(f"users/{user}/send", {"text": "hm"})
    assert (await sandbox.get(f"users/{user}/state"))["reply_keyboard"] is not None
    await sandbox.post(f"users/{user}/send", {"text": "Yes"})
    assert (await sandbox.get(f"users/{user}/state"))["reply_keyboard"] is None


async def test_a_forced_reply_waits_for_the_next_message(sandbox: Sandbox, bot: Bot) -> None:
    user = await sandbox.person()
    await bot.send_message(user, "Number?", reply_markup=ForceReply())

    assert (await sandbox.get(f"users/{user}/state"))["force_reply"] == {"force_reply": True}
    reply = await sandbox.post(f"users/{user}/send", {"text": "12"})
    assert reply["reply_to_message"]["text"] == "Number?"
    assert (await sandbox.get(f"users/{user}/state"))["force_reply"] is None


async def test_nobody_hears_from_a_bot_they_did_not_start_or_have_blocked(
    sandbox: Sandbox, bot: Bot
) -> None:
    stranger = await sandbox.person(started=False)
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(stranger, "Hello")

    user = await sandbox.person()
    await sandbox.post(f"users/{user}/block")
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(user, "Hello")
    await sandbox.post(f"users/{user}/send", {"text": "x"}, status=400)
    assert (await sandbox.get("users"))["users"][-1]["blocked"] is True
    await sandbox.post(f"users/{user}/unblock")
    await bot.send_message(user, "Hello")

    updates = await bot.get_updates(allowed_updates=Update.ALL_TYPES)
    changes = [u.my_chat_member for u in updates if u.my_chat_member]
    assert [(c.old_chat_member.status, c.new_chat_member.status) for c in changes] == [
        ("member", "kicked"),
        ("kicked", "member"),
    ]


async def test_commands_are_those_of_the_narrowest_scope_and_the_language(
    sandbox: Sandbox, bot: Bot
) -> None:
    user = await sandbox.person("uk-UA")

    async def shown() -> list[str]:
        state = await sandbox.get(f"users/{user}/state")
        return [command["description"] for command in state["commands"]]

    assert await shown() == []
    await bot.set_my_commands([BotCommand("home", "Home")])
    assert await shown() == ["Home"]
    await bot.set_my_commands([BotCommand("home", "Додому")], language_code="uk")
    assert await shown() == ["Додому"]
    await bot.set_my_commands(
        [BotCommand("home", "Private")], scope=BotCommandScopeAllPrivateChats()
    )
    assert await shown() == ["Private"]
    await bot.set_my_commands([BotCommand("home", "Only here")], scope=BotCommandScopeChat(user))
    assert await shown() == ["Only here"]
    await bot.delete_my_commands(scope=BotCommandScopeChat(user))
    assert await shown() == ["Private"]
    assert (await bot.get_my_commands(language_code="uk"))[0].description == "Додому"


async def test_typing_is_seen_for_five_seconds(sandbox: Sandbox, bot: Bot) -> None:
    user = await sandbox.person()

    await bot.send_chat_action(user, "typing")
    assert (await sandbox.get(f"users/{user}/state"))["chat_action"] == "typing"
    await sandbox.post("clock", {"advance_seconds": 6})
    assert (await sandbox.get(f"users/{user}/state"))["chat_action"] is None

    await bot.send_chat_action(user, "typing")
    await bot.send_message(user, "Here")
    assert (await sandbox.get(f"users/{user}/state"))["chat_action"] is None


async def test_a_person_corrects_and_takes_back_a_message(sandbox: Sandbox, bot: Bot) -> None:
    user = await sandbox.person()
    sent = await sandbox.post(f"users/{user}/send", {"text": "on"})

    number = sent["message_id"]
    await sandbox.post(f"users/{user}/edit", {"message_id": number, "text": "off"})
    await sandbox.post(f"users/{user}/delete", {"message_id": number})

    assert [m["text"] for m in await sandbox.messages(user)] == ["/start"]
    first, second = await bot.get_updates()
    assert first.message is not None
    assert second.edited_message is not None
    assert second.edited_message.text == "off"
    assert second.edited_message.edit_date is not None


async def test_a_group_hears_commands_only(sandbox: Sandbox, bot: Bot) -> None:
    user = await sandbox.person()
    group = (await sandbox.post("groups", {"title": "Office"}))["id"]
    added, joined = await sandbox.updates()
    assert added["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert joined["message"]["new_chat_members"][0]["is_bot"] is True

    await sandbox.post(f"groups/{group}/send", {"user_id": user, "text": "hello all"})
    await sandbox.post(f"groups/{group}/send", {"user_id": user, "text": "/start"})
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.text == "/start"
    assert update.message.chat.type == "supergroup"
    assert update.message.chat.id == group < -(10**12)

    await bot.send_message(group, "Write to me in private")
    assert await bot.leave_chat(group)
    with pytest.raises(Forbidden, match="not a member"):
        await bot.send_message(group, "x")
    seen = (await sandbox.get(f"groups/{group}/messages"))["messages"]
    assert [m.get("text") for m in seen][1:] == ["hello all", "/start", "Write to me in private"]
