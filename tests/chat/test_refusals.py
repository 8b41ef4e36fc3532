"""What Telegram would refuse is refused, in its words."""

from typing import Any

import pytest

from tests.chat.conftest import TOKEN, Sandbox


def inline(**button: Any) -> dict[str, Any]:
    """A keyboard of one button."""
    return {"inline_keyboard": [[{"text": "x", **button}]]}


ENTITIES = "Bad Request: can't parse entities: "
SENDING = [
    ({}, "Bad Request: message text is empty"),
    ({"text": ""}, "Bad Request: message text is empty"),
    ({"text": " \n "}, "Bad Request: text must be non-empty"),
    ({"text": "<b> </b>", "parse_mode": "HTML"}, "Bad Request: text must be non-empty"),
    ({"text": "x" * 4097}, "Bad Request: message is too long"),
    ({"text": "x", "parse_mode": "HTLM"}, "Bad Request: unsupported parse_mode"),
    (
        {"text": "ж <table>", "parse_mode": "HTML"},
        f'{ENTITIES}Unsupported start tag "table" at byte offset 3',
    ),
    (
        {"text": "<b>x", "parse_mode": "HTML"},
        f'{ENTITIES}Can\'t find end tag corresponding to start tag "b"',
    ),
    (
        {"text": "<b>x</i>", "parse_mode": "html"},
        f'{ENTITIES}Unmatched end tag at byte offset 4, expected "</b>", found "</i>"',
    ),
    ({"text": "x</b>", "parse_mode": "HTML"}, f"{ENTITIES}Unexpected end tag at byte offset 1"),
    ({"text": "x<b", "parse_mode": "HTML"}, f"{ENTITIES}Unclosed start tag at byte offset 1"),
    (
        {"text": "<span>x</span>", "parse_mode": "HTML"},
        f'{ENTITIES}Tag "span" must have class "tg-spoiler" at byte offset 0',
    ),
    (
        {"text": "1.", "parse_mode": "MarkdownV2"},
        f"{ENTITIES}Character '.' is reserved and must be escaped with the preceding '\\'",
    ),
    (
        {"text": "*x", "parse_mode": "MarkdownV2"},
        f"{ENTITIES}Can't find end of Bold entity at byte offset 0",
    ),
    (
        {"text": "[x](http://a.b", "parse_mode": "MarkdownV2"},
        f"{ENTITIES}Can't find end of a URL at byte offset 4",
    ),
    ({"text": "x", "reply_markup": inline(callback_data="ж" * 33)}, "BUTTON_DATA_INVALID"),
    ({"text": "x", "reply_markup": inline(callback_data="")}, "BUTTON_DATA_INVALID"),
    ({"text": "x", "reply_markup": inline()}, "Text buttons are unallowed in the inline keyboard"),
    ({"text": "x", "reply_markup": inline(callback_data="a", url="https://a.b")}, "BUTTON_TYPE"),
    ({"text": "x", "reply_markup": inline(url="http://localhost:1/")}, "is invalid: Wrong HTTP"),
    ({"text": "x", "reply_markup": inline(url="ftp://a.b/")}, "Unsupported URL protocol"),
    ({"text": "x", "reply_markup": inline(web_app={"url": "http://a.b"})}, "Only HTTPS links"),
    ({"text": "x", "reply_markup": inline(copy_text={"text": ""})}, "BUTTON_COPY_TEXT_INVALID"),
    (
        {"text": "x", "reply_markup": inline(callback_data="a", style="red")},
        "invalid button style",
    ),
    (
        {
            "text": "x",
            "reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "a"}]] * 101},
        },
        "REPLY_MARKUP_TOO_LONG",
    ),
    ({"text": "x", "reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
    ({"text": "x", "reply_markup": []}, "object expected as reply markup"),
    ({"text": "x", "reply_parameters": {"message_id": 1}}, "message to be replied not found"),
]


@pytest.mark.parametrize(("params", "words"), SENDING)
async def test_a_message_that_telegram_refuses(
    sandbox: Sandbox, params: dict[str, Any], words: str
) -> None:
    user = await sandbox.person()

    assert words in await sandbox.refused("sendMessage", chat_id=user, **params)
    assert len(await sandbox.messages(user)) == 1


@pytest.mark.parametrize(
    ("method", "params", "words"),
    [
        ("sendMessage", {"text": "x"}, "Bad Request: chat_id is empty"),
        ("sendMessage", {"text": "x", "chat_id": 1}, "Bad Request: chat not found"),
        ("sendMessage", {"text": "x", "chat_id": "@nobody"}, "Bad Request: chat not found"),
        ("getChat", {"chat_id": 1}, "Bad Request: chat not found"),
        ("sendChatAction", {"chat_id": 1, "action": "sing"}, "wrong parameter action in request"),
        (
            "answerCallbackQuery",
            {"callback_query_id": "12"},
            "Bad Request: query is too old and response timeout expired or query ID is invalid",
        ),
        ("getFile", {"file_id": "BQACAgIAAx"}, "wrong file_id or the file is temporarily"),
        ("setMyCommands", {"commands": [{"command": "Bad", "description": "x"}]}, "BOT_COMMAND_"),
        ("setMyCommands", {"commands": [], "language_code": "eng"}, "invalid language code"),
        ("setWebhook", {"url": "http://example.com/"}, "An HTTPS URL must be provided"),
        ("sendRichMessage", {"chat_id": 1}, "Not Found: method not found"),
        ("logOut", {}, "Not Found: method not found"),
    ],
)
async def test_a_call_that_telegram_refuses(
    sandbox: Sandbox, method: str, params: dict[str, Any], words: str
) -> None:
    assert words in await sandbox.refused(method, **params)


async def test_edits_and_deletions_that_telegram_refuses(sandbox: Sandbox) -> None:
    user = await sandbox.person()
    start = (await sandbox.messages(user))[0]["message_id"]
    sent = await sandbox.ok("sendMessage", chat_id=user, text="<b>x</b>", parse_mode="HTML")
    number = sent["message_id"]

    async def edit(message_id: int, **params: Any) -> str:
        return await sandbox.refused(
            "editMessageText", chat_id=user, message_id=message_id, **params
        )

    same = await edit(number, text="*x*", parse_mode="MarkdownV2")
    assert same == (
        "Bad Request: message is not modified: specified new message content and reply markup "
        "are exactly the same as a current content and reply markup of the message"
    )
    assert await edit(number + 9, text="y") == "Bad Request: message to edit not found"
    assert await edit(start, text="y") == "Bad Request: message can't be edited"
    assert await edit(number, text="") == "Bad Request: message text is empty"
    keyboard = {"keyboard": [["a"]]}
    assert "inline keyboard expected" in await edit(number, text="y", reply_markup=keyboard)
    caption = await sandbox.refused(
        "editMessageCaption", chat_id=user, message_id=number, caption="y"
    )
    assert caption == "Bad Request: there is no caption in the message to edit"

    async def delete(message_id: int) -> str:
        return await sandbox.refused("deleteMessage", chat_id=user, message_id=message_id)

    assert await delete(number + 9) == "Bad Request: message to delete not found"
    await sandbox.post("clock", {"advance_seconds": 48 * 3600})
    assert (await delete(number)).startswith("Bad Request: message can't be deleted")
    several = await sandbox.refused("deleteMessages", chat_id=user, message_ids=[start, number])
    assert "can't be deleted" in several
    assert len(await sandbox.messages(user)) == 2


async def test_a_query_can_be_answered_only_for_a_while(sandbox: Sandbox) -> None:
    user = await sandbox.person()
    sent = await sandbox.ok(
        "sendMessage", chat_id=user, text="x", reply_markup=inline(callback_data="a")
    )
    body = {"message_id": sent["message_id"], "data": "a", "wait": 0}
    await sandbox.post(f"users/{user}/tap", body)
    query = (await sandbox.updates())[0]["callback_query"]["id"]

    assert await sandbox.ok("answerCallbackQuery", callback_query_id=query)
    too_long = await sandbox.refused("answerCallbackQuery", callback_query_id=query, text="x" * 201)
    assert too_long == "Bad Request: MESSAGE_TOO_LONG"
    await sandbox.post("clock", {"advance_seconds": 60})
    too_old = await sandbox.refused("answerCallbackQuery", callback_query_id=query)
    assert "query is too old" in too_old


@pytest.mark.parametrize(
    ("token", "status", "words"),
    [
        ("nonsense", 404, "Not Found"),
        ("123:short", 401, "Unauthorized"),
        ("123:" + "ж" * 30, 401, "Unauthorized"),
    ],
)
async def test_a_malformed_token_is_nobody(
    sandbox: Sandbox, token: str, status: int, words: str
) -> None:
    for path in (f"/bot{token}/getMe", f"/file/bot{token}/photos/file_1.jpg"):
        async with sandbox.http.get(sandbox.url + path) as answer:
            assert answer.status == status
            assert await answer.json() == {
                "ok": False,
                "error_code": status,
                "description": words,
            }


async def test_every_kind_of_body_and_any_spelling_of_a_method_is_read(sandbox: Sandbox) -> None:
    user = await sandbox.person()
    url = f"{sandbox.url}/bot{TOKEN}/SENDmessage"
    markup = '{"inline_keyboard": [[{"text": "x", "callback_data": "a"}]]}'
    params = {"chat_id": str(user), "text": "жовтий", "reply_markup": markup}

    for sent in ({"params": params}, {"data": params}, {"json": params}):
        async with sandbox.http.post(url, **sent) as answer:  # type: ignore[arg-type]  # any of them
            assert (await answer.json())["result"]["text"] == "жовтий"
    async with sandbox.http.get(url, params=params) as answer:
        assert (await answer.json())["ok"]
    async with sandbox.http.post(url, data=b"{", headers={"Content-Type": "application/json"}) as a:
        assert "can't parse" in (await a.json())["description"]


async def test_the_bot_takes_its_number_from_its_token(sandbox: Sandbox) -> None:
    url = f"{sandbox.url}/bot4242:{'A' * 35}/getMe"
    async with sandbox.http.get(url) as answer:
        assert (await answer.json())["result"]["id"] == 4242
    assert (await sandbox.get("bot"))["id"] == 4242
