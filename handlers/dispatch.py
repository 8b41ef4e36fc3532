"""PTB's handlers: each update becomes an event of the engine, in its chat's order."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from datetime import UTC

import structlog
from telegram import Message, Update, User
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from dialogs.engine import Engine
from dialogs.events import (
    Command,
    Event,
    File,
    Other,
    Reachability,
    Said,
    SentFile,
    SharedContact,
    Tap,
)
from handlers.messenger import seconds_of
from locales import Reader, _, language_for

log = structlog.get_logger(__name__)


class Ticket:
    """Of an update that lies in the inbox: whether the engine has taken it."""

    taken = False


stored: ContextVar[Ticket | None] = ContextVar("stored", default=None)
"""Set while a task handles an update that came through the inbox."""

SHORT_WAIT = 0.2
LONGEST_WAIT = 5.0
"""Seconds; a phone stops showing that it waits soon after."""

ONLY_PRIVATE = _("I look after phone lines in private chats only. Write to me directly, please.")

Context = ContextTypes.DEFAULT_TYPE


class Dispatch:
    """Registers our handlers with an `Application` and feeds the engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def register(self, application: Application) -> None:  # type: ignore[type-arg]  # PTB's six parameters say nothing here
        private = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
        private &= ~filters.StatusUpdate.PINNED_MESSAGE  # it says nothing to us
        groups = filters.ChatType.GROUPS & filters.UpdateType.MESSAGE & filters.COMMAND
        # Blocking, whatever the caller's defaults: an update is done when its handler has ended.
        application.add_handler(CallbackQueryHandler(self._on_tap, block=True))
        application.add_handler(MessageHandler(private, self._on_message, block=True))
        application.add_handler(ChatMemberHandler(self._on_membership, block=True))
        application.add_handler(MessageHandler(groups, self._on_group, block=True))
        application.add_error_handler(self._on_error)

    async def _on_tap(self, update: Update, context: Context) -> None:
        query = update.callback_query
        assert query is not None
        # Beside the work and before it: the phone shows a spinner until this is answered.
        context.application.create_task(self._answer(update), update)
        if query.message is None or query.data is None or query.message.chat.type != "private":
            return
        await self._handle(update, query.from_user, Tap(query.message.message_id, query.data))

    async def _answer(self, update: Update) -> None:
        assert update.callback_query is not None
        try:
            await once_more(update.callback_query.answer)
        except TelegramError as error:  # too old, or the network: the work goes on
            log.info("tap not answered", error=type(error).__name__)

    async def _on_message(self, update: Update, context: Context) -> None:
        message, user = update.message, update.effective_user
        if message is None or user is None:
            return
        await self._handle(update, user, _what(message, user))

    async def _on_membership(self, update: Update, context: Context) -> None:
        change = update.my_chat_member
        if change is None or change.chat.type != "private":
            return
        reachable = change.new_chat_member.status not in ("kicked", "left")
        await self._handle(update, change.from_user, Reachability(reachable))

    async def _on_group(self, update: Update, context: Context) -> None:
        if update.message is not None and update.effective_user is not None:
            language = language_for(update.effective_user.language_code)
            words = Reader(language, UTC, self._engine.services.clock).say(ONLY_PRIVATE)
            await update.message.reply_text(words)

    async def _handle(
        self,
        update: Update,
        user: User,
        what: Tap | Said | Command | SharedContact | SentFile | Other | Reachability,
    ) -> None:
        ticket = stored.get()
        if ticket is not None:
            ticket.taken = True
        await self._engine.handle(
            Event(
                update_id=update.update_id,
                chat_id=user.id,
                user_id=user.id,
                name=user.first_name,
                language_code=user.language_code or "",
                what=what,
                payload=None if ticket else update.to_json().encode(),
            )
        )

    async def _on_error(self, update: object, context: Context) -> None:
        error = context.error
        update_id = getattr(update, "update_id", 0)
        log.error("update failed", error=type(error).__name__, update=update_id)


async def once_more(call: Callable[[], Awaitable[object]]) -> None:
    """A call that may be repeated, when Telegram was overloaded or did not answer."""
    try:
        await call()
    except BadRequest:
        raise
    except RetryAfter as error:
        await asyncio.sleep(min(seconds_of(error.retry_after), LONGEST_WAIT))
    except NetworkError:
        await asyncio.sleep(SHORT_WAIT)
    else:
        return
    await call()


def _what(message: Message, user: User) -> Said | Command | SharedContact | SentFile | Other:
    """What a private message means to the engine."""
    if message.contact is not None:
        # A card that is passed on may be years old, and its number somebody else's by now.
        own = message.contact.user_id == user.id and message.forward_origin is None
        card = message.contact
        name = f"{card.first_name} {card.last_name or ''}".strip()
        return SharedContact(message.message_id, card.phone_number, own, name)
    if (file := _file(message)) is not None:
        return SentFile(message.message_id, file)
    text = message.text
    if text is None:
        return Other(message.message_id)
    if text.startswith("/"):
        name, _space, rest = text[1:].partition(" ")
        name = name.split("@")[0].split("\n")[0].lower()
        if name:
            return Command(message.message_id, name, rest.strip())
    return Said(message.message_id, text)


def _file(message: Message) -> File | None:
    """What is sent to be used; a photo has no sound and no name, and no area takes one.

    No area takes a film either, but who asks for a sound can say so. A round one has no type.
    """
    sound = message.voice or message.audio
    sent = sound or message.document or message.video or message.video_note
    if sent is None:
        return None
    return File(
        sent.file_id,
        sent.file_size or 0,
        getattr(sent, "mime_type", None) or ("video/mp4" if message.video_note else ""),
        getattr(sent, "file_name", None) or "",
        int(seconds_of(sound.duration)) if sound else 0,
    )
