"""The list of calls: the last week, and a week more with each "A week earlier"."""

from __future__ import annotations

import re

from conversations.calls.past import Past, past
from dialogs import Area, Step, Turn, View, go, paged
from dialogs.paging import NEWEST_FIRST
from dialogs.view import Button, Listing
from line.calls import Call
from line.history import utc_day
from locales import Moment, Text, _

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
MISSED = Step(area.key, "recent", (0, 1, 1))
WEEKS = 5
"""How far back the list goes: the switch pays for every week that is read (2.10)."""


@area.start
async def recent(turn: Turn, page: int = 0, weeks: int = 1, missed: int = 0) -> View:
    """A page of them; with `missed`, only of those that nobody answered."""
    weeks = min(max(weeks, 1), WEEKS)
    found = await past(turn, weeks, wanted=(page + 1) * PAGE + 1, missed=bool(missed))
    shown = paged(
        found.calls, page, PAGE, lambda number: recent.at(number, weeks, missed), NEWEST_FIRST
    )
    page = shown.number
    return View(
        _heading(turn, found, missed),
        Listing([call.line() for call in shown.items], numbered=True),
        _end(found, page, weeks),
        buttons=[
            *(
                _opening(number, call, (page, weeks, missed))
                for number, call in enumerate(shown.items, 1)
            ),
            [*shown.turning, *_earlier(found, page, weeks, missed)],
            [
                go(_("All calls"), area.key) if missed else go(_("Only missed"), MISSED),
                go(_("Refresh"), recent.at(page, weeks, missed)),
            ],
        ],
    )


def _opening(number: int, call: Call, place: tuple[int, int, int]) -> Button:
    label = _("{number}: {who}", number=number, who=call.short())
    return go(label, Step(area.key, "card", (call.xdr.i_xdr, utc_day(call.xdr), *place)))


def _heading(turn: Turn, found: Past, missed: int) -> Text:
    if found.calls and missed:
        return _("Calls that you have missed, as of {time}.", time=Moment(turn.now, "time"))
    if found.calls:
        return _("Your calls, as of {time}.", time=Moment(turn.now, "time"))
    if missed:
        return _("You have missed no calls since {day}.", day=Moment(found.since, "date"))
    return _(
        "No calls since {day}. A call appears here some minutes after it has ended.",
        day=Moment(found.since, "date"),
    )


def _end(found: Past, page: int, weeks: int) -> Text | None:
    """Below the last page: how far back that was."""
    if not found.calls or len(found.calls) > (page + 1) * PAGE:
        return None
    day = Moment(found.since, "date")
    if weeks < WEEKS:
        return _("That is all since {day}.", day=day)
    return _("That is all since {day}. I look back no further.", day=day)


def _earlier(found: Past, page: int, weeks: int, missed: int) -> list[Button]:
    """At the end of what was read, a week more."""
    if len(found.calls) > (page + 1) * PAGE or weeks == WEEKS:
        return []
    full = len(found.calls) == (page + 1) * PAGE
    return [go(_("A week earlier"), recent.at(page + full, weeks + 1, missed))]


_ASKS = re.compile(
    r"\s*(?:(?:show|my|the|all|покажи|мої|усі|всі)\s+)*"
    r"(?:missed(?: calls)?|пропущен\w*(?: дзвінк\w*| виклик\w*)?)\W*",
    re.IGNORECASE,
)


@area.hears
async def heard(turn: Turn, text: str) -> Step | None:
    """ "missed calls" """
    return MISSED if _ASKS.fullmatch(text) else None
