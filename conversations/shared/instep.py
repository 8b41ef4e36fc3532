"""The bot's language and the portal's: one follows the other where the subscriber wants it so."""

from __future__ import annotations

from dialogs import Preference, Turn
from dialogs.setting import ON
from locales import LANGUAGES
from portaswitch import AccountChange

KEEP = Preference("languages_in_step", default=False)


async def speak(turn: Turn, code: str) -> None:
    """The bot speaks it from now on; then the portal, where it follows and does not yet."""
    turn.speak(code)
    if turn.linked and await _in_step(turn):
        await portal_follows(turn)


async def portal_follows(turn: Turn) -> None:
    if (await turn.read("get_account_info")).i_lang != turn.reader.language:
        await turn.api.update_account(AccountChange(i_lang=turn.reader.language))


async def show_portal_in(turn: Turn, code: str) -> None:
    """The portal, and then the bot where it follows and knows that language."""
    await turn.api.update_account(AccountChange(i_lang=code))
    if code in LANGUAGES and await _in_step(turn):
        turn.speak(code)


async def _in_step(turn: Turn) -> bool:
    state = await KEEP.read(turn)
    return state is not None and state.value == ON
