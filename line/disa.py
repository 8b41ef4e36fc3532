"""DISA: calls by way of the voicemail's access number, paid by the line that owns the mailbox."""

from __future__ import annotations

from dataclasses import replace

from portaswitch import Account


async def is_on(account: Account) -> bool:
    return bool((await account.get_vm_settings()).disa_enabled)


async def switch_off(account: Account) -> None:
    """Safe to repeat."""
    settings = await account.get_vm_settings()
    if settings.disa_enabled:
        await account.set_vm_settings(replace(settings, disa_enabled=False))
