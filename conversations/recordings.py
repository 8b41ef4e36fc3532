"""Recordings: the calls that have one, each as a voice note with what was said in it."""

from __future__ import annotations

import asyncio
import zipfile
from collections.abc import Sequence
from datetime import timedelta

from conversations.shared import records
from dialogs import Area, Facts, Fate, HasFeature, Listing, Result, Step, Turn, View, go, paged
from dialogs.paging import NEWEST_FIRST
from dialogs.playing import playable
from dialogs.sent import JustSent
from dialogs.view import Media
from line import history, ledger, recorded
from line.ledger import Period
from line.names import Names
from line.party import mentioned, named
from line.recorded import Part
from locales import Day, Moment, Sayable, Span, Text, _
from portaswitch import Xdr
from portaswitch.errors import Rejected, TooLarge

area = Area(
    "recordings",
    _("Recordings"),
    icon="🎧",
    group="centrex",
    words=_("recordings, recorded calls, listen to a call, play a call, transcript"),
    needs=HasFeature("call_recording"),
)

PAGE = 6
DAYS = 14
MOST_STEPS = 4
"""Two weeks at a time, eight at most: the switch pays for every week that is read (2.10)."""
SHORT = 600
"""Letters of a transcript that stand under the sound; the rest is a tap away."""
SHEET = 3_000
"""Letters of a transcript on one screen."""

GONE = _("The provider no longer lists this call.")
NOT_KEPT = _("The provider no longer keeps the recording of this call.")
TOO_LARGE = _("This recording is too large to send here. Ask your provider for it.")
NO_TEXT = _("Nothing is written down for this call.")


@area.start
async def recordings(turn: Turn, page: int = 0, steps: int = 1) -> View:
    """The calls of the last two weeks that were recorded; "Further back" adds two more."""
    steps = min(max(steps, 1), MOST_STEPS)
    today = turn.now.date()
    period = Period(today - timedelta(days=steps * DAYS - 1), today)
    names, found = await asyncio.gather(records.names(turn), records.charged(turn, period))
    calls = [xdr for xdr in found if xdr.recorded]
    shown = paged(calls, page, PAGE, lambda number: recordings.at(number, steps), NEWEST_FIRST)
    page, turning = shown.number, [*shown.turning]
    if len(calls) <= (page + 1) * PAGE and steps < MOST_STEPS:
        turning.append(go(_("Further back"), recordings.at(page, steps + 1)))
    return View(
        _heading(calls, period),
        Listing([_line(turn, names, call) for call in shown.items], numbered=True),
        buttons=[
            *(
                go(
                    _("{number}: {who}", number=number, who=_who(turn, names, call)),
                    listen.at(call.i_xdr, history.utc_day(call), 0, page, steps),
                )
                for number, call in enumerate(shown.items, 1)
            ),
            turning,
            [go(_("What is recorded"), "recording")],
        ],
    )


def _heading(calls: Sequence[Xdr], period: Period) -> Text:
    if calls:
        return _("Recorded calls since {day}. Tap one to hear it.", day=Day(period.first))
    return _(
        "No recorded calls since {day}. A recording appears here some minutes after the call.",
        day=Day(period.first),
    )


def _line(turn: Turn, names: Names, call: Xdr) -> Text:
    number = ledger.party_of(call, turn.link.number)
    words: dict[str, Sayable] = {
        "who": names.name(number) or mentioned(number),
        "when": Moment(ledger.began(call)),
        "length": Span(call.charged_quantity),
    }
    if ledger.is_outgoing(call, turn.link.number):
        return _("To {who}, {when}, {length}", **words)
    return _("From {who}, {when}, {length}", **words)


def _who(turn: Turn, names: Names, call: Xdr) -> Sayable:
    number = ledger.party_of(call, turn.link.number)
    return names.short(number) or named(number)


@area.screen
async def listen(
    turn: Turn, i_xdr: int, day: int, part: int = 0, page: int = 0, steps: int = 1
) -> Result:
    """A new message that plays; a second quick tap sends no second one."""
    back: Step = recordings.at(page, steps)
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
    sound: Media = await playable(one.content, one.filename, one.content_type)
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


@area.screen
async def read(turn: Turn, i_xdr: int, day: int, sheet: int = 0) -> View:
    """The whole transcript, as many letters at a time as a message holds."""
    call = await records.one(turn, i_xdr, day)
    text = await recorded.transcript(turn.api, call) if call else ""
    if call is None or not text:
        return View(NO_TEXT if call else GONE)
    last = (len(text) - 1) // SHEET
    sheet = min(max(sheet, 0), last)
    turning = [go(_("Before"), read.at(i_xdr, day, sheet - 1))] if sheet else []
    if sheet < last:
        turning.append(go(_("Go on"), read.at(i_xdr, day, sheet + 1)))
    words = text[sheet * SHEET : (sheet + 1) * SHEET]
    return View(_("What was said: {words}", words=words), buttons=[turning])


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
