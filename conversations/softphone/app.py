"""What a phone app asks for, shown for a minute to whoever knows the password."""

from __future__ import annotations

import asyncio
from io import BytesIO
from urllib.parse import quote

import segno

from conversations.shared.passing import SHOWN_FOR
from conversations.shared.reauth import OwnPassword
from conversations.shared.wishes import to_provider
from conversations.softphone.base import area
from dialogs import Facts, Picture, Result, Secret, Turn, View, copy, go
from locales import Text, _
from portaswitch import Rejected
from portaswitch.account.calls import NOT_FOUND
from portaswitch.records import SipCredentials


@area.form
class Details(OwnPassword):
    reason = _(
        "I show you what a phone app asks for, with a picture to scan. Whoever has it can make "
        "calls at your expense, so it stays for a minute only."
    )

    async def submit(self, turn: Turn) -> Result:
        try:
            found = await turn.api.get_sip_credentials()
        except Rejected as refusal:
            if refusal.faultcode != NOT_FOUND:
                raise
            wish = _("Please tell me how to set up a phone app for my line.")
            return View(
                _("Your provider keeps the SIP password to itself."),
                buttons=[go(_("Ask your provider"), to_provider(turn, wish, area))],
            )
        return await _shown(turn, found)


async def _shown(turn: Turn, found: SipCredentials) -> View:
    server = turn.options.sip_server
    facts: dict[Text, object] = {_("Server"): server} if server else {}
    facts[_("User")] = found.username
    server_copy = [copy(_("Copy the server"), server)] if server else []
    return View.passing(
        Facts(_("For your phone app:"), facts),
        None if server else _("The server is on your contract or on your provider's web site."),
        _("The password:"),
        Secret(found.password),
        _("In a minute I delete this message. Never send it to anybody."),
        lasts=SHOWN_FOR,
        media=Picture(await asyncio.to_thread(_drawn, found, server), "sip.png"),
        buttons=[
            copy(_("Copy the user"), found.username),
            copy(_("Copy the password"), found.password),
            *server_copy,
            go(_("Done"), area.key),
        ],
    )


def _drawn(found: SipCredentials, server: str) -> bytes:
    """A `sip:` address with its password (RFC 3261), which many apps read; else what to type."""
    code = f"{found.username}\n{found.password}"
    if server:
        code = f"sip:{quote(found.username)}:{quote(found.password, safe='')}@{server}"
    png = BytesIO()
    segno.make(code, error="m", micro=False).save(png, kind="png", scale=8, border=4)
    return png.getvalue()
