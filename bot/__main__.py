"""The command line: run, check, migrate, demo, link, forget."""

from __future__ import annotations

import asyncio
import os
import sys

import click
from pydantic import ValidationError
from sqlalchemy.exc import ArgumentError

from bot import log
from bot.settings import Settings


def _settings(*, complete: bool = True) -> Settings:
    """The settings, or an exit that names what is wrong with them and no value."""
    try:
        settings = Settings()
    except ValidationError as error:
        for one in error.errors():
            # After the name comes, for a list, the place in it.
            words = one["msg"].removeprefix("Value error, ")
            click.echo(f"SELFCARE_{str(one['loc'][0]).upper()}: {words}", err=True)
        sys.exit(2)
    except (OSError, UnicodeDecodeError) as error:
        words = getattr(error, "strerror", None) or "it is not UTF-8 text"
        click.echo(f"The file .env cannot be read: {words}", err=True)
        sys.exit(2)
    if complete and (missing := settings.missing()):
        click.echo(f"Please set {', '.join(missing)} (see README.md).", err=True)
        sys.exit(2)
    log.configure(settings.log_level, as_json=settings.log_json)
    return settings


class Commands(click.Group):
    """What ends a command that could not do its work is said in one line."""

    def invoke(self, ctx: click.Context) -> object:
        from bot.words import in_a_line
        from portaswitch import ProviderError
        from store import StoreError

        try:
            return super().invoke(ctx)
        except (StoreError, ProviderError, OSError, ValueError, ArgumentError) as error:
            started = "Not started: " if ctx.invoked_subcommand == "run" else ""
            click.echo(started + in_a_line(error), err=True)
            sys.exit(1)


@click.group(cls=Commands)
def main() -> None:
    """Self-care for the subscribers of a PortaSwitch provider, in Telegram."""


@main.command()
def run() -> None:
    """Serve subscribers until stopped."""
    from bot.serve import run as serve

    # PTB then gives waiting times as timedelta, and does not warn that it will one day.
    os.environ.setdefault("PTB_TIMEDELTA", "1")
    serve(_settings())


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print the report for a program.")
def check(as_json: bool) -> None:
    """Ask the provider what this switch has, look at all else, and print what to correct."""
    from bot.check import check as run_check

    sys.exit(asyncio.run(run_check(_settings(), as_json=as_json)))


@main.command()
def migrate() -> None:
    """Bring the database to this program's revision."""
    from bot.admin import migrate as run_migration

    asyncio.run(run_migration(_settings(complete=False)))
    click.echo("The database is up to date.")


@main.command()
@click.argument("account")
def link(account: str) -> None:
    """Print a single-use sign-in link for ACCOUNT (its number)."""
    from bot.admin import print_link

    sys.exit(asyncio.run(print_link(_settings(), account)))


@main.command()
@click.argument("number")
def forget(number: str) -> None:
    """Erase the subscriber with this NUMBER from every chat, at once."""
    from bot.admin import forget as run_forget

    sys.exit(asyncio.run(run_forget(_settings(), number)))


@main.command(context_settings={"auto_envvar_prefix": "SELFCARE_DEMO", "show_default": True})
@click.option("--chat-port", default=8080, help="The chat page, and the Bot API beside it.")
@click.option("--provider-port", default=8445, help="The embedded provider.")
@click.option("--admin-port", default=8443, help="Its admin realm.")
@click.option("--bot-port", default=8090, help="The bot's health, and the provider's events.")
@click.option("--mail-port", default=8025, help="The embedded provider's mail server.")
def demo(**ports: int) -> None:
    """Run everything on this machine: the chat page, an embedded provider, the bot.

    Each option is also an environment variable, for example SELFCARE_DEMO_CHAT_PORT.
    """
    from bot.demo import Ports, run_demo

    chosen = Ports(**{name.removesuffix("_port"): port for name, port in ports.items()})
    sys.exit(asyncio.run(run_demo(chosen)))


if __name__ == "__main__":
    main()
