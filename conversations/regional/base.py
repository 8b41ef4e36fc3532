"""What all settings of "Portal, time and dates" share: the area, and what the switch has of it."""

from __future__ import annotations

from dialogs import Area, Turn
from locales import _
from portaswitch import AccountInfo

area = Area(
    "regional",
    _("Portal, time and dates"),
    icon="🕰",
    group="profile",
    words=_(
        "portal language, web language, time zone, timezone, my time, date format, time format, "
        "clock, formats"
    ),
)


async def info_of(turn: Turn) -> AccountInfo:
    info: AccountInfo = await turn.read("get_account_info")
    return info
