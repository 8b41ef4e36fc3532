"""The area, and what its choices say of themselves: what would happen to a call."""

from __future__ import annotations

from dialogs import Area, HasFeature, Turn
from line.callflow import events
from line.followme import DEFAULT_ACTION
from line.modes import UNKNOWN
from line.preview import Setup
from locales import Text, _

area = Area(
    "answering",
    _("Answering"),
    icon="☎",
    group="centrex",
    section="reached",
    command="answering",
    words=_(
        "answering mode, ring time, how long it rings, no answer, voicemail mode, reject calls, "
        "auto attendant, fax only, default answering mode"
    ),
    needs=HasFeature(DEFAULT_ACTION),
)


async def setup_of(turn: Turn) -> Setup:
    return Setup(await turn.features(), await turn.api.get_account_followme())


def events_of(turn: Turn, setup: Setup) -> Text:
    return events(setup.features, setup.followme, at=turn.now, zone=turn.reader.zone) or UNKNOWN
