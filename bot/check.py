"""`python -m bot check`: what this switch has, which rows to correct, what else is amiss."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict, dataclass

import click

from bot.settings import Settings
from bot.surroundings import Finding, State, look_around
from bot.words import why, why_admin
from conversations import AREAS
from dialogs import Area
from portaswitch import (
    Contract,
    ContractRow,
    Operation,
    OperationsError,
    Provider,
    ProviderError,
    Source,
    Verdict,
)

NOTHING_CHECKED = (
    "nothing could be checked: SELFCARE_PROVIDER_URL serves no OpenAPI document, and no test"
    " account is set. Is the address right (the account self-care interface, without /rest)?"
    " Else set SELFCARE_PROBE_LOGIN and _PROBE_PASSWORD"
)


@dataclass(frozen=True)
class Report:
    """What was found, for people (`table`) and for programs (`as_json`)."""

    contract: Contract
    findings: tuple[Finding, ...]

    @property
    def good(self) -> bool:
        """Nothing is wrong, and no row of the map needs a correction."""
        wrong = any(finding.state is State.WRONG for finding in self.findings)
        return not wrong and not any(row.advice for row in self.contract.rows)

    @property
    def hidden(self) -> list[tuple[Area, Operation]]:
        """The areas that nobody sees on this switch, and the operation that each of them lacks."""
        return [
            (area, area.needs)
            for area in AREAS
            if isinstance(area.needs, Operation) and not self.contract.has(area.needs)
        ]

    def as_json(self) -> str:
        areas = [
            {"area": area.key, "title": area.title.message, "operation": operation.name}
            for area, operation in self.hidden
        ]
        report = {
            "good": self.good,
            "checked_against": self.contract.source,
            "operations": [asdict(row) for row in self.contract.rows],
            "hidden_areas": areas,
            "checks": [asdict(finding) for finding in self.findings],
        }
        return json.dumps(report, indent=2)

    def table(self) -> str:
        rows = self.contract.rows
        names, paths = (max(map(len, column)) for column in zip(*map(_columns, rows), strict=True))
        lines = [f"Checked against: {self.contract.source.value}"]
        for row in rows:
            name, path = _columns(row)
            verdict = row.verdict.value
            sign = self._sign(row)
            lines.append(f"{sign:<3} {name:<{names}}  {row.mark}  {path:<{paths}}  {verdict}")
            if row.advice:
                lines.append(f"    {row.advice}")
        lines.append("")
        lines += [
            f"--  {area.title.message}: hidden, it needs {operation.name}"
            for area, operation in self.hidden
        ]
        lines += [f"{SIGNS[one.state]:<3} {one.subject}: {one.words}" for one in self.findings]
        return "\n".join(lines)

    def _sign(self, row: ContractRow) -> str:
        if not row.available:
            return "--"
        guessed = self.contract.source is Source.ASSUMED and row.verdict is Verdict.ASSUMED
        return "?" if guessed else "ok"


SIGNS = {State.OK: "ok", State.OFF: "--", State.NOT_CHECKED: "?", State.WRONG: "!!"}


def _columns(row: ContractRow) -> tuple[str, str]:
    return row.operation, row.path


async def check(settings: Settings, *, as_json: bool = False) -> int:
    """Prints the report; the process's exit status.

    0: the switch was asked, and nothing needs correcting; 1: something does, or cannot be reached;
    2: the operation map is wrong.
    """
    try:
        provider = Provider(settings.provider())
    except OperationsError as error:
        click.echo(f"The operation map is wrong: {error}", err=True)
        return 2
    try:
        switch, around = await asyncio.gather(_switch(provider, settings), look_around(settings))
    finally:
        await provider.stop()
    report = Report(provider.contract, (*switch, *around))
    click.echo(report.as_json() if as_json else report.table())
    return 0 if report.good else 1


async def _switch(provider: Provider, settings: Settings) -> tuple[Finding, Finding]:
    """The contract is kept in the provider."""
    return await asyncio.gather(_account_realm(provider, settings), _admin_realm(provider))


async def _account_realm(provider: Provider, settings: Settings) -> Finding:
    try:
        await provider.start()
        contract = await provider.check(settings.probe)
    except ProviderError as error:
        return Finding("provider", State.WRONG, f"could not be asked: {why(error)}")
    if contract.source is Source.ASSUMED:
        return Finding("provider", State.WRONG, NOTHING_CHECKED)
    return Finding("provider", State.OK, f"{settings.provider_url} answers")


async def _admin_realm(provider: Provider) -> Finding:
    """Whether it is as the settings want it: off, or with a login that works."""
    if provider.admin is None:
        words = "no settings: sign-in by contact and by link is hidden"
        return Finding("admin realm", State.OFF, words)
    try:
        await provider.admin.check()
    except ProviderError as error:
        return Finding("admin realm", State.WRONG, why_admin(error))
    return Finding("admin realm", State.OK, "sign-in by contact and by link")
