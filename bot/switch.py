"""What the running bot asks its switch about itself, and tells the operator's log."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.words import why, why_admin
from portaswitch import Provider, ProviderError, Rejected, Source

log = structlog.get_logger(__name__)

AGAIN_SECONDS = 30.0
AGAIN_AFTER_REFUSAL_SECONDS = 600.0
"""A login that is refused more often than this is taken for an attack and locked."""


async def ask_switch(
    provider: Provider, probe: tuple[str, str] | None, checked: asyncio.Event
) -> None:
    """Until both realms were checked. `checked` is set after the first try, whatever came of it.

    It is asked after the start, which must not depend on the provider.
    """

    async def contract() -> None:
        try:
            await provider.check(probe)
        finally:
            checked.set()

    await _until_answered(contract, "contract not checked", why)
    _tell(provider)
    if provider.admin is not None:
        await _until_answered(provider.admin.check, "admin realm not checked", why_admin)
        log.info("admin realm checked")


async def _until_answered(
    ask: Callable[[], Awaitable[None]], otherwise: str, words: Callable[[ProviderError], str]
) -> None:
    while True:
        try:
            return await ask()
        except ProviderError as error:
            log.warning(otherwise, reason=words(error))
            refused = isinstance(error, Rejected)
        await asyncio.sleep(AGAIN_AFTER_REFUSAL_SECONDS if refused else AGAIN_SECONDS)


def _tell(provider: Provider) -> None:
    contract = provider.contract
    hidden = [row.operation for row in contract.rows if not row.available]
    tell = log.warning if contract.source is Source.ASSUMED else log.info
    tell("contract checked", source=contract.source.value, hidden=hidden)
