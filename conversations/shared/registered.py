"""Whether the phone is there: said on home and where the phone is looked at."""

from __future__ import annotations

from dialogs import Turn
from line.absence import WATCH, Absence
from locales import Moment, Text, _
from portaswitch import AccountInfo
from store import watches


async def registered(turn: Turn, info: AccountInfo) -> Text | None:
    """None where the switch does not say.

    Since when it is away is known only of those whose phone is looked for: see `scheduler.offline`.
    """
    if info.sip_status is None:
        return None
    if info.sip_status:
        return _("online")
    kept = await turn.run(watches.get_many, [turn.link.id], WATCH)
    absence = Absence.read(kept.get(turn.link.id))
    if absence is None:
        return _("offline")
    return _("offline, since {time} or earlier", time=Moment(absence.since))
