"""A single-use link of the provider's: `/start TOKEN`."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from conversations.signin.base import area
from conversations.signin.binding import lent, spent
from dialogs import Result, Turn, View
from locales import _
from portaswitch import Unavailable
from store import signin

LINK_LIFETIME = timedelta(minutes=30)


def link_hash(token: str) -> str:
    """What is stored of a sign-in link's token: it is long and random, so a plain hash will do."""
    return hashlib.sha256(token.encode()).hexdigest()


@area.action
async def by_link(turn: Turn, token: str) -> Result:
    """The session is opened first, and the token spent with the link's row."""
    admin, now = turn.services.provider.admin, turn.services.clock()
    hashed = link_hash(token)
    found = await turn.run(signin.peek, hashed, now) if admin is not None else None
    if admin is None or found is None:
        return spent(turn)
    try:
        return await lent(turn, admin, found.login, found.i_account, spend=hashed)
    except Unavailable:
        return View(
            _(
                "The provider does not answer right now, so you are not signed in. "
                "Open the link again in a moment: it is still good."
            ),
            home=turn.linked,
        )
