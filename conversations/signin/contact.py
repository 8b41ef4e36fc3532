"""The own contact, shared by Telegram: the lines that the provider knows by it, and a code."""

from __future__ import annotations

import re
from typing import Any, Literal

from conversations.shared import attempts
from conversations.signin.base import (
    BY_CONTACT,
    NOT_SIGNED_IN,
    area,
    stopped,
    too_many,
    unless_silent,
    with_password,
)
from conversations.signin.binding import lent
from conversations.signin.found import WhichAccount, kept, veiled
from dialogs import Form, Result, Step, Turn, View, ask, go, keep
from dialogs.fields import Digits, Invalid, OwnContact
from locales import Phone, Text, _
from portaswitch import Admin, AdminSession, NotMapped, Rejected, SessionExpired

CODE_TRIES = 3
MOST_LINES = 6


@area.form
class ByContact(Form):
    phone: str = ask(
        _(
            "Tap the button below the chat to share your phone number. "
            "It must be the contact number that your provider knows."
        ),
        OwnContact(),
    )
    found: list[dict[str, Any]] = keep()
    account: str = ask(
        _("Several lines belong to this number. Which one?"),
        WhichAccount(),
        when=lambda form: len(form.found or []) > 1,
    )
    session: str = keep()
    tries: int = keep()
    sent_to: str = keep()

    async def _ask_code(self, turn: Turn) -> Text:
        return _(
            "I asked your provider to send a code to {address}. Type the code here.",
            address=self.sent_to,
        )

    code: str = ask(_ask_code, Digits(4, 10, secret=True))
    undone = NOT_SIGNED_IN

    async def opened(self, turn: Turn) -> Result:
        """A button from a time when the provider had this way may still be in the chat."""
        return None if turn.services.provider.admin is not None else Step(area.key)

    async def answered(self, turn: Turn, name: str) -> Result:
        steps = {"phone": self._look_up, "account": self._choose, "code": self._check_code}
        return await unless_silent(steps[name](turn))

    async def _look_up(self, turn: Turn) -> Result:
        if enough := await too_many(turn, self.phone):
            return enough
        await attempts.note(turn, self.phone)
        found = await _admin(turn).find_account(phone=self.phone)
        if not found:
            number = Phone(re.sub(r"\D", "", self.phone))
            why = _("Your provider has no line with the contact number {number}.", number=number)
            return stopped(turn, why, with_password())
        self.found = [kept(one) for one in found[:MOST_LINES]]
        return None if len(found) > 1 else await self._send_code(turn)

    async def _choose(self, turn: Turn) -> Result:
        """Chosen again after Back, it is another code with tries of its own: that counts."""
        if self.session is not None:
            if enough := await too_many(turn, self.phone):
                return enough
            await attempts.note(turn, self.phone)
        return await self._send_code(turn)

    async def _send_code(self, turn: Turn) -> Result:
        one = self._chosen()
        via: Literal["mail", "sms"] = "mail" if one["email"] else "sms"
        try:
            session = await _admin(turn).create_otp(one["i_account"], via=via)
        except Rejected as refusal:
            if refusal.faultcode == "Server.AccessControl.empty_rec_and_bcc":
                why = _("Your provider has no address of yours to send a code to.")
                return stopped(turn, why, with_password())
            raise
        self.session = session.to_json()
        self.tries = 0
        self.sent_to = veiled(one["email"] if via == "mail" else one["phone1"])
        return None

    async def _check_code(self, turn: Turn) -> Result:
        admin = _admin(turn)
        self.tries = (self.tries or 0) + 1
        try:
            right = await admin.verify_otp(AdminSession.from_json(self.session), self.code)
        except SessionExpired:
            return _over(turn)
        if not right:
            if self.tries >= CODE_TRIES:
                return _over(turn)
            raise Invalid(_("That is not the code. Look at the newest one and type it again."))
        one = self._chosen()
        await attempts.forget(turn, self.phone)
        return await lent(turn, admin, one["login"], one["i_account"])

    def _chosen(self) -> dict[str, Any]:
        found = self.found or []
        return next((one for one in found if str(one["i_account"]) == self.account), found[0])


def _over(turn: Turn) -> View:
    why = _("This code is no longer good. You are not signed in.")
    return stopped(turn, why, go(_("Send a new code"), BY_CONTACT))


def _admin(turn: Turn) -> Admin:
    """The admin realm. Raises NotMapped where an operator has taken it away meanwhile."""
    admin = turn.services.provider.admin
    if admin is None:
        raise NotMapped("create_otp")
    return admin
