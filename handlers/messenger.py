"""Telegram as the dialogs' messenger: sends, edits, deletes, and names every refusal."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, TypeVar

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InputFile,
    LinkPreviewOptions,
    Message,
    ReplyKeyboardRemove,
)
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from dialogs.messenger import (
    Drawn,
    Gone,
    MessengerError,
    Overloaded,
    Refused,
    Unreachable,
    patience,
)
from dialogs.view import Picture, Voice
from handlers.render import CAPTION_LIMIT, html, keyboard

log = structlog.get_logger(__name__)

T = TypeVar("T")

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
VOICE_REFUSED = "voice_messages_forbidden"
"""With Telegram Premium, subscribers may refuse voice notes, those of bots too."""
LONGEST_FILE_NAME = 100
FETCH_SECONDS = 30
"""For a file of the subscriber; a voice note comes in one."""
CommandList = Callable[[str], list[tuple[str, str]]]


class TelegramMessenger:
    """Implements `dialogs.messenger.Messenger` over PTB's bot."""

    def __init__(self, bot: Bot, commands: CommandList) -> None:
        self._bot = bot
        self._commands = commands

    async def send(self, chat_id: int, drawn: Drawn) -> int:
        """A send is never repeated blindly: one that timed out may have arrived."""
        if drawn.thanks:
            await self._asked(
                lambda: self._bot.send_message(
                    chat_id, drawn.thanks, reply_markup=ReplyKeyboardRemove()
                )
            )
        message = await self._asked(lambda: self._send(chat_id, drawn))
        return message.message_id

    async def _send(self, chat_id: int, drawn: Drawn) -> Message:
        markup: Any = keyboard(drawn)
        if drawn.media is None:
            return await self._bot.send_message(
                chat_id,
                html(drawn),
                parse_mode=ParseMode.HTML,
                reply_markup=markup,
                link_preview_options=NO_PREVIEW,
                disable_notification=drawn.silent,
                protect_content=drawn.protected or None,
            )
        caption = html(drawn, CAPTION_LIMIT)
        file = InputFile(drawn.media.content, filename=_file_name(drawn.media.filename))
        if isinstance(drawn.media, Picture):
            return await self._bot.send_photo(
                chat_id,
                file,
                caption=caption,
                parse_mode=ParseMode.HTML,
                reply_markup=markup,
                disable_notification=drawn.silent,
                protect_content=drawn.protected or None,
                read_timeout=30,
            )
        if isinstance(drawn.media, Voice):
            try:
                return await self._bot.send_voice(
                    chat_id,
                    file,
                    duration=drawn.media.seconds,
                    caption=caption,
                    parse_mode=ParseMode.HTML,
                    reply_markup=markup,
                    disable_notification=drawn.silent,
                    protect_content=drawn.protected or None,
                    read_timeout=30,
                )
            except BadRequest as error:
                if VOICE_REFUSED not in error.message.lower():
                    raise
        return await self._bot.send_document(
            chat_id,
            file,
            caption=caption,
            parse_mode=ParseMode.HTML,
            reply_markup=markup,
            # Else Telegram would recognise the voice note that was just refused.
            disable_content_type_detection=isinstance(drawn.media, Voice) or None,
            disable_notification=drawn.silent,
            protect_content=drawn.protected or None,
            read_timeout=30,
        )

    async def edit(self, chat_id: int, message_id: int, drawn: Drawn, *, caption: bool) -> None:
        markup: Any = keyboard(drawn)

        async def edit() -> object:
            if caption:
                return await self._bot.edit_message_caption(
                    chat_id,
                    message_id,
                    caption=html(drawn, CAPTION_LIMIT),
                    parse_mode=ParseMode.HTML,
                    reply_markup=markup,
                )
            return await self._bot.edit_message_text(
                html(drawn),
                chat_id,
                message_id,
                parse_mode=ParseMode.HTML,
                reply_markup=markup,
                link_preview_options=NO_PREVIEW,
            )

        await self._edited(edit)

    async def strip(self, chat_id: int, message_id: int) -> None:
        try:
            await self._edited(
                lambda: self._bot.edit_message_reply_markup(chat_id, message_id, reply_markup=None)
            )
        except MessengerError as error:
            log.info("keyboard stays", error=type(error).__name__)

    async def pin(self, chat_id: int, message_id: int) -> None:
        try:
            await self._asked(
                lambda: self._bot.pin_chat_message(chat_id, message_id, disable_notification=True),
                again=True,
            )
        except MessengerError as error:
            log.info("not pinned", error=type(error).__name__)

    async def unpin(self, chat_id: int, message_id: int) -> None:
        try:
            await self._asked(
                lambda: self._bot.unpin_chat_message(chat_id, message_id=message_id), again=True
            )
        except Refused as refused:  # the subscriber has done so already
            log.info("not unpinned", error=refused.words)

    async def _edited(self, edit: Callable[[], Awaitable[object]]) -> None:
        """An edit may be repeated: it says what the message shall be. Raises Gone."""
        try:
            await self._asked(edit, again=True)
        except Refused as refused:
            if "message is not modified" not in refused.words:
                raise Gone(refused.words) from None

    async def delete(self, chat_id: int, message_id: int) -> bool:
        try:
            return bool(
                await self._asked(lambda: self._bot.delete_message(chat_id, message_id), again=True)
            )
        except Refused as refused:
            return "message to delete not found" in refused.words

    async def fetch(self, file_id: str, limit_bytes: int) -> bytes:
        """Telegram gives bots files of up to 20 MB; the size it tells first is held to."""
        file = await self._asked(lambda: self._bot.get_file(file_id), again=True)
        if (file.file_size or 0) > limit_bytes:
            raise Refused("file is too big")
        content = await self._asked(
            lambda: file.download_as_bytearray(read_timeout=FETCH_SECONDS), again=True
        )
        if len(content) > limit_bytes:
            raise Refused("file is too big")
        return bytes(content)

    async def busy(self, chat_id: int) -> None:
        try:
            await self._bot.send_chat_action(chat_id, ChatAction.TYPING)
        except TelegramError as error:
            log.info("status not shown", error=type(error).__name__)

    async def commands(self, chat_id: int, language: str) -> None:
        listed = [BotCommand(name, about) for name, about in self._commands(language)]
        try:
            await self._bot.set_my_commands(listed, scope=BotCommandScopeChat(chat_id))
        except TelegramError as error:
            log.info("commands not shown", error=type(error).__name__)

    async def _asked(self, call: Callable[[], Awaitable[T]], *, again: bool = False) -> T:
        """One call with Telegram's refusals named. `again`: it may be repeated after silence."""
        waited = 0.0
        while True:
            try:
                return await call()
            except RetryAfter as error:
                seconds = seconds_of(error.retry_after)
                waited += seconds
                if waited > patience.get():
                    raise Overloaded(seconds) from None
                await asyncio.sleep(seconds)
            except Forbidden as error:
                raise Unreachable(error.message) from None
            except BadRequest as error:
                if "chat not found" in error.message.lower():
                    raise Unreachable(error.message) from None
                raise Refused(error.message.lower()) from None
            except (TimedOut, NetworkError) as error:
                if not again:
                    raise MessengerError(type(error).__name__) from None
                again = False
            except TelegramError as error:
                raise MessengerError(type(error).__name__) from None


def seconds_of(value: float | timedelta) -> float:
    """PTB gives a number or a timedelta, as the environment variable PTB_TIMEDELTA wishes."""
    return value.total_seconds() if isinstance(value, timedelta) else float(value)


def _file_name(given: str) -> str:
    """The provider's name for a file: it stands in a header, where a line's end begins another."""
    name = "".join(char for char in given if char.isprintable() and char not in '"\\/')
    return name[-LONGEST_FILE_NAME:] or "file"
