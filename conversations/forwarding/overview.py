"""What is set now, the kinds of forwarding to choose from, and the ways back."""

from __future__ import annotations

from collections.abc import Sequence

from conversations.forwarding.base import NUMBERS, OVERVIEW, area
from conversations.forwarding.entries import number_line
from conversations.forwarding.said import stop_or_forward
from conversations.forwarding.to_address import ForwardToAddress
from conversations.forwarding.to_number import Forward
from conversations.shared import changes
from conversations.shared.changes import Line
from conversations.shared.wishes import to_provider
from dialogs import Result, Step, Turn, View, do, go
from dialogs.view import Facts, Listing, Row
from line.callflow import destination
from line.followme import FORWARD_MODE
from line.forwarding import MODES, Permitted, Snapshot, permitted
from line.periods import gaps_text
from line.route import LIST_MODES, in_order
from locales import Joined, Text, _, _n
from portaswitch.records import ForwardMode


@area.start
async def overview(turn: Turn, said: str = "") -> Result:
    """What is set now; with `said`, as after /forward, the change that it asks for."""
    if not said:
        return await draw(turn)
    return stop_or_forward(said) or Forward.at(said)


async def draw(turn: Turn, *, note: Text | None = None, more: Sequence[Row] = ()) -> View:
    line = await changes.read(turn)
    may = permitted(line.setup.features, turn.options.forward_modes)
    locked = not may.modes
    return View(
        changes.sentence(turn, line.setup),
        Facts(None, _facts(line, locked=locked)),
        _list(line),
        gaps_text(in_order(line.mode, line.setup.followme)) if line.mode in LIST_MODES else None,
        changes.until_text(line.ends),
        before(changes.opened(turn, line.pending.snapshot)) if line.pending else None,
        changes.held(line) or may.reason,
        buttons=[
            *more,
            *_kinds(line, may),
            *_ways_back(line, locked=locked),
            *_asking(turn, line, may),
        ],
        note=note,
        redraw=OVERVIEW,
    )


def _facts(line: Line, *, locked: bool) -> dict[Text, object]:
    if FORWARD_MODE not in line.setup.features:
        return {}
    title = MODES[line.mode].title
    facts: dict[Text, object] = {
        _("Forwarding"): _("{mode} (locked)", mode=title) if locked else title
    }
    if line.mode not in LIST_MODES:
        for goal in in_order(line.mode, line.setup.followme):
            facts[_("Calls go to")] = destination(goal)
            facts[_("It rings for")] = _n("{n} second", "{n} seconds", goal.timeout)
    return facts


def _list(line: Line) -> Listing | None:
    if line.mode not in LIST_MODES:
        return None
    found = in_order(line.mode, line.setup.followme)
    return Listing([number_line(number) for number in found], numbered=True)


def _kinds(line: Line, may: Permitted) -> list[Row]:
    """The kinds that this line may have; the list that is in use opens instead."""
    if line.quiet is not None:
        return []
    doors: dict[ForwardMode, Row] = {
        ForwardMode.SIMPLE: go(_("Forward to a number"), Forward),
        ForwardMode.FOLLOW_ME: go(_("Follow-me"), _kind(ForwardMode.FOLLOW_ME)),
        ForwardMode.ADVANCED: go(_("Advanced"), _kind(ForwardMode.ADVANCED)),
        ForwardMode.SIP_URI: go(_("SIP address"), ForwardToAddress),
    }
    if line.mode in LIST_MODES:
        doors[line.mode] = go(_("Numbers"), NUMBERS)
    return [doors[mode.mode] for mode in may.modes if mode.mode in doors]


def _kind(mode: ForwardMode) -> Step:
    return Step(area.key, "ChangeMode", (mode.value,))


def _ways_back(line: Line, *, locked: bool) -> list[Row]:
    if line.quiet is not None:
        return [go(_("Do not disturb"), "dnd")]
    rows: list[Row] = []
    if locked:
        return rows
    if line.mode is not ForwardMode.NONE:
        rows.append(go(_("Switch off"), Step(area.key, "stop")))
    if line.pending is not None:
        rows += [
            go(_("Change the end"), Step(area.key, "ChangeEnd")),
            do(_("Put back now"), Step(area.key, "put_back", (line.pending.id,))),
        ]
    elif line.undo is not None:
        rows.append(do(_("Undo"), Step(area.key, "undo")))
    return rows


def _asking(turn: Turn, line: Line, may: Permitted) -> list[Row]:
    """What only the provider can change is asked for in a message that is written already."""
    if may.wish is None or line.quiet is not None:
        return []
    return [go(_("Ask the provider"), to_provider(turn, may.wish, area))]


def before(snapshot: Snapshot) -> Text:
    """What a snapshot would bring back, in one sentence."""
    if not snapshot.forwarding:
        return _("Before, forwarding was off.")
    active = [destination(number) for number in snapshot.numbers if number.active]
    if not active:
        return _("Before, forwarding was on, but without an active number.")
    return _("Before, calls were forwarded to {numbers}.", numbers=Joined(active))
