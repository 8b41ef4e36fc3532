"""What an operator does on the command line: migrate, make a sign-in link."""

from __future__ import annotations

import secrets
from datetime import timedelta

import click
from telegram.error import TelegramError

from bot.settings import Settings
from conversations.signin import LINK_LIFETIME, link_hash
from dialogs.services import utc_now
from portaswitch import Provider, ProviderError
from store import Seal, Store, signin
from store.signin import SigninToken


def open_store(settings: Settings) -> Store:
    seal = Seal(settings.secret_key.get_secret_value() or secrets.token_hex())
    return Store(settings.database_url, seal, clock=utc_now)


async def migrate(settings: Settings) -> None:
    store = open_store(settings)
    await store.migrate()
    await store.close()


async def print_link(settings: Settings, account: str) -> int:
    """Prints a link for the account with this number; the process's exit status."""
    provider = Provider(settings.provider())
    if provider.admin is None:
        click.echo(
            "Sign-in links need the provider's admin realm: set SELFCARE_ADMIN_URL, "
            "SELFCARE_ADMIN_LOGIN and SELFCARE_ADMIN_TOKEN.",
            err=True,
        )
        return 2
    try:
        found = await provider.admin.find_account(id=account)
    except ProviderError as error:
        click.echo(f"The provider could not be asked: {error}", err=True)
        return 1
    finally:
        await provider.stop()
    if len(found) != 1:
        click.echo(f"The provider has no open account {account}.", err=True)
        return 1
    username = await _username(settings)
    if username is None:
        click.echo("Telegram could not be asked for the bot's name.", err=True)
        return 1
    token = secrets.token_urlsafe(32)
    now = utc_now()
    store = open_store(settings)
    await store.open()
    try:
        one = found[0]
        row = SigninToken(link_hash(token), one.i_account, one.id, one.login, now + LINK_LIFETIME)
        await store.run(signin.put, row)
    finally:
        await store.close()
    click.echo(f"https://t.me/{username}?start={token}")
    minutes = LINK_LIFETIME // timedelta(minutes=1)
    click.echo(f"It signs in once, within {minutes} minutes. Give it to nobody else.", err=True)
    return 0


async def _username(settings: Settings) -> str | None:
    from bot.serve import bot_of

    try:
        async with bot_of(settings) as bot:
            return bot.username
    except TelegramError:
        return None
