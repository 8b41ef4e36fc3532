"""The languages of the portal and of this chat, which may be kept in step."""

from __future__ import annotations

from dataclasses import dataclass

from conversations.regional.base import info_of
from conversations.shared import instep
from dialogs import State, Turn
from dialogs.setting import ON
from locales import LANGUAGES


@dataclass(frozen=True, slots=True)
class PortalLanguage:
    """Locked where the switch does not say which languages it has."""

    key: str = "i_lang"

    async def read(self, turn: Turn) -> State | None:
        listed = turn.services.provider.contract.has("get_locale_list")
        return State((await info_of(turn)).i_lang, locked=not listed)

    async def write(self, turn: Turn, value: str) -> None:
        await instep.show_portal_in(turn, value)


async def portal_languages(turn: Turn) -> dict[str, str]:
    if not turn.services.provider.contract.has("get_locale_list"):
        return dict(LANGUAGES)
    return {one.i_lang: one.name for one in await turn.read("get_locale_list")}


@dataclass(frozen=True, slots=True)
class ChatLanguage:
    key: str = "chat"

    async def read(self, turn: Turn) -> State | None:
        return State(turn.reader.language)

    async def write(self, turn: Turn, value: str) -> None:
        await instep.speak(turn, value)


@dataclass(frozen=True, slots=True)
class InStep:
    """From now on, and at once."""

    key: str = "in_step"

    async def read(self, turn: Turn) -> State | None:
        return await instep.KEEP.read(turn)

    async def write(self, turn: Turn, value: str) -> None:
        await instep.KEEP.write(turn, value)
        if value == ON:
            await instep.portal_follows(turn)
