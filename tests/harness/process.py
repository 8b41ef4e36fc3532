"""The bot as a process of its own: its command line, and its death."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.harness.world import World

ROOT = Path(__file__).resolve().parents[2]


def environment(world: World, **changes: object) -> dict[str, str]:
    """The world's settings as an operator gives them; `changes` override, None leaves one out."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "HOME") if name in os.environ}
    given = {}
    for name, value in (world.settings.model_dump() | changes).items():
        plain = getattr(value, "get_secret_value", lambda value=value: value)()
        if plain not in (None, ""):
            given[f"SELFCARE_{name.upper()}"] = ",".join(plain) if _is_list(plain) else str(plain)
    return kept | given | {"PYTHONPATH": str(ROOT)}


def _is_list(value: object) -> bool:
    return isinstance(value, tuple | list)


@dataclass(frozen=True, slots=True)
class Finished:
    status: int
    out: str
    err: str


async def command(world: World, directory: Path, *words: str, **changes: object) -> Finished:
    """`python -m bot …` until it ends."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *words,
        cwd=directory,
        env=environment(world, **changes),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode is not None
    return Finished(process.returncode, out.decode(), err.decode())


class Running:
    """`python -m bot run`, polling; `log` is the file of what it wrote."""

    def __init__(self, process: asyncio.subprocess.Process, log: Path) -> None:
        self._process = process
        self.log = log

    async def kill(self) -> None:
        """As the kernel does it: no farewell."""
        self._process.send_signal(signal.SIGKILL)
        await self._process.wait()


@asynccontextmanager
async def running(world: World, directory: Path, **changes: object) -> AsyncIterator[Running]:
    """A bot process on the world's store; the world's own bot must be stopped."""
    log = directory / "bot.log"
    with log.open("ab") as written:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "run",
            cwd=directory,
            env=environment(world, **({"listen": "127.0.0.1:0"} | changes)),
            stdout=written,
            stderr=written,
        )
    try:
        yield Running(process, log)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
