"""Processes to measure: the two sandboxes, and a bot beside them; their CPU and memory."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any

import aiohttp

TOKEN = f"7000000001:{'b' * 35}"
TICKS = os.sysconf("SC_CLK_TCK")
CHAT, OTHER_CHAT, PROVIDER, ADMIN, BOT = 18081, 18082, 18445, 18443, 18090
CHAT_URL, OTHER_CHAT_URL = f"http://127.0.0.1:{CHAT}", f"http://127.0.0.1:{OTHER_CHAT}"
PROVIDER_URL = f"http://127.0.0.1:{PROVIDER}"
Json = dict[str, Any]


@dataclass
class Measured:
    """A process and what it has used."""

    process: asyncio.subprocess.Process

    @property
    def cpu(self) -> float:
        """CPU seconds so far, all threads."""
        return _cpu(f"/proc/{self.process.pid}/stat")

    @property
    def main_thread_cpu(self) -> float:
        """CPU seconds of the event loop's thread: on SQLite, all but the store's writer."""
        return _cpu(f"/proc/{self.process.pid}/task/{self.process.pid}/stat")

    def memory(self, what: str = "VmHWM") -> float:
        """MB: VmHWM is the peak, VmRSS what it is now."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith(what):
                return int(line.split()[1]) / 1024
        return 0.0


def _cpu(stat: str) -> float:
    fields = Path(stat).read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


@asynccontextmanager
async def running(*command: str, **environment: str) -> AsyncIterator[Measured]:
    """A Python process `-m command…`, ended with the block."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", *command, env={**os.environ, **environment}
    )
    try:
        yield Measured(process)
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()


async def answers(http: aiohttp.ClientSession, url: str, seconds: float = 20) -> float:
    """Wait until `url` answers; how long it took."""
    started = monotonic()
    async with asyncio.timeout(seconds):
        while True:
            try:
                async with http.get(url) as answer:
                    if answer.status == 200:
                        return monotonic() - started
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.01)


def verdict(value: float, limit: float, *, most: bool = True) -> str:
    good = value <= limit if most else value >= limit
    wanted = "at most" if most else "at least"
    return f"({wanted} {limit:g}: {'reached' if good else 'MISSED'})"


@asynccontextmanager
async def sandboxes(accounts: int = 5) -> AsyncIterator[aiohttp.ClientSession]:
    """Both servers."""
    provider = ("sandbox", "provider", "--port", str(PROVIDER), "--admin-port", str(ADMIN))
    async with (
        running(*provider, "--accounts", str(accounts)),
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http,
        messenger(http, CHAT),
    ):
        await answers(http, f"{PROVIDER_URL}/desk/accounts")
        yield http


@asynccontextmanager
async def messenger(http: aiohttp.ClientSession, port: int) -> AsyncIterator[None]:
    """One without limits on its side."""
    async with running("sandbox", "chat", "--port", str(port), "--no-limits"):
        await answers(http, f"http://127.0.0.1:{port}/")
        yield


def environment(directory: Path, database_url: str = "") -> dict[str, str]:
    """What `python -m bot run` needs."""
    return {
        "SELFCARE_TELEGRAM_TOKEN": TOKEN,
        "SELFCARE_TELEGRAM_API_URL": CHAT_URL,
        "SELFCARE_PROVIDER_URL": PROVIDER_URL,
        "SELFCARE_LISTEN": f"127.0.0.1:{BOT}",
        "SELFCARE_DATABASE_URL": database_url or f"sqlite:///{directory / 'bench.db'}",
        "SELFCARE_SECRET_KEY": secrets.token_hex(),
        "SELFCARE_POLL_SECONDS": "3600",
        "SELFCARE_LOG_LEVEL": "ERROR",
        "PTB_TIMEDELTA": "1",
    }


class Phones:
    """Subscribers who wait for each answer before the next move, as people do.

    One stream of events tells what arrives, so that the load costs little beside what it loads.
    """

    def __init__(self, http: aiohttp.ClientSession, url: str = CHAT_URL) -> None:
        self._http, self._url = http, url
        self._phones: dict[int, Phone] = {}
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Phones:
        self._task = asyncio.ensure_future(self._listen())
        return self

    async def __aexit__(self, *_error: object) -> None:
        assert self._task is not None
        self._task.cancel()

    async def new(self, name: str = "Bench") -> Phone:
        body = {"first_name": name, "language_code": "en"}
        async with self._http.post(f"{self._url}/control/users", json=body) as answer:
            user_id: int = (await answer.json())["id"]
        phone = self._phones[user_id] = Phone(self._http, self._url, user_id)
        return phone

    async def _listen(self) -> None:
        timeout = aiohttp.ClientTimeout(total=None)
        async with self._http.get(f"{self._url}/control/stream", timeout=timeout) as stream:
            data = b""
            async for chunk in stream.content.iter_any():
                data += chunk
                *events, data = data.split(b"\n\n")
                for event in events:
                    if event.startswith(b"data:"):
                        self._hear(json.loads(event[5:]))

    def _hear(self, event: Json) -> None:
        phone = self._phones.get(event["user_id"])
        message = event.get("message")
        if phone is not None and message is not None and message["from"]["is_bot"]:
            phone.hear(message)


class Phone:
    def __init__(self, http: aiohttp.ClientSession, url: str, user_id: int) -> None:
        self._http, self._url = http, url
        self.id = user_id
        self._last: Json = {}
        self._heard = asyncio.Event()

    def hear(self, message: Json) -> None:
        if message["message_id"] >= self._last.get("message_id", 0):
            self._last = message
            self._heard.set()

    async def send(self, text: str) -> None:
        url = f"{self._url}/control/users/{self.id}/send"
        async with self._http.post(url, json={"text": text}) as answer:
            assert answer.status == 200

    async def tap(self, label: str) -> None:
        rows = self._last.get("reply_markup", {}).get("inline_keyboard", [])
        data = next(one["callback_data"] for row in rows for one in row if one["text"] == label)
        body = {"message_id": self._last["message_id"], "data": data, "wait": 0}
        url = f"{self._url}/control/users/{self.id}/tap"
        async with self._http.post(url, json=body) as answer:
            assert answer.status == 200, await answer.text()

    async def until(self, text: str, seconds: float = 120) -> None:
        """Wait until the bot's newest message holds `text`; each move must wait for another."""
        async with asyncio.timeout(seconds):
            while text not in self._last.get("text", ""):
                self._heard.clear()
                await self._heard.wait()
