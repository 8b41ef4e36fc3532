"""`python -m bot check`: what this switch has, and which rows of the operation map to correct."""

from __future__ import annotations

import click

from bot.settings import Settings
from portaswitch import OperationsError, Provider, ProviderError


async def check_provider(settings: Settings) -> int:
    """Prints the report; the process's exit status: 0 when nothing needs correcting."""
    try:
        provider = Provider(settings.provider())
    except OperationsError as error:
        click.echo(f"The operation map is wrong: {error}", err=True)
        return 2
    password = settings.probe_password.get_secret_value()
    probe = (settings.probe_login, password) if settings.probe_login and password else None
    try:
        await provider.start()
        contract = await provider.check(probe)
        if provider.admin is not None:
            await provider.admin.check()
    except (ProviderError, OSError) as error:
        click.echo(f"The provider could not be asked: {error}", err=True)
        return 1
    finally:
        await provider.stop()
    click.echo(f"Checked against: {contract.source.value}")
    width = max(len(row.operation) for row in contract.rows)
    to_correct = 0
    for row in contract.rows:
        mark = "ok " if row.available else "-- "
        click.echo(f"{mark} {row.operation:<{width}}  {row.mark}  {row.path}  {row.verdict.value}")
        if row.advice:
            to_correct += 1
            click.echo(f"    {row.advice}")
    admin = "sign-in by contact and by link" if provider.admin else "hidden: no admin settings"
    click.echo(f"Admin realm: {admin}")
    return 1 if to_correct else 0
