"""Recent calls: who, when and how it ended, six a page; a card for each."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from conversations.shared import records
from conversations.shared.blocking import block_button
from conversations.shared.saving import save_button
from dialogs import Area, Button, Facts, Listing, Row, Step, Turn, View, copy, go, paged
from dialogs.paging import NEWEST_FIRST
from line import history, ledger
from line.names import Names
from line.party import dialable, is_withheld, mentioned, named, to_tap
from locales import Moment, Money, Sayable, Span, Text, _
from portaswitch import Xdr
from portaswitch.account.history import VOICE_CALLS
from portaswitch.records import Direction, Outcome

area = Area(
    "calls",
    _("Calls"),
    icon="📞",
    group="dashboard",
    command="calls",
    about=_("Recent and missed calls"),
    words=_("calls, call history, missed calls, recent calls, who called, call log, calls list"),
)

PAGE = 6
WEEKS = 5
"""How far back the list goes: the switch pays for every week that is read (2.10)."""

INCOMING: Mapping[Outcome, Text] = {
    Outcome.ANSWERED: _("Answered"),
    Outcome.MISSED: _("Missed"),
    Outcome.DECLINED: _("Declined"),
    Outcome.ELSEWHERE: _("Answered elsewhere"),
    Outcome.FAILED: _("Failed"),
    Outcome.ERROR: _("Not connected"),
}
OUTGOING: Mapping[Outcome, Text] = {**INCOMING, Outcome.MISSED: _("No answer")}


@dataclass(frozen=True, slots=True)
class Past:
    """The calls since `since`, newest first, as far as they were read."""

    since: datetime
    calls: Sequence[Xdr]


@area.start
async def recent(turn: Turn, page: int = 0, weeks: int = 1) -> View:
    """The last week; "A week earlier" adds another to it."""
    weeks = min(max(weeks, 1), WEEKS)
    past, names = await asyncio.gather(
        _past(turn, weeks, wanted=(page + 1) * PAGE + 1), records.names(turn)
    )
    shown = paged(past.calls, page, PAGE, lambda number: recent.at(number, weeks), NEWEST_FIRST)
    page = shown.number
    return View(
        _heading(turn, past),
        Listing([_line(turn, names, call) for call in shown.items], numbered=True),
        _end(past, page, weeks),
        buttons=[
            *(
                go(
                    _("{number}: {who}", number=number, who=_short(turn, names, call)),
                    card.at(call.i_xdr, history.utc_day(call), page, weeks),
                )
                for number, call in enumerate(shown.items, 1)
            ),
            [*shown.turning, *_earlier(past, page, weeks)],
            [go(_("Refresh"), recent.at(page, weeks))],
        ],
    )


def _heading(turn: Turn, past: Past) -> Text:
    if past.calls:
        return _("Your calls, as of {time}.", time=Moment(turn.now, "time"))
    return _(
        "No calls since {day}. A call appears here some minutes after it has ended.",
        day=Moment(past.since, "date"),
    )


def _end(past: Past, page: int, weeks: int) -> Text | None:
    """Below the last page: how far back that was."""
    if not past.calls or len(past.calls) > (page + 1) * PAGE:
        return None
    day = Moment(past.since, "date")
    if weeks < WEEKS:
        return _("That is all since {day}.", day=day)
    return _("That is all since {day}. I look back no further.", day=day)


def _earlier(past: Past, page: int, weeks: int) -> list[Button]:
    """At the end of what was read, a week more."""
    if len(past.calls) > (page + 1) * PAGE or weeks == WEEKS:
        return []
    full = len(past.calls) == (page + 1) * PAGE
    return [go(_("A week earlier"), recent.at(page + full, weeks + 1))]


def _line(turn: Turn, names: Names, call: Xdr) -> Text:
    """One call in one line, its outcome first."""
    words: dict[str, Sayable] = {
        "outcome": _outcome(turn, call),
        "who": names.name(_party(turn, call)) or mentioned(_party(turn, call)),
        "when": Moment(ledger.began(call)),
    }
    if call.outcome is not Outcome.ANSWERED:
        if _is_outgoing(turn, call):
            return _("{outcome}: to {who}, {when}", **words)
        return _("{outcome}: from {who}, {when}", **words)
    words["length"] = Span(call.charged_quantity)
    if _is_outgoing(turn, call):
        return _("{outcome}: to {who}, {when}, {length}", **words)
    return _("{outcome}: from {who}, {when}, {length}", **words)


def _short(turn: Turn, names: Names, call: Xdr) -> Sayable:
    return names.short(_party(turn, call)) or named(_party(turn, call))


@area.screen
async def card(turn: Turn, i_xdr: int, day: int, page: int = 0, weeks: int = 1) -> View:
    """One call; `day` is its UTC day as an ordinal: no call is found by its id alone."""
    back = recent.at(page, weeks)
    when = date.fromordinal(day)
    found, names = await asyncio.gather(_read(turn, when, when), records.names(turn))
    call = next((one for one in found if one.i_xdr == i_xdr), None)
    if call is None:
        return View(_("The provider no longer lists this call."), back=back)
    buttons: list[Row] = []
    if not is_withheld(_party(turn, call)):
        buttons.append(copy(_("Copy number"), dialable(_party(turn, call))))
    if call.recorded:
        buttons.append(go(_("Listen"), Step("recordings", "listen", (i_xdr, day))))
    if not _is_outgoing(turn, call):
        buttons += await block_button(turn, call.cli)
    if not names.name(_party(turn, call)):
        buttons += await save_button(turn, _party(turn, call))
    return View(
        Facts(_outcome(turn, call), _facts(turn, names, call)),
        call.description or None,
        None if is_withheld(_party(turn, call)) else to_tap(_party(turn, call)),
        buttons=buttons,
        back=back,
    )


def _facts(turn: Turn, names: Names, call: Xdr) -> dict[Text, Sayable]:
    facts: dict[Text, Sayable] = {}
    if name := names.name(_party(turn, call)):
        facts[_("Name")] = name
    facts |= {
        _("Direction"): _direction(turn, call),
        _("From"): named(call.cli),
        _("To"): named(call.cld),
        _("When"): Moment(ledger.began(call)),
    }
    if call.outcome is Outcome.ANSWERED:
        facts[_("Length")] = Span(call.charged_quantity, "words")
    facts[_("Cost")] = _cost(turn, call)
    return facts


def _cost(turn: Turn, call: Xdr) -> Sayable:
    if not call.charged_amount:
        return _("nothing")
    currency = turn.link.currency
    return Money(call.charged_amount, currency) if currency else call.charged_amount


# ------------------------------------------------------------------ what a record means


def _is_outgoing(turn: Turn, call: Xdr) -> bool:
    return ledger.is_outgoing(call, turn.link.number)


def _party(turn: Turn, call: Xdr) -> str:
    return ledger.party_of(call, turn.link.number)


def _outcome(turn: Turn, call: Xdr) -> Text:
    if call.direction is Direction.FORWARDED and call.outcome is Outcome.ANSWERED:
        return _("Forwarded")
    return (OUTGOING if _is_outgoing(turn, call) else INCOMING)[call.outcome]


def _direction(turn: Turn, call: Xdr) -> Text:
    if call.direction is Direction.FORWARDED:
        return _("incoming, forwarded")
    return _("outgoing") if _is_outgoing(turn, call) else _("incoming")


# ------------------------------------------------------------------ reading


async def _past(turn: Turn, weeks: int, *, wanted: int) -> Past:
    """Today first; the days before only where today does not fill the page."""
    since = datetime.combine(
        turn.now.date() - timedelta(days=7 * weeks - 1), time(), turn.now.tzinfo
    )
    first, today = since.astimezone(UTC).date(), turn.now.astimezone(UTC).date()
    calls = await _read(turn, today, None)
    if len(calls) < wanted:
        calls += await _read(turn, first, today - timedelta(days=1))
    return Past(since, sorted((call for call in calls if call.bill_time >= since), key=_latest))


def _latest(call: Xdr) -> tuple[int, float, int]:
    """By the day of the bill, as it was read, and within it by the start, as it is shown."""
    return -history.utc_day(call), -ledger.began(call).timestamp(), -call.i_xdr


async def _read(turn: Turn, first: date, last: date | None) -> tuple[Xdr, ...]:
    return await history.days(
        turn.api,
        turn.link.i_account,
        first,
        turn.now,
        cache=turn.services.shared(history.DayCache),
        last=last,
        i_service_type=VOICE_CALLS,
    )
