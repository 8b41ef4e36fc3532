"""What is set now, the kinds of forwarding to choose from, and the end of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from conversations.forwarding.base import NUMBERS, OVERVIEW, area
from conversations.forwarding.change import Change, Remark, ask_until
from conversations.forwarding.destinations import Forward, ForwardToAddress
from conversations.forwarding.entries import number_line
from conversations.shared import changes
from conversations.shared.changes import Line
from conversations.shared.fields import End, end_ahead
from dialogs import Facts, Form, Listing, Result, Row, Step, Turn, View, ask, do, go, keep
from line.callflow import destination
from line.forwarding import MODES, Permitted, Snapshot, permitted, same_family, set_mode
from line.forwarding import Step as Writing
from line.periods import gaps_text
from line.preview import Setup
from line.route import LIST_MODES, in_order
from line.until import parse_forward
from locales import Joined, Moment, Text, _, _n
from portaswitch import Account
from portaswitch.records import ForwardMode

TOO_LATE = _("That has already been put back. This is what is set now.")


@area.start
async def overview(turn: Turn, said: str = "") -> Result:
    """What is set now; with `said`, as after /forward, the change that it asks for."""
    if not said:
        return await draw(turn)
    return _stop_or_forward(said) or Forward.at(said)


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
        _before(changes.opened(turn, line.pending.snapshot)) if line.pending else None,
        changes.held(line) or may.reason,
        buttons=[*more, *_kinds(line, may), *_ways_back(line, locked=locked)],
        note=note,
        redraw=OVERVIEW,
    )


def _facts(line: Line, *, locked: bool) -> dict[Text, object]:
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
        ForwardMode.FOLLOW_ME: go(_("Follow-me"), ChangeMode.at(ForwardMode.FOLLOW_ME.value)),
        ForwardMode.ADVANCED: go(_("Advanced"), ChangeMode.at(ForwardMode.ADVANCED.value)),
        ForwardMode.SIP_URI: go(_("SIP address"), ForwardToAddress),
    }
    if line.mode in LIST_MODES:
        doors[line.mode] = go(_("Numbers"), NUMBERS)
    return [doors[mode.mode] for mode in may.modes if mode.mode in doors]


def _ways_back(line: Line, *, locked: bool) -> list[Row]:
    if line.quiet is not None:
        return [go(_("Do not disturb"), "dnd")]
    if locked:
        return [go(_("Ask the provider"), "help")]
    rows: list[Row] = []
    if line.mode is not ForwardMode.NONE:
        rows.append(go(_("Switch off"), stop))
    if line.pending is not None:
        rows += [
            go(_("Change the end"), ChangeEnd),
            do(_("Put back now"), put_back.at(line.pending.id)),
        ]
    elif line.undo is not None:
        rows.append(do(_("Undo"), undo))
    return rows


# ---------------------------------------------------------------------- switching off


@area.screen
async def stop(turn: Turn) -> Result:
    """Switching off; where it ends by itself, the choice to put back instead."""
    line = await changes.read(turn)
    if line.quiet is not None:
        return OVERVIEW
    if line.pending is None:
        return ChangeMode.at(ForwardMode.NONE.value)
    return View(
        _("This ends by itself: {moment}.", moment=Moment(line.pending.until)),
        _before(changes.opened(turn, line.pending.snapshot)),
        _("You can put that back now, or switch forwarding off for good."),
        buttons=[
            do(_("Put back now"), put_back.at(line.pending.id), primary=True),
            go(_("Off for good"), ChangeMode.at(ForwardMode.NONE.value, "never")),
        ],
    )


def _before(snapshot: Snapshot) -> Text:
    """What a snapshot would bring back, in one sentence."""
    if not snapshot.forwarding:
        return _("Before, forwarding was off.")
    active = [destination(number) for number in snapshot.numbers if number.active]
    if not active:
        return _("Before, forwarding was on, but without an active number.")
    return _("Before, calls were forwarded to {numbers}.", numbers=Joined(active))


@area.form
class ChangeMode(Change):
    """Another kind of forwarding, or none."""

    given = ("mode", "until")
    mode: str = keep()
    until: str | None = ask_until()

    def kind(self) -> ForwardMode:
        return ForwardMode(self.mode)

    def saved(self) -> Step:
        return NUMBERS if self.kind() in LIST_MODES else OVERVIEW

    def after(self, line: Line) -> Setup:
        return line.setup.in_mode(self.kind())

    def steps(self, account: Account, line: Line) -> list[Writing]:
        return set_mode(account, self.kind(), before=line.mode)

    def accept(self) -> Text:
        return _("Switch off") if self.kind() is ForwardMode.NONE else _("Save")

    def remarks(self, line: Line) -> Sequence[Remark]:
        count = len(line.setup.followme.numbers)
        if self.kind() is ForwardMode.NONE:
            return []
        if count and not same_family(line.mode, self.kind()):
            return [
                MODES[self.kind()].meaning,
                _n(
                    "The {n} number that is set now is deleted: it cannot be used there.",
                    "The {n} numbers that are set now are deleted: they cannot be used there.",
                    count,
                ),
            ]
        if not count:
            return [MODES[self.kind()].meaning, _("You add the first number in the next step.")]
        return [MODES[self.kind()].meaning]


# ---------------------------------------------------------------------- the end, and back


@area.form
class ChangeEnd(Form):
    """Another end for a change that ends by itself."""

    until: str = ask(_("Until when should it stay as it is now?"), End())
    undone = _("Canceled. The end stays as it was.")

    async def submit(self, turn: Turn) -> Result:
        end = end_ahead(self, turn)
        line = await changes.read(turn)
        if line.pending is None or not await changes.end_at(turn, line.pending, end):
            return await draw(turn, note=TOO_LATE)
        return OVERVIEW


@area.action
async def put_back(turn: Turn, timed_id: int) -> Result:
    """End a timed change before its time."""
    if (await changes.read(turn)).quiet is not None:
        return OVERVIEW
    if not await changes.put_back(turn, timed_id):
        return await draw(turn, note=TOO_LATE)
    return OVERVIEW


@area.action
async def undo(turn: Turn) -> Result:
    """Take back the last change that has no end of its own."""
    if not await changes.undo(turn, await changes.read(turn)):
        return await draw(
            turn, note=_("Forwarding has been changed since, so nothing was taken back.")
        )
    return OVERVIEW


# ---------------------------------------------------------------------- told by the scheduler


@area.notice("forward_ended")
async def ended(turn: Turn, **_found: object) -> View:
    """The time is over, and what was there before is there again."""
    line = await changes.read(turn)
    return View.card(
        _("The time is over: your forwarding is again what it was before."),
        changes.sentence(turn, line.setup),
        buttons=[go(area.title, OVERVIEW)],
    )


@area.notice("forward_changed")
async def changed(turn: Turn, **_found: object) -> View:
    """Somebody changed it meanwhile, so it was left alone."""
    line = await changes.read(turn)
    return View.card(
        _(
            "The time of your forwarding is over, but somebody has changed it meanwhile. "
            "So I put nothing back and left it as it is now."
        ),
        changes.sentence(turn, line.setup),
        buttons=[go(area.title, OVERVIEW)],
    )


@area.notice("forward_stuck", urgent=True)
async def stuck(turn: Turn, **_found: object) -> View:
    """The provider refuses to put it back: the subscriber must know."""
    line = await changes.read(turn)
    return View.card(
        _(
            "The time of your forwarding is over, but I could not put back what was there before: "
            "the provider refuses it or does not answer. Please check what is set now."
        ),
        changes.sentence(turn, line.setup),
        buttons=[go(area.title, OVERVIEW), go(_("Talk to a person"), "help")],
    )


# ---------------------------------------------------------------------- said in one message

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
    if (step := _stop_or_forward(text)) is not None:
        return step
    request = parse_forward(text, home=turn.link.number, zone=turn.reader.zone, now=turn.now)
    return Forward.at(text) if request.until is not None else OVERVIEW


def _stop_or_forward(text: str) -> Step | None:
    """A number means forwarding to it; else a word such as "off" means the end of it."""
    if re.search(r"\d", text):
        return Forward.at(text)
    return stop.at() if _STOPS.search(text) else None
