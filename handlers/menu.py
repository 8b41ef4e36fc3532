"""The bot's face in Telegram: commands in every language, and what it says of itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import structlog
from telegram import Bot, BotCommand, MenuButtonCommands
from telegram.error import TelegramError

from dialogs import Area
from locales import LANGUAGES, Reader, _

log = structlog.get_logger(__name__)

MENU = _("Open the menu")
CANCEL = _("Stop what is open")
DESCRIPTION = _(
    "Your telephone line, here in the chat: calls, forwarding, voicemail, balance and recharge.\n\n"
    "Press Start to sign in."
)
SHORT_DESCRIPTION = _("Runs your telephone line: forwarding, voicemail, balance, recharge.")


def command_list(areas: Sequence[Area]) -> Callable[[str], list[tuple[str, str]]]:
    """The commands menu of a language: a handful, each also a button."""

    def commands(language: str) -> list[tuple[str, str]]:
        say = _reader(language).say
        listed = [(area.command, say(area.about)) for area in areas if area.command and area.about]
        return [("menu", say(MENU)), *listed, ("cancel", say(CANCEL))]

    return commands


def _reader(language: str) -> Reader:
    return Reader(language, UTC, datetime.now(UTC))


async def publish(bot: Bot, areas: Sequence[Area]) -> None:
    """Tell Telegram; a refusal only costs the looks."""
    commands = command_list(areas)
    try:
        for language in (None, *LANGUAGES):
            say = _reader(language or "en").say
            listed = [BotCommand(name, about) for name, about in commands(language or "en")]
            await bot.set_my_commands(listed, language_code=language)
            await bot.set_my_description(say(DESCRIPTION), language_code=language)
            await bot.set_my_short_description(say(SHORT_DESCRIPTION), language_code=language)
        await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    except TelegramError as error:
        log.warning("menu not published", error=type(error).__name__)
