"""The phone behind the line: which one is registered, and what an app needs to be it."""

from __future__ import annotations

import asyncio
from io import BytesIO
from urllib.parse import quote

import segno

from conversations.shared.passing import SHOWN_FOR
from conversations.shared.reauth import OwnPassword, has_login
from conversations.shared.wishes import to_provider
from dialogs import Area, Facts, Listing, Picture, Result, Row, Secret, Turn, View, copy, go
from locales import Text, _
from portaswitch import NotMapped, Rejected
from portaswitch.account.calls import NOT_FOUND
from portaswitch.account.phone import Device, SipStatus
from portaswitch.records import SipCredentials

area = Area(
    "softphone",
    _("Phone and app"),
    icon="📱",
    group="dashboard",
    words=_(
        "softphone, phone app, SIP, SIP password, QR code, registered device, my phone, Zoiper, "
        "Linphone, registration, online"
    ),
)


@area.start
async def softphone(turn: Turn) -> View:
    info, status, device = await asyncio.gather(
        turn.api.get_account_info(), _status(turn), _device(turn)
    )
    facts: dict[Text, object] = {}
    if info.sip_status is not None:
        facts[_("Phone")] = _("online") if info.sip_status else _("offline")
    if status is not None and status.user_agent:
        facts[_("Device or app")] = status.user_agent
    if status is not None and status.contact:
        facts[_("From the address")] = status.contact.removeprefix("sip:").rpartition("@")[2]
    if device is not None:
        facts[_("Set up by your provider")] = ", ".join(filter(None, (device.name, device.model)))
    buttons: list[Row] = []
    if await has_login(turn):
        buttons.append(go(_("Set up a phone app"), Details))
    if info.sip_status:
        buttons.append(go(_("This is not mine"), not_mine))
    return View(
        Facts(_("The phone that your calls reach:"), facts),
        None if info.sip_status else _("Calls cannot reach it until it is online."),
        buttons=[*buttons, go(_("Refresh"), area.key)],
    )


async def _status(turn: Turn) -> SipStatus | None:
    if not turn.services.provider.contract.has("get_sip_status"):
        return None
    try:
        return await turn.api.get_sip_status()
    except (Rejected, NotMapped):
        return None


async def _device(turn: Turn) -> Device | None:
    try:
        return await turn.api.get_ua_info()
    except (Rejected, NotMapped):
        return None


@area.screen
async def not_mine(turn: Turn) -> View:
    """The account may change the portal's password, but not the phone's."""
    wish = _("A phone that is not mine is signed in on my line. Please set a new SIP password.")
    return View(
        _("Then somebody else can make calls at your expense. Do this now:"),
        Listing(
            [
                _("Ask your provider for a new SIP password: that puts the other phone out."),
                _("Change the password of the self-care portal, which shows the SIP password."),
                _("Look whether your calls are forwarded to a number that you do not know."),
            ],
            numbered=True,
        ),
        buttons=[
            go(_("Ask your provider"), to_provider(turn, wish, area)),
            go(_("Change password"), "password"),
            go(_("Forwarding"), "forwarding"),
        ],
    )


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
