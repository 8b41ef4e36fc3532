"""The yardstick: a small PTB bot that makes the same calls as ours in each step and keeps nothing.

`python -m benchmarks.small_bot SCRIPT tuned|plain`. Tuned: PTB over aiohttp, chats side by side,
order kept within each, uvloop. Plain: PTB as it comes. SCRIPT is JSON, made by the benchmark from
what our bot did: for each step its provider calls and its Telegram calls.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from typing import Any

import aiohttp
import orjson
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest
from telegram.ext import (
    Application,
    ApplicationBuilder,
    BaseUpdateProcessor,
    CallbackQueryHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from benchmarks.rig import OTHER_CHAT_URL, PROVIDER_URL, TOKEN

Json = dict[str, Any]


class PerChat(BaseUpdateProcessor):
    """Order within a chat, chats side by side."""

    def __init__(self) -> None:
        super().__init__(256)
        self._locks: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def do_process_update(self, update: object, coroutine: Any) -> None:
        assert isinstance(update, Update)
        chat_id = update.effective_chat.id if update.effective_chat else 0
        async with self._locks[chat_id]:
            await coroutine

    async def initialize(self) -> None:
        return None

    async def shutdown(self) -> None:
        return None


class SmallBot:
    def __init__(self, script: Json) -> None:
        self._steps: list[Json] = script["steps"]
        self._token: str = script["access_token"]
        self._http: aiohttp.ClientSession | None = None
        self._last: dict[int, int] = {}
        self._before: dict[int, int] = {}

    async def close(self, _app: object) -> None:
        if self._http is not None:
            await self._http.close()

    async def on_text(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None and update.message.text is not None
        step = 0 if update.message.text == "/menu" else len(self._steps) - 1
        await self._run(update, context, step)

    async def on_tap(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.callback_query is not None and update.callback_query.data is not None
        await self._run(update, context, int(update.callback_query.data[1:]))

    async def _run(self, update: Update, context: ContextTypes.DEFAULT_TYPE, number: int) -> None:
        step = self._steps[number]
        await asyncio.gather(*(self._ask(call) for call in step["provider"]))
        for call in step["telegram"]:
            await self._tell(update, context, call)

    async def _ask(self, call: Json) -> Any:
        """A raw call of the provider, its answer parsed."""
        if self._http is None:
            self._http = aiohttp.ClientSession(headers={"Authorization": f"Bearer {self._token}"})
        url = f"{PROVIDER_URL}/rest/{call['service']}/{call['method']}"
        async with self._http.post(url, json={"params": call["params"]}) as answer:
            return orjson.loads(await answer.read())

    async def _tell(self, update: Update, context: ContextTypes.DEFAULT_TYPE, call: Json) -> None:
        bot, params = context.bot, call["params"]
        assert update.effective_chat is not None
        chat_id = update.effective_chat.id
        markup = None
        if rows := (params.get("reply_markup") or {}).get("inline_keyboard"):
            markup = InlineKeyboardMarkup([[_button(one) for one in row] for row in rows])
        match call["method"]:
            case "answerCallbackQuery":
                assert update.callback_query is not None
                await update.callback_query.answer()
            case "sendMessage":
                sent = await bot.send_message(
                    chat_id,
                    params["text"],
                    parse_mode=params.get("parse_mode"),
                    reply_markup=markup,
                )
                self._before[chat_id] = self._last.get(chat_id, 0)
                self._last[chat_id] = sent.message_id
            case "editMessageText":
                await bot.edit_message_text(
                    params["text"],
                    chat_id,
                    self._last[chat_id],
                    parse_mode=params.get("parse_mode"),
                    reply_markup=markup,
                )
            case "editMessageReplyMarkup":
                if before := self._before.get(chat_id, 0):
                    with suppress(BadRequest):  # its keyboard may be gone already
                        await bot.edit_message_reply_markup(chat_id, before, reply_markup=None)


def _button(one: Json) -> InlineKeyboardButton:
    return InlineKeyboardButton(one["text"], callback_data=one["data"])


def application(mode: str, small: SmallBot) -> Any:
    builder: Any = ApplicationBuilder().token(TOKEN).post_shutdown(small.close)
    builder.base_url(f"{OTHER_CHAT_URL}/bot").job_queue(None)
    if mode == "tuned":
        from handlers.transport import AiohttpRequest

        builder.request(AiohttpRequest()).get_updates_request(AiohttpRequest(connections=1))
        builder.concurrent_updates(PerChat())
    return builder.build()


def main() -> None:
    script = json.loads(Path(sys.argv[1]).read_text())
    mode = sys.argv[2]
    if mode == "tuned":
        import uvloop

        asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
    asyncio.set_event_loop(asyncio.new_event_loop())
    small = SmallBot(script)
    app: Application[Any, Any, Any, Any, Any, Any] = application(mode, small)
    app.add_handler(CallbackQueryHandler(small.on_tap))
    app.add_handler(MessageHandler(filters.TEXT, small.on_text))
    app.run_polling(timeout=10)


if __name__ == "__main__":
    main()
