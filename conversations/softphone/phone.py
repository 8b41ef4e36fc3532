"""Which phone the calls reach, and what to do about one that is not mine."""

from __future__ import annotations

import asyncio

from conversations.shared.reauth import has_login
from conversations.shared.registered import registered
from conversations.shared.wishes import to_provider
from conversations.softphone.app import Details
from conversations.softphone.base import area
from dialogs import Facts, Listing, Row, Turn, View, go
from locales import Text, _
from portaswitch import NotMapped, Rejected
from portaswitch.account.phone import Device, SipStatus


@area.start
async def softphone(turn: Turn) -> View:
    info, status, device = await asyncio.gather(
        turn.api.get_account_info(), _status(turn), _device(turn)
    )
    facts: dict[Text, object] = {}
    if (there := await registered(turn, info)) is not None:
        facts[_("Phone")] = there
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
        _("Calls cannot reach it until it is online.") if info.sip_status is False else None,
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
