"""`python -m bot check`: what this switch has, and which rows of the operation map to correct."""

from __future__ import annotations

import click

from bot.settings import Settings
from bot.words import why, why_admin
from portaswitch import (
    Contract,
    ContractRow,
    OperationsError,
    Provider,
    ProviderError,
    Source,
    Verdict,
)

NOTHING_CHECKED = (
    "Nothing could be checked: SELFCARE_PROVIDER_URL serves no OpenAPI document, and no test"
    " account is set. Is the address right (the account self-care interface, without /rest)?"
    " Else set SELFCARE_PROBE_LOGIN and _PROBE_PASSWORD."
)


async def check_provider(settings: Settings) -> int:
    """Prints the report; the process's exit status.

    0: the switch was asked, and nothing needs correcting; 1: something does, or nobody answered;
    2: the operation map is wrong.
    """
    try:
        provider = Provider(settings.provider())
    except OperationsError as error:
        click.echo(f"The operation map is wrong: {error}", err=True)
        return 2
    try:
        await provider.start()
        contract = await provider.check(settings.probe)
        _print(contract)
        admin = await _admin_realm(provider)
    except ProviderError as error:
        click.echo(f"The provider could not be asked: {why(error)}", err=True)
        return 1
    finally:
        await provider.stop()
    assumed = contract.source is Source.ASSUMED
    if assumed:
        click.echo(NOTHING_CHECKED, err=True)
    to_correct = any(row.advice for row in contract.rows)
    return 1 if assumed or to_correct or not admin else 0


def _print(contract: Contract) -> None:
    click.echo(f"Checked against: {contract.source.value}")
    width = max(len(row.operation) for row in contract.rows)
    for row in contract.rows:
        sign = _sign(contract, row)
        click.echo(f"{sign} {row.operation:<{width}}  {row.mark}  {row.path}  {row.verdict.value}")
        if row.advice:
            click.echo(f"    {row.advice}")


def _sign(contract: Contract, row: ContractRow) -> str:
    if not row.available:
        return "-- "
    guessed = contract.source is Source.ASSUMED and row.verdict is Verdict.ASSUMED
    return "?  " if guessed else "ok "


async def _admin_realm(provider: Provider) -> bool:
    """Whether it is as the settings want it: off, or with a login that works."""
    if provider.admin is None:
        click.echo("Admin realm: hidden: no admin settings")
        return True
    try:
        await provider.admin.check()
    except ProviderError as error:
        click.echo(why_admin(error), err=True)
        return False
    click.echo("Admin realm: sign-in by contact and by link")
    return True
