"""Add-ons of a product: which the subscriber has now, and which of them end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from locales import Moment, Text, _, _n
from portaswitch import AccountInfo
from portaswitch.records import AddOn


def addons(info: AccountInfo, now: datetime) -> Sequence[AddOn]:
    """What the subscriber may know of, without what has ended."""
    return [
        one
        for one in info.addons
        if not one.hidden and (one.effective_to is None or one.effective_to > now)
    ]


def running(info: AccountInfo, now: datetime) -> Mapping[Text, Text]:
    """Those that end, by their names, with when."""
    found = ((_("{name}", name=one.name), until_text(one, now)) for one in addons(info, now))
    return {name: until for name, until in found if until is not None}


def until_text(addon: AddOn, now: datetime) -> Text | None:
    """How long it lasts; None for one without an end."""
    if addon.effective_to is None:
        return None
    end, days = Moment(addon.effective_to), (addon.effective_to - now) // timedelta(days=1)
    if not days:
        return _("until {moment}", moment=end)
    return _n("until {moment}, {n} day left", "until {moment}, {n} days left", days, moment=end)


def addon_text(one: AddOn, now: datetime) -> Text:
    name = _("{name} ({words})", name=one.name, words=one.description) if one.description else None
    until = until_text(one, now)
    if until is None:
        return name or _("{name}", name=one.name)
    return _("{name}: {until}", name=name or one.name, until=until)
