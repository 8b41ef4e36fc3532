"""Do not disturb: nothing rings for a while; then it rings again by itself, as it did before."""

from __future__ import annotations

import re
from datetime import datetime

from conversations.shared import changes
from conversations.shared.changes import Line
from conversations.shared.fields import PASSED, End, end_ahead
from conversations.shared.wishes import to_provider
from dialogs import Area, Form, HasFeature, Result, Row, Step, Turn, View, ask, do, go
from line.answers import is_locked, when_quiet
from line.callflow import destination
from line.followme import DEFAULT_ACTION
from line.route import Answer, Ending, answering, ending, in_order
from line.steps import Step as Writing
from line.until import parse_until, presets
from locales import Joined, Moment, Text, _
from portaswitch.records import FeatureChange
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

SCREEN = Step(area.key)

NOT_ON = _("Do not disturb is already over. This is what is set now.")

MEANWHILE = {
    None: _("Meanwhile calls are rejected."),
    Ending.VOICEMAIL: _("Meanwhile callers go to voicemail at once."),
    Ending.ATTENDANT: _("Meanwhile callers go to the auto attendant at once."),
    Ending.FAX: _("Meanwhile calls go to the fax mailbox at once."),
}


@area.start
async def quiet(turn: Turn, said: str = "") -> View:
    """Whether it is on; with `said`, as after /dnd, the end that it names."""
    return await _draw(turn, said)


async def _draw(turn: Turn, said: str = "", note: Text | None = None) -> View:
    line = await changes.read(turn, DND)
    now = changes.sentence(turn, line.setup, brief=True)
    if line.pending is not None:
        return _on(turn, line, now) if _is_quiet(line) else _changed(line, now)
    if is_locked(line.setup.features):
        return _locked(turn, now)
    if _is_quiet(line):
        silent = _("Your phone does not ring now anyway.")
        return View(silent, now, buttons=[go(_("Change that"), "answering")], note=note)
    return View(
        _("Your phone keeps still as long as you like, and then rings again by itself."),
        MEANWHILE[ending(line.setup.features)],
        _resting(line, answering(line.setup.features)),
        _("Until when?"),
        buttons=[*_ends(turn, said), go(_("Another time"), Until), go(_("For good"), "answering")],
        note=note,
    )


def _ends(turn: Turn, said: str) -> list[Row]:
    """The usual ends to tap, or the one that was named."""
    named = parse_until(said, turn.reader.zone, turn.now) if said else None
    if named is not None:
        label = _("Until {moment}", moment=Moment(named))
        return [do(label, start.at(named.isoformat()), primary=True)]
    return [
        do(label, start.at(end.isoformat())) for label, end in presets(turn.reader.zone, turn.now)
    ]


def _on(turn: Turn, line: Line, now: Text) -> View:
    assert line.pending is not None
    before = changes.opened(turn, line.pending.snapshot).default_action
    return View(
        _("Do not disturb is on until {moment}.", moment=Moment(line.pending.until)),
        now,
        _resting(line, Answer(int(before)) if before.isdecimal() else None),
        _("Then calls are answered again as before."),
        buttons=[
            do(_("End it now"), stop.at(line.pending.id), primary=True),
            go(_("Another end"), Until),
        ],
    )


def _changed(line: Line, now: Text) -> View:
    """Somebody made the phone ring again, so there is nothing to wait for."""
    assert line.pending is not None
    return View(
        _("Do not disturb was on, but somebody has changed since how calls are answered."),
        now,
        buttons=[
            do(_("Leave it like this"), leave.at(line.pending.id)),
            do(_("As it was before"), stop.at(line.pending.id)),
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


def _is_quiet(line: Line) -> bool:
    mask = answering(line.setup.features)
    return mask is not None and not mask & (Answer.RING | Answer.FORWARD)


# ---------------------------------------------------------------------- on and off


@area.action
async def start(turn: Turn, until: str) -> Result:
    return await _until(turn, datetime.fromisoformat(until))


@area.form
class Until(Form):
    """Any other end, before it begins or while it is on."""

    until: str = ask(
        _("Until when? You can also type it, for example “16:30” or “for 40 minutes”."),
        End(never=False),
    )
    undone = _("Canceled. Do not disturb stays as it was.")

    async def submit(self, turn: Turn) -> Result:
        end = end_ahead(self, turn)
        assert end is not None
        return await _until(turn, end)


async def _until(turn: Turn, end: datetime) -> Result:
    if end <= turn.now:
        return await _draw(turn, note=PASSED)
    line = await changes.read(turn, DND)
    if line.pending is not None and _is_quiet(line):
        if not await changes.end_at(turn, line.pending, end):
            return await _draw(turn, note=NOT_ON)
        return SCREEN
    flag = str(int(when_quiet(line.setup.features)))
    change = FeatureChange(DEFAULT_ACTION, flag)
    await changes.apply(
        turn,
        line,
        lambda account: [Writing("quiet", lambda: account.update_service_features(change))],
        end,
    )
    return SCREEN


@area.action
async def stop(turn: Turn, timed_id: int) -> Result:
    """As it was before, and now."""
    if not await changes.put_back(turn, timed_id):
        return await _draw(turn, note=NOT_ON)
    return SCREEN


@area.action
async def leave(turn: Turn, timed_id: int) -> Result:
    """As it is, for good."""
    line = await changes.read(turn, DND)
    if line.pending is not None and line.pending.id == timed_id:
        await changes.end_at(turn, line.pending, None)
    return SCREEN


# ---------------------------------------------------------------------- told by the scheduler


@area.notice("dnd_ended")
async def ended(turn: Turn, **_found: object) -> View:
    return await _card(turn, _("Do not disturb is over: calls are answered again as before."))


@area.notice("dnd_changed")
async def changed(turn: Turn, **_found: object) -> View:
    text = _(
        "Do not disturb is over, but somebody has changed meanwhile how calls are answered. "
        "So I put nothing back and left it as it is now."
    )
    return await _card(turn, text)


@area.notice("dnd_stuck", urgent=True)
async def stuck(turn: Turn, **_found: object) -> View:
    text = _(
        "Do not disturb is over, but I could not make your phone ring again: the provider refuses "
        "it or does not answer. Please check what is set now."
    )
    return await _card(turn, text, go(_("Talk to a person"), "help"))


async def _card(turn: Turn, text: Text, *buttons: Row) -> View:
    line = await changes.read(turn, DND)
    again = go(area.title, area.key)
    return View.card(text, changes.sentence(turn, line.setup), buttons=[again, *buttons])


# ---------------------------------------------------------------------- said in one message

_ASKS = re.compile(
    r"(?<!\w)(?:do not disturb|don[’']?t disturb|dnd|не турбувати|не турбуй(?:те)?)(?!\w)",
    re.IGNORECASE,
)


@area.hears
async def heard(turn: Turn, text: str) -> Step | None:
    """ "do not disturb until 18:00"; "dnd for 2 hours"; "do not disturb"."""
    if (found := _ASKS.search(text)) is None:
        return None
    said = f"{text[: found.start()]} {text[found.end() :]}".strip()
    return Step(area.key, "quiet", (said,))
