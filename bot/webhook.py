"""Webhook mode: how updates fare on their way, as Telegram sees it."""

from __future__ import annotations

import asyncio
from datetime import datetime

import structlog
from telegram import Bot, WebhookInfo
from telegram.error import TelegramError

log = structlog.get_logger(__name__)

LOOK_SECONDS = 60.0


class WebhookWatch:
    """Asks Telegram now and then: that updates do not reach us, nothing here can see."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._pending = 0
        self._last_error: datetime | None = None
        self.deaf = False
        """Updates wait at Telegram, more than before, and delivering them has failed since."""

    async def look(self) -> None:
        """For ever."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                self.judge(await self._bot.get_webhook_info())
            except TelegramError as error:
                log.warning("webhook not looked at", error=type(error).__name__)

    def judge(self, info: WebhookInfo) -> None:
        """Deaf from an error while more waits than before, until less waits or errors end."""
        waiting, failed = info.pending_update_count, info.last_error_date
        news = failed is not None and failed != self._last_error
        if news:
            log.warning("webhook failed", reason=info.last_error_message, pending=waiting)
        self.deaf = news and waiting > 0 and (waiting > self._pending or self.deaf)
        self._pending, self._last_error = waiting, failed
