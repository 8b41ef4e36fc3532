"""Which answering mode belongs to a forwarding: decided here once, for recipes and previews.

The rule behind all of them: a call never ends with nobody because forwarding was changed.
"""

from __future__ import annotations

from collections.abc import Mapping

from line.followme import DEFAULT_ACTION
from line.route import Answer, answering, ending
from portaswitch.records import Feature


def when_forwarding(features: Mapping[str, Feature], ring_first: int | None) -> Answer:
    """Forward at once; or ring `ring_first` seconds, forward, and then voicemail if it is on."""
    if ring_first is None:
        return Answer.FORWARD
    return _with_voicemail(features, Answer.RING | Answer.FORWARD)


def when_off(features: Mapping[str, Feature]) -> Answer | None:
    """Without forwarding: what forwarded without ringing rings again. None: not known.

    Where the phone rings anyway, the switch passes over the forwarding by itself.
    """
    mask = answering(features)
    if mask is None or not _forwards_only(mask):
        return mask
    return _with_voicemail(features, mask | Answer.RING)


def when_mode_changes(features: Mapping[str, Feature], *, emptied: bool) -> Answer | None:
    """With another mode, which is to be used; `emptied` when its list has no numbers yet."""
    mask = when_off(features) if emptied else answering(features)
    return None if mask is None else mask | Answer.FORWARD


def when_quiet(features: Mapping[str, Feature]) -> Answer:
    """Nothing rings, here or elsewhere: callers get what they get when nobody answers."""
    return Answer.REJECT if ending(features) is None else Answer.VOICEMAIL


def is_locked(features: Mapping[str, Feature]) -> bool:
    """Whether the provider keeps the answering mode to itself."""
    feature = features.get(DEFAULT_ACTION)
    return feature is None or feature.locked


def _forwards_only(mask: Answer) -> bool:
    return Answer.FORWARD in mask and Answer.RING not in mask


def _with_voicemail(features: Mapping[str, Feature], mask: Answer) -> Answer:
    return mask | Answer.VOICEMAIL if ending(features) is not None else mask
