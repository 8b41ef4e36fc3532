"""One file per self-care area. A newcomer starts here: AREAS is the menu, in its order."""

from conversations import (
    accounts,
    alerts,
    calls,
    favorites,
    forwarding,
    help,  # noqa: A004 - an area's name
    hiding,
    home,
    language,
    recharge,
    signin,
    voicemail,
)
from dialogs import Area

AREAS: tuple[Area, ...] = (
    home.area,
    signin.area,
    calls.area,
    favorites.area,
    accounts.area,
    alerts.area,
    language.area,
    forwarding.area,
    voicemail.area,
    hiding.area,
    recharge.area,
    help.area,
)
