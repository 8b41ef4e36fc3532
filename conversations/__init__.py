"""One file per self-care area. A newcomer starts here: AREAS is the menu, in its order."""

from conversations import (
    accounts,
    alerts,
    answering,
    associated,
    by_email,
    calls,
    dnd,
    favorites,
    forwarding,
    help,  # noqa: A004 - an area's name
    hiding,
    home,
    incoming,
    ivr,
    language,
    mailbox,
    recharge,
    recording,
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
    dnd.area,
    answering.area,
    incoming.area,
    forwarding.area,
    voicemail.area,
    mailbox.area,
    by_email.area,
    recording.area,
    hiding.area,
    ivr.area,
    associated.area,
    recharge.area,
    help.area,
)
