"""Sign in: a code to the own contact, a single-use link, or login and password.

The first two go through the provider's admin realm and are hidden without it. The password comes
last; it is used once, its message deleted, and it is never stored.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Awaitable
from datetime import timedelta
from typing import Any, Literal

from sqlalchemy import Connection

from conversations.shared import attempts
from conversations.shared.attempts import MUST_CHANGE, WRONG
from dialogs import Area, Form, Result, Row, Step, Turn, View, ask, go, keep
from dialogs.fields import Choice, Digits, Invalid, Line, OwnContact
from dialogs.sessions import lend, opened_by, seal_tokens
from locales import Phone, Text, _
from portaswitch import (
    Admin,
    AdminSession,
    FoundAccount,
    NotMapped,
    Rejected,
    SessionExpired,
    Tokens,
    Unavailable,
)
from store import links, signin
from store.links import Link

area = Area(
    "signin",
    _("Sign in"),
    command="signin",
    words=_("sign in, log in, login, password, connect"),
    public=True,
    listed=False,
)

LINK_LIFETIME = timedelta(minutes=30)
CODE_TRIES = 3

LOCKED_OUT = "Server.Session.cannot_login_brute_force_activity"


@area.start
async def welcome(turn: Turn) -> Result:
    """The ways in that this provider has; the password is the last of them."""
    provider = turn.options.provider_name or _("your telephone provider")
    hello = _(
        "Here you look after your line with {provider}: calls, forwarding, voicemail, balance.",
        provider=provider,
    )
    buttons: list[Row] = []
    if turn.services.provider.admin is not None:
        buttons.append([go(_("Use my phone number"), ByContact)])
    buttons.append([go(_("Login and password"), ByPassword)])
    if turn.linked:
        return View(_("How would you like to sign in on another line?"), buttons=buttons)
    return View(hello, _("How would you like to sign in?"), buttons=buttons, home=False)


# ---------------------------------------------------------------------- login and password


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
    undone = _("Canceled. You are not signed in.")

    async def answered(self, turn: Turn, name: str) -> Result:
        if name == "login":
            # The password of another login says nothing about this one, and may not be tried on it.
            for kept in ("password", "must_change", "new_password"):
                self.answers.pop(kept, None)
        if name == "password":
            return await _unless_silent(self._sign_in(turn))
        if name == "new_password":
            return await _unless_silent(self._change_and_sign_in(turn))
        return None

    async def _sign_in(self, turn: Turn) -> Result:
        if stopped := await _too_many(turn, self.login):
            return stopped
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
        buttons=[go(_("Sign in"), ByPassword)],
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
        return View(
            _(
                "The provider has locked this login after too many wrong passwords. "
                "Wait an hour, or ask your provider to unlock it. You are not signed in."
            ),
            buttons=[go(_("Talk to a person"), "help")],
            back=Step(area.key),
            home=turn.linked,
        )
    raise refusal


# ---------------------------------------------------------------------- own contact and a code


class WhichAccount(Choice):
    """One of the accounts that were found for the contact."""

    def __init__(self) -> None:
        super().__init__({})

    async def options(self, turn: Turn) -> list[tuple[str, Text | str]]:
        found = turn.answers.get("found") or []
        return [(str(one["i_account"]), one["number"]) for one in found]


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
    undone = _("Canceled. You are not signed in.")

    async def opened(self, turn: Turn) -> Result:
        """A button from a time when the provider had this way may still be in the chat."""
        return None if turn.services.provider.admin is not None else Step(area.key)

    async def answered(self, turn: Turn, name: str) -> Result:
        if name == "phone":
            return await _unless_silent(self._look_up(turn))
        if name == "account":
            return await _unless_silent(self._choose(turn))
        return await _unless_silent(self._check_code(turn))

    async def _look_up(self, turn: Turn) -> Result:
        if stopped := await _too_many(turn, self.phone):
            return stopped
        await attempts.note(turn, self.phone)
        admin = _admin(turn)
        found = await admin.find_account(phone=self.phone)
        if not found:
            return View(
                _(
                    "Your provider has no line with the contact number {number}.",
                    number=Phone(re.sub(r"\D", "", self.phone)),
                ),
                buttons=[go(_("Login and password"), ByPassword)],
                back=Step(area.key),
                home=turn.linked,
            )
        self.found = [_kept(one) for one in found[:6]]
        return None if len(found) > 1 else await self._send_code(turn)

    async def _choose(self, turn: Turn) -> Result:
        """Chosen again after Back, it is another code with tries of its own: that counts."""
        if self.session is not None:
            if stopped := await _too_many(turn, self.phone):
                return stopped
            await attempts.note(turn, self.phone)
        return await self._send_code(turn)

    async def _send_code(self, turn: Turn) -> Result:
        admin = _admin(turn)
        one = self._chosen()
        via: Literal["mail", "sms"] = "mail" if one["email"] else "sms"
        try:
            session = await admin.create_otp(one["i_account"], via=via)
        except Rejected as refusal:
            if refusal.faultcode == "Server.AccessControl.empty_rec_and_bcc":
                return View(
                    _("Your provider has no address of yours to send a code to."),
                    buttons=[go(_("Login and password"), ByPassword)],
                    back=Step(area.key),
                    home=turn.linked,
                )
            raise
        self.session = session.to_json()
        self.tries = 0
        self.sent_to = _veiled(one["email"]) if via == "mail" else _veiled(one["phone1"])
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
        return await _lent(turn, admin, one["login"], one["i_account"])

    def _chosen(self) -> dict[str, Any]:
        found = self.found or []
        return next((one for one in found if str(one["i_account"]) == self.account), found[0])


def _over(turn: Turn) -> View:
    return View(
        _("This code is no longer good. You are not signed in."),
        buttons=[go(_("Send a new code"), ByContact)],
        back=Step(area.key),
        home=turn.linked,
    )


def _admin(turn: Turn) -> Admin:
    """The admin realm. Raises NotMapped where an operator has taken it away meanwhile."""
    admin = turn.services.provider.admin
    if admin is None:
        raise NotMapped("create_otp")
    return admin


def _kept(one: FoundAccount) -> dict[str, Any]:
    return {
        "i_account": one.i_account,
        "number": one.id,
        "login": one.login,
        "email": one.email.split(",")[0].strip(),
        "phone1": one.phone1,
    }


def _veiled(address: str) -> str:
    """Enough of an address to know it by, and not more: "al•••@ex•••.net".

    The whole host would also be taken by messengers for somebody's @name, and made a link.
    """
    name, at, host = address.partition("@")
    return f"{name[:2]}•••@{host[:2]}•••.{host.rsplit('.')[-1]}" if at else f"•••{address[-3:]}"


# ---------------------------------------------------------------------- a single-use link


def link_hash(token: str) -> str:
    """What is stored of a sign-in link's token: it is long and random, so a plain hash will do."""
    return hashlib.sha256(token.encode()).hexdigest()


@area.action
async def by_link(turn: Turn, token: str) -> Result:
    """`/start TOKEN`: the session is opened first, and the token spent with the link's row."""
    admin, now = turn.services.provider.admin, turn.services.clock()
    hashed = link_hash(token)
    found = await turn.run(signin.peek, hashed, now) if admin is not None else None
    if admin is None or found is None:
        return _spent(turn)
    try:
        return await _lent(turn, admin, found.login, found.i_account, spend=hashed)
    except Unavailable:
        return View(
            _(
                "The provider does not answer right now, so you are not signed in. "
                "Open the link again in a moment: it is still good."
            ),
            home=turn.linked,
        )


def _spent(turn: Turn) -> View:
    return View(
        _("This sign-in link was used before or is too old. Ask your provider for a new one."),
        buttons=[go(_("Other ways"), "signin")] if not turn.linked else [],
        home=turn.linked,
    )


# ---------------------------------------------------------------------- the link between both


async def _lent(turn: Turn, admin: Admin, login: str, i_account: int, *, spend: str = "") -> Result:
    """Sign in by a session that the admin realm lends."""
    try:
        tokens = await lend(admin, login, i_account)
        return await adopt(turn, tokens, via="admin", i_account=i_account, spend=spend)
    except SessionExpired:
        return View(
            _("Your provider does not let me in this way. Sign in with login and password."),
            buttons=[go(_("Login and password"), ByPassword)],
            home=turn.linked,
        )


async def _unless_silent(step: Awaitable[Result]) -> Result:
    """Signing in changes nothing of the line, so silence means: the same answer once more."""
    try:
        return await step
    except Unavailable as silence:
        raise Invalid(
            _("The provider does not answer right now, so you are not signed in. Try it again.")
        ) from silence


async def adopt(
    turn: Turn, tokens: Tokens, *, via: str, i_account: int | None = None, spend: str = ""
) -> Result:
    """Bind the account of a fresh session to this chat, and open it.

    Raises SessionExpired for a session that opens another account than `i_account`.
    """
    account = turn.services.provider.account(tokens, i_account=i_account)
    info = await opened_by(account, i_account)
    now = turn.services.clock()
    values: dict[str, Any] = {
        "chat_id": turn.chat.chat_id,
        "user_id": turn.user_id,
        "i_account": info.i_account,
        "number": info.id.split("@")[0],
        "login": info.login,
        "name": f"{info.firstname} {info.lastname}".strip(),
        "via": via,
        "tokens": seal_tokens(turn.services.seal, account.tokens),
        "zone": info.time_zone_name or None,
        "currency": info.currency or None,
        "now": now,
    }

    def bind(conn: Connection) -> Link | None:
        if spend and signin.use(conn, spend, now) is None:
            return None  # somebody was faster with the same link
        return links.add(conn, **values)

    link = await turn.run(bind)
    if link is None:
        return _spent(turn)
    turn.act_for(link)
    return Step("home", "", ("new",))


# ---------------------------------------------------------------------- how often one may try


async def _too_many(turn: Turn, name: str) -> View | None:
    """Stops before the switch locks the login."""
    if not await attempts.too_many(turn, name):
        return None
    return View(
        attempts.TOO_MANY,
        buttons=[go(_("Talk to a person"), "help")],
        back=Step(area.key),
        home=turn.linked,
    )


@area.notice("session_ended")
async def session_ended(turn: Turn) -> View:
    """Told once, when the provider's session can no longer be renewed."""
    return View.card(
        _(
            "Your session with the provider has ended, so I can no longer tell you of voicemails "
            "and a low balance on this line. Sign in again to go on."
        ),
        buttons=[go(_("Sign in"), "signin")],
    )
