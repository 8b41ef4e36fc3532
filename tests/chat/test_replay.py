"""Everything that crosses the wire agrees with the Bot API's own description."""

from types import ModuleType

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    InputPollOption,
    KeyboardButton,
    LinkPreviewOptions,
    MenuButtonWebApp,
    ReactionTypeEmoji,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
    WebAppInfo,
)

from sandbox.chat.methods import METHODS
from tests.chat.conftest import Sandbox, misfits, wrong_requests
from tests.chat.test_media import png, send_file, sound, wav

BUTTONS = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("Go", callback_data="go", style="primary")],
        [InlineKeyboardButton("Site", url="example.com")],
        [InlineKeyboardButton("App", web_app=WebAppInfo("https://example.com/app"))],
        [InlineKeyboardButton("Find", switch_inline_query_current_chat="")],
    ]
)


async def everything(sandbox: Sandbox, bot: Bot) -> None:
    """Each method once, each thing that a person can do once."""
    user = await sandbox.person("uk", started=False)
    await sandbox.post(f"users/{user}/send", {"text": "/start a@b.example +12065550100"})
    await person_does(sandbox, user)
    await bot_presents_itself(bot, user)
    await bot_writes(bot, user)
    await button_is_pressed(sandbox, bot, user)
    await bot_sends_files(bot, user)
    await bot_in_a_group(sandbox, bot, user)
    updates = await bot.get_updates()
    await bot.get_updates(offset=updates[-1].update_id + 1)
    await bot.set_webhook("https://example.com/hook", secret_token="abc", drop_pending_updates=True)
    await bot.get_webhook_info()
    await bot.delete_webhook()


async def person_does(sandbox: Sandbox, user: int) -> None:
    path = f"users/{user}/send"
    sent = await sandbox.post(path, {"text": "one"})
    number = sent["message_id"]
    await sandbox.post(path, {"text": "two", "reply_to_message_id": number})
    await sandbox.post(f"users/{user}/edit", {"message_id": number, "text": "One"})
    await sandbox.post(f"users/{user}/delete", {"message_id": number})
    await sandbox.post(path, {"contact": {"phone_number": "+1", "last_name": "x"}})
    await sandbox.post(path, {"location": {"latitude": 50.45, "longitude": 30.52}})
    await send_file(sandbox, user, "voice", sound("webm", "libopus"), "v.webm", "audio/webm")
    await send_file(sandbox, user, "audio", sound("mp3", "libmp3lame"), "a.mp3", "audio/mpeg")
    await send_file(sandbox, user, "document", wav(), "a.wav", "audio/wav", caption="#x")
    await send_file(sandbox, user, "photo", png(5, 5), "a.png", "image/png")
    await sandbox.post(f"users/{user}/block")
    await sandbox.post(f"users/{user}/unblock")


async def bot_presents_itself(bot: Bot, user: int) -> None:
    await bot.set_my_commands([BotCommand("home", "Home")])
    await bot.set_my_commands([BotCommand("home", "Home")], BotCommandScopeChat(user), "uk")
    await bot.get_my_commands()
    await bot.delete_my_commands()
    await bot.set_my_name("Line")
    await bot.get_my_name()
    await bot.set_my_description("x")
    await bot.get_my_description()
    await bot.set_my_short_description("x")
    await bot.get_my_short_description()
    await bot.set_chat_menu_button(
        user, MenuButtonWebApp("App", WebAppInfo("https://example.com/app"))
    )
    await bot.get_chat_menu_button(user)
    await bot.get_chat(user)
    await bot.get_chat_member(user, user)


async def bot_writes(bot: Bot, user: int) -> None:
    sent = await bot.send_message(
        user,
        '<b>Ж😀</b> <a href="https://example.com">x</a> <code>/y</code>\n<u>q</u>',
        "HTML",
        reply_markup=BUTTONS,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        protect_content=True,
        disable_notification=True,
        message_effect_id="5104841245755180586",
    )
    number = sent.message_id
    reply = await bot.send_message(
        user, "*a*", "MarkdownV2", reply_parameters=ReplyParameters(number, quote="Ж")
    )
    await bot.send_message(user, "c", reply_parameters=ReplyParameters(reply.message_id))
    await bot.send_message(user, "f", reply_markup=ForceReply(input_field_placeholder="x"))
    keyboard = ReplyKeyboardMarkup([[KeyboardButton("n", request_contact=True), "x"]])
    await bot.send_message(user, "k", reply_markup=keyboard)
    await bot.send_message(user, "r", reply_markup=ReplyKeyboardRemove())
    await bot.edit_message_text("new", user, number, reply_markup=BUTTONS)
    await bot.edit_message_reply_markup(user, number)
    await bot.set_message_reaction(user, number, [ReactionTypeEmoji("👍")])
    await bot.pin_chat_message(user, number)
    await bot.get_chat(user)
    await bot.unpin_chat_message(user)
    await bot.unpin_all_chat_messages(user)
    await bot.forward_message(user, user, reply.message_id)
    copied = await bot.copy_message(user, user, reply.message_id)
    await bot.delete_messages(user, [copied.message_id, number])
    await bot.delete_message(user, reply.message_id)
    await bot.send_chat_action(user, "typing")
    await bot.send_location(user, 50.45, 30.52)
    await bot.send_contact(user, "+1", "Ann", "B")
    await bot.send_poll(user, "Q?", [InputPollOption("a"), "b"], is_anonymous=False)
    await bot.send_poll(
        user, "Q?", ["a", "b"], type="quiz", correct_option_ids=[1], explanation="*b*",
        explanation_parse_mode="MarkdownV2",
    )  # fmt: skip


async def button_is_pressed(sandbox: Sandbox, bot: Bot, user: int) -> None:
    sent = await bot.send_message(user, "b", reply_markup=BUTTONS)
    body = {"message_id": sent.message_id, "text": "Go", "wait": 0}
    await sandbox.post(f"users/{user}/tap", body)
    query = (await bot.get_updates(limit=100))[-1].callback_query
    assert query is not None
    await query.answer("Going", show_alert=True)
    await bot.delete_message(user, sent.message_id)
    await sandbox.post(f"users/{user}/tap", {**body, "data": "go"})


async def bot_sends_files(bot: Bot, user: int) -> None:
    voice = await bot.send_voice(
        user, sound("ogg", "libopus"), caption="<i>v</i>", parse_mode="HTML"
    )
    assert voice.voice is not None
    await bot.get_file(voice.voice.file_id)
    await bot.edit_message_caption(user, voice.message_id, caption="w")
    await bot.send_audio(
        user, sound("mp3", "libmp3lame"), title="T", performer="P", filename="a.mp3"
    )
    await bot.send_document(user, b"x", filename="x.txt")
    await bot.send_video(user, sound("mp3", "libmp3lame"), filename="no film.mp3")
    photo = await bot.send_photo(user, png(20, 10), has_spoiler=True)
    await bot.edit_message_media(InputMediaPhoto(png(10, 20), "c"), user, photo.message_id)
    await bot.send_media_group(user, [InputMediaPhoto(png(9, 9)), InputMediaPhoto(png(8, 8))])


async def bot_in_a_group(sandbox: Sandbox, bot: Bot, user: int) -> None:
    group = (await sandbox.post("groups", {"title": "Office"}))["id"]
    await sandbox.post(f"groups/{group}/send", {"user_id": user, "text": "/start"})
    await bot.send_message(group, "In private, please")
    await bot.get_chat(group)
    await bot.get_chat_member(group, user)
    await bot.leave_chat(group)


async def test_answers_updates_and_requests_agree_with_the_description(
    sandbox: Sandbox, bot: Bot, judge: ModuleType
) -> None:
    # More messages than a dialog has: without the speed limit.
    sandbox.chat.world.limits.on = False
    await everything(sandbox, bot)

    traffic = await sandbox.get("traffic")
    said = {call["method"] for call in traffic["calls"]}
    assert {name.lower() for name in METHODS} == {name.lower() for name in said}
    assert misfits(traffic) == []
    assert wrong_requests(judge, traffic) == []
    assert {kind for update in traffic["updates"] for kind in update} >= {
        "message",
        "edited_message",
        "my_chat_member",
        "callback_query",
    }


async def test_the_judge_would_find_what_is_wrong(sandbox: Sandbox, judge: ModuleType) -> None:
    user = await sandbox.person()
    await sandbox.ok("sendMessage", chat_id=user, text="x", made_up=1)
    traffic = await sandbox.get("traffic")
    assert any("made_up" in problem for problem in wrong_requests(judge, traffic))

    traffic["calls"][-1]["result"]["date"] = "yesterday"
    del traffic["updates"][0]["message"]["chat"]
    assert len(misfits(traffic)) == 2
