"""An e-mail address is asked for; a code that was mailed there shows whose it is."""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta
from typing import Any

from dialogs import Digits, Field, Form, Invalid, Result, Turn, View, ask, keep
from dialogs.mail import NotMailed
from locales import _
from store import signin

LOOKS_LIKE = re.compile(r"[^\s@<>,;\"]{1,64}@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}")
NOT_AN_ADDRESS = _("This needs an e-mail address, such as alice@example.com.")
TRIES = 5
LASTS = timedelta(minutes=15)
MAILS_AN_HOUR = 5
"""Letters that one line may have sent: addresses are typed, and need not be the typist's."""


class EmailAddress(Field):
    """One address; that mail arrives there is another question."""

    async def parse(self, turn: Turn, text: str) -> str:
        address = text.strip().removeprefix("mailto:")
        if LOOKS_LIKE.fullmatch(address):
            return address
        near = LOOKS_LIKE.search(address) or LOOKS_LIKE.search(_tidied(address))
        raise Invalid(NOT_AN_ADDRESS, near[0] if near else None)


def _tidied(address: str) -> str:
    """Without the slips of a thumb: spaces, a comma for a point, a sign as a word or hit twice."""
    plain = re.sub(r"\s+", "", re.sub(r"\s+at\s+", "@", address)).replace(",", ".")
    return re.sub(r"([@.])[@.]*\1", r"\1", plain).strip(".")


async def _which(form: ConfirmedEmail, turn: Turn) -> Any:
    return await form.which(turn)


async def _sent(form: ConfirmedEmail, turn: Turn) -> View:
    return View(
        _("I have sent a code of six digits to {address}.", address=form.address),
        _("Which code is it? It is good for 15 minutes; look into the spam folder, too."),
    )


class ConfirmedEmail(Form):
    """Asks for an address and, where the operator can send mail, for the code that went there.

    A subclass says `which` address it asks for and what it does `with_address`. Without a mail
    server the address is taken unconfirmed, and `confirmed` says so.
    """

    address: str = ask(_which, EmailAddress())
    code: str = ask(_sent, Digits(6, 6), when=lambda form: form.expected is not None)
    expected: str | None = keep()
    """The code's fingerprint: the draft is sealed, but a code need not lie in it."""
    until: datetime | None = keep()
    tries: int | None = keep()

    async def which(self, turn: Turn) -> Any:
        """The question for the address: a text or a view."""
        raise NotImplementedError

    async def with_address(self, turn: Turn, address: str, confirmed: bool) -> Result:
        """What the address is for."""
        raise NotImplementedError

    async def answered(self, turn: Turn, name: str) -> Result:
        if name == "address":
            await self._mail(turn)
        elif name == "code":
            self._compare(turn)
        return None

    async def submit(self, turn: Turn) -> Result:
        return await self.with_address(turn, self.address, self.expected is not None)

    async def _mail(self, turn: Turn) -> None:
        self.expected, self.until, self.tries = None, None, 0
        mailer = turn.services.mailer
        if mailer is None:
            return
        await _hold_back(turn)
        code = f"{secrets.randbelow(1_000_000):06}"
        say = turn.reader.say
        try:
            await mailer.send(
                self.address,
                say(_("Your code: {code}", code=code)),
                say(
                    _(
                        "Type {code} in the chat to confirm this address. "
                        "If you have not asked for it, do nothing.",
                        code=code,
                    )
                ),
            )
        except NotMailed:
            raise Invalid(
                _("No mail could be sent to that address. Check it, or try again later.")
            ) from None
        self.expected = self._fingerprint(turn, code)
        self.until = turn.now + LASTS

    def _compare(self, turn: Turn) -> None:
        if self.until is None or turn.now > self.until or (self.tries or 0) >= TRIES:
            raise Invalid(_("That code is no longer good. Go back and send the address again."))
        self.tries = (self.tries or 0) + 1
        if self._fingerprint(turn, self.code) != self.expected:
            raise Invalid(_("That is not the code. Look at the newest mail and type it again."))

    def _fingerprint(self, turn: Turn, code: str) -> str:
        return turn.services.seal.hmac("email code", f"{self.address}:{code}")


async def _hold_back(turn: Turn) -> None:
    """Count the letter before it is sent. Raises Invalid when there were too many."""
    subject = turn.services.seal.hmac("mail", str(turn.link.id))
    now = turn.services.clock()
    if await turn.run(signin.count_attempts, subject, now - timedelta(hours=1)) >= MAILS_AN_HOUR:
        raise Invalid(_("I have sent several codes already. Wait an hour before the next one."))
    await turn.run(signin.note_attempt, subject, now)
