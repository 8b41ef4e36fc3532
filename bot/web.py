"""The bot's own web server: health, metrics, Telegram's webhook and the provider's events."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import orjson
import structlog
from aiohttp import web

from store import StoreError

if TYPE_CHECKING:
    from bot.app import Parts

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

log = structlog.get_logger(__name__)

EVENTS_PATH = "/portaswitch/events"
SILENT_AFTER = timedelta(seconds=90)
"""Long polls end at least this often: silence for longer means that updates do not come in."""
MOST_BYTES = 1_000_000


def web_app(parts: Parts, webhook_path: str) -> web.Application:
    app = web.Application(client_max_size=MOST_BYTES)
    app.add_routes(
        [
            web.get("/health", _health(parts)),
            web.get("/metrics", _metrics(parts)),
            parts.intake.route(webhook_path, parts.webhook_secret),
        ]
    )
    if parts.settings.events_user and parts.settings.events_password.get_secret_value():
        app.add_routes([web.post(EVENTS_PATH, _events(parts))])
    return app


def _health(parts: Parts) -> Handler:
    async def health(request: web.Request) -> web.Response:
        """200 while the store answers and updates come in; what is wrong, otherwise."""
        now = parts.services.clock()
        fetched = parts.intake.last_fetch
        polling = not parts.settings.public_url
        # None: another replica polls, or this one has just started.
        silent = polling and fetched is not None and now - fetched > SILENT_AFTER
        state = {
            "store": await parts.store.healthy(),
            "telegram": not (silent or parts.webhook.deaf),
            "loops": parts.alive,
        }
        return web.json_response(state, status=200 if all(state.values()) else 503)

    return health


def _metrics(parts: Parts) -> Handler:
    async def metrics(request: web.Request) -> web.Response:
        parts.metrics.busy.set(parts.engine.lanes.busy)
        return web.Response(
            body=parts.metrics.page(), headers={"Content-Type": "text/plain; version=0.0.4"}
        )

    return metrics


def _events(parts: Parts) -> Handler:
    settings = parts.settings
    wanted = f"{settings.events_user}:{settings.events_password.get_secret_value()}".encode()

    async def events(request: web.Request) -> web.Response:
        """200: done, do not repeat; 4xx: dropped by the switch; 5xx: sent again later."""
        scheme, _space, credentials = request.headers.get("Authorization", "").partition(" ")
        try:
            given = base64.b64decode(credentials, validate=True)
        except binascii.Error:
            given = b""
        if scheme.lower() != "basic" or not hmac.compare_digest(given, wanted):
            return web.Response(status=401)
        try:
            event = orjson.loads(await request.read())
            kind, variables = str(event["event_type"]), dict(event["variables"])
        except (ValueError, KeyError, TypeError):
            return web.Response(status=400)
        try:
            await parts.scheduler.event(kind, variables)
        except StoreError:
            return web.Response(status=503)
        return web.Response()

    return events
