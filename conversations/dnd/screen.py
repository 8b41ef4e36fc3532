"""Whether nothing rings, until when, and what becomes of the calls meanwhile."""

from __future__ import annotations

import re
from datetime import datetime

from conversations.shared import changes
from conversations.shared.changes import Line
from conversations.shared.wishes import to_provider
from dialogs import Area, HasFeature, Row, Step, Turn, View, do, go
from line.answers import is_locked
from line.callflow import destination
from line.followme import DEFAULT_ACTION
from line.route import Answer, Ending, answering, ending, in_order
from line.until import parse_until, presets
from locales import Joined, Moment, Text, _
from store.timed import DND

area = Area(
    "dnd",
    _("Do not disturb"),
    icon="🌙",
    group="centrex",
    section="reached",
    command="dnd",
    words=_("do not disturb, DND, quiet, silence, mute my phone, no calls, meeting, busy, sleep"),
    needs=HasFeature(DEFAULT_ACTION),
)

UNTIL = Step(area.key, "Until")
FOR_GOOD = Step("answering", "choose", ("mode",))
"""Among the answering modes are those in which nothing rings."""

MEANWHILE = {
    None: _("Meanwhile calls are rejected."),
    Ending.VOICEMAIL: _("Meanwhile callers go to voicemail at once."),
    Ending.ATTENDANT: _("Meanwhile callers go to the auto attendant at once."),
    Ending.FAX: _("Meanwhile calls go to the fax mailbox at once."),
}


NAMES_END = re.compile(r"\d|(?<!\w)(?:until|till|for|до|на)(?!\w)", re.IGNORECASE)
NOT_AN_END = _(
    "That end has passed, or I did not understand it. Choose one, or write for example "
    "“do not disturb until 18:00”."
)


@area.start
async def quiet(turn: Turn, said: str = "") -> View:
    """Whether it is on; with `said`, as after /dnd, the end that it names."""
    return await draw(turn, said)


async def draw(turn: Turn, said: str = "", note: Text | None = None) -> View:
    line = await changes.read(turn, DND)
    now = changes.sentence(turn, line.setup, brief=True)
    named = parse_until(said, turn.reader.zone, turn.now) if said else None
    if named is None and NAMES_END.search(said):
        note = NOT_AN_END
    if line.pending is not None:
        view = _on(turn, line, now, named) if is_quiet(line) else _changed(line, now)
        return view.with_note(note)
    if is_locked(line.setup.features):
        return _locked(turn, now)
    if is_quiet(line):
        silent = _("Your phone does not ring now anyway.")
        return View(silent, now, buttons=[go(_("Change that"), "answering")], note=note)
    return View(
        _("Your phone keeps still as long as you like, and then rings again by itself."),
        MEANWHILE[ending(line.setup.features)],
        _resting(line, answering(line.setup.features)),
        _("Until when?"),
        buttons=[*_ends(turn, named), go(_("Another time"), UNTIL), go(_("For good"), FOR_GOOD)],
        note=note,
    )


def _ends(turn: Turn, named: datetime | None) -> list[Row]:
    """The usual ends to tap, or the one that was named."""
    if named is not None:
        label = _("Until {moment}", moment=Moment(named))
        return [do(label, _begin(named), primary=True)]
    return [do(label, _begin(end)) for label, end in presets(turn.reader.zone, turn.now)]


def _begin(end: datetime) -> Step:
    return Step(area.key, "start", (end.isoformat(),))


def _on(turn: Turn, line: Line, now: Text, named: datetime | None) -> View:
    assert line.pending is not None
    before = changes.opened(turn, line.pending.snapshot).default_action
    return View(
        _("Do not disturb is on until {moment}.", moment=Moment(line.pending.until)),
        now,
        _resting(line, Answer(int(before)) if before.isdecimal() else None),
        _("Then calls are answered again as before."),
        buttons=[
            *(_ends(turn, named) if named is not None else []),
            do(_("End it now"), Step(area.key, "stop", (line.pending.id,)), primary=True),
            go(_("Another end"), UNTIL),
        ],
    )


def _changed(line: Line, now: Text) -> View:
    """Somebody made the phone ring again, so there is nothing to wait for."""
    assert line.pending is not None
    return View(
        _("Do not disturb was on, but somebody has changed since how calls are answered."),
        now,
        buttons=[
            do(_("Leave it like this"), Step(area.key, "leave", (line.pending.id,))),
            do(_("As it was before"), Step(area.key, "stop", (line.pending.id,))),
        ],
    )


def _locked(turn: Turn, now: Text) -> View:
    wish = _("Please let me choose how calls are answered.")
    return View(
        now,
        _("Only your provider can change how calls are answered here."),
        buttons=[go(_("Ask for a change"), to_provider(turn, wish, area))],
    )


def _resting(line: Line, answer: Answer | None) -> Text | None:
    """What becomes of forwarding meanwhile, where it is in use."""
    numbers = [one for one in in_order(line.mode, line.setup.followme) if one.active]
    if answer is None or Answer.FORWARD not in answer or not numbers:
        return None
    goals = Joined([destination(number) for number in numbers])
    return _("Nothing is forwarded to {numbers} meanwhile; that comes back too.", numbers=goals)


def is_quiet(line: Line) -> bool:
    mask = answering(line.setup.features)
    return mask is not None and not mask & (Answer.RING | Answer.FORWARD)
