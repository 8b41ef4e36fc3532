"""The own password again, before a secret is shown or changed: a chat may lie open on a table."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, ClassVar

from conversations.shared import attempts
from conversations.shared.attempts import MUST_CHANGE, WRONG
from dialogs import Form, Invalid, Line, Result, Turn, View, ask
from dialogs.sessions import opened_by
from locales import Text, _
from portaswitch import ProviderError, Rejected
from portaswitch.errors import CodeNeeded

NOT_IT = _("That is not the password of your self-care portal. Look at it and send it again.")


async def has_login(turn: Turn) -> bool:
    """As an area's `needs`: a line without a login has no password either."""
    return bool(turn.link.login)


async def _which(form: OwnPassword, turn: Turn) -> Any:
    return View(
        form.reason,
        _(
            "First send the present password of your provider's self-care portal. "
            "I delete your message at once and do not keep it."
        ),
    )


class OwnPassword(Form):
    """Asks for the portal's password first; what a subclass asks and does comes after it."""

    reason: ClassVar[Text]
    """What it is needed for."""
    password: str = ask(_which, Line(128, secret=True))
    """Once it is proved right, only a fingerprint of it: the draft must not hold it."""

    async def answered(self, turn: Turn, name: str) -> Result:
        if name == "password":
            await _prove(turn, self.password)
            self.password = fingerprint(turn, self.password)
        return None


def fingerprint(turn: Turn, password: str) -> str:
    return turn.services.seal.hmac("password", password)


async def _prove(turn: Turn, password: str) -> None:
    """Sign in with it, and out again. Raises Invalid where it is not the password of this line."""
    provider, login = turn.services.provider, turn.link.login
    if await attempts.too_many(turn, login):
        raise Invalid(attempts.TOO_MANY)
    try:
        tokens = await provider.login(login, password)
        await opened_by(provider.account(tokens), turn.link.i_account)
    except Rejected as refusal:
        if refusal.faultcode == WRONG:
            await attempts.note(turn, login)
            raise Invalid(NOT_IT) from None
        # Both are said only to those who know the password.
        if not isinstance(refusal, CodeNeeded) and refusal.faultcode != MUST_CHANGE:
            raise
    else:
        with suppress(ProviderError):  # it has served; left alone, the session ends by itself
            await provider.logout(tokens)
    await attempts.forget(turn, login)
