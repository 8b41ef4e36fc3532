"""A fresh session becomes a link: this chat and the account that the session opens."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from conversations.signin.base import area, with_password
from dialogs import Result, Step, Turn, View, go
from dialogs.sessions import lend, opened_by, seal_tokens
from locales import _
from portaswitch import Admin, SessionExpired, Tokens
from store import links, signin
from store.links import Link


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
        return spent(turn)
    turn.act_for(link)
    return Step("home", "", ("new",))


async def lent(turn: Turn, admin: Admin, login: str, i_account: int, *, spend: str = "") -> Result:
    """Sign in by a session that the admin realm lends; `spend`: the hash of a single-use link."""
    try:
        tokens = await lend(admin, login, i_account)
        return await adopt(turn, tokens, via="admin", i_account=i_account, spend=spend)
    except SessionExpired:
        return View(
            _("Your provider does not let me in this way. Sign in with login and password."),
            buttons=[with_password()],
            home=turn.linked,
        )


def spent(turn: Turn) -> View:
    return View(
        _("This sign-in link was used before or is too old. Ask your provider for a new one."),
        buttons=[go(_("Other ways"), area.key)] if not turn.linked else [],
        home=turn.linked,
    )
