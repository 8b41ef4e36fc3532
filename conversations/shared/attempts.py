"""How often a password may be tried: less often than the switch itself has patience for."""

from __future__ import annotations

from datetime import timedelta

from dialogs import Turn
from locales import _
from store import signin

WINDOW = timedelta(hours=1)
MOST_PER_LOGIN = 4
"""Failed attempts an hour at one login, whoever makes them: below the switch's own patience."""
MOST_PER_USER = 8
"""Failed attempts an hour by one Telegram user; a success does not wipe them."""
WRONG = "Server.Session.auth_failed"
MUST_CHANGE = "Server.Session.alert_You_must_change_password"
"""Said only to those who know the password."""
TOO_MANY = _(
    "There were too many attempts. Wait an hour before you try again, "
    "so that your provider does not lock the login."
)


async def too_many(turn: Turn, name: str) -> bool:
    """Asked before an attempt: for guessers, and for those who forgot."""
    since = turn.services.clock() - WINDOW
    by_user = await turn.run(signin.count_attempts, _by_user(turn), since)
    at_login = await turn.run(signin.count_attempts, _at_login(turn, name), since)
    return by_user >= MOST_PER_USER or at_login >= MOST_PER_LOGIN


async def note(turn: Turn, name: str) -> None:
    now = turn.services.clock()
    for subject in (_by_user(turn), _at_login(turn, name)):
        await turn.run(signin.note_attempt, subject, now)


async def forget(turn: Turn, name: str) -> None:
    """The right one was given."""
    await turn.run(signin.clear_attempts, _at_login(turn, name))


def _by_user(turn: Turn) -> str:
    return turn.services.seal.hmac("attempt", f"user:{turn.user_id}")


def _at_login(turn: Turn, name: str) -> str:
    return turn.services.seal.hmac("attempt", f"login:{name.casefold()}")
