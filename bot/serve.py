"""Runs the bot: the web server, the way updates come in, and an orderly end."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from time import monotonic

import structlog
from aiohttp import web
from telegram import Bot
from telegram.error import InvalidToken, TelegramError
from telegram.ext import ApplicationBuilder

from bot.app import SelfcareApplication, build_application
from bot.settings import Settings
from bot.web import web_app
from conversations import AREAS
from dialogs import Area
from dialogs.services import Clock, utc_now
from handlers.transport import AiohttpRequest

log = structlog.get_logger(__name__)

WEBHOOK_PATH = "/telegram/updates"
READ_SECONDS = 20.0
PARTING_SECONDS = 5.0


def application(
    settings: Settings, clock: Clock = utc_now, areas: Sequence[Area] = AREAS
) -> SelfcareApplication:
    """The bot over our transport; every call goes to the one configured address, files too."""
    builder = (
        ApplicationBuilder()
        .token(settings.telegram_token.get_secret_value())
        .base_url(f"{settings.telegram_api_url}/bot")
        .base_file_url(f"{settings.telegram_api_url}/file/bot")
        .request(AiohttpRequest(read_timeout=READ_SECONDS))
        .get_updates_request(AiohttpRequest(connections=1))
        .job_queue(None)
    )
    return build_application(builder, settings, clock, areas)


def bot_of(settings: Settings) -> Bot:
    """Telegram alone, for the command line."""
    return Bot(
        settings.telegram_token.get_secret_value(),
        base_url=f"{settings.telegram_api_url}/bot",
        base_file_url=f"{settings.telegram_api_url}/file/bot",
        request=AiohttpRequest(read_timeout=READ_SECONDS),
        get_updates_request=AiohttpRequest(connections=1),
    )


async def serve(settings: Settings) -> None:
    """Until SIGTERM or SIGINT. Raises what keeps it from starting."""
    started = monotonic()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    bot = application(settings)
    # An outage of Telegram at the start is no reason to give up.
    await _reached(bot.initialize, stop)
    if stop.is_set():
        return
    await bot.start()
    # A client that never ends its request may not take the time in which running turns end.
    server = web.AppRunner(
        web_app(bot.parts, WEBHOOK_PATH), access_log=None, shutdown_timeout=PARTING_SECONDS
    )
    try:
        await server.setup()
        host, port = settings.address
        await web.TCPSite(server, host, port).start()
        if settings.public_url:
            await _reached(lambda: _set_webhook(bot, settings), stop)
        else:
            bot.parts.spawn(bot.parts.intake.poll())
        log.info(
            "ready",
            mode="webhook" if settings.public_url else "polling",
            listen=settings.listen,
            seconds=round(monotonic() - started, 2),
        )
        await stop.wait()
        log.info("stopping")
    finally:
        await server.cleanup()
        await bot.stop()
        await bot.shutdown()


async def _reached(call: Callable[[], Awaitable[None]], stop: asyncio.Event) -> None:
    """Repeat a call to Telegram until it is answered, or until it is time to stop."""
    pause = 1.0
    while not stop.is_set():
        try:
            return await call()
        except InvalidToken:
            raise ValueError("Telegram does not know the token") from None
        except TelegramError as error:
            log.warning("telegram not reached", error=type(error).__name__)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), pause)
            pause = min(pause * 2, 30)
    return None


async def _set_webhook(bot: SelfcareApplication, settings: Settings) -> None:
    await bot.bot.set_webhook(
        f"{settings.public_url}{WEBHOOK_PATH}",
        secret_token=bot.parts.webhook_secret,
        allowed_updates=list(bot.parts.intake.allowed),
        max_connections=100,
    )


def run(settings: Settings) -> None:
    """The process's whole life."""
    if sys.platform == "win32":
        asyncio.run(serve(settings))
        return
    import uvloop

    uvloop.run(serve(settings))
