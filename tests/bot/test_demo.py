"""`python -m bot demo`: three processes that live and die together."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("chat", "provider", "admin", "bot", "mail")
PATIENCE = 60
NEEDS_PROC = pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="needs Linux")


@dataclass
class Demo:
    """A demo in a process of its own, with the ports of its parts."""

    process: asyncio.subprocess.Process
    ports: dict[str, int]

    async def starts(self) -> str:
        """What it says until its page can be opened."""
        assert self.process.stdout is not None
        async with asyncio.timeout(PATIENCE):
            said = await self.process.stdout.readuntil(b"Ctrl+C ends the demo.\n")
        return said.decode()

    async def ends(self) -> tuple[int, str]:
        """Its exit status, and its complaints."""
        async with asyncio.timeout(PATIENCE):
            _out, complaints = await self.process.communicate()
        assert self.process.returncode is not None
        return self.process.returncode, complaints.decode()

    def part(self, *words: str) -> int:
        """The process of a part, by the words of its command."""
        found = [pid for pid in _processes() if self._is_ours(pid) and set(words) <= _command(pid)]
        assert len(found) == 1, (words, found)
        return found[0]

    def _is_ours(self, pid: int) -> bool:
        stat = Path(f"/proc/{pid}/stat").read_text()
        return int(stat.rpartition(")")[2].split()[1]) == self.process.pid

    def listening(self) -> list[str]:
        """The parts whose ports somebody still serves."""
        return [part for part in PARTS if _is_served(self.ports[part])]


def _processes() -> list[int]:
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]


def _command(pid: int) -> set[str]:
    return set(Path(f"/proc/{pid}/cmdline").read_text().split("\0"))


def _names_in(directory: Path) -> list[str]:
    return [path.name for path in directory.iterdir()]


def _is_served(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _free_ports() -> dict[str, int]:
    probes = [socket.socket() for _part in PARTS]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = {part: probe.getsockname()[1] for part, probe in zip(PARTS, probes, strict=True)}
    for probe in probes:
        probe.close()
    return ports


@asynccontextmanager
async def demo(directory: Path, **environment: str) -> AsyncIterator[Demo]:
    """A demo on free ports, started in `directory`; what is left of it is killed."""
    ports = _free_ports()
    given = {f"SELFCARE_DEMO_{part.upper()}_PORT": str(port) for part, port in ports.items()}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "demo",
        cwd=directory,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "TMPDIR": str(directory),
            **given,
            **environment,
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield Demo(process, ports)
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def _in_time(happens: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not happens():
            await asyncio.sleep(0.05)


async def test_it_serves_the_page_until_ctrl_c_and_leaves_nothing_behind(tmp_path: Path) -> None:
    # The settings of a real bot, which the demo must neither use nor stumble over.
    (tmp_path / ".env").write_text("SELFCARE_OPERATIONS=/nowhere/operations.toml\n")
    async with demo(tmp_path, SELFCARE_PUBLIC_URL="https://bot.example.net") as one:
        said = await one.starts()
        page = f"http://127.0.0.1:{one.ports['chat']}"
        assert f"Open {page} and press Start." in said
        assert "alice" in said
        async with aiohttp.ClientSession() as http, http.get(page) as answer:
            assert answer.status == 200

        one.process.send_signal(signal.SIGINT)

        assert await one.ends() == (0, "")
        assert one.listening() == []
    assert _names_in(tmp_path) == [".env"]


@NEEDS_PROC
async def test_a_part_that_dies_is_said_loudly_and_ends_all(tmp_path: Path) -> None:
    async with demo(tmp_path) as one:
        await one.starts()

        os.kill(one.part("sandbox", "provider"), signal.SIGKILL)

        status, complaints = await one.ends()
        assert status == 1
        assert "*** The embedded provider has died (SIGKILL); the demo ends. ***" in complaints
        assert one.listening() == []


@pytest.mark.skipif(shutil.which("setpriv") is None, reason="needs util-linux")
async def test_no_part_outlives_a_demo_that_is_killed(tmp_path: Path) -> None:
    async with demo(tmp_path) as one:
        await one.starts()

        one.process.kill()

        await _in_time(lambda: not one.listening())


@pytest.mark.parametrize("part", ["chat", "bot"])
async def test_a_taken_port_is_named_with_the_way_around_it(tmp_path: Path, part: str) -> None:
    with socket.socket() as neighbor:
        neighbor.bind(("127.0.0.1", 0))
        neighbor.listen()
        port = neighbor.getsockname()[1]
        variable = f"SELFCARE_DEMO_{part.upper()}_PORT"

        async with demo(tmp_path, **{variable: str(port)}) as one:
            status, complaints = await one.ends()

        assert status == 1
        assert f"Port {port} of the " in complaints
        assert f"{variable}={port + 1000} make demo" in complaints
        assert "Traceback" not in complaints
