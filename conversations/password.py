"""Change the password of the provider's self-care portal: one that I make, or one's own."""

from __future__ import annotations

import re
import secrets

from sqlalchemy import Connection

from conversations.shared.attempts import WRONG
from conversations.shared.passing import shown_once
from conversations.shared.reauth import OwnPassword, fingerprint, has_login
from dialogs import Area, Invalid, Line, NotNow, Result, Step, Turn, View, ask, go
from dialogs.faults import explain
from dialogs.sessions import seal_tokens
from locales import Text, _
from portaswitch import AccountChange, Rejected, Unavailable
from portaswitch.errors import CodeNeeded, ProviderError
from store import Sealed, links

area = Area(
    "password",
    _("Change password"),
    icon="🔑",
    group="profile",
    command="password",
    words=_(
        "password, change password, new password, portal password, forgot password, "
        "reset password, security"
    ),
    needs=has_login,
)

SHORTEST = 8
ALPHABET = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without what is mistaken for something else when it is read out."""


class NewPassword(Line):
    """One's own, if nobody guesses it at once; "" for one that is made."""

    def __init__(self) -> None:
        super().__init__(64, secret=True)

    async def options(self, turn: Turn) -> list[tuple[str, Text | str]]:
        return [("", _("Make one for me"))]

    async def parse(self, turn: Turn, text: str) -> str:
        new = await super().parse(turn, text)
        known = (turn.link.login.casefold(), turn.link.number)
        if len(new) < SHORTEST or new.isdecimal() or new.casefold() in known:
            raise Invalid(
                _(
                    "That would be guessed soon. Take {n} characters or more, and not only "
                    "digits, for example three words that do not belong together.",
                    n=SHORTEST,
                )
            )
        return new


@area.start
class Change(OwnPassword):
    reason = _(
        "Here you get a new password for your provider's self-care portal. Other devices that are "
        "signed in there will have to sign in again; this chat and your phone go on as they are."
    )
    undone = _("Canceled. The old password still counts.")
    new: str = ask(
        _("Shall I make a strong password? Or send one of your own: I delete it at once."),
        NewPassword(),
    )

    async def answered(self, turn: Turn, name: str) -> Result:
        if name == "new" and fingerprint(turn, self.new) == self.password:
            raise Invalid(_("The new password must differ from the old one."))
        return await super().answered(turn, name)

    async def submit(self, turn: Turn) -> Result:
        new = self.new or strong_password()
        try:
            await turn.api.update_account(AccountChange(password=new))
        except Unavailable as silence:
            if not silence.sent:
                raise
        except Rejected as refusal:
            if not self.new:
                raise
            del self.answers["new"]
            raise Invalid(explain(refusal, changing=False).text) from None
        return _told(await _goes_on(turn, new), new, made=not self.new)


def _told(counts: bool | None, new: str, *, made: bool) -> View:
    """A password that I made is shown wherever it may count: nobody else knows it."""
    if counts is False:
        raise NotNow(_("The provider did not take the new password. The old one still counts."))
    if made and counts:
        return shown_once(_("Your new password for the self-care portal:"), new, Step("home"))
    if made:
        return shown_once(MAY_COUNT, new, Step("home"))
    return View(
        CHANGED if counts else UNSURE, buttons=[] if counts else [go(_("Change it again"), Change)]
    )


CHANGED = _("The new password counts from now on. Other devices have to sign in again with it.")
UNSURE = _(
    "The provider has not answered, so I do not know whether it took the new password. "
    "Where the new one is refused, the old one still counts."
)
MAY_COUNT = _(
    "The provider has not answered. It may have taken this new password; "
    "where that is refused, the old one still counts:"
)


async def _goes_on(turn: Turn, new: str) -> bool | None:
    """Whether the new password counts; None where nobody says.

    The switch may have ended this chat's session with the others, so that of the new password
    takes its place.
    """
    provider = turn.services.provider
    try:
        tokens = await provider.login(turn.link.login, new)
    except CodeNeeded:
        return True
    except Rejected as refusal:
        return False if refusal.faultcode == WRONG else None
    except ProviderError:
        return None
    await turn.run(_keep, turn.link.id, seal_tokens(turn.services.seal, tokens))
    return True


def _keep(conn: Connection, link_id: int, tokens: Sealed) -> None:
    link = links.get(conn, link_id)
    if link is not None:
        links.store_tokens(conn, link_id, link.tokens_version, tokens)


def strong_password() -> str:
    """Three groups that can be read out, with capitals and digits: some switches insist on both."""
    while True:
        made = "-".join("".join(secrets.choice(ALPHABET) for _n in range(5)) for _group in range(3))
        if re.search(r"[a-z]", made) and re.search(r"[A-Z]", made) and re.search(r"\d", made):
            return made
