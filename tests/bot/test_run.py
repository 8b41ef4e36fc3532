"""`python -m bot run`: what it says when it starts, when it cannot, and that it ends quietly."""

from __future__ import annotations

import asyncio
import re
import signal
import socket
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from aiohttp import web

from sandbox.provider.config import Config as Switch
from tests.hard.conftest import process
from tests.hard.process import Process
from tests.harness.process import command, running
from tests.harness.world import TOKEN, World
from tests.harness.world import world as make_world

__all__ = ["process"]


@pytest.fixture
async def quiet(tmp_path: Path) -> AsyncIterator[World]:
    """Both servers, and no bot yet."""
    async with make_world(tmp_path, bot=False) as made:
        yield made


def nobody() -> str:
    """An address where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


async def logged(log: Path, words: str, seconds: float = 15) -> str:
    """Wait for a line of the log."""
    async with asyncio.timeout(seconds):
        while not (found := lines_with(log, words)):
            await asyncio.sleep(0.05)
    return found[0]


def lines_with(log: Path, words: str) -> list[str]:
    return [line for line in log.read_text().splitlines() if words in line]


async def test_the_start_tells_what_the_switch_has(tmp_path: Path) -> None:
    async with (
        make_world(tmp_path, provider=Switch(unknown="absent"), bot=False) as world,
        running(world, tmp_path, admin_token="another-token") as bot,
    ):
        contract = await logged(bot.log, "contract checked")
        admin = await logged(bot.log, "admin realm not checked")

    assert "source=document" in contract
    assert "'redeem_voucher'" in contract
    assert "[info" in contract
    assert "The admin realm refused SELFCARE_ADMIN_LOGIN / _TOKEN" in admin
    assert "another-token" not in admin


async def test_a_switch_that_could_not_be_compared_is_a_warning(
    quiet: World, tmp_path: Path
) -> None:
    app = web.Application()
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    other = f"http://127.0.0.1:{runner.addresses[0][1]}"
    async with running(quiet, tmp_path, provider_url=other) as bot:
        contract = await logged(bot.log, "contract checked")
    await runner.cleanup()

    assert "source=assumed" in contract
    assert "[warning" in contract


async def test_a_silent_provider_is_told_with_its_reason(quiet: World, tmp_path: Path) -> None:
    async with running(quiet, tmp_path, provider_url=nobody()) as bot:
        line = await logged(bot.log, "contract not checked")

    assert "cannot connect" in line


async def test_two_processes_do_not_share_a_file(
    quiet: World, tmp_path: Path, process: Callable[..., Process]
) -> None:
    bot = process(quiet)
    await bot.start()

    second = await command(quiet, tmp_path, "run", listen="127.0.0.1:0")

    assert second.status == 1
    assert second.err.splitlines()[-1] == (
        "Not started: The database is in use: another process uses this database"
        " (several replicas need PostgreSQL)"
    )
    assert "Unclosed" not in second.err
    await bot.kill()  # what is held is let go with the process, however it ends
    await bot.start()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"database_url": "sqlite:////proc/nowhere/selfcare.db"},
            "Not started: SELFCARE_DATABASE_URL: ",
        ),
        ({"telegram_token": "1:wrong"}, "Not started: Telegram does not know SELFCARE_TELEGRAM_"),
    ],
)
async def test_a_start_that_fails_ends_with_a_sentence(
    quiet: World, tmp_path: Path, changes: dict[str, str], said: str
) -> None:
    ended = await command(quiet, tmp_path, "run", **changes)

    assert ended.status == 1
    assert ended.err.splitlines()[-1].startswith(said)
    assert "Unclosed" not in ended.err
    assert "Traceback" not in ended.err


async def test_a_taken_port_is_named_with_its_setting(quiet: World, tmp_path: Path) -> None:
    with socket.socket() as neighbor:
        neighbor.bind(("127.0.0.1", 0))
        neighbor.listen()
        listen = f"127.0.0.1:{neighbor.getsockname()[1]}"

        ended = await command(quiet, tmp_path, "run", listen=listen)

    assert ended.status == 1
    assert ended.err.splitlines()[-1] == (
        f"Not started: SELFCARE_LISTEN: cannot listen on {listen}: Address already in use"
    )
    assert "Unclosed" not in ended.err


async def test_a_webhook_that_telegram_refuses_for_good_ends_the_start(
    quiet: World, tmp_path: Path
) -> None:
    await quiet.chat_fault("setWebhook", status=400, times=0)

    ended = await command(
        quiet, tmp_path, "run", listen="127.0.0.1:0", public_url="https://bot.example.net"
    )

    assert ended.status == 1
    assert ended.err.splitlines()[-1].startswith("Not started: Telegram refused: ")
    assert "Unclosed" not in ended.err


async def test_it_ends_quietly_while_telegram_is_down(
    quiet: World, tmp_path: Path, process: Callable[..., Process]
) -> None:
    api = nobody()
    bot = process(quiet, telegram_api_url=api)
    starting = asyncio.create_task(bot.start())
    while not bot.log.exists():
        await asyncio.sleep(0.05)
    line = await logged(bot.log, "telegram not reached")
    starting.cancel()

    began = time.monotonic()
    status = await bot.end(signal.SIGTERM)

    assert (status, time.monotonic() - began < 20) == (0, True)
    assert re.search(rf"address={api} reason=.ClientConnectorError: Connect", line)
    log = bot.log.read_text()
    assert "Unclosed" not in log
    assert "Traceback" not in log
    assert TOKEN not in log
