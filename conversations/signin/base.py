"""The first screen, with the ways in that this provider has, and what all of them say."""

from __future__ import annotations

from collections.abc import Awaitable

from conversations.shared import attempts
from dialogs import Area, Button, Result, Row, Step, Turn, View, go
from dialogs.fields import Invalid
from locales import Text, _
from portaswitch import Unavailable

area = Area(
    "signin",
    _("Sign in"),
    command="signin",
    words=_("sign in, log in, login, connect, add a line"),
    public=True,
    listed=False,
)

BY_CONTACT = Step(area.key, "ByContact")
BY_PASSWORD = Step(area.key, "ByPassword")

NOT_SIGNED_IN = _("Canceled. You are not signed in.")


@area.start
async def welcome(turn: Turn) -> Result:
    """The password is the last of the ways."""
    buttons: list[Row] = [[with_password()]]
    if turn.services.provider.admin is not None:
        buttons.insert(0, [go(_("Use my phone number"), BY_CONTACT)])
    if turn.linked:
        return View(_("How would you like to sign in on another line?"), buttons=buttons)
    provider = turn.options.provider_name or _("your telephone provider")
    hello = _(
        "Here you look after your line with {provider}: calls, forwarding, voicemail, balance.",
        provider=provider,
    )
    buttons.append([go(_("Talk to a person"), "help")])
    return View(hello, _("How would you like to sign in?"), buttons=buttons, home=False)


@area.notice("session_ended")
async def session_ended(turn: Turn) -> View:
    """Told once, when the provider's session can no longer be renewed."""
    return View.card(
        _(
            "Your session with the provider has ended, so I can no longer tell you of voicemails "
            "and a low balance on this line. Sign in again to go on."
        ),
        buttons=[go(_("Sign in"), area.key)],
    )


def with_password() -> Button:
    return go(_("Login and password"), BY_PASSWORD)


def stopped(turn: Turn, why: Text, way: Row) -> View:
    """Nobody is signed in; one other way to go on."""
    return View(why, buttons=[way], back=Step(area.key), home=turn.linked)


async def too_many(turn: Turn, name: str) -> View | None:
    """Stops before the switch locks the login."""
    if not await attempts.too_many(turn, name):
        return None
    return stopped(turn, attempts.TOO_MANY, go(_("Talk to a person"), "help"))


async def unless_silent(step: Awaitable[Result]) -> Result:
    """Signing in changes nothing of the line, so silence means: the same answer once more."""
    try:
        return await step
    except Unavailable as silence:
        raise Invalid(
            _("The provider does not answer right now, so you are not signed in. Try it again.")
        ) from silence
