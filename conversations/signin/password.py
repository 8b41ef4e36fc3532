"""Login and password, and the new password that the provider may ask for first."""

from __future__ import annotations

from conversations.shared import attempts
from conversations.shared.attempts import MUST_CHANGE, WRONG
from conversations.signin.base import (
    BY_PASSWORD,
    NOT_SIGNED_IN,
    area,
    stopped,
    too_many,
    unless_silent,
)
from conversations.signin.binding import adopt
from dialogs import Form, Result, Turn, View, ask, go, keep
from dialogs.fields import Invalid, Line
from locales import _
from portaswitch import Rejected, Unavailable

LOCKED_OUT = "Server.Session.cannot_login_brute_force_activity"


@area.form
class ByPassword(Form):
    login: str = ask(
        _(
            "Send the login of your provider's self-care portal. "
            "It is often, but not always, your phone number."
        ),
        Line(64),
    )
    password: str = ask(
        _("Now send the password. I delete your message at once and do not keep the password."),
        Line(128, secret=True),
    )
    must_change: bool = keep()
    new_password: str = ask(
        _("The provider asks you to choose a new password first. Send the new one."),
        Line(128, secret=True),
        when=lambda form: bool(form.must_change),
    )
    undone = NOT_SIGNED_IN

    async def answered(self, turn: Turn, name: str) -> Result:
        if name == "login":
            # The password of another login says nothing about this one, and may not be tried on it.
            for kept in ("password", "must_change", "new_password"):
                self.answers.pop(kept, None)
        if name == "password":
            return await unless_silent(self._sign_in(turn))
        if name == "new_password":
            return await unless_silent(self._change_and_sign_in(turn))
        return None

    async def _sign_in(self, turn: Turn) -> Result:
        if enough := await too_many(turn, self.login):
            return enough
        try:
            tokens = await turn.services.provider.login(self.login, self.password)
        except Rejected as refusal:
            if refusal.faultcode == MUST_CHANGE:
                self.must_change = True
                return None
            return await _refused(turn, self.login, refusal)
        await attempts.forget(turn, self.login)
        return await adopt(turn, tokens, via="password")

    async def _change_and_sign_in(self, turn: Turn) -> Result:
        if self.new_password == self.password:
            raise Invalid(_("The new password must differ from the old one."))
        provider = turn.services.provider
        try:
            await provider.change_password(self.login, self.password, self.new_password)
            tokens = await provider.login(self.login, self.new_password)
        except Unavailable as silence:
            if not silence.sent:
                raise
            return _which_password()
        await attempts.forget(turn, self.login)
        return await adopt(turn, tokens, via="password")


def _which_password() -> View:
    """The change was sent, and then there was silence: either password may be the right one."""
    return View(
        _(
            "The provider has not answered, so I do not know whether it took the new password. "
            "Sign in with the new one first; if that is refused, the old one still holds."
        ),
        buttons=[go(_("Sign in"), BY_PASSWORD)],
        home=False,
    )


async def _refused(turn: Turn, login: str, refusal: Rejected) -> Result:
    if refusal.faultcode == WRONG:
        await attempts.note(turn, login)
        raise Invalid(
            _(
                "The login or the password is not right. Send the password again, "
                "or go Back to correct the login."
            )
        )
    if refusal.faultcode == LOCKED_OUT:
        why = _(
            "The provider has locked this login after too many wrong passwords. "
            "Wait an hour, or ask your provider to unlock it. You are not signed in."
        )
        return stopped(turn, why, go(_("Talk to a person"), "help"))
    raise refusal
