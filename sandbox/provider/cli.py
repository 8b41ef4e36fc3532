"""`python -m sandbox provider`."""

import asyncio
import signal
from typing import Any

import click

from sandbox.provider.config import Config
from sandbox.provider.keep import NotKept
from sandbox.provider.server import create

_DEFAULT = Config()


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8445, show_default=True, help="Account realm, document and desk.")
@click.option("--admin-port", type=int, help="Admin realm; left out without it.")
@click.option("--mail-port", type=int, help="A mail server whose letters go to the desk's outbox.")
@click.option("--accounts", default=50, show_default=True)
@click.option("--seed", default=_DEFAULT.seed, show_default=True)
@click.option("--store", type=click.Path(dir_okay=False), help="File to go on from; else memory.")
@click.option(
    "--unknown",
    type=click.Choice(["proposed", "renamed", "absent"]),
    default="proposed",
    show_default=True,
    help="How operations without a public name are served.",
)
@click.option("--events-url", help="Where events are posted.")
@click.option("--events-user", default="")
@click.option("--events-password", default="")
@click.option("--events-header", default=_DEFAULT.events_header, show_default=True)
@click.option("--events-value", default="", help="Sent in that header instead of user:password.")
@click.option("--events-retry-seconds", default=_DEFAULT.events_retry_seconds, show_default=True)
@click.option(
    "--events-silence-seconds", default=_DEFAULT.events_silence_seconds, show_default=True
)
@click.option("--admin-login", default=_DEFAULT.admin_login, show_default=True)
@click.option("--admin-token", default=_DEFAULT.admin_token, show_default=True)
@click.option("--cert", type=click.Path(exists=True, dir_okay=False), help="PEM certificate.")
@click.option("--key", type=click.Path(exists=True, dir_okay=False), help="PEM key.")
def provider(**options: Any) -> None:
    """An imitation of PortaSwitch's self-care API, with a desk to play the provider."""
    if options["key"] and not options["cert"]:
        raise click.UsageError("--key needs --cert: without a certificate it serves plain http.")
    try:
        import uvloop
    except ImportError:  # not on every platform
        asyncio.run(_run(Config(**options)))
    else:
        uvloop.run(_run(Config(**options)))


async def _run(config: Config) -> None:
    try:
        server = create(config)
    except NotKept as problem:
        raise click.ClickException(str(problem)) from problem
    await server.start()
    admin = f", admin realm {server.admin_url}" if server.admin_url else ""
    click.echo(f"provider {server.url}, desk {server.url}/desk/accounts{admin}")
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stopped.set)
    await stopped.wait()
    await server.stop()
