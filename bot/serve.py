"""Runs the bot: the web server, the way updates come in, and an orderly end."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from time import monotonic

import structlog
from aiohttp import web
from telegram import Bot
from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError
from telegram.ext import ApplicationBuilder

from bot.app import SelfcareApplication, build_application
from bot.settings import Settings
from bot.web import web_app
from conversations import AREAS
from dialogs import Area
from dialogs.services import Clock, utc_now
from handlers.transport import AiohttpRequest, BriefAnswers

log = structlog.get_logger(__name__)

COLLECTED_AFTER = (20_000, 20, 100)
"""Objects, and looks at younger ones, before the collector looks for cycles: a step makes a few
thousand objects, and hardly a cycle."""

WEBHOOK_PATH = "/telegram/updates"
READ_SECONDS = 20.0
PARTING_SECONDS = 5.0


def application(
    settings: Settings, clock: Clock = utc_now, areas: Sequence[Area] = AREAS
) -> SelfcareApplication:
    """The bot over our transport; every call goes to the one configured address, files too."""
    calls = BriefAnswers(read_timeout=READ_SECONDS)
    polls = AiohttpRequest(connections=1)
    builder = (
        ApplicationBuilder()
        .token(settings.telegram_token.get_secret_value())
        .base_url(f"{settings.telegram_api_url}/bot")
        .base_file_url(f"{settings.telegram_api_url}/file/bot")
        .request(calls)
        .get_updates_request(polls)
        .job_queue(None)
    )
    made = build_application(builder, settings, clock, areas)
    made.requests = (calls, polls)
    return made


def bot_of(settings: Settings) -> Bot:
    """Telegram alone, for the command line."""
    return Bot(
        settings.telegram_token.get_secret_value(),
        base_url=f"{settings.telegram_api_url}/bot",
        base_file_url=f"{settings.telegram_api_url}/file/bot",
        request=BriefAnswers(read_timeout=READ_SECONDS),
        get_updates_request=AiohttpRequest(connections=1),
    )


async def serve(settings: Settings) -> None:
    """Until SIGTERM or SIGINT. Raises what keeps it from starting."""
    started = monotonic()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    for name in settings.weak():
        log.warning("too short to keep strangers out", setting=name, hint="openssl rand -hex 32")
    bot = application(settings)
    # A client that never ends its request may not take the time in which running turns end.
    server = web.AppRunner(
        web_app(bot.parts, WEBHOOK_PATH), access_log=None, shutdown_timeout=PARTING_SECONDS
    )
    try:
        if not await _started(bot, server, settings, stop):
            return
        log.info(
            "ready",
            mode="webhook" if settings.public_url else "polling",
            listen=settings.listen,
            seconds=round(monotonic() - started, 2),
        )
        # What is loaded by now stays: looking through it for cycles again and again costs a
        # twentieth of each step, and looking every 700 objects for new ones a tenth.
        gc.collect()
        gc.freeze()
        gc.set_threshold(*COLLECTED_AFTER)
        await stop.wait()
        log.info("stopping")
    finally:
        await server.cleanup()
        if bot.running:
            await bot.stop()
        await bot.shutdown()


async def _started(
    bot: SelfcareApplication, server: web.AppRunner, settings: Settings, stop: asyncio.Event
) -> bool:
    """Whether everything runs; False when it was told to stop meanwhile."""
    # An outage of Telegram at the start is no reason to give up.
    if not await _reached(bot.initialize, settings, stop):
        return False
    await bot.start()
    await server.setup()
    await _listen(server, settings)
    if settings.public_url:
        return await _reached(lambda: _set_webhook(bot, settings), settings, stop)
    bot.parts.spawn(bot.parts.intake.poll())
    return True


async def _listen(server: web.AppRunner, settings: Settings) -> None:
    host, port = settings.address
    try:
        await web.TCPSite(server, host, port).start()
    except OSError as error:
        # asyncio's words for a taken port are long; a name that is not found has a negative number.
        number = error.errno or 0
        reason = os.strerror(number) if number > 0 else error.strerror
        raise ValueError(f"SELFCARE_LISTEN: cannot listen on {settings.listen}: {reason}") from None


async def _reached(
    call: Callable[[], Awaitable[None]], settings: Settings, stop: asyncio.Event
) -> bool:
    """Repeat a call to Telegram until it is answered; False when it is time to stop instead."""
    pause = 1.0
    while not stop.is_set():
        try:
            return await _unless(stop, call())
        except InvalidToken:
            raise ValueError("Telegram does not know SELFCARE_TELEGRAM_TOKEN") from None
        except (BadRequest, Forbidden) as error:
            raise ValueError(f"Telegram refused: {error.message}") from None
        except TelegramError as error:
            # The address as it is set: the one that was called ends with the token.
            token = settings.telegram_token.get_secret_value()
            reason = error.message.replace(token, "…")
            log.warning("telegram not reached", address=settings.telegram_api_url, reason=reason)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), pause)
            pause = min(pause * 2, 30)
    return False


async def _unless(stop: asyncio.Event, call: Awaitable[None]) -> bool:
    """Whether the call has ended before it was time to stop, which cuts it off."""
    calling, stopping = asyncio.ensure_future(call), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait((calling, stopping), return_when=asyncio.FIRST_COMPLETED)
        if calling.done():
            calling.result()
            return True
        return False
    finally:
        for task in (calling, stopping):
            task.cancel()
        await asyncio.gather(calling, stopping, return_exceptions=True)


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
