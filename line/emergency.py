"""The emergency address: its lines, whether somebody should look at it, what is remembered of that.

The switch keeps no date with it, so the day on which the subscriber last said that it is right is
kept with the link, together with a mark of what was said so: an address that was changed elsewhere
is to be looked at again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import astuple
from datetime import datetime, timedelta

from locales import Moment, Text, _
from portaswitch import EmergencyAddress

KEPT = "emergency_address"
"""Where it lies among the link's wishes."""
FRESH = timedelta(days=365)

MISSING = _(
    "There is no emergency address for this line. If you call for help, it may not find you."
)

LINES: Mapping[str, Text] = {
    "name": _("Name"),
    "street": _("Street"),
    "house_number": _("House number"),
    "unit": _("Flat or office"),
    "city": _("City"),
    "state": _("State or region"),
    "zip": _("Postal code"),
    "country": _("Country"),
}
NONE = _("none")


def lines(address: EmergencyAddress) -> dict[Text, Text | str]:
    """All of them, to be read back."""
    return {said: getattr(address, name) or NONE for name, said in LINES.items()}


def mark(address: EmergencyAddress) -> str:
    """What tells one address from another, without telling it."""
    return hashlib.sha256("\n".join(astuple(address)).encode()).hexdigest()[:16]


def remembered(address: EmergencyAddress, now: datetime) -> dict[str, object]:
    """The wish to keep when the subscriber has said that this is right."""
    return {KEPT: {"mark": mark(address), "at": now.isoformat()}}


def confirmed_at(address: EmergencyAddress, wishes: Mapping[str, object]) -> datetime | None:
    """When this very address was last said to be right."""
    kept = wishes.get(KEPT)
    if not isinstance(kept, dict) or kept.get("mark") != mark(address):
        return None
    return datetime.fromisoformat(kept["at"])


def concern(
    address: EmergencyAddress | None, wishes: Mapping[str, object], now: datetime
) -> Text | None:
    """Why somebody should look at it; None where all is well."""
    if address is None:
        return MISSING
    at = confirmed_at(address, wishes)
    if at is None:
        return _("Please check your emergency address: is help sent to the right place?")
    if now - at > FRESH:
        return _(
            "Please check your emergency address again: you last said that it is right on {day}.",
            day=Moment(at, "date"),
        )
    return None
