"""Sign in: with a code to the own contact, by a single-use link, or with login and password."""

from __future__ import annotations

from dialogs import Area, Form, Line, Result, Turn, ask
from dialogs.sessions import seal_tokens
from locales import _
from portaswitch import Tokens
from store import links

area = Area("signin", _("Sign in"), public=True, listed=False)


@area.start
class WithPassword(Form):
    login: str = ask(_("Send the login of your provider's self-care portal."), Line(64))
    password: str = ask(_("Now send the password."), Line(128, secret=True))

    async def submit(self, turn: Turn) -> Result:
        tokens = await turn.services.provider.login(self.login, self.password)
        return await adopt(turn, tokens, via="password")


async def adopt(turn: Turn, tokens: Tokens, *, via: str) -> Result:
    """Bind the account of a fresh session to this chat, and open it."""
    account = turn.services.provider.account(tokens)
    info = await account.get_account_info()
    link = await turn.run(
        links.add,
        chat_id=turn.chat.chat_id,
        user_id=turn.user_id,
        i_account=info.i_account,
        number=info.id,
        login=info.login,
        name=f"{info.firstname} {info.lastname}".strip(),
        via=via,
        tokens=seal_tokens(turn.services.seal, tokens),
        zone=info.time_zone_name,
        currency=info.currency,
        now=turn.services.clock(),
    )
    turn.act_for(link)
    from dialogs import Step

    return Step("home")
