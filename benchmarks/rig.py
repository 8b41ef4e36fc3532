"""Processes to measure: the two sandboxes, and a bot beside them; their CPU and memory."""

from __future__ import annotations

import asyncio
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
CHAT, PROVIDER, ADMIN, BOT = 18081, 18445, 18443, 18090
CHAT_URL = f"http://127.0.0.1:{CHAT}"
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


@asynccontextmanager
async def sandboxes(accounts: int = 5) -> AsyncIterator[aiohttp.ClientSession]:
    """Both servers, without limits on the messenger's side."""
    provider = ("sandbox", "provider", "--port", str(PROVIDER), "--admin-port", str(ADMIN))
    chat = ("sandbox", "chat", "--port", str(CHAT), "--no-limits")
    async with (
        running(*provider, "--accounts", str(accounts)),
        running(*chat),
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http,
    ):
        await answers(http, f"{PROVIDER_URL}/desk/accounts")
        await answers(http, f"{CHAT_URL}/")
        yield http


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


class Phone:
    """A subscriber who waits for each answer before the next move, as people do."""

    def __init__(self, http: aiohttp.ClientSession, user_id: int) -> None:
        self._http = http
        self.id = user_id

    @classmethod
    async def new(cls, http: aiohttp.ClientSession, name: str = "Bench") -> Phone:
        body = {"first_name": name, "language_code": "en"}
        async with http.post(f"{CHAT_URL}/control/users", json=body) as answer:
            return cls(http, (await answer.json())["id"])

    async def messages(self) -> list[Json]:
        async with self._http.get(f"{CHAT_URL}/control/users/{self.id}/messages") as answer:
            return list((await answer.json())["messages"])

    async def send(self, text: str) -> None:
        url = f"{CHAT_URL}/control/users/{self.id}/send"
        async with self._http.post(url, json={"text": text}) as answer:
            assert answer.status == 200

    async def tap(self, label: str) -> None:
        for message in reversed(await self.messages()):
            for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    if button["text"] == label:
                        url = f"{CHAT_URL}/control/users/{self.id}/tap"
                        body = {
                            "message_id": message["message_id"],
                            "data": button["callback_data"],
                        }
                        async with self._http.post(url, json={**body, "wait": 0}) as answer:
                            assert answer.status == 200, await answer.text()
                        return
        raise AssertionError(f"no button {label}")

    async def until(self, text: str, seconds: float = 60) -> None:
        """Wait until the bot's newest message holds `text`; each move must wait for another."""
        pause = 0.005
        async with asyncio.timeout(seconds):
            while True:
                mine = [one for one in await self.messages() if one["from"]["is_bot"]]
                if mine and text in mine[-1].get("text", ""):
                    return
                await asyncio.sleep(pause)
                pause = min(pause * 1.5, 0.1)
