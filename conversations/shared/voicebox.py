"""The mailbox's settings: one structure at the provider, of which each area shows some members."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dialogs import HasFeature, NotNow, OneOf, State, Turn
from dialogs.setting import OFF, ON
from line.codes import new_code
from locales import Text, _
from portaswitch import ProviderError
from portaswitch.account.voicemail import VmSettings
from portaswitch.errors import Unavailable

READ, WRITE = "get_vm_settings", "set_vm_settings"

NOT_KNOWN = _(
    "The provider has not answered, so I do not know which code counts now. "
    "Set another one to be sure."
)


async def has_mailbox(turn: Turn) -> bool:
    """As an area's `needs`: a line without a mailbox is refused its settings."""
    known = turn.services.provider.contract.has(READ)
    return known and await HasFeature("unified_messaging", on=True)(turn)


async def vm_settings(turn: Turn) -> VmSettings:
    settings: VmSettings = await turn.read(READ)
    return settings


def can_change(turn: Turn) -> bool:
    return turn.services.provider.contract.has(WRITE)


async def change(turn: Turn, **members: Any) -> None:
    """Change some members; the structure goes back whole, the others as they were read."""
    await turn.api.set_vm_settings(replace(await vm_settings(turn), **members))


@dataclass(frozen=True, slots=True)
class VmMember:
    """A setting that is a member of the mailbox's settings; hidden where the switch lacks it."""

    key: str

    async def read(self, turn: Turn) -> State | None:
        settings = await vm_settings(turn)
        value = getattr(settings, self.key)
        if value is None or settings.as_read.get(self.key) is None:
            return None
        said = (ON if value else OFF) if isinstance(value, bool) else str(value)
        return State(said, locked=not can_change(turn))

    async def write(self, turn: Turn, value: str) -> None:
        is_flag = isinstance(getattr(await vm_settings(turn), self.key), bool)
        await change(turn, **{self.key: value == ON if is_flag else value})


def explained(choices: Mapping[str, tuple[Text, Text]]) -> OneOf:
    """One of a few values: the words for each, and what it comes to."""

    async def effects(turn: Turn, values: Sequence[str]) -> Sequence[Text]:
        return [choices[value][1] for value in values]

    return OneOf({value: said for value, (said, _why) in choices.items()}, effects)


async def new_secret(turn: Turn, member: str, length: int, **others: Any) -> str:
    """Set a code that was made just now; after silence, what is set now is what counts.

    Raises `NotNow` where that cannot be known: nobody can look at a code, but set another.
    """
    code = new_code(length, own=turn.link.number)
    try:
        await change(turn, **{member: code}, **others)
    except Unavailable as silence:
        if not silence.sent:
            raise
        if not await _is_set(turn, member, code):
            raise NotNow(NOT_KNOWN) from silence
    return code


async def _is_set(turn: Turn, member: str, code: str) -> bool:
    try:
        return bool(getattr(await vm_settings(turn), member) == code)
    except ProviderError:
        return False
