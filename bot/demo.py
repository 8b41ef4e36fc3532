"""`python -m bot demo`: the chat page, an embedded provider and the bot, each a process."""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
import signal
import sys
from pathlib import Path

import aiohttp
import click

CHAT, PROVIDER, ADMIN, BOT = 8080, 8445, 8443, 8090
DIRECTORY = Path("var/demo")
READY_SECONDS = 30


async def run_demo() -> int:
    """Until interrupted, or until a part dies; the process's exit status."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    _begin_anew()
    parts: dict[str, asyncio.subprocess.Process] = {}
    try:
        for name, (command, environment) in _parts().items():
            parts[name] = await asyncio.create_subprocess_exec(
                sys.executable, "-m", *command, env={**os.environ, **environment}
            )
            await _ready(name, parts[name], _addresses()[name])
        await _welcome()
        return await _watch(parts, stop)
    except (TimeoutError, ChildProcessError) as error:
        click.echo(f"\nThe demo could not start: {error}", err=True)
        return 1
    finally:
        await _end(parts)


def _begin_anew() -> None:
    """The embedded provider begins anew each time, and so must what the bot remembers of it."""
    shutil.rmtree(DIRECTORY, ignore_errors=True)
    DIRECTORY.mkdir(parents=True)


def _parts() -> dict[str, tuple[list[str], dict[str, str]]]:
    """Each part's command and environment, in the order of their start."""
    admin_token, events_password = secrets.token_hex(8), secrets.token_hex(8)
    provider = ["sandbox", "provider", "--port", str(PROVIDER), "--admin-port", str(ADMIN)]
    provider += ["--admin-login", "selfcare-bot", "--admin-token", admin_token]
    provider += ["--events-url", f"http://127.0.0.1:{BOT}/portaswitch/events"]
    provider += ["--events-user", "selfcare", "--events-password", events_password]
    chat = ["sandbox", "chat", "--port", str(CHAT)]
    chat += ["--desk-url", f"http://127.0.0.1:{PROVIDER}"]
    bot = {
        "SELFCARE_TELEGRAM_TOKEN": f"7000000001:{secrets.token_hex(18)}",
        "SELFCARE_TELEGRAM_API_URL": f"http://127.0.0.1:{CHAT}",
        "SELFCARE_PUBLIC_URL": "",
        "SELFCARE_LISTEN": f"127.0.0.1:{BOT}",
        "SELFCARE_PROVIDER_URL": f"http://127.0.0.1:{PROVIDER}",
        "SELFCARE_ADMIN_URL": f"http://127.0.0.1:{ADMIN}",
        "SELFCARE_ADMIN_LOGIN": "selfcare-bot",
        "SELFCARE_ADMIN_TOKEN": admin_token,
        "SELFCARE_EVENTS_USER": "selfcare",
        "SELFCARE_EVENTS_PASSWORD": events_password,
        "SELFCARE_DATABASE_URL": f"sqlite:///{DIRECTORY / 'selfcare.db'}",
        "SELFCARE_SECRET_KEY": secrets.token_hex(),
        "SELFCARE_POLL_SECONDS": "3",
        "SELFCARE_PROVIDER_NAME": "Example Telecom",
        "SELFCARE_CONTACT": "+1 206 555 0199",
        "SELFCARE_LOG_LEVEL": "WARNING",
    }
    return {"provider": (provider, {}), "chat": (chat, {}), "bot": (["bot", "run"], bot)}


def _addresses() -> dict[str, str]:
    return {
        "provider": f"http://127.0.0.1:{PROVIDER}/desk/accounts",
        "chat": f"http://127.0.0.1:{CHAT}/",
        "bot": f"http://127.0.0.1:{BOT}/health",
    }


async def _ready(name: str, process: asyncio.subprocess.Process, url: str) -> None:
    """Wait until a part answers. Raises ChildProcessError when it dies, TimeoutError else."""
    async with aiohttp.ClientSession() as http, asyncio.timeout(READY_SECONDS):
        while True:
            if process.returncode is not None:
                raise ChildProcessError(f"the {name} ended at once; is its port free?")
            try:
                async with http.get(url) as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.1)


async def _welcome() -> None:
    async with (
        aiohttp.ClientSession() as http,
        http.get(f"http://127.0.0.1:{PROVIDER}/desk/accounts") as answer,
    ):
        accounts = (await answer.json())["accounts"]
    click.echo("\nSubscribers of the embedded provider:\n")
    click.echo(f"  {'line':<14} {'login':<10} {'password':<20} voucher")
    for one in accounts:
        click.echo(f"  {one['id']:<14} {one['login']:<10} {one['password']:<20} {one['voucher']}")
    click.echo(f"\nOpen http://127.0.0.1:{CHAT} and press Start. Ctrl+C ends the demo.\n")


async def _watch(parts: dict[str, asyncio.subprocess.Process], stop: asyncio.Event) -> int:
    waiting = {asyncio.ensure_future(one.wait()): name for name, one in parts.items()}
    stopping = asyncio.ensure_future(stop.wait())
    done, _pending = await asyncio.wait((*waiting, stopping), return_when=asyncio.FIRST_COMPLETED)
    if stopping in done:
        return 0
    for task in done:
        click.echo(f"\n*** The {waiting[task]} has died; the demo ends. ***\n", err=True)
    return 1


async def _end(parts: dict[str, asyncio.subprocess.Process]) -> None:
    for process in reversed(parts.values()):
        if process.returncode is None:
            process.terminate()
    for process in parts.values():
        try:
            await asyncio.wait_for(process.wait(), 15)
        except TimeoutError:
            process.kill()
