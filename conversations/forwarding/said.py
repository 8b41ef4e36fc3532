"""Forwarding said in one message."""

from __future__ import annotations

import re

from conversations.forwarding.base import OVERVIEW, area
from conversations.forwarding.to_number import Forward
from dialogs import Step, Turn
from line.until import parse_forward

_ASKS = re.compile(
    r"(?<!\w)(?:forward|fwd|redirect|divert|call flow|переадрес|перенаправ|пересил)", re.IGNORECASE
)
_STOPS = re.compile(
    r"(?<!\w)(?:(?:stop|off|cancel|end|disable)(?!\w)"
    r"|вимкн|вимикай|скасу|припин|зупин|відключ)",
    re.IGNORECASE,
)


@area.hears
async def heard(turn: Turn, text: str) -> Step | None:
    """ "forward to +380… until 18:00"; "stop forwarding"; "forwarding"."""
    if not _ASKS.search(text):
        return None
    if (step := stop_or_forward(text)) is not None:
        return step
    request = parse_forward(text, home=turn.link.number, zone=turn.reader.zone, now=turn.now)
    return Forward.at(text) if request.until is not None else OVERVIEW


def stop_or_forward(text: str) -> Step | None:
    """A number means forwarding to it; else a word such as "off" means the end of it."""
    if re.search(r"\d", text):
        return Forward.at(text)
    return Step(area.key, "stop") if _STOPS.search(text) else None
