"""The call-flow sentence: what happens if someone calls.

"If someone calls now, your phone rings for 20 seconds, then the call goes to +380 44 123 45 67,
then to voicemail."

A sentence has a frame ("If someone calls now, {route}.") and a route of one to many steps. There
are too many routes to write each out, so the route is a chain of *clauses*, each a whole text of
its own in the form that its place asks for: the first ("the call goes to …"), a later one ("then
the call goes to …"), or a later one after another destination ("then to …"). The comma of the
chain is a text too. A translator sees no fragment smaller than a clause with its verb or its
"then". What needs explaining follows as sentences of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo

from line.periods import parse
from line.route import LIST_MODES, Answer, Ending, Route, Silent, route
from locales import Joined, Moment, Phone, Text, _, _n
from portaswitch.records import Feature, FollowMe, FollowMeNumber, ForwardMode, Sequence


def describe(
    features: Mapping[str, Feature],
    followme: FollowMe,
    *,
    at: datetime,
    zone: tzinfo,
    caller: str | None = None,
    now: datetime | None = None,
    brief: bool = False,
) -> Text:
    """What happens to a call at `at` (aware), in the account's zone; `brief` leaves out remarks.

    `caller` names who calls. Give `now` when `at` is another moment: the sentence then names it.
    """
    way = route(features, followme, at=at, zone=zone)
    if way is None:
        return _("The provider does not say how calls to this line are answered.")
    elsewhen = at if now is not None and now != at else None
    text = _framed(_chain(_clauses(way)), caller, elsewhen)
    for remark in [] if brief else _remarks(features, followme, way):
        text = _("{sentence} {remark}", sentence=text, remark=remark)
    return text


def events(
    features: Mapping[str, Feature], followme: FollowMe, *, at: datetime, zone: tzinfo
) -> Text | None:
    """The steps of a call alone, to stand in a list of several ways; None where not known."""
    way = route(features, followme, at=at, zone=zone)
    return None if way is None else _chain(_clauses(way))


def forwarding_state(
    features: Mapping[str, Feature],
    followme: FollowMe,
    zone: tzinfo,
    now: datetime,
    *,
    until: datetime | None = None,
) -> Text:
    """Forwarding in one line for the home card; `until` is when it ends by itself."""
    way = route(features, followme, at=now, zone=zone)
    if way is None:
        return _("Forwarding: not known")
    if way.mode is ForwardMode.NONE:
        return _("Forwarding: off")
    if way.silent is not None:
        return SILENT_STATES[way.silent]
    goal = _destinations(way)
    if Answer.FORWARD not in way.answer:
        return _("Forwarding: {number}, but the answering mode does not use it", number=goal)
    if not way.rings:
        if until is None:
            return _("Forwarding: all calls go to {number}", number=goal)
        return _(
            "Forwarding: all calls go to {number} until {moment}", number=goal, moment=Moment(until)
        )
    if until is None:
        return _("Forwarding: calls that you do not answer go to {number}", number=goal)
    return _(
        "Forwarding: calls that you do not answer go to {number} until {moment}",
        number=goal,
        moment=Moment(until),
    )


def destination(number: FollowMeNumber) -> Phone:
    """A destination as it is shown: with its domain where it has one."""
    if number.domain:
        return Phone(f"{number.redirect_number}@{number.domain}")
    return Phone(number.redirect_number)


SILENT_STATES: Mapping[Silent, Text] = {
    Silent.NO_NUMBER: _("Forwarding: on, but without a number"),
    Silent.ALL_PAUSED: _("Forwarding: on, but all its numbers are paused"),
    Silent.OUT_OF_HOURS: _("Forwarding: on, but no number is active at this hour"),
}

SILENT_TO_ENDING: Mapping[Silent, Text] = {
    Silent.NO_NUMBER: _("Forwarding is on but has no number: such calls skip it."),
    Silent.ALL_PAUSED: _("Forwarding is on but all its numbers are paused: such calls skip them."),
    Silent.OUT_OF_HOURS: _("Forwarding is on but no number is active then: such calls skip it."),
}

SILENT_TO_NOBODY: Mapping[Silent, Text] = {
    Silent.NO_NUMBER: _("Forwarding is on but has no number: such calls end there."),
    Silent.ALL_PAUSED: _("Forwarding is on but all its numbers are paused: such calls end there."),
    Silent.OUT_OF_HOURS: _("Forwarding is on but no number is active then: such calls end there."),
}

FIRST_ENDINGS: Mapping[Ending, Text] = {
    Ending.VOICEMAIL: _("the call goes to voicemail"),
    Ending.ATTENDANT: _("the call goes to the auto attendant"),
    Ending.FAX: _("the call goes to the fax mailbox"),
}

LATER_ENDINGS: Mapping[Ending, Text] = {
    Ending.VOICEMAIL: _("then the call goes to voicemail"),
    Ending.ATTENDANT: _("then the call goes to the auto attendant"),
    Ending.FAX: _("then the call goes to the fax mailbox"),
}

NEXT_ENDINGS: Mapping[Ending, Text] = {
    Ending.VOICEMAIL: _("then to voicemail"),
    Ending.ATTENDANT: _("then to the auto attendant"),
    Ending.FAX: _("then to the fax mailbox"),
}
"""After "the call goes to …", whose verb they share."""


def _framed(steps: Text, caller: str | None, at: datetime | None) -> Text:
    if caller is not None and at is not None:
        return _(
            "If {caller} calls ({moment}), {steps}.",
            caller=Phone(caller),
            moment=Moment(at),
            steps=steps,
        )
    if caller is not None:
        return _("If {caller} calls now, {steps}.", caller=Phone(caller), steps=steps)
    if at is not None:
        return _("If someone calls ({moment}), {steps}.", moment=Moment(at), steps=steps)
    return _("If someone calls now, {steps}.", steps=steps)


def _chain(clauses: list[Text]) -> Text:
    chain, *rest = clauses
    for clause in rest:
        chain = _("{steps}, {step}", steps=chain, step=clause)
    return chain


def _clauses(way: Route) -> list[Text]:
    if way.answer is Answer.REJECT:
        return [_("the call is rejected")]
    if not way.answered:
        return [_("the call is not answered")]
    clauses: list[Text] = []
    if way.rings:
        clauses.append(_ringing(way.ring_seconds))
    one_by_one = False
    if way.forwards:
        one_by_one = len(way.destinations) == 1 or way.sequence is Sequence.ORDER
        clauses += _forwarding(way, first=not clauses)
    if way.ending is not None:
        clauses.append(_ended(way.ending, first=not clauses, after_goal=one_by_one))
    elif not way.forwards:
        clauses.append(_("then the call ends"))
    return clauses


def _ringing(seconds: int | None) -> Text:
    if seconds is None:
        return _("your phone rings")
    return _n("your phone rings for {n} second", "your phone rings for {n} seconds", seconds)


def _forwarding(way: Route, *, first: bool) -> list[Text]:
    if len(way.destinations) == 1 or way.sequence is Sequence.ORDER:
        return _one_by_one(way.destinations, first=first)
    numbers = Joined([destination(number) for number in way.destinations])
    if way.sequence is Sequence.SIMULTANEOUS:
        if first:
            return [_("{numbers} ring together", numbers=numbers)]
        return [_("then {numbers} ring together", numbers=numbers)]
    if first:
        return [_("the call tries {numbers} in random order", numbers=numbers)]
    return [_("then the call tries {numbers} in random order", numbers=numbers)]


def _one_by_one(numbers: tuple[FollowMeNumber, ...], *, first: bool) -> list[Text]:
    """Each but the last with its seconds: they say when the next one's turn comes."""
    *earlier, last = numbers
    clauses: list[Text] = []
    for number in earlier:
        say = _goes_for if first and not clauses else _then_goes_for
        if clauses:
            say = _then_to_for
        clauses.append(say(number))
    goal = destination(last)
    if clauses:
        clauses.append(_("then to {number}", number=goal))
    elif first:
        clauses.append(_("the call goes to {number}", number=goal))
    else:
        clauses.append(_("then the call goes to {number}", number=goal))
    return clauses


def _goes_for(number: FollowMeNumber) -> Text:
    return _n(
        "the call goes to {number} for {n} second",
        "the call goes to {number} for {n} seconds",
        number.timeout,
        number=destination(number),
    )


def _then_goes_for(number: FollowMeNumber) -> Text:
    return _n(
        "then the call goes to {number} for {n} second",
        "then the call goes to {number} for {n} seconds",
        number.timeout,
        number=destination(number),
    )


def _then_to_for(number: FollowMeNumber) -> Text:
    return _n(
        "then to {number} for {n} second",
        "then to {number} for {n} seconds",
        number.timeout,
        number=destination(number),
    )


def _ended(ending: Ending, *, first: bool, after_goal: bool) -> Text:
    if first:
        return FIRST_ENDINGS[ending]
    return (NEXT_ENDINGS if after_goal else LATER_ENDINGS)[ending]


def _destinations(way: Route) -> Joined | Phone | Text:
    """The destinations in as much room as a line on the home card gives."""
    if len(way.destinations) == 1:
        return destination(way.destinations[0])
    if len(way.destinations) == 2:
        return Joined([destination(number) for number in way.destinations])
    return _n("{n} number", "{n} numbers", len(way.destinations))


def _remarks(features: Mapping[str, Feature], followme: FollowMe, way: Route) -> list[Text]:
    remarks: list[Text] = []
    if Answer.FORWARD in way.answer:
        if way.silent is not None:
            table = SILENT_TO_NOBODY if way.ending is None else SILENT_TO_ENDING
            remarks.append(table[way.silent])
        elif way.mode is ForwardMode.NONE and not way.answered:
            remarks.append(_("The answering mode forwards calls, but forwarding is off."))
        remarks += _unread_hours(way)
    elif way.destinations:
        remarks.append(_("Forwarding is set up, but the answering mode does not use it."))
    if Answer.VOICEMAIL in way.answer and not way.answered:
        remarks.append(_("Voicemail is off."))
    screening = features.get("call_processing")
    if screening is not None and screening.on:
        remarks.append(_("Screening rules are on and may treat some callers differently."))
    return remarks


def _unread_hours(way: Route) -> list[Text]:
    """Numbers whose hours we cannot read: the sentence must not claim more than it knows."""
    if way.mode not in LIST_MODES:
        return []
    return [
        _(
            "{number} rings only at its own hours: {words}.",
            number=destination(number),
            words=number.period_description or number.period,
        )
        for number in way.destinations
        if parse(number.period) is None
    ]
