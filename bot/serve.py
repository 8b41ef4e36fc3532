"""Runs the bot: the web server, the way updates come in, and an orderly end."""

from __future__ import annotations

import asyncio
import signal
import sys
from time import monotonic

import structlog
from aiohttp import web
from telegram import Bot
from telegram.error import TelegramError
from telegram.ext import ApplicationBuilder

from bot.app import SelfcareApplication, build_application
from bot.settings import Settings
from bot.web import web_app
from dialogs.services import Clock, utc_now
from handlers.transport import AiohttpRequest

log = structlog.get_logger(__name__)

WEBHOOK_PATH = "/telegram/updates"
READ_SECONDS = 20.0


def application(settings: Settings, clock: Clock = utc_now) -> SelfcareApplication:
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
    return build_application(builder, settings, clock)


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
    await _initialized(bot, stop)
    if stop.is_set():
        return
    await bot.start()
    server = web.AppRunner(web_app(bot.parts, WEBHOOK_PATH), access_log=None)
    try:
        await server.setup()
        host, port = settings.address
        await web.TCPSite(server, host, port).start()
        if settings.public_url:
            await _set_webhook(bot, settings)
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


async def _initialized(bot: SelfcareApplication, stop: asyncio.Event) -> None:
    """Wait for Telegram as long as it takes: an outage at the start is no reason to give up."""
    pause = 1.0
    while not stop.is_set():
        try:
            await bot.initialize()
        except TelegramError as error:
            log.warning("telegram not reached", error=type(error).__name__)
            try:
                await asyncio.wait_for(stop.wait(), pause)
            except TimeoutError:
                pause = min(pause * 2, 30)
        else:
            return


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
