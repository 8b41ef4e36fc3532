"""The answering modes to choose from, and what takes the calls that nobody answers.

A mode is a mask of steps (6.5). A step whose service is off has no effect, so modes that differ
only in such steps are one to the subscriber; what is not seen is not changed either.
"""

from __future__ import annotations

from collections.abc import Mapping

from line.route import Answer, Ending, answering, current, ending
from locales import Text, _, _c
from portaswitch.records import Feature, FeatureChange, ForwardMode

MESSAGING, ATTENDANT, FAX_ONLY = "unified_messaging", "auto_attendant", "fax_only_mode"
INHERITED = frozenset("~^/")

ENDINGS: Mapping[Ending, Text] = {
    Ending.VOICEMAIL: _("voicemail"),
    Ending.ATTENDANT: _("auto attendant"),
    Ending.FAX: _("fax only"),
}
AS_STEP: Mapping[Ending, Text] = {
    Ending.VOICEMAIL: _c("one of several steps", "voicemail"),
    Ending.ATTENDANT: _c("one of several steps", "attendant"),
    Ending.FAX: _c("one of several steps", "fax"),
}
"""Shorter, for a mode that names more than one step."""
UNKNOWN = _("not known")


def offered(features: Mapping[str, Feature]) -> list[Answer]:
    """The modes that differ on this line, from the phone alone to nobody."""
    order = (1, 5, 3, 4, 2, 6, 0, 7)
    return [mode for mode in map(Answer, order) if mode & ~working(features) == Answer.REJECT]


def mode_names(features: Mapping[str, Feature]) -> dict[Answer, Text]:
    """The modes to choose from, and the one that is set, each in few words."""
    taker = ending(features)
    step = AS_STEP[taker] if taker else UNKNOWN
    names = {
        1: _("ring only"),
        5: _("ring, {ending}", ending=step),
        3: _("ring, forward"),
        7: _("ring, forward, {ending}", ending=step),
        4: _("{ending} at once", ending=step),
        2: _("forward at once"),
        6: _("forward, {ending}", ending=step),
        0: _("reject all calls"),
    }
    found = {mode: names[int(mode)] for mode in offered(features)}
    mode = seen(features)
    # A mode whose only steps are switched off can be left, but not chosen.
    return found if mode is None else {mode: _("nobody answers"), **found}


def seen(features: Mapping[str, Feature]) -> Answer | None:
    """The mode that is set, without steps that have no effect; None where it is not known.

    A mode of nothing but such steps is no refusal, so that one is left as it is.
    """
    mask = answering(features)
    return mask if mask is None else mask & working(features) or mask


def written(features: Mapping[str, Feature], wanted: Answer) -> Answer:
    """The mask that makes a line answer as wanted: the steps that are not seen stay in it."""
    mask = answering(features)
    if mask is None or wanted is Answer.REJECT:
        return wanted
    return wanted | (mask & ~working(features))


def working(features: Mapping[str, Feature]) -> Answer:
    """The steps that have an effect on this line."""
    mask = Answer.RING
    if current(features) is not ForwardMode.NONE:
        mask |= Answer.FORWARD
    return mask if ending(features) is None else mask | Answer.VOICEMAIL


def endings(features: Mapping[str, Feature]) -> list[Ending]:
    """What may take the calls that nobody answers, as far as the provider leaves it open."""
    messaging = features.get(MESSAGING)
    if messaging is None or not messaging.on:
        return []
    return [
        one
        for one in Ending
        if (one is not Ending.ATTENDANT or ATTENDANT in features)
        and not any(features[change.name].locked for change in towards(features, one))
    ]


def towards(features: Mapping[str, Feature], wanted: Ending) -> list[FeatureChange]:
    """The changes that lead there; those that are made already are left out."""
    changes: list[FeatureChange] = []
    attendant, messaging = features.get(ATTENDANT), features[MESSAGING]
    if attendant is not None and attendant.on is not (wanted is Ending.ATTENDANT):
        changes.append(FeatureChange(ATTENDANT, "N" if attendant.on else "Y"))
    fax_only = "Y" if wanted is Ending.FAX else "N"
    if wanted is not Ending.ATTENDANT and messaging.value(FAX_ONLY, "N") != fax_only:
        # Own attributes count only beside an own flag.
        flag = "Y" if messaging.flag_value in INHERITED else None
        changes.append(FeatureChange(MESSAGING, flag, {FAX_ONLY: (fax_only,)}))
    return changes
