"""The lines that were found for a contact: what the form keeps of them, and shows."""

from __future__ import annotations

from typing import Any

from dialogs import Turn
from dialogs.fields import Choice
from locales import Text
from portaswitch import FoundAccount


class WhichAccount(Choice):
    """One of the accounts that were found for the contact."""

    def __init__(self) -> None:
        super().__init__({})

    async def options(self, turn: Turn) -> list[tuple[str, Text | str]]:
        found = turn.answers.get("found") or []
        return [(str(one["i_account"]), one["number"]) for one in found]


def kept(one: FoundAccount) -> dict[str, Any]:
    return {
        "i_account": one.i_account,
        "number": one.id,
        "login": one.login,
        "email": one.email.split(",")[0].strip(),
        "phone1": one.phone1,
    }


def veiled(address: str) -> str:
    """Enough of an address to know it by, and not more: "al•••@ex•••.net".

    The whole host would also be taken by messengers for somebody's @name, and made a link.
    """
    name, at, host = address.partition("@")
    return f"{name[:2]}•••@{host[:2]}•••.{host.rsplit('.')[-1]}" if at else f"•••{address[-3:]}"
