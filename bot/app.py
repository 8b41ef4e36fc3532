"""The one place where the parts are joined."""

from __future__ import annotations

import asyncio
import os
import secrets
import socket
from collections.abc import Coroutine, Sequence
from dataclasses import replace
from typing import Any

import structlog
from telegram.ext import Application, ApplicationBuilder, BaseUpdateProcessor

from bot.metrics import Metrics
from bot.settings import Settings
from bot.switch import ask_switch
from bot.webhook import WebhookWatch
from conversations import AREAS
from dialogs import Area
from dialogs.engine import Engine
from dialogs.services import Clock, Services, utc_now
from dialogs.sessions import Sessions
from handlers.dispatch import Dispatch
from handlers.intake import Intake
from handlers.menu import command_list, publish
from handlers.messenger import TelegramMessenger
from handlers.transport import AiohttpRequest
from portaswitch import Provider
from scheduler import Scheduler
from store import Leader, Seal, Store, StoreError
from store import dialogs as rows

log = structlog.get_logger(__name__)

DRAIN_SECONDS = 10.0
AnyApplication = Application[Any, Any, Any, Any, Any, Any]


class SideBySide(BaseUpdateProcessor):
    """Chats run side by side; the engine keeps the order within each."""

    def __init__(self) -> None:
        super().__init__(max_concurrent_updates=10_000)

    async def do_process_update(self, update: object, coroutine: Any) -> None:
        await coroutine

    async def initialize(self) -> None:
        return None

    async def shutdown(self) -> None:
        return None


class Parts:
    """Everything below the Telegram edge, made of the operator's settings."""

    def __init__(
        self,
        settings: Settings,
        application: SelfcareApplication,
        clock: Clock,
        areas: Sequence[Area],
    ) -> None:
        self.settings = settings
        self._areas = areas
        self.metrics = Metrics()
        seal = Seal(settings.keys)
        self.store = Store(settings.database_url, seal, clock=clock)
        self.provider = Provider(settings.provider(), clock=clock, observer=self.metrics.provider)
        self.services = Services(
            store=self.store,
            seal=seal,
            provider=self.provider,
            sessions=Sessions(self.store, seal, self.provider, clock),
            options=settings.options(),
            clock=clock,
            mailer=settings.mailer,
            lease_seconds=settings.lease_seconds,
            replica=f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(3)}",
        )
        self.messenger = TelegramMessenger(application.bot, command_list(areas))
        self.services.say_commands = self.messenger.commands
        self.engine = Engine(self.services, self.messenger, areas)
        self.intake = Intake(application, self.services)
        self.scheduler = Scheduler(
            self.engine, poll_seconds=settings.poll_seconds, observer=self.metrics
        )
        self.services.wake = self.scheduler.wake
        self.services.take_up = self.intake.take_up
        self.services.observe = self.metrics.update
        given = settings.webhook_secret.get_secret_value()
        self.webhook_secret = given or seal.hmac("webhook", "secret token")
        self.webhook = WebhookWatch(application.bot)
        self._application = application
        self._loops: list[asyncio.Task[None]] = []
        self._alone: Leader | None = None

    async def open(self) -> None:
        await self.store.open()
        if self.store.embedded:
            await self._claim()
            await self.store.run(rows.forget_leases)
        await self.provider.start()

    async def _claim(self) -> None:
        """A SQLite file is one process's: another one would drop our leases and answer twice."""
        self._alone = await self.store.leader("process")
        if self._alone is None:
            raise StoreError(
                "The database is in use: another process uses this database"
                " (several replicas need PostgreSQL)"
            )

    async def start(self) -> None:
        username = self._application.bot.username
        self.services.options = replace(self.services.options, bot_username=username)
        self.spawn(self.intake.sweep())
        self.spawn(ask_switch(self.provider, self.settings.probe, self.services.checked))
        if self.settings.public_url:
            self.spawn(self.webhook.look())
        self.spawn(publish(self._application.bot, self._areas))
        await self.scheduler.start()

    def spawn(self, loop: Coroutine[Any, Any, None]) -> None:
        """Run a loop until the end; its unexpected death is told and ends nothing else."""
        task = asyncio.ensure_future(loop)
        task.add_done_callback(_report)
        self._loops.append(task)

    @property
    def alive(self) -> bool:
        """Whether every loop that should run for ever still runs."""
        ended = (task for task in self._loops if task.done() and not task.cancelled())
        return not any(task.exception() for task in ended)

    async def stop(self) -> None:
        await self.scheduler.stop()
        for task in self._loops:
            task.cancel()
        await asyncio.gather(*self._loops, return_exceptions=True)
        self._loops.clear()
        await self.intake.drain(DRAIN_SECONDS)

    async def close(self) -> None:
        await self.provider.stop()
        await self.store.close()
        if self._alone is not None:
            await self._alone.release()


def _report(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("a loop died", loop=task.get_name(), error=repr(error))


class SelfcareApplication(Application[Any, Any, Any, Any, Any, Any]):
    """PTB's application, which opens and closes the store and the scheduler with itself."""

    parts: Parts
    requests: Sequence[AiohttpRequest] = ()
    """Ours to close: PTB leaves them open where the start was not finished."""

    async def initialize(self) -> None:
        await super().initialize()
        await self.parts.open()

    async def start(self) -> None:
        await super().start()
        await self.parts.start()

    async def stop(self) -> None:
        await self.parts.stop()
        await super().stop()

    async def shutdown(self) -> None:
        """Also after half a start."""
        await self.parts.close()
        await super().shutdown()
        for request in self.requests:
            await request.shutdown()


def build_application(
    builder: ApplicationBuilder[Any, Any, Any, Any, Any, Any],
    settings: Settings | None = None,
    clock: Clock = utc_now,
    areas: Sequence[Area] = AREAS,
) -> SelfcareApplication:
    """The whole bot as a PTB application. The caller's builder has token, URLs, request or bot.

    Updates come by `process_update`; ours come through the inbox (`application.parts.intake`).
    """
    builder.application_class(SelfcareApplication)
    builder.updater(None).concurrent_updates(SideBySide())
    application = builder.build()
    assert isinstance(application, SelfcareApplication)
    application.parts = Parts(settings or Settings(), application, clock, areas)
    Dispatch(application.parts.engine).register(application)
    return application
