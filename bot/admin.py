"""What an operator does on the command line: migrate, make a sign-in link, forget a number."""

from __future__ import annotations

import secrets
from datetime import timedelta

import click
from telegram.error import TelegramError

from bot.settings import Settings
from conversations.signin import LINK_LIFETIME, link_hash
from dialogs.services import utc_now
from dialogs.sessions import open_tokens
from portaswitch import OperationsError, Provider, ProviderError
from store import Seal, SealBroken, Store, StoreError, erasing, signin
from store.links import Link
from store.signin import SigninToken


def open_store(settings: Settings) -> Store:
    seal = Seal(settings.keys or secrets.token_hex())
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
        click.echo(
            f"The provider has no open account {account} (give its number, not its login).",
            err=True,
        )
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


ERASED = {
    "link": "lines in chats",
    "chat": "chats",
    "message": "messages' buttons",
    "button_token": "buttons' arguments",
    "inbox": "updates",
    "notice": "notices",
    "watch": "watches",
    "timed": "timed changes",
    "operation": "operations",
    "operation_key": "operations' fingerprints",
    "signin_token": "sign-in links",
}
"""Tables, as an operator reads them."""


async def forget(settings: Settings, number: str) -> int:
    """Erases the subscriber with this number from all chats; the process's exit status."""
    number = "".join(sign for sign in number if sign not in " +-()")
    store = open_store(settings)
    await store.open()
    try:
        found = await store.run(erasing.of_number, number)
        deleted = await store.run(erasing.erase, number)
        if not deleted:
            click.echo(f"Nothing is stored about {number}.", err=True)
            return 1
        for table, rows in deleted.items():
            click.echo(f"{rows:>6} {ERASED[table]}")
        await _log_out(settings, store.seal, found)
        try:
            await store.scrub()
        except StoreError as error:
            click.echo(
                f"All of it is deleted, but traces may stay in the database's file ({error}): "
                "stop the bot and run VACUUM on it.",
                err=True,
            )
    finally:
        await store.close()
    return 0


async def _log_out(settings: Settings, seal: Seal, found: list[Link]) -> None:
    """Best effort, after everything is deleted: a session that stays open ends by itself."""
    left = 0
    try:
        provider = Provider(settings.provider())
    except (OperationsError, OSError, ValueError):
        left = len(found)
    else:
        for link in found:
            if link.tokens is None:
                continue
            try:
                await provider.logout(open_tokens(seal, link.tokens))
            except (ProviderError, SealBroken):
                left += 1
        await provider.stop()
    if left:
        click.echo("The provider could not be asked to end the session now.", err=True)
