"""The list of calls: the last week, and a week more with each "A week earlier"."""

from __future__ import annotations

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
WEEKS = 5
"""How far back the list goes: the switch pays for every week that is read (2.10)."""


@area.start
async def recent(turn: Turn, page: int = 0, weeks: int = 1) -> View:
    weeks = min(max(weeks, 1), WEEKS)
    found = await past(turn, weeks, wanted=(page + 1) * PAGE + 1)
    shown = paged(found.calls, page, PAGE, lambda number: recent.at(number, weeks), NEWEST_FIRST)
    page = shown.number
    return View(
        _heading(turn, found),
        Listing([call.line() for call in shown.items], numbered=True),
        _end(found, page, weeks),
        buttons=[
            *(_opening(number, call, page, weeks) for number, call in enumerate(shown.items, 1)),
            [*shown.turning, *_earlier(found, page, weeks)],
            [go(_("Refresh"), recent.at(page, weeks))],
        ],
    )


def _opening(number: int, call: Call, page: int, weeks: int) -> Button:
    label = _("{number}: {who}", number=number, who=call.short())
    return go(label, Step(area.key, "card", (call.xdr.i_xdr, utc_day(call.xdr), page, weeks)))


def _heading(turn: Turn, found: Past) -> Text:
    if found.calls:
        return _("Your calls, as of {time}.", time=Moment(turn.now, "time"))
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


def _earlier(found: Past, page: int, weeks: int) -> list[Button]:
    """At the end of what was read, a week more."""
    if len(found.calls) > (page + 1) * PAGE or weeks == WEEKS:
        return []
    full = len(found.calls) == (page + 1) * PAGE
    return [go(_("A week earlier"), recent.at(page + full, weeks + 1))]
