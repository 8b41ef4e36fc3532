"""`python -m sandbox chat`."""

import asyncio
import signal

import click

from sandbox.chat.config import Config
from sandbox.chat.server import create


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8081, show_default=True, help="Port to listen on; 0 takes any.")
@click.option("--desk-url", default=None, help="The provider sandbox whose desk is shown beside.")
@click.option("--no-limits", is_flag=True, help="Never answer 429 for speed.")
def chat(host: str, port: int, desk_url: str | None, no_limits: bool) -> None:
    """A strict Telegram Bot API server, with a page to chat with the bot."""
    try:
        import uvloop
    except ImportError:
        run = asyncio.run
    else:
        run = uvloop.run
    run(_serve(Config(host=host, port=port, desk_url=desk_url, limits=not no_limits)))


async def _serve(config: Config) -> None:
    server = create(config)
    await server.start()
    click.echo(f"chat sandbox ready at {server.url}")
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await stop.wait()
    await server.stop()
