"""`python -m bot demo`: the chat page, an embedded provider and the bot, each a process."""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
import signal
import socket
import sys
import tempfile
from asyncio.subprocess import Process
from dataclasses import dataclass, fields
from pathlib import Path

import aiohttp
import click

ROOT = Path(__file__).resolve().parents[1]
HOST = "127.0.0.1"
READY_SECONDS = 30
GRACE_SECONDS = 10

# Where util-linux is, the kernel ends the parts when the demo dies, even by kill -9.
_LEASH = ("setpriv", "--pdeathsig", "TERM", "--") if shutil.which("setpriv") else ()


@dataclass(frozen=True, slots=True)
class Ports:
    """Where each part listens, on the loopback only. The fields are the options' names."""

    chat: int = 8080
    provider: int = 8445
    admin: int = 8443
    mail: int = 8025
    bot: int = 8090

    def url(self, part: str, path: str = "") -> str:
        return f"http://{HOST}:{getattr(self, part)}{path}"


@dataclass(frozen=True, slots=True)
class Part:
    """One process: what it runs, and the address that answers 200 once it is ready."""

    title: str
    command: list[str]
    ready: str
    settings: dict[str, str]


class NotStarted(Exception):
    """Why there is no demo, in words for the person who asked for it."""


async def run_demo(ports: Ports) -> int:
    """Until interrupted, or until a part dies; the process's exit status."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        loop.add_signal_handler(number, stop.set)
    running: dict[str, Process] = {}
    # The chat begins anew each time, and so must what bot and provider remember: both lie here.
    with tempfile.TemporaryDirectory(prefix="selfcare-demo-") as directory:
        try:
            _all_free(ports)
            return await _serve(ports, Path(directory), running, stop)
        except NotStarted as problem:
            click.echo(f"The demo could not start. {problem}", err=True)
            return 1
        finally:
            await _end(running)


async def _serve(
    ports: Ports, directory: Path, running: dict[str, Process], stop: asyncio.Event
) -> int:
    """Start the parts one after the other, then watch them; fills `running`."""
    click.echo("Starting the demo ...")
    for part in _parts(ports):
        running[part.title] = process = await _start(part, directory)
        await _ready(part, process, stop)
        if stop.is_set():
            return 0
    await _welcome(ports)
    return await _watch(running, stop)


def _all_free(ports: Ports) -> None:
    """Before anything is started: a port that is taken is named, with the way around it."""
    for one in fields(ports):
        port = getattr(ports, one.name)
        with socket.socket() as probe:
            # As servers do: what a closed connection leaves behind is no neighbor.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError as problem:
                variable = f"SELFCARE_DEMO_{one.name.upper()}_PORT"
                raise NotStarted(
                    f"Port {port} of the {TITLES[one.name]} cannot be used ({problem.strerror}); "
                    "is another demo running?\n"
                    f"Choose another port with: {variable}={port + 1000} make demo"
                ) from None


TITLES = {
    "chat": "chat page",
    "provider": "embedded provider",
    "admin": "embedded provider's admin realm",
    "mail": "embedded provider's mail server",
    "bot": "bot",
}


def _parts(ports: Ports) -> list[Part]:
    """In the order of their start; they share secrets that are made for this demo."""
    admin_token, events_password = secrets.token_hex(8), secrets.token_hex(8)
    provider = ["sandbox", "provider", "--port", str(ports.provider)]
    provider += ["--admin-port", str(ports.admin), "--mail-port", str(ports.mail)]
    provider += ["--accounts", "5", "--store", "provider.sqlite"]
    provider += ["--admin-login", "selfcare-bot", "--admin-token", admin_token]
    provider += ["--events-url", ports.url("bot", "/portaswitch/events")]
    provider += ["--events-user", "selfcare", "--events-password", events_password]
    chat = ["sandbox", "chat", "--port", str(ports.chat), "--desk-url", ports.url("provider")]
    settings = {
        "SELFCARE_TELEGRAM_TOKEN": f"7000000001:{secrets.token_hex(18)}",
        "SELFCARE_TELEGRAM_API_URL": ports.url("chat"),
        "SELFCARE_LISTEN": f"{HOST}:{ports.bot}",
        "SELFCARE_PROVIDER_URL": ports.url("provider"),
        "SELFCARE_ADMIN_URL": ports.url("admin"),
        "SELFCARE_ADMIN_LOGIN": "selfcare-bot",
        "SELFCARE_ADMIN_TOKEN": admin_token,
        "SELFCARE_EVENTS_USER": "selfcare",
        "SELFCARE_EVENTS_PASSWORD": events_password,
        "SELFCARE_SMTP_URL": f"smtp://{HOST}:{ports.mail}",
        "SELFCARE_SECRET_KEY": secrets.token_hex(),
        "SELFCARE_POLL_SECONDS": "3",
        "SELFCARE_PROVIDER_NAME": "Example Telecom",
        "SELFCARE_CONTACT": "+1 206 555 0199",
        "SELFCARE_ACCESS_NUMBERS": "+12065550190,+442079460190,+380445550190",
        "SELFCARE_SIP_SERVER": "sip.example.com",
        "SELFCARE_LOG_LEVEL": "ERROR",
    }
    return [
        Part(TITLES["provider"], provider, ports.url("provider", "/desk/accounts"), {}),
        Part(TITLES["chat"], chat, ports.url("chat", "/"), {}),
        Part(TITLES["bot"], ["bot", "run"], ports.url("bot", "/health"), settings),
    ]


async def _start(part: Part, directory: Path) -> Process:
    """A process that sees only the demo's settings, and no `.env` of a real bot.

    Its session is its own: a Ctrl+C in the terminal is for us, who then end the parts in order.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SELFCARE_")}
    return await asyncio.create_subprocess_exec(
        *_LEASH,
        sys.executable,
        "-m",
        *part.command,
        cwd=directory,
        env={**kept, **part.settings, "PYTHONPATH": str(ROOT)},
        stdin=asyncio.subprocess.DEVNULL,
        # What servers say of themselves is no news to a newcomer; errors go to standard error.
        stdout=asyncio.subprocess.DEVNULL,
        start_new_session=True,
    )


async def _ready(part: Part, process: Process, stop: asyncio.Event) -> None:
    """Wait until a part answers, or until it is time to stop. Raises NotStarted."""
    try:
        async with aiohttp.ClientSession() as http, asyncio.timeout(READY_SECONDS):
            while not stop.is_set():
                if process.returncode is not None:
                    raise NotStarted(f"The {part.title} ended at once: {_how(process)}.")
                if await _answers(http, part.ready):
                    return
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise NotStarted(f"The {part.title} does not answer at {part.ready}.") from None


async def _answers(http: aiohttp.ClientSession, url: str) -> bool:
    try:
        async with http.get(url) as answer:
            return answer.status == 200
    except aiohttp.ClientError:
        return False


async def _welcome(ports: Ports) -> None:
    url = ports.url("provider", "/desk/accounts")
    async with aiohttp.ClientSession() as http, http.get(url) as answer:
        accounts = (await answer.json())["accounts"]
    click.echo("\nSubscribers of the embedded provider (the page shows them, too):\n")
    click.echo(f"  {'line':<14} {'login':<10} {'password':<20} voucher")
    for one in accounts:
        click.echo(f"  {one['id']:<14} {one['login']:<10} {one['password']:<20} {one['voucher']}")
    click.echo(f"\nOpen {ports.url('chat')} and press Start. Ctrl+C ends the demo.\n")


async def _watch(running: dict[str, Process], stop: asyncio.Event) -> int:
    """Until it is time to stop, or until a part dies, which is said loudly."""
    waiting = {asyncio.ensure_future(one.wait()): title for title, one in running.items()}
    stopping = asyncio.ensure_future(stop.wait())
    done, _pending = await asyncio.wait((*waiting, stopping), return_when=asyncio.FIRST_COMPLETED)
    if stopping in done:
        click.echo("\nThe demo ends.")
        return 0
    for task in done:
        title = waiting[task]
        said = f"*** The {title} has died ({_how(running[title])}); the demo ends. ***"
        click.echo(f"\n{said}\n", err=True)
    return 1


def _how(process: Process) -> str:
    """How a process ended."""
    status = process.returncode or 0
    return signal.Signals(-status).name if status < 0 else f"exit status {status}"


async def _end(running: dict[str, Process]) -> None:
    """The bot first, so that it misses nobody; whoever does not listen is killed."""
    for process in reversed(running.values()):
        if process.returncode is None:
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), GRACE_SECONDS)
        except TimeoutError:
            process.kill()
            await process.wait()
