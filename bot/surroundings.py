"""What the bot stands on besides the switch's API: Telegram, store, clock, the way for events."""

from __future__ import annotations

import asyncio
import base64
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from pathlib import Path

import aiohttp
from sqlalchemy.engine import make_url
from telegram.error import InvalidToken, TelegramError

from bot.serve import bot_of
from bot.settings import Settings
from bot.web import EVENTS_PATH
from bot.words import in_a_line
from dialogs.services import utc_now
from store import Seal, Store, StoreError

SECONDS = aiohttp.ClientTimeout(total=10)
SKEW = timedelta(seconds=30)
"""Tokens, timed changes and ranges of xDRs forgive less than an hour, and more than a slow line."""


class State(StrEnum):
    OK = "ok"
    OFF = "off"
    """By the settings."""
    NOT_CHECKED = "not checked"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report: what was looked at, how it is, and why in the operator's words."""

    subject: str
    state: State
    words: str


async def look_around(settings: Settings) -> list[Finding]:
    """All at once: one that is silent costs its own time only."""
    telegram, (store, database), provider_clock, telegram_clock, events = await asyncio.gather(
        _telegram(settings),
        _store(settings),
        _skew(settings.provider_url),
        _skew(settings.telegram_api_url),
        _events(settings),
    )
    clock = _clock(
        {"the provider": provider_clock, "Telegram": telegram_clock, "the database": database}
    )
    return [telegram, store, clock, events]


async def _telegram(settings: Settings) -> Finding:
    try:
        async with bot_of(settings) as bot:
            return Finding("telegram", State.OK, f"the token is that of @{bot.username}")
    except InvalidToken:
        words = "Telegram does not know SELFCARE_TELEGRAM_TOKEN"
    except TelegramError as error:
        # The address as it is set: the one that was called ends with the token.
        reason = error.message.replace(settings.telegram_token.get_secret_value(), "…")
        words = f"{settings.telegram_api_url} could not be asked: {reason}"
    return Finding("telegram", State.WRONG, words)


async def _store(settings: Settings) -> tuple[Finding, timedelta | None]:
    """Nothing is made, migrated or opened with the secret key; and how far its clock is behind."""
    if settings.embedded and (unmade := _unmade(settings)) is not None:
        return unmade, None
    try:
        store = Store(settings.database_url, Seal(secrets.token_hex()), clock=utc_now)
        moment = await store.look()
    except StoreError as error:
        return Finding("store", State.WRONG, in_a_line(error)), None
    kind = "SQLite" if settings.embedded else "PostgreSQL"
    skew = None if moment is None else utc_now() - moment
    return Finding("store", State.OK, f"{kind}, as this program needs it"), skew


def _unmade(settings: Settings) -> Finding | None:
    """Where the file is not there yet: whether it can be made."""
    path = Path(str(make_url(settings.database_url).database)).absolute()
    if path.exists():
        return None
    folder = next(one for one in path.parents if one.exists())
    if os.access(folder, os.W_OK | os.X_OK):
        return Finding("store", State.OK, f"SQLite; {path} is made at the first start")
    return Finding(
        "store", State.WRONG, f"SELFCARE_DATABASE_URL: {folder} is no folder to write to"
    )


async def _skew(url: str) -> timedelta | None:
    """How far we are ahead of a server, by its Date header; None where it tells no time.

    Certificates are not looked at: nothing is sent but the question, and a clock that is wrong is
    itself a reason why a good certificate is refused.
    """
    try:
        async with (
            aiohttp.ClientSession(timeout=SECONDS) as http,
            http.get(f"{url}/", ssl=False, allow_redirects=False) as answer,
        ):
            return utc_now() - parsedate_to_datetime(answer.headers.get("Date", ""))
    except (aiohttp.ClientError, TimeoutError, ValueError, TypeError):
        return None


def _clock(skews: Mapping[str, timedelta | None]) -> Finding:
    told = {name: skew for name, skew in skews.items() if skew is not None}
    if not told:
        return Finding("clock", State.NOT_CHECKED, "nobody could be asked for the time")
    off = [f"{_told(skew)} {name}" for name, skew in told.items() if abs(skew) > SKEW]
    if off:
        words = f"this machine's clock is {', '.join(off)}: set it by NTP"
        return Finding("clock", State.WRONG, words)
    return Finding("clock", State.OK, f"agrees with {', '.join(told)}")


def _told(skew: timedelta) -> str:
    seconds = round(skew.total_seconds())
    return f"{abs(seconds)} seconds {'ahead of' if seconds > 0 else 'behind'}"


async def _events(settings: Settings) -> Finding:
    """What the switch would find: a body that is no event is refused, and so nothing happens."""
    if not settings.events_user:
        return Finding("events", State.OFF, "SELFCARE_EVENTS_USER is not set: balances are polled")
    url = f"{settings.public_url or _own_address(settings)}{EVENTS_PATH}"
    credentials = f"{settings.events_user}:{settings.events_password.get_secret_value()}"
    basic = base64.b64encode(credentials.encode()).decode()
    try:
        async with (
            aiohttp.ClientSession(timeout=SECONDS) as http,
            http.post(
                url,
                json={},
                headers={"Authorization": f"Basic {basic}"},
                allow_redirects=False,
            ) as answer,
        ):
            status = answer.status
    except aiohttp.ClientConnectorCertificateError:
        return Finding("events", State.WRONG, f"the certificate of {url} is not trusted")
    except (aiohttp.ClientError, TimeoutError):
        status = 0
    if status == 0 or status >= 500:
        words = f"{url} does not answer; does the bot run? Start it and check again"
        return Finding("events", State.NOT_CHECKED, words)
    if status == 401:
        return Finding("events", State.WRONG, f"{url} refuses SELFCARE_EVENTS_USER / _PASSWORD")
    if status != 400:
        words = f"{url} is not the bot's: HTTP {status}; does the proxy pass {EVENTS_PATH} on?"
        return Finding("events", State.WRONG, words)
    if not settings.public_url:
        words = f"{url} answers; its way from outside is not known without SELFCARE_PUBLIC_URL"
        return Finding("events", State.NOT_CHECKED, words)
    return Finding("events", State.OK, f"{url} answers, with its password")


def _own_address(settings: Settings) -> str:
    host, port = settings.address
    if not host.strip("0.:"):  # 0.0.0.0 and :: are every address, and no place to call
        host = "localhost"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
