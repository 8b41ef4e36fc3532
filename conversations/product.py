"""The product: what was bought, in plain words, and how far its discounts have got."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from dialogs import Area, Facts, Listing, Turn, View, go
from line.bundles import addon_text, addons, until_text
from line.funds import how_paid
from locales import Joined, Text, _
from portaswitch import AccountInfo, Feature

area = Area(
    "product",
    _("Product"),
    icon="📦",
    group="dashboard",
    command="product",
    words=_(
        "product, plan, tariff, package, my tariff, my plan, what is included, add-ons, "
        "options, my offer"
    ),
)

INCLUDED: Mapping[str, Text] = {
    "unified_messaging": _("voicemail"),
    "forward_mode": _("call forwarding"),
    "call_recording": _("call recording"),
    "phonebook": _("a phone book"),
    "clip": _("caller info"),
    "clir": _("hiding your number"),
    "call_wait_limit": _("call waiting"),
    "call_barring": _("call barring"),
    "music_on_hold": _("music on hold"),
    "conf_enabled": _("conferences"),
}
"""What subscribers may know a feature as, the most wanted first."""
SWITCHED_HERE = frozenset(INCLUDED) - {"unified_messaging", "phonebook", "conf_enabled"}
"""What the subscriber may switch on; the others are there once the provider has done so."""

LINKS: Mapping[str, Text] = {
    "discounts": _("Discounts"),
    "subscriptions": _("Subscriptions"),
    "totals": _("Totals"),
}


@area.start
async def product(turn: Turn) -> View:
    info, features = await asyncio.gather(turn.api.get_account_info(), turn.features())
    beside = addons(info, turn.now)
    included = [said for name, said in INCLUDED.items() if _has(name, features.get(name))]
    return View(
        Facts(_name(info), {how_paid(info): ""}),
        _("It includes {things}.", things=Joined(included)) if included else None,
        Facts(_("Add-ons"), {}) if beside else None,
        Listing([addon_text(one, turn.now) for one in beside]),
        buttons=[go(LINKS[one.key], one.key) for one in await turn.areas_of(LINKS)],
    )


@area.notice("bundle_ends")
async def ending(turn: Turn, i_product: int) -> View | None:
    """A week before an add-on ends; nothing where that has changed meanwhile."""
    info = await turn.api.get_account_info()
    one = next((o for o in addons(info, turn.now) if o.i_product == i_product), None)
    until = until_text(one, turn.now) if one is not None else None
    if one is None or until is None:
        return None
    return View.card(
        _("{name} ends soon: {until}.", name=one.name, until=until),
        _("To keep it, ask your provider."),
        buttons=[go(_("Show it"), area.key), go(_("Ask your provider"), "help")],
    )


def _has(name: str, feature: Feature | None) -> bool:
    """It works, or the subscriber may switch it on."""
    if feature is None:
        return False
    return feature.on or (name in SWITCHED_HERE and not feature.locked)


def _name(info: AccountInfo) -> Text:
    if not info.product_name:
        return _("Your product has no name.")
    return _("{name}", name=info.product_name)
