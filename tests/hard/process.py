"""The bot as the operator runs it: a process of its own, which can be killed at any moment."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from pathlib import Path
from typing import Any

import aiohttp
from pydantic import SecretStr

from bot.settings import Settings
from tests.harness.world import World

ROOT = Path(__file__).parents[2]


class Process:
    """`python -m bot run` with the world's settings; what it logs is in `log`."""

    def __init__(self, world: World, directory: Path, name: str = "bot", **changes: Any) -> None:
        port = _free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.log = directory / f"{name}-{port}.log"
        self._world = world
        settings = world.settings.model_copy(update={"listen": f"127.0.0.1:{port}", **changes})
        self._environment = environment(settings)
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Until it is ready."""
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run"),
                env=self._environment,
                cwd=ROOT,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        async with asyncio.timeout(30):
            while not await self.healthy():
                assert self._process.returncode is None, self.log.read_text()
                await asyncio.sleep(0.05)

    @property
    def started(self) -> bool:
        return self._process is not None

    async def healthy(self) -> bool:
        try:
            async with self._world.http.get(f"{self.url}/health") as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False

    def send(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    async def kill(self) -> None:
        """kill -9: nothing is said good-bye to."""
        await self.end(signal.SIGKILL)

    async def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        assert self._process is not None
        if self._process.returncode is None:
            self._process.send_signal(number)
        return await self._process.wait()


def environment(settings: Settings) -> dict[str, str]:
    """The settings as the operator would write them, and nothing of our own surroundings."""
    values = {}
    for name in Settings.model_fields:
        value = getattr(settings, name)
        if isinstance(value, SecretStr):
            value = value.get_secret_value()
        if isinstance(value, tuple):
            value = ",".join(value)
        if value not in (None, ""):
            values[f"SELFCARE_{name.upper()}"] = str(value)
    return {"PATH": os.environ["PATH"], **values}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
