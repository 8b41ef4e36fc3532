"""One recording as a sound, with what was said in it."""

from __future__ import annotations

import asyncio
import zipfile

from conversations.recordings.base import GONE, area, at
from conversations.recordings.reading import read
from conversations.shared import records
from dialogs import Facts, Fate, Result, Step, Turn, View, go
from dialogs.playing import playable
from dialogs.sent import JustSent
from dialogs.view import Media
from line import ledger, recorded
from line.names import Names
from line.party import named
from line.recorded import Part
from locales import Moment, Sayable, Span, Text, _
from portaswitch import Xdr
from portaswitch.errors import Rejected, TooLarge

SHORT = 600
"""Letters of a transcript that stand under the sound; the rest is a tap away."""

NOT_KEPT = _("The provider no longer keeps the recording of this call.")
TOO_LARGE = _("This recording is too large to send here. Ask your provider for it.")


@area.screen
async def listen(
    turn: Turn, i_xdr: int, day: int, part: int = 0, page: int = 0, steps: int = 1
) -> Result:
    """A new message that plays; a second quick tap sends no second one."""
    back: Step = at(page, steps)
    sent, what = turn.services.shared(JustSent), f"recording {i_xdr} {part}"
    if sent.by_another_tap(turn, what):
        return back
    call = await records.one(turn, i_xdr, day)
    if call is None:
        return View(GONE, back=back)
    names, text, found = await asyncio.gather(
        records.names(turn),
        recorded.transcript(turn.api, call),
        _parts(turn, call),
    )
    if isinstance(found, Text):
        return View(found, back=back)
    part = min(max(part, 0), len(found) - 1)
    one = found[part]
    playing = playable(one.content, one.filename, one.content_type)
    sound: Media = await turn.unless_canceled(playing)
    sent.add(turn, what)
    others = [
        go(_("Part {n}", n=n + 1), listen.at(i_xdr, day, n, page, steps))
        for n in range(len(found))
        if n != part
    ]
    if len(text) > SHORT:
        others.append(go(_("Read all of it"), read.at(i_xdr, day)))
    return View(
        Facts(_heading_of(len(found), part), _facts(turn, names, call)),
        _("What was said: {words}", words=_shortened(text)) if text else None,
        buttons=others,
        media=sound,
        back=back,
        fate=Fate.RECEIPT,
        protected=True,
    )


def _heading_of(parts: int, part: int) -> Text:
    if parts == 1:
        return _("Recorded call")
    return _("Recorded call, part {part} of {parts}", part=part + 1, parts=parts)


def _facts(turn: Turn, names: Names, call: Xdr) -> dict[Text, Sayable]:
    number = ledger.party_of(call, turn.link.number)
    facts: dict[Text, Sayable] = {}
    if name := names.name(number):
        facts[_("Name")] = name
    facts[_("To") if ledger.is_outgoing(call, turn.link.number) else _("From")] = named(number)
    facts[_("When")] = Moment(ledger.began(call))
    facts[_("Length")] = Span(call.charged_quantity, "words")
    return facts


def _shortened(text: str) -> str:
    """At the end of a word."""
    return text if len(text) <= SHORT else f"{text[:SHORT].rsplit(None, 1)[0]} …"


async def _parts(turn: Turn, call: Xdr) -> tuple[Part, ...] | Text:
    """The files of a recording, or the sentence that says why there are none."""
    try:
        turn.doing(_("Fetching the recording…"))
        audio = await turn.api.get_call_recording(call.i_xdr)
        return await asyncio.to_thread(recorded.parts, audio) or NOT_KEPT
    except (TooLarge, zipfile.BadZipFile):
        return TOO_LARGE
    except Rejected as refusal:
        if refusal.faultcode not in recorded.NOT_KEPT:
            raise
        return NOT_KEPT
