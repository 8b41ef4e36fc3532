"""Several lines in one chat: which one is open, another one, and signing out."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from sqlalchemy import Connection

from dialogs import Area, Form, Result, Row, Step, Turn, View, do, go, ontop
from dialogs.draw import account_name
from dialogs.sessions import open_tokens
from locales import Text, _
from portaswitch import ProviderError
from store import SealBroken, links, timed
from store.links import Link
from store.timed import DISA, DND, FORWARDING

area = Area(
    "accounts",
    _("My lines"),
    icon="👥",
    group="profile",
    words=_(
        "accounts, my account, lines, switch, switch line, another number, sign out, log out, "
        "logout"
    ),
    offline=True,
)

LONGEST = 24
"""Characters of a line's name in a label: words stand beside it."""


@area.start
async def lines(turn: Turn) -> View:
    """Each signed-in line; the open one says so in words."""
    buttons: list[Row] = [
        [go(_("{line}, open now", line=_label(link)), "home")]
        if link.id == turn.link.id
        else [do(_("Open {line}", line=_label(link)), switch.at(link.id))]
        for link in turn.links
    ]
    buttons.append([go(_("Add a line"), "signin"), go(_("Sign out"), SignOut)])
    text: Text = (
        _("You are signed in on these lines. Alerts come for all of them.")
        if len(turn.links) > 1
        else _("You are signed in on this line.")
    )
    return View(text, buttons=buttons)


def _label(link: Link) -> str:
    """A line's name, short enough for a button."""
    name = account_name(link)
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip()}…"


@area.action
async def switch(turn: Turn, link_id: int) -> Result:
    """The other line becomes the open one; changing buttons of this one end with it."""
    link = next((one for one in turn.links if one.id == link_id), None)
    if link is not None:
        turn.act_for(link)
    return Step("home")


@area.form
class SignOut(Form):
    undone = _("You are still signed in.")

    async def review(self, turn: Turn) -> View:
        waits = {row.what for row in await turn.run(timed.active_of_link, turn.link.id)}
        return View(
            _(
                "Sign out of {line}? Its alerts stop, and I forget its session.",
                line=turn.link.number,
            ),
            _("A forward that was to end by itself will then stay as it is now.")
            if FORWARDING in waits
            else None,
            _("Do not disturb will then stay on: your phone will not ring until you change that.")
            if DND in waits
            else None,
            _("DISA will then stay on. Switch it off first if you do not need it.")
            if DISA in waits
            else None,
            accept=_("Sign out"),
            danger=True,
        )

    async def submit(self, turn: Turn) -> Result:
        link = turn.link
        if link.tokens is not None:
            # The session may be over already, the provider silent, or the secret key another one:
            # we forget it all the same.
            with suppress(ProviderError, SealBroken):
                tokens = open_tokens(turn.services.seal, link.tokens)
                await turn.services.provider.logout(tokens)
        await turn.run(_end, link, turn.services.clock())
        turn.services.wake()
        turn.act_for(next((one for one in turn.links if one.id != link.id), None))
        number = link.number
        return (
            Step("home", "", ("out",))
            if turn.linked
            else View(
                _("You are signed out of {line}.", line=number),
                buttons=[go(_("Sign in"), "signin")],
                home=False,
            )
        )


def _end(conn: Connection, link: Link, now: datetime) -> None:
    ontop.take_away(conn, link, now)
    links.end(conn, link.id, now)
